"""The deadline at every point of matching, for every kind of node."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from index.reader import IndexReader
from search.matching.deadline import OutOfTime
from search.matching.matcher import Matched, Matcher
from search.query.nodes import (
    Addressed,
    And,
    DateRange,
    Everything,
    FieldIs,
    FieldMissing,
    Fuzzy,
    Node,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Related,
    Wildcard,
    Word,
    children,
)
from search.query.parser import parse
from tests.homes import add_to
from tests.search.node_examples import DOCUMENTS, NODES


class Clock:
    """A clock that returns 0 some times, and then a time past every deadline."""

    def __init__(self, calls: float) -> None:
        self.left = calls
        self.calls = 0

    def __call__(self) -> float:
        self.calls += 1
        self.left -= 1
        return 0.0 if self.left >= 0 else math.inf


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    home: Path = tmp_path_factory.mktemp("deadline")
    add_to(home, DOCUMENTS)
    with closing(IndexReader.current(home)) as reader:
        yield reader


def matched(index: IndexReader, node: Node, clock: Clock) -> Matched:
    return Matcher(index, clock=clock).match(node, "stem")


def test_every_kind_of_node_is_tested() -> None:
    kinds = {And, DateRange, Everything, FieldIs, Fuzzy, Or, Phrase, Prefix, Related}
    kinds |= {Addressed, FieldMissing, Wildcard, Word}
    assert {type(node) for node in NODES.values()} == kinds


@pytest.mark.parametrize("name", NODES)
def test_a_partial_answer_is_reported_and_correct(index: IndexReader, name: str) -> None:
    """It says that time ran out, and has only documents that match."""
    clock = Clock(math.inf)
    whole = matched(index, NODES[name], clock)
    assert not whole.timed_out
    documents = set(whole.documents.tolist())
    assert documents
    calls = clock.calls
    assert calls >= 2  # the first call sets the deadline
    for end in range(1, calls):
        cut = matched(index, NODES[name], Clock(end))
        assert cut.timed_out, end
        assert set(cut.documents.tolist()) <= documents
        assert len(cut.scores) == len(cut.documents)
    last = matched(index, NODES[name], Clock(calls))
    assert not last.timed_out
    assert last.documents.tolist() == whole.documents.tolist()
    assert last.scores.tolist() == whole.scores.tolist()


@pytest.mark.parametrize("name", NODES)
def test_the_clock_is_read_for_every_node(index: IndexReader, name: str) -> None:
    """One call sets the deadline, and there is at least one more for every node."""

    def count(node: Node) -> int:
        return 1 + sum(map(count, children(node)))

    clock = Clock(math.inf)
    matched(index, NODES[name], clock)
    assert clock.calls >= 1 + count(NODES[name])


def test_an_empty_query_needs_no_time(index: IndexReader) -> None:
    assert matched(index, Nothing(), Clock(2)).documents.tolist() == []


def test_alternatives_matched_in_time_are_kept(index: IndexReader) -> None:
    node = Or((Word("قمح"), Word("سوق"), Word("جديد")))
    cuts = [matched(index, node, Clock(end)) for end in range(1, 12)]
    found = [set(cut.documents.tolist()) for cut in cuts]
    assert all(less <= more for less, more in pairwise(found))
    assert any(0 < len(each) < len(found[-1]) for each in found)


def test_a_timeout_while_scoring_keeps_all_documents(index: IndexReader) -> None:
    query = parse("سوق OR كتاب").tree
    whole = Clock(math.inf)
    documents = matched(index, query, whole).documents.tolist()
    cut = matched(index, query, Clock(whole.calls - 1))
    assert cut.timed_out
    assert cut.documents.tolist() == documents
    assert sum(cut.scores.tolist()) > 0


def test_sources_found_in_time_are_kept(index: IndexReader) -> None:
    """Many filters by source end at the deadline; what matches one of them stays in the answer."""
    sources = tuple(f"صحيفة {number}" for number in range(64))
    whole = Clock(math.inf)
    Matcher(index, clock=whole).match(Everything(), "stem", sources=sources)
    assert whole.calls >= len(sources)
    cut = Matcher(index, clock=Clock(20)).match(Everything(), "stem", sources=sources)
    assert cut.timed_out
    assert not cut.complete
    assert len(cut.warnings) < len(sources)


def test_a_value_that_takes_too_long_is_not_remembered(index: IndexReader) -> None:
    matcher = Matcher(index)

    def late() -> None:
        raise OutOfTime

    with pytest.raises(OutOfTime):
        matcher.values.find("source", "ا", late)
    assert matcher.values.find("source", "زلنطح").names == ()
