"""Proximity: neighbours of a query that are neighbours in a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from corpus.document import Document
from search.engine import Engine
from search.matching.proximity import neighbour_pairs, word_runs
from search.query.parser import parse
from search.request import Request
from tests.homes import add_to


def pairs(query: str) -> list[tuple[str, str]]:
    return [
        (first.word, second.word) for first, second in neighbour_pairs(word_runs(parse(query).tree))
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("متحف تدمر الوطني", [("متحف", "تدمر"), ("تدمر", "الوطني")]),
        ('متحف "تدمر الوطني"', [("متحف", "تدمر"), ("تدمر", "الوطني")]),
        ("covid-19", [("covid", "19")]),
        # another field, a prefix or a fuzzy word between words separates them; a filter does not
        ("title:متحف تدمر", []),
        ("title:(متحف تدمر) الوطني", [("متحف", "تدمر")]),
        ("متحف تد* الوطني", []),
        ("متحف تدمر~1 الوطني", []),
        ("متحف source:سانا تدمر", [("متحف", "تدمر")]),
        # an excluded word is not a neighbour
        ("متحف -تدمر الوطني", [("متحف", "الوطني")]),
        # each pair once
        ("تدمر تدمر تدمر", [("تدمر", "تدمر")]),
        ("*", []),
        ("", []),
    ],
)
def test_neighbour_pairs(query: str, found: list[tuple[str, str]]) -> None:
    assert pairs(query) == found


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The filler makes the words of the other documents rare enough to be scored as bigrams."""
    home = tmp_path_factory.mktemp("proximity")
    filler = [Document(id=f"f{n}", title="حشو", text=f"سطر {n} لا شأن له") for n in range(60)]
    add_to(
        home,
        [
            Document(id="apart", title="خبر", text="زار وزير الثقافة متحف الآثار في الخارجية"),
            Document(id="together", title="خبر", text="زار وزير الخارجية متحف الآثار في الثقافة"),
            *filler,
        ],
    )
    with closing(Engine.open(home)) as opened:
        yield opened


def ids(engine: Engine, query: str) -> list[str]:
    return [hit.id for hit in engine.search(Request(query=query)).hits]


def test_a_document_with_neighbours_side_by_side_ranks_first(engine: Engine) -> None:
    assert ids(engine, "وزير الخارجية") == ["together", "apart"]
    assert ids(engine, "وزير الثقافة") == ["apart", "together"]
