"""Phrases and proximity, compared with every choice of places."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.array_types import Array
from search.matching.positions import SPAN, near_documents, phrase_documents
from tests.reference import near

Text = tuple[int, ...]
"""A text of words that are numbers."""

texts = st.lists(st.lists(st.integers(0, 3), max_size=12).map(tuple), min_size=1, max_size=4)
queries = st.lists(st.integers(0, 3), min_size=2, max_size=4)


def places(documents: list[Text], word: int) -> Array:
    return np.array(
        [
            document * SPAN + position
            for document, text in enumerate(documents)
            for position, found in enumerate(text)
            if found == word
        ],
        np.int64,
    )


def is_near(text: Text, query: list[int], slop: int) -> bool:
    """Whether any choice of distinct places for the words is near enough."""
    found = [[place for place, word in enumerate(text) if word == wanted] for wanted in query]
    return any(
        len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) + 1 - len(chosen) <= slop
        for chosen in product(*found)
    )


@given(texts, queries)
def test_phrases(documents: list[Text], query: list[int]) -> None:
    expected = [
        number
        for number, text in enumerate(documents)
        if any(list(text[start : start + len(query)]) == query for start in range(len(text)))
    ]
    occurrences = [places(documents, word) for word in query]
    assert phrase_documents(occurrences).tolist() == expected


@given(texts, queries, st.integers(0, 5))
def test_near_words(documents: list[Text], query: list[int], slop: int) -> None:
    expected = [number for number, text in enumerate(documents) if is_near(text, query, slop)]
    occurrences = [places(documents, word) for word in query]
    assert near_documents(occurrences, slop).tolist() == expected
    # The reference of the other tests has the same definition.
    for number, text in enumerate(documents):
        found = [[at for at, word in enumerate(text) if word == wanted] for wanted in query]
        assert near(found, slop) == (number in expected)


@pytest.mark.parametrize(
    ("text", "query", "slop", "found"),
    [
        ((1, 2), [1, 2], 0, True),
        ((2, 1), [1, 2], 0, True),  # in any order
        ((1, 9, 2), [1, 2], 0, False),
        ((1, 9, 2), [1, 2], 1, True),
        ((1, 9, 9, 2), [1, 2], 1, False),
        ((1, 9, 2, 9, 3), [1, 2, 3], 2, True),
        ((1, 9, 2, 9, 3), [1, 2, 3], 1, False),
        ((1,), [1, 1], 5, False),  # a repeated word has to stand as often
        ((1, 9, 1), [1, 1], 1, True),
        ((1, 2, 1), [1, 1], 1, True),
    ],
)
def test_slop_counts_the_other_words(text: Text, query: list[int], slop: int, found: bool) -> None:
    occurrences = [places([text], word) for word in query]
    assert near_documents(occurrences, slop).tolist() == ([0] if found else [])


def test_words_of_two_documents_are_not_side_by_side() -> None:
    documents: list[Text] = [(9, 1), (2, 9)]
    occurrences = [places(documents, 1), places(documents, 2)]
    assert phrase_documents(occurrences).tolist() == []
    assert near_documents(occurrences, 100).tolist() == []
    # Nor where the first word is at the last position.
    ends = [np.array([SPAN - 1], np.int64), np.array([SPAN], np.int64)]
    assert near_documents(ends, 5).tolist() == []
    ends = [np.array([SPAN], np.int64), np.array([2 * SPAN], np.int64)]
    assert phrase_documents(ends).tolist() == []


def test_no_words_match_no_documents() -> None:
    assert near_documents([], 3).tolist() == []
    nothing = np.zeros(0, np.int64)
    assert near_documents([nothing, nothing], 3).tolist() == []
    assert near_documents([np.array([1]), nothing], 3).tolist() == []


positions = st.sets(st.integers(0, 7), max_size=4)


@given(st.lists(positions, min_size=1, max_size=4), st.integers(0, 3))
def test_words_that_share_occurrences_need_one_each(words: list[set[int]], slop: int) -> None:
    """Spellings of a word with and without diacritics share occurrences."""
    width = len(words) + slop
    found = any(
        len(set(chosen)) == len(words) and max(chosen) - min(chosen) < width
        for chosen in product(*words)
    )
    occurrences = [np.array(sorted(each), np.int64) for each in words]
    assert near_documents(occurrences, slop, overlapping=True).tolist() == ([0] if found else [])


# Work


class _TimeIsOver(Exception):
    """Raised by the check of a test."""


def test_a_deadline_holds_between_the_words_of_a_phrase() -> None:
    same = np.arange(1000, dtype=np.int64)
    allowed = iter(range(3))

    def check_time() -> None:
        if next(allowed, None) is None:
            raise _TimeIsOver

    words = [same] * 50
    with pytest.raises(_TimeIsOver):
        phrase_documents(words, check_time)
    with pytest.raises(_TimeIsOver):
        near_documents([same + n for n in range(9)], 5, check_time=check_time)


def test_words_after_those_that_never_occur_in_a_row_are_not_compared() -> None:
    compared: list[int] = []
    apart = np.arange(0, 1000, 2, dtype=np.int64)
    assert not len(phrase_documents([apart] * 50, lambda: compared.append(1)))
    assert len(compared) == 1
