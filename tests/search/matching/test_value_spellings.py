"""Spellings of the values of keyword fields."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching.value_spellings import (
    ValueSpellings,
    folded_words,
    merge_spellings,
    shown_spelling,
    spelling_key,
)

NAME = "أحمد عبد الله"


@pytest.mark.parametrize(
    "value",
    [
        *("احمد عبد الله", "أحـمد عبد الله", "أَحْمَد عبد الله", " أحمد  عبد\tالله ", "أحمد عبدالله"),
        *("\u200fأحمد عبد الله\u200f", "«أحمد عبد الله»", "أحمد عبد الله:", "أحمد - عبد الله"),
    ],
)
def test_spellings_of_one_name(value: str) -> None:
    assert spelling_key(value) == spelling_key(NAME)


@pytest.mark.parametrize(
    ("one", "other"),
    [("الجزيرة", "جريدة الجزيرة"), ("1 2", "12"), ("!", "?"), ("أحمد علي", "علي أحمد"), ("", "-")],
)
def test_different_names(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


def test_a_blank_value_is_none() -> None:
    assert spelling_key(" \u200f ") == ""


def test_a_name_is_shown_in_its_most_frequent_spelling_ties_by_string() -> None:
    counts = [("احمد", 1), ("أحمد ", 1), ("أحمد\u200f", 1), ("رنا", 2), ("رنـا", 2)]
    assert merge_spellings(counts) == [("رنا", 4), ("أحمد", 3)]
    assert shown_spelling(" أحمد*  علي\u200f*") == "أحمد* علي"
    assert shown_spelling("* *") == "* *"


def test_a_name_with_the_letters_of_a_particle_is_a_name() -> None:
    assert spelling_key("رامي على") == spelling_key("رامي علي") == spelling_key("رامى علی")
    assert folded_words("على") == folded_words("علي")
    assert merge_spellings([("على", 1), ("علي", 2), ("إلى", 1), ("إلي", 1)]) == [
        ("علي", 3),
        ("إلى", 2),
    ]


PARTED = [
    *("", "سمير عبد النبي حلبي", "ا. سمير عبدالنبي", "بوشامة للنشر", "دار بو شامة", "12 3 غ"),
    *("م حمود", "عبدالغني", "عبد سمير النبي"),
]
PARTED_NAMES = ValueSpellings(PARTED, np.ones(len(PARTED), np.int64))


@pytest.mark.parametrize(
    ("spellings", "labels"),
    [
        (("عبد النبي", "عبدالنبي", "سمير عبد النبي", "سمير عبدالنبى"), {1, 2}),
        (("عبد النبي حلبي", "عبدالنبي حلبي", "عبدالنبي الحلبي"), {1}),
        (("بو شامة", "بوشامة", "بو شامه"), {3, 4}),
        (("بوشامة نشر", "بو شامة نشر"), {3}),
        # a space counts between digits; an initial is no part; no part of a word is found
        (("123", "1 23", "حمودم", "محمود", "عبدالن", "دالنبي", "شامة حلب"), set()),
        (("12 3",), {5}),
    ],
)
def test_parts_of_names_of_one_word_or_two(spellings: tuple[str, ...], labels: set[int]) -> None:
    for each in spellings:
        found = PARTED_NAMES.containing(folded_words(each))
        assert {PARTED_NAMES.label(name) for name in found} == {PARTED[at] for at in labels}


VALUES = ["", "سانا", "سانا - حلب", "حلب: وسانا", "سمير من حلب", "سَانا", "البيت"]
SPELLINGS = ValueSpellings(VALUES, np.array([9, 1, 2, 1, 1, 1, 0]))


@pytest.mark.parametrize(
    ("words", "begun", "labels"),
    [
        ("سانا", False, ["سانا", "سانا - حلب", "حلب: وسانا"]),
        ("سانا حلب", False, ["سانا - حلب"]),
        ("سمير حلب", False, ["سمير من حلب"]),
        ("السانا", False, ["سانا", "سانا - حلب", "حلب: وسانا"]),
        ("سان", False, []),
        ("سان", True, ["سانا", "سانا - حلب", "حلب: وسانا"]),
        ("حلب سمير", False, []),
        ("البيت", False, []),
        ("", False, []),
    ],
)
def test_names_that_contain_words(words: str, begun: bool, labels: list[str]) -> None:
    found = SPELLINGS.containing(folded_words(words), begun=begun)
    assert [SPELLINGS.label(name) for name in found] == labels


def test_the_spellings_of_a_name_with_documents() -> None:
    name = SPELLINGS.find("سانا")
    assert name is not None
    assert SPELLINGS.spellings(name, np.array([0, 1, 1, 1, 1, 3, 0])) == ("سَانا", "سانا")
    assert SPELLINGS.spellings(name, np.array([0, 1, 1, 1, 1, 0, 0])) == ()
    assert SPELLINGS.find("البيت") is None


LETTERS = st.text("ابةه ى1٢-:«\u0640\u064e\u200f A*", max_size=6)


@given(st.lists(st.tuples(LETTERS, st.integers(1, 3)), unique_by=lambda pair: pair[0]))
def test_every_value_belongs_to_one_name_that_its_label_finds(pairs: list[tuple[str, int]]) -> None:
    values = ["", *(value for value, _ in pairs if value)]
    counts = np.array([0, *(count for value, count in pairs if value)])
    spellings = ValueSpellings(values, counts)
    for value, name in zip(values[1:], spellings.names[1:].tolist(), strict=True):
        assert bool(name) == bool(spelling_key(value))
        if name:
            assert spellings.find(value) == name == spellings.find(spellings.label(name))
    named = int(counts[spellings.names > 0].sum())
    assert spellings.documents(range(1, len(set(spellings.names.tolist()) | {0}))) == named
