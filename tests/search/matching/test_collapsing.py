"""Collapsing copies, on arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.array_types import Integers
from search.matching.collapsing import (
    count_by_group,
    count_texts,
    first_places,
    once_by_value,
)

GROUPS = np.array([-1, 4, 0, 4, -1, 0, 4], np.int32)

groups_and_keys = st.lists(
    st.tuples(st.integers(-1, 5), st.integers(0, 3), st.integers(0, 3)), max_size=40
)


def column(rows: list[tuple[int, int, int]], place: int) -> Integers:
    return np.array([row[place] for row in rows], np.int64)


def texts_of(groups: Integers) -> list[object]:
    """The text of each document: its group, or itself."""
    return [group if group >= 0 else (n,) for n, group in enumerate(groups.tolist())]


def test_a_text_is_a_group_or_a_document_without_copies() -> None:
    assert count_texts(GROUPS) == 4
    assert count_texts(GROUPS[:0]) == 0


def test_the_first_of_each_group_is_listed() -> None:
    first = np.array([9, 5, 5, 3, 9, 5, 3])
    then = np.array([0, 0, 2, 7, 0, 1, 6])
    assert first_places(GROUPS, first, then).tolist() == [0, 4, 5, 6]


def test_a_text_counts_once_for_each_value() -> None:
    values = np.array([7, 7, 8, 7, 7, 9, 6])
    assert once_by_value(GROUPS, values).tolist() == [True, True, True, False, True, True, True]


def test_the_documents_of_each_group() -> None:
    assert count_by_group(GROUPS, 5).tolist() == [2, 0, 0, 0, 3, 0]


@given(groups_and_keys)
def test_every_text_is_listed_once_by_its_first_document(rows: list[tuple[int, int, int]]) -> None:
    groups, first, then = (column(rows, place) for place in range(3))
    texts = texts_of(groups)
    order = sorted(range(len(rows)), key=lambda n: (first[n], then[n], n))
    expected: dict[object, int] = {}
    for n in order:
        expected.setdefault(texts[n], n)
    listed = first_places(groups, first, then, np.arange(len(rows)))
    assert listed.tolist() == sorted(expected.values())
    assert count_texts(groups) == len(expected)


@given(groups_and_keys)
def test_a_value_counts_the_texts_of_the_documents_that_have_it(
    rows: list[tuple[int, int, int]],
) -> None:
    groups, values = column(rows, 0), column(rows, 1)
    counted = values[once_by_value(groups, values)]
    for value in range(4):
        assert np.count_nonzero(counted == value) == count_texts(groups[values == value])
