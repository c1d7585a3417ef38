"""The title boost: documents whose title consists of words of the query."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search.matching.title_boost import TitleMatches, title_gains

from corpus.document import Document
from search.engine import Engine
from search.request import Request
from tests.homes import add_to


def test_a_title_gains_by_the_idf_and_the_share_of_its_matching_words() -> None:
    lengths = np.array([2, 4, 0, 1], np.uint32)
    first = TitleMatches(np.array([0, 1], np.uint32), np.array([1, 2], np.float32), 5.0)
    second = TitleMatches(np.array([1, 3], np.uint32), np.array([1, 1], np.float32), 2.0)
    documents, gains = title_gains([first, second], lengths)
    assert documents.tolist() == [0, 1, 3]
    assert gains == pytest.approx([5 * 0.5**3, 7 * 0.75**3, 2.0])
    assert [len(part) for part in title_gains([], lengths)] == [0, 0]


@given(st.lists(st.tuples(st.sets(st.integers(0, 9)), st.floats(0, 9)), max_size=4))
def test_a_title_gains_at_most_the_sum_of_the_idfs(
    classes: list[tuple[set[int], float]],
) -> None:
    titles = [
        TitleMatches(
            np.array(sorted(documents), np.uint32), np.ones(len(documents), np.float32), idf
        )
        for documents, idf in classes
    ]
    documents, gains = title_gains(titles, np.full(10, 3, np.uint32))
    assert len(set(documents.tolist())) == len(documents)
    assert all(0 <= gain <= sum(idf for _, idf in classes) + 1e-4 for gain in gains)


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
