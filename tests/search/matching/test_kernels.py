"""The kernels of scoring: compiled ones and their numpy twins give equal results."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.array_types import U32
from search.matching.kernels import numpy_scoring

compiled = pytest.importorskip(
    "search.matching.kernels.compiled", reason="the kernels were not compiled at install"
)

KERNELS = pytest.mark.parametrize("kernels", [compiled, numpy_scoring], ids=["compiled", "numpy"])

K1 = 0.9


def numbers(*documents: int) -> U32:
    return np.array(documents, np.uint32)


@st.composite
def picked(draw: st.DrawFn) -> tuple[int, U32]:
    """A number of documents, and some of them, each once."""
    size = draw(st.integers(1, 40))
    return size, numbers(*draw(st.lists(st.integers(0, size - 1), unique=True)))


@KERNELS
def test_saturation(kernels: Any) -> None:
    """A frequency of 1 gains the weight; a high frequency gains at most k1 + 1 times the weight."""
    gains = np.array([0.5, 0.0, 0.0, 0.0])
    frequencies = np.array([1.0, 0.0, 2.0, 1_000.0])
    kernels.saturate(gains, frequencies, numbers(0, 2, 3), K1, 3.0)
    assert gains == pytest.approx([3.5, 0.0, 3 * 2 * 1.9 / 2.9, 3 * 1_000 * 1.9 / 1_000.9])
    assert gains.max() < 3 * (K1 + 1)


@given(picked(), st.floats(0.1, 3.0), st.floats(0.0, 20.0), st.data())
def test_both_kernels_saturate_to_the_last_bit(
    some: tuple[int, U32], k1: float, weight: float, data: st.DataObject
) -> None:
    size, documents = some
    floats = st.lists(st.floats(0.0, 1_000.0), min_size=size, max_size=size)
    frequencies = np.array(data.draw(floats))
    one = np.array(data.draw(floats))
    other = one.copy()
    compiled.saturate(one, frequencies, documents, k1, weight)
    numpy_scoring.saturate(other, frequencies, documents, k1, weight)
    assert one.tolist() == other.tolist()


@KERNELS
def test_taking_gains_sets_them_to_0(kernels: Any) -> None:
    gains = np.array([1.0, 2.0, 3.0])
    taken = kernels.take(gains, numbers(2, 0))
    assert taken.dtype == np.float32
    assert taken.tolist() == [3.0, 1.0]
    assert gains.tolist() == [0.0, 2.0, 0.0]
    assert kernels.take(gains, numbers()).tolist() == []


@KERNELS
@given(some=picked())
def test_gains_are_added_to_scores(kernels: Any, some: tuple[int, U32]) -> None:
    size, documents = some
    scores = np.ones(size)
    gains = np.arange(len(documents), dtype=np.float32) / 4
    kernels.add(scores, documents, gains, 2.0)
    wanted = [1.0] * size
    for document, gain in zip(documents.tolist(), gains.tolist(), strict=True):
        wanted[document] += 2.0 * gain
    assert scores.tolist() == wanted


@KERNELS
@given(
    found=st.lists(st.tuples(st.floats(0, 9), st.booleans()), max_size=60),
    count=st.integers(1, 20),
    more=st.floats(0, 3),
)
def test_no_document_that_may_be_among_the_best_is_left_out(
    kernels: Any, found: list[tuple[float, bool]], count: int, more: float
) -> None:
    scores = np.array([score for score, _ in found])
    wanted = np.array([kept for _, kept in found], np.uint8)
    kept = kernels.within_reach(scores, wanted, count, more)
    best = sorted((score for score, kept in found if kept), reverse=True)[:count]
    least = best[-1] - more if len(best) == count else 0.0
    assert kept.tolist() == [wanted and score >= least for score, wanted in found]


@KERNELS
@given(some=picked())
def test_documents_are_marked(kernels: Any, some: tuple[int, U32]) -> None:
    size, documents = some
    mask = np.zeros(size, np.uint8)
    kernels.mark(mask, documents)
    assert np.flatnonzero(mask).tolist() == sorted(documents.tolist())


# Few distinct values, so that there are many ties.
scores_ = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.5]) | st.floats(0, 9, width=32), min_size=2)


@KERNELS
@given(known=scores_, data=st.data())
def test_the_threshold_is_the_lowest_of_the_best_scores(
    kernels: Any, known: list[float], data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(known) - 1))
    found = kernels.threshold(np.array(known, np.float32), count)
    assert found == sorted(known, reverse=True)[count - 1]


@KERNELS
@given(
    first=st.sets(st.integers(0, 60)), second=st.sets(st.integers(0, 60)), span=st.integers(2, 20)
)
def test_occurrences_side_by_side(
    kernels: Any, first: set[int], second: set[int], span: int
) -> None:
    documents, times = kernels.side_by_side(
        np.array(sorted(first), np.int64), np.array(sorted(second), np.int64), span
    )
    found = [place // span for place in first if place + 1 in second]
    assert dict(zip(documents.tolist(), times.tolist(), strict=True)) == Counter(found)
    assert documents.tolist() == sorted(set(found))


def test_a_document_number_out_of_range_is_refused() -> None:
    """Before memory outside the arrays is read or written."""
    three, absent = np.zeros(3), numbers(3)
    floats = np.zeros(3, np.float32)
    for refused, *arguments in (
        (compiled.saturate, three, three, absent, K1, 1.0),
        (compiled.saturate, np.zeros(9), three, absent, K1, 1.0),
        (compiled.saturate, three, np.zeros(9), absent, K1, 1.0),
        (compiled.take, three, absent),
        (compiled.add, three, absent, floats, 1.0),
        (compiled.mark, np.zeros(3, np.uint8), absent),
    ):
        with pytest.raises(ValueError, match="a document number is out of range"):
            refused(*arguments)
    with pytest.raises(ValueError, match="a gain is needed for every document"):
        compiled.add(three, numbers(0, 1), floats[:1], 1.0)
    for count in (0, 3):
        with pytest.raises(ValueError, match="more scores than count"):
            compiled.threshold(floats, count)


@KERNELS
@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0, 2.5]), st.booleans()), max_size=70),
    st.integers(1, 12),
)
def test_leading_documents_have_the_best_scores(
    kernels: Any, known: list[tuple[float, bool]], count: int
) -> None:
    scores = np.array([score for score, _ in known], np.float64)
    wanted = np.array([flag for _, flag in known], bool).view(np.uint8)
    found = sorted((score for score, flag in known if flag), reverse=True)
    assert kernels.leading(scores, wanted, count).tolist() == [
        number
        for number, (score, flag) in enumerate(known)
        if flag and sum(other > score for other in found) < count
    ]


@KERNELS
def test_leading_documents_are_compared_with_32_bits(kernels: Any) -> None:
    scores = np.array([1.0, 2.0, 2.0 + 1e-12, 2.0 - 1e-12, 1.9])
    assert kernels.leading(scores, np.ones(5, np.uint8), 1).tolist() == [1, 2, 3]
    assert kernels.leading(scores, np.ones(5, np.uint8), 9).tolist() == [0, 1, 2, 3, 4]
