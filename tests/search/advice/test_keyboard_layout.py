"""Arabic typed on a Latin keyboard: the readings, and when a query is rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.advice.keyboard_layout import other_layouts, readings

ARCHIVE = frozenset({"السلام", "الحكومة", "جديد", "آسيا", "تدمر", "google", "لا"})


def known(word: str) -> bool:
    return word in ARCHIVE


@pytest.mark.parametrize(
    ("typed", "intended"),
    [
        ("hgsghl", "السلام"),
        ("hgp;,lm", "الحكومة"),  # QWERTY
        ("hgpm;l,", "الحكومة"),  # AZERTY: m is ك, ; is و, the comma is ة
        ("Nsdh", "آسيا"),
        ("Hpl]", "أحمد"),
        ("j]lv", "تدمر"),
        ("j$lv", "تدمر"),
        ("b", "لا"),
        ("HGSGHL", "السلام"),
    ],
)
def test_the_readings_of_a_chunk(typed: str, intended: str) -> None:
    assert intended in readings(typed)


@pytest.mark.parametrize("typed", ["", "السلام", "2016", "[;", "a1", "covid-19", "x y"])
def test_a_chunk_without_readings(typed: str) -> None:
    assert readings(typed) == ()


@pytest.mark.parametrize(
    ("query", "intended"),
    [
        ("hgsghl", ["السلام"]),
        ("hgp;,lm hg[]d]", ["الحكومة hg[]d]"]),  # الجديد is not in the archive
        ("hgp;,lm []d]", ["الحكومة جديد"]),
        ("تدمر hgsghl", ["تدمر السلام"]),
        ('"hgsghl []d]" -j]lv', ['"السلام جديد" -تدمر']),
        ("title:hgsghl", ["title:السلام"]),
        ("(hgsghl OR تدمر)", ["(السلام OR تدمر)"]),
        ("hgsghl, j]lv", ["السلام, تدمر"]),
        ("google", []),
        ("google hgsghl", ["google السلام"]),
        ("facebook", []),
        ("تدمر", []),
        ("", []),
        ("a" * 70, []),
    ],
)
def test_a_query_in_other_layouts(query: str, intended: list[str]) -> None:
    assert list(other_layouts(query, known)) == intended


@given(st.text("abcghjlmps;,.[]'\"() :-ا*~", max_size=40))
def test_any_query_is_accepted(query: str) -> None:
    assert query not in other_layouts(query, known)


def test_a_part_that_is_a_known_word_does_not_stop_the_reading() -> None:
    assert other_layouts("hgsu,]dm", {"dm", "السعودية"}.__contains__) == ("السعودية",)
    assert other_layouts("dm", {"dm"}.__contains__) == ()
