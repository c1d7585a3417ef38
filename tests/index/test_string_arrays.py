"""Strings as arrays: by number, by their order, and with more strings added."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

import index.string_arrays
from index.arrays import ArrayFile, write_arrays
from index.string_arrays import (
    Strings,
    letters_of,
    read_string_list,
    reordered,
    string_arrays,
    string_list_arrays,
)

# Letters of one to four bytes; the last code point is the upper bound of a prefix.
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\U0010ffff")
texts = st.text(st.one_of(st.sampled_from("كتبaé\0\U0001f600"), letters), max_size=6)
distinct = st.lists(texts, unique=True, max_size=60)


def strings_of(known: list[str]) -> Strings:
    return Strings.read(string_arrays("x", known), "x")


def test_strings_keep_their_numbers() -> None:
    strings = strings_of(["مكتبة", "", "كتاب"])
    assert len(strings) == 3
    assert list(strings) == ["مكتبة", "", "كتاب"]
    assert strings[2] == "كتاب"
    assert strings[1:] == ["", "كتاب"]
    assert strings.find("كتاب") == 2
    assert strings.find("كتب") is None
    with pytest.raises(IndexError):
        strings[3]


@given(distinct, texts)
def test_strings(known: list[str], other: str) -> None:
    strings = strings_of(known)
    assert list(strings) == strings[:] == known
    assert [strings.find(text) for text in known] == list(range(len(known)))
    assert strings.find(other) == (known.index(other) if other in known else None)
    assert strings.places([other, *known]) == [
        sum(text < each for text in known) for each in (other, *known)
    ]


@given(distinct, texts)
def test_strings_with_a_prefix_are_sorted(known: list[str], prefix: str) -> None:
    strings = strings_of(known)
    found = [known[number] for number in strings.beginning(prefix).tolist()]
    assert found == sorted(text for text in known if text.startswith(prefix))


@given(distinct, st.integers(0, 60))
def test_strings_are_added_after_those_before(known: list[str], first: int) -> None:
    """The arrays are those of all strings made at once."""
    before = strings_of(known[:first])
    grown = string_arrays("x", known[first:], before)
    at_once = string_arrays("x", known)
    for name, array in at_once.items():
        assert grown[name].tolist() == array.tolist(), name
        assert grown[name].dtype == array.dtype, name


@given(distinct, st.randoms(use_true_random=False))
def test_strings_are_renumbered(known: list[str], pick: random.Random) -> None:
    numbers = list(range(len(known)))
    pick.shuffle(numbers)
    arrays = reordered(string_arrays("x", known), "x", np.array(numbers, np.int64))
    wanted = string_arrays("x", [known[number] for number in numbers])
    assert {name: array.tolist() for name, array in arrays.items()} == {
        name: array.tolist() for name, array in wanted.items()
    }


def test_strings_without_order_are_not_found() -> None:
    before = Strings.read(string_arrays("x", ["ب", "أ"], with_order=False), "x")
    grown = Strings.read(string_arrays("x", ["ج", "أ"], before, with_order=False), "x")
    assert list(grown) == ["ب", "أ", "ج", "أ"]
    assert grown.find("ج") is None


def test_a_string_of_the_maximum_length() -> None:
    assert strings_of(["ab", "x" * 65_535])[1] == "x" * 65_535
    with pytest.raises(ValueError, match="a string of x is longer than 65535 bytes"):
        string_arrays("x", ["x" * 65_536])


def test_a_lone_surrogate_is_not_found() -> None:
    assert strings_of(["كتاب"]).find("\ud800") is None


def test_strings_on_disk(tmp_path: Path) -> None:
    known = [f"كلمة{number}" for number in range(1_000)]
    with (tmp_path / "x.arrays").open("wb") as file:
        write_arrays(file, string_arrays("x", known))
    strings = Strings.read(ArrayFile(tmp_path / "x.arrays"), "x")
    assert list(strings) == known
    assert strings.find("كلمة999") == 999


@given(st.lists(st.text(letters, max_size=300), max_size=8))
def test_lists_of_strings_of_any_length(known: list[str]) -> None:
    assert read_string_list(string_list_arrays("x", known), "x") == known


@given(distinct)
def test_letters_of_strings_are_those_of_each(known: list[str]) -> None:
    assert strings_of(known).letters.tolist() == [int(letters_of(text)) for text in known]


def test_letters_are_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    known = ["كتاب", "", "😀é", "مكتبة", "ب", "", "تدمر"]
    whole = strings_of(known).letters.tolist()
    monkeypatch.setattr(index.string_arrays, "_STRINGS_AT_ONCE", 2)
    assert strings_of(known).letters.tolist() == whole


@given(texts, texts)
def test_letters_differ_by_at_most_two_an_edit(one: str, other: str) -> None:
    differing = int(np.bitwise_count(letters_of(one) ^ letters_of(other)))
    assert differing <= 2 * Levenshtein.distance(one, other)
    assert letters_of(one) == letters_of("".join(sorted(one + one)))
