"""Titles: documents whose title consists of words of the query."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from index.array_types import I64
from search.engine import Engine
from search.request import Request
from search.reranking.matches import LEVELS, TITLE
from search.reranking.titles import title_gains
from tests.homes import add_to


def _counts(found: Sequence[Sequence[int]]) -> I64:
    """Occurrences in titles by document and word, as those of stems."""
    counts = np.zeros((len(found), 2, len(found[0]), LEVELS), np.int64)
    counts[:, TITLE, :, 1] = found
    return counts


def test_a_title_gains_by_the_idf_and_the_share_of_its_matching_words() -> None:
    lengths = np.array([2.0, 4.0, 0.0, 1.0])
    counts = _counts([[1, 0], [2, 1], [0, 0], [0, 1]])
    gains = title_gains(counts, lengths, {0: 5.0, 1: 2.0})
    assert gains == pytest.approx([5 * 0.5**3, 7 * 0.75**3, 0.0, 2.0])
    assert title_gains(counts, lengths, {}).tolist() == [0.0] * 4


def test_roots_synonyms_and_texts_do_not_count() -> None:
    counts = np.zeros((1, 2, 1, LEVELS), np.int64)
    counts[0, TITLE, 0, 2:] = 1
    counts[0, 1 - TITLE, 0, 0] = 1
    assert title_gains(counts, np.ones(1), {0: 5.0}).tolist() == [0.0]


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=5),
    st.lists(st.floats(0, 9), min_size=3, max_size=3),
)
def test_a_title_gains_at_most_the_sum_of_the_idfs(
    found: list[list[int]], idfs: list[float]
) -> None:
    gains = title_gains(_counts(found), np.full(len(found), 3.0), dict(enumerate(idfs)))
    assert all(0 <= gain <= sum(idfs) + 1e-9 for gain in gains)


def test_a_title_that_the_query_has_whole_ranks_first(tmp_path: Path) -> None:
    long = "نهر من أنهار بلاد الشام اسمه العاصي"
    filler = [Document(id=f"f{n}", title="حشو", text=f"سطر {n} لا شأن له") for n in range(60)]
    documents = [
        Document(id="whole", title="نهر العاصي", text="ماء كثير"),
        Document(id="part", title=long, text="ماء كثير"),
    ]
    add_to(tmp_path, [*documents, *filler])
    with closing(Engine.open(tmp_path)) as engine:
        hits = engine.search(Request(query="نهر العاصي")).hits
    assert [hit.id for hit in hits] == ["whole", "part"]
