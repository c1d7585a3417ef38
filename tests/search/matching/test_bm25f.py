"""BM25F: the formulas, and the order of equal scores."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.array_types import Array
from search.matching.bm25f import best, idf, length_factors
from search.matching.ranking_parameters import RANKING


@pytest.mark.parametrize(("documents", "matching"), [(1, 1), (10, 1), (10, 10), (40_141, 12)])
def test_idf(documents: int, matching: int) -> None:
    expected = math.log(1 + (documents - matching + 0.5) / (matching + 0.5))
    assert idf(documents, matching) == pytest.approx(expected)
    assert idf(documents, matching) > 0


@given(st.integers(1, 10_000), st.data())
def test_a_rarer_word_weighs_more(documents: int, data: st.DataObject) -> None:
    common = data.draw(st.integers(1, documents))
    rare = data.draw(st.integers(0, common - 1))
    assert idf(documents, rare) > idf(documents, common)


def test_length_factors() -> None:
    lengths = np.array([0, 50, 100, 200], np.uint32)
    factors = length_factors(lengths, 100.0, weight=2.0, b=0.6)
    assert factors == pytest.approx([2 / 0.4, 2 / 0.7, 2.0, 2 / 1.6])
    assert length_factors(lengths, 100.0, weight=2.0, b=0.0).tolist() == [2.0] * 4
    # An archive without titles has an average length of zero.
    assert length_factors(np.zeros(2, np.uint8), 0.0, weight=1.0, b=0.5).tolist() == [2.0, 2.0]


def test_a_match_at_a_narrower_level_scores_higher() -> None:
    """A document with the form itself has its stem and root as well, so each adds to the score."""
    assert min(RANKING.form, RANKING.stem, RANKING.root) > 0
    assert RANKING.title_weight >= RANKING.body_weight


# Few values, so that there are many ties.
hits = st.lists(
    st.tuples(st.sampled_from([0.5, 1.0, 2.5]), st.sampled_from([0, 20160000, 20161203])),
    max_size=30,
)


@given(hits, st.integers(1, 40))
def test_the_best_are_in_order(pairs: list[tuple[float, int]], count: int) -> None:
    """By score, then the newer day, then the lower number."""
    scores = np.array([score for score, _ in pairs], np.float32)
    days = np.array([day for _, day in pairs], np.int32)
    numbers = np.arange(len(pairs))[::-1].copy()
    order = sorted(
        range(len(pairs)), key=lambda place: (-scores[place], -days[place], numbers[place])
    )
    assert best(scores, days, numbers, count).tolist() == order[:count]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_of_both_dtypes(dtype: type[np.floating[Any]]) -> None:
    scores: Array = np.array([1, 3, 2, 3, 0], dtype)
    nothing = np.zeros(5, np.int32)
    assert best(scores, nothing, np.arange(5), 3).tolist() == [1, 3, 2]


@given(hits, st.integers(1, 10))
def test_pages_neither_repeat_nor_skip(pairs: list[tuple[float, int]], size: int) -> None:
    scores = np.array([score for score, _ in pairs], np.float32)
    days = np.array([day for _, day in pairs], np.int32)
    numbers = np.arange(len(pairs))
    seen: list[int] = []
    for offset in range(0, len(pairs) + size, size):
        seen += best(scores, days, numbers, offset + size)[offset:].tolist()
    assert seen == best(scores, days, numbers, len(pairs) + 1).tolist()
