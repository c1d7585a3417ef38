"""Neighbours of a query, and titles that it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from search.engine import Engine
from search.matching.boosts import Titles, neighbours, runs, title_gains
from search.query.parser import parse
from search.request import Request
from tests.homes import add_to


def pairs(query: str) -> list[tuple[str, str]]:
    return [(one.word, other.word) for one, other in neighbours(runs(parse(query).tree))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("متحف تدمر الوطني", [("متحف", "تدمر"), ("تدمر", "الوطني")]),
        ('متحف "تدمر الوطني"', [("متحف", "تدمر"), ("تدمر", "الوطني")]),
        ("covid-19", [("covid", "19")]),
        # another field, a prefix and an inexact word part them; a filter does not
        ("title:متحف تدمر", []),
        ("title:(متحف تدمر) الوطني", [("متحف", "تدمر")]),
        ("متحف تد* الوطني", []),
        ("متحف تدمر~1 الوطني", []),
        ("متحف source:سانا تدمر", [("متحف", "تدمر")]),
        # what is excluded is no neighbour
        ("متحف -تدمر الوطني", [("متحف", "الوطني")]),
        # each two once
        ("تدمر تدمر تدمر", [("تدمر", "تدمر")]),
        ("*", []),
        ("", []),
    ],
)
def test_neighbours(query: str, found: list[tuple[str, str]]) -> None:
    assert pairs(query) == found


def test_a_title_counts_by_what_it_names_and_how_much_of_it_is_named() -> None:
    lengths = np.array([2, 4, 0, 1], np.uint32)
    one = Titles(np.array([0, 1], np.uint32), np.array([1.0, 2.0]), 5.0)
    other = Titles(np.array([1, 3], np.uint32), np.array([1.0, 1.0]), 2.0)
    documents, gains = title_gains([one, other], lengths)
    assert documents.tolist() == [0, 1, 3]
    assert gains == pytest.approx([5 * 0.5**3, 7 * 0.75**3, 2.0])
    assert [len(part) for part in title_gains([], lengths)] == [0, 0]


@given(st.lists(st.tuples(st.sets(st.integers(0, 9)), st.floats(0, 9)), max_size=4))
def test_a_title_counts_for_the_worth_of_the_query_at_most(
    named: list[tuple[set[int], float]],
) -> None:
    titles = [
        Titles(np.array(sorted(documents), np.uint32), np.ones(len(documents)), idf)
        for documents, idf in named
    ]
    documents, gains = title_gains(titles, np.full(10, 3, np.uint32))
    assert len(set(documents.tolist())) == len(documents)
    assert all(0 <= gain <= sum(idf for _, idf in named) + 1e-4 for gain in gains)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Filler makes the words of the others rare enough to count as neighbours."""
    home = tmp_path_factory.mktemp("agreement")
    filler = [Document(id=f"f{n}", title="حشو", text=f"سطر {n} لا شأن له") for n in range(60)]
    add_to(
        home,
        [
            Document(id="apart", title="خبر", text="زار وزير الثقافة متحف الآثار في الخارجية"),
            Document(id="together", title="خبر", text="زار وزير الخارجية متحف الآثار في الثقافة"),
            Document(id="named", title="نهر العاصي", text="ماء كثير"),
            Document(id="told", title="نهر من أنهار بلاد الشام اسمه العاصي", text="ماء كثير"),
            *filler,
        ],
    )
    with closing(Engine.open(home)) as opened:
        yield opened


def ids(engine: Engine, query: str) -> list[str]:
    return [hit.id for hit in engine.search(Request(query=query)).hits]


def test_neighbours_side_by_side_come_first(engine: Engine) -> None:
    assert ids(engine, "وزير الخارجية") == ["together", "apart"]
    assert ids(engine, "وزير الثقافة") == ["apart", "together"]


def test_a_title_named_whole_comes_first(engine: Engine) -> None:
    assert ids(engine, "نهر العاصي") == ["named", "told"]
