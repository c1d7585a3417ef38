"""The kernels over matches: compiled ones and their numpy twins give equal results."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.array_types import I32, I64, U8, U16
from search.reranking.kernels import numpy_matches

compiled = pytest.importorskip(
    "search.reranking.kernels.compiled", reason="the kernels were not compiled at install"
)

KERNELS = pytest.mark.parametrize("kernels", [compiled, numpy_matches], ids=["compiled", "numpy"])

SPAN = 50
DOCUMENTS = 3
WORDS = 4
LEVELS = 3
NOWHERE = 0x7FFFFFFF


class Some(NamedTuple):
    """Some matches."""

    spots: I64
    words: U16
    levels: U8


def some(*matches: tuple[int, int, int]) -> Some:
    """Matches of a spot, a word and a level."""
    columns = np.array(sorted(matches), np.int64).reshape(-1, 3).T
    spots, words, levels = columns
    return Some(np.ascontiguousarray(spots), words.astype(np.uint16), levels.astype(np.uint8))


def spot(document: int, field: int, position: int) -> int:
    return (2 * document + field) * SPAN + position


matches = st.lists(
    st.tuples(
        st.integers(0, 2 * DOCUMENTS * SPAN - 1),
        st.integers(0, WORDS - 1),
        st.integers(0, LEVELS - 1),
    ),
    max_size=60,
).map(lambda found: some(*found))
worths = st.lists(st.integers(0, 99), min_size=WORDS * LEVELS * 3, max_size=WORDS * LEVELS * 3).map(
    lambda found: np.array(found, np.int64).reshape(WORDS, LEVELS, 3)
)


@KERNELS
def test_occurrences(kernels: Any) -> None:
    found = some(
        (spot(0, 1, 7), 1, 0), (spot(0, 1, 3), 1, 0), (spot(0, 1, 2), 1, 2), (spot(2, 0, 4), 0, 1)
    )
    first, counts = kernels.occurrences(*found, SPAN, DOCUMENTS, WORDS, LEVELS)
    assert counts.shape == (DOCUMENTS, 2, WORDS, LEVELS)
    assert counts[0, 1, 1].tolist() == [2, 0, 1]
    assert counts.sum() == len(found.spots)
    assert first.shape == (DOCUMENTS, 2, WORDS, LEVELS)
    assert first[0, 1, 1].tolist() == [3, NOWHERE, 2]
    assert first[2, 0, 0].tolist() == [NOWHERE, 4, NOWHERE]
    assert np.count_nonzero(first < NOWHERE) == 3


@KERNELS
def test_the_best_window_counts_each_word_at_its_narrowest_level(kernels: Any) -> None:
    worth = np.zeros((WORDS, LEVELS, 2), np.int64)
    worth[..., 1] = [[8, 4, 1], [8, 4, 2], [0, 0, 0], [0, 0, 0]]
    found = some(
        (spot(0, 1, 0), 0, 1),
        (spot(0, 1, 9), 0, 0),
        (spot(0, 1, 10), 1, 2),
        (spot(1, 0, 49), 0, 0),
        (spot(1, 1, 0), 1, 0),
    )
    assert kernels.best_windows(*found, worth, SPAN, 10, DOCUMENTS).tolist() == [10, 8, 0]
    assert kernels.best_windows(*found, worth, SPAN, 11, DOCUMENTS).tolist() == [10, 8, 0]
    assert kernels.best_windows(*found, worth, SPAN, 1, DOCUMENTS).tolist() == [8, 8, 0]


@KERNELS
def test_a_window_counts_how_often_a_word_occurs(kernels: Any) -> None:
    worth = np.zeros((WORDS, LEVELS, 3), np.int64)
    worth[0] = [[0, 5, 7], [0, 3, 4], [0, 1, 1]]
    found = some(*((spot(0, 1, place), 0, place % 2) for place in range(6)))
    windows = [
        kernels.best_windows(*found, worth, SPAN, length, 1).tolist() for length in (1, 2, 6)
    ]
    assert windows == [[5], [7], [7]]


@KERNELS
def test_run_lengths(kernels: Any) -> None:
    sequence: I32 = np.array([0, 1, 2, -1, 1, 0], np.int32)
    text = [0, 1, 3, 1, 2, 0, 1, 2, 1, 0]
    found = some(*((spot(1, 1, place), word, 0) for place, word in enumerate(text)))
    lengths = kernels.run_lengths(*found, sequence, SPAN, DOCUMENTS)
    assert lengths[1].tolist() == [0, 1, 2, 0, 0, 1]
    assert not lengths[[0, 2]].any()


@KERNELS
def test_equal_words_in_a_row_are_no_pair(kernels: Any) -> None:
    sequence: I32 = np.array([0, 0], np.int32)
    found = some((spot(0, 1, 0), 0, 0), (spot(0, 1, 1), 0, 0))
    assert not kernels.run_lengths(*found, sequence, SPAN, 1).any()


@KERNELS
def test_matches_that_are_not_sorted_or_out_of_range_are_refused(kernels: Any) -> None:
    worth = np.zeros((WORDS, LEVELS, 2), np.int64)
    backwards = np.array([5, 4], np.int64), np.zeros(2, np.uint16), np.zeros(2, np.uint8)
    outside = np.array([2 * SPAN], np.int64), np.zeros(1, np.uint16), np.zeros(1, np.uint8)
    unknown = np.array([1], np.int64), np.array([WORDS], np.uint16), np.zeros(1, np.uint8)
    for wrong in (backwards, outside, unknown):
        with pytest.raises(ValueError, match="range"):
            kernels.best_windows(*wrong, worth, SPAN, 3, 1)
        with pytest.raises(ValueError, match="range"):
            kernels.occurrences(*wrong, SPAN, 1, WORDS, LEVELS)
    for wrong in (backwards, outside):
        with pytest.raises(ValueError, match="range"):
            kernels.run_lengths(*wrong, np.zeros(1, np.int32), SPAN, 1)
    sequence: I32 = np.zeros(1, np.int32)
    with pytest.raises(ValueError, match="every spot"):
        kernels.run_lengths(
            backwards[0], np.zeros(0, np.uint16), np.zeros(0, np.uint8), sequence, SPAN, 1
        )
    with pytest.raises(ValueError, match="every spot"):
        kernels.run_lengths(*some((0, 0, 0))[:2], np.zeros(0, np.uint8), sequence, SPAN, 1)
    with pytest.raises(ValueError, match="worths"):
        kernels.best_windows(*some(), worth[..., :0], SPAN, 3, 1)


@given(matches)
def test_both_kernels_find_the_same_occurrences(found: Some) -> None:
    one, other = (
        each.occurrences(*found, SPAN, DOCUMENTS, WORDS, LEVELS)
        for each in (compiled, numpy_matches)
    )
    assert [each.tolist() for each in one] == [each.tolist() for each in other]


@given(matches, worths, st.lists(st.integers(-1, WORDS - 1), max_size=8))
def test_both_kernels_give_the_same_shares(found: Some, worth: I64, sequence: list[int]) -> None:
    factors = np.linspace(0.5, 2.0, 2 * DOCUMENTS, dtype=np.float32).reshape(DOCUMENTS, 2)
    lengths, idfs = np.array([0.0, 3.0, 9.0]), worth[:, 0, 0] / 7
    words = np.array([2, 0])
    order: I32 = np.array(sequence, np.int32)

    def shares(kernels: Any) -> list[list[float]]:
        first, counts = kernels.occurrences(*found, SPAN, DOCUMENTS, WORDS, LEVELS)
        runs = kernels.run_lengths(*found, order, SPAN, DOCUMENTS)
        each = (
            kernels.covered(first, worth[..., 0].copy()),
            kernels.early(first, worth[..., 0] / 3.0, 20.0),
            kernels.saturated(counts, 2, factors, idfs, 0.9),
            kernels.in_titles(counts, 2, lengths, words, idfs[:2]),
            kernels.run_worths(runs, first, order, idfs, 0.5, 3.0),
        )
        return [share.tolist() for share in each]

    for one, other in zip(shares(compiled), shares(numpy_matches), strict=True):
        assert one == pytest.approx(other, rel=1e-12, abs=1e-12)


@KERNELS
def test_arrays_that_do_not_fit_together_are_refused(kernels: Any) -> None:
    first, counts = kernels.occurrences(*some((0, 0, 0)), SPAN, 1, 2, LEVELS)
    two, three = np.ones(2), np.ones(3)
    with pytest.raises(ValueError, match="word and level"):
        kernels.covered(first, np.ones((3, LEVELS), np.int64))
    with pytest.raises(ValueError, match="word and level"):
        kernels.early(first, np.ones((2, LEVELS + 1)), 20.0)
    with pytest.raises(ValueError, match="every word"):
        kernels.saturated(counts, 2, np.ones((1, 2), np.float32), three, 0.9)
    with pytest.raises(ValueError, match="every field"):
        kernels.saturated(counts, 2, np.ones((2, 2), np.float32), two, 0.9)
    with pytest.raises(ValueError, match="every word"):
        kernels.in_titles(counts, 2, np.ones(1), np.zeros(1, np.int64), two)
    with pytest.raises(ValueError, match="every document"):
        kernels.in_titles(counts, 2, two, np.zeros(2, np.int64), two)
    with pytest.raises(ValueError, match="range"):
        kernels.in_titles(counts, 2, np.ones(1), np.array([0, 2]), two)
    lengths = np.zeros((1, 2), np.int32)
    with pytest.raises(ValueError, match="sequence"):
        kernels.run_worths(lengths, first, np.zeros(3, np.int32), two, 0.5, 1.0)
    with pytest.raises(ValueError, match="every word"):
        kernels.run_worths(lengths, first, np.zeros(2, np.int32), three, 0.5, 1.0)
    with pytest.raises(ValueError, match="range"):
        kernels.run_worths(lengths, first, np.array([0, 2], np.int32), two, 0.5, 1.0)


@given(matches, worths, st.integers(1, 30))
def test_both_kernels_find_the_same_windows(found: Some, worth: I64, length: int) -> None:
    one, other = (
        each.best_windows(*found, worth, SPAN, length, DOCUMENTS)
        for each in (compiled, numpy_matches)
    )
    assert one.tolist() == other.tolist()


@given(st.lists(st.integers(0, WORDS), max_size=80), st.lists(st.integers(-1, WORDS), max_size=8))
def test_both_kernels_find_the_same_runs(text: list[int], sequence: list[int]) -> None:
    found = some(*((place, word, 0) for place, word in enumerate(text) if word < WORDS))
    one, other = (
        each.run_lengths(*found, np.array(sequence, np.int32), SPAN, DOCUMENTS)
        for each in (compiled, numpy_matches)
    )
    assert one.tolist() == other.tolist()
