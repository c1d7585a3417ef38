"""Numbers in a narrow type, read as an array of them would be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.narrow_numbers import (
    ClassNumbers,
    Differences,
    NarrowNumbers,
    Numbers,
    difference_arrays,
    narrow_arrays,
)

NUMBERS = st.lists(
    st.integers(0, 300) | st.sampled_from([254, 255, 256, 65_534, 65_535, 2**32 - 1]), max_size=50
)


def assert_reads_as(numbers: Numbers, expected: list[int]) -> None:
    assert len(numbers) == len(expected)
    assert [numbers[place] for place in range(len(expected))] == expected
    assert numbers.tolist() == np.asarray(numbers).tolist() == expected
    assert numbers[::-1].tolist() == expected[::-1]
    odd = np.arange(len(expected)) % 2 > 0
    assert numbers[odd].tolist() == numbers[np.flatnonzero(odd)].tolist() == expected[1::2]
    with pytest.raises(IndexError):
        numbers[len(expected)]


@given(NUMBERS, st.integers(0, 70_000))
def test_narrow_numbers(expected: list[int], least: int) -> None:
    numbers = NarrowNumbers.read(narrow_arrays("x", np.array(expected, np.int64)), "x")
    assert_reads_as(numbers, expected)
    assert numbers.at_least(least).tolist() == [each >= least for each in expected]
    assert numbers.total() == sum(expected)
    assert numbers.present(np.arange(len(expected))).tolist() == [each > 0 for each in expected]


def test_numbers_take_a_byte_unless_many_are_large() -> None:
    few, many = np.arange(10_000) % 256, np.arange(10_000) % 1000
    assert narrow_arrays("x", few)["x"].dtype == np.uint8
    assert narrow_arrays("x", many)["x"].dtype == np.uint16


@given(st.data())
def test_numbers_near_their_places(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 400))
    expected = data.draw(st.lists(st.integers(0, max(0, size - 1)), min_size=size, max_size=size))
    arrays = difference_arrays("x", np.array(expected, np.int64))
    assert_reads_as(Differences.read(arrays, "x"), expected)


@given(st.lists(st.integers(0, 4), max_size=8), st.lists(st.integers(0, 9), max_size=5))
def test_classes_of_consecutive_members_and_of_later_ones(
    sizes: list[int], later: list[int]
) -> None:
    starts = np.cumsum([0, *sizes])[:-1].astype(np.uint32)
    first = np.repeat(np.arange(len(sizes)), sizes).tolist()
    numbers = ClassNumbers(starts, sum(sizes), np.array(later, np.uint8))
    assert_reads_as(numbers, first + later)
