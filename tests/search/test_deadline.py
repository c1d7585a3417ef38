"""The deadline, wherever it falls in a question of every kind."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from index.reader import IndexReader
from search.matching.matcher import Matched, Matcher
from search.query.nodes import Node, Nothing, Or, Word, children
from search.query.parser import parse
from tests.homes import add_to
from tests.search.node_examples import DOCUMENTS, NODES


class Clock:
    """A clock that stands still for some looks and is past every deadline after them."""

    def __init__(self, looks: float) -> None:
        self.left = looks
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
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


def test_there_is_an_example_of_every_kind_of_node() -> None:
    def kinds(node: Node) -> set[type]:
        return {type(node)}.union(*map(kinds, children(node)))

    assert set().union(*map(kinds, NODES.values())) == set(get_args(Node)) - {Nothing}


@pytest.mark.parametrize("name", NODES)
def test_wherever_the_time_ends_the_answer_is_marked(index: IndexReader, name: str) -> None:
    """An answer that time has cut says so, and has nothing that does not match."""
    clock = Clock(math.inf)
    whole = matched(index, NODES[name], clock)
    assert not whole.timed_out
    documents = set(whole.documents.tolist())
    assert documents
    looks = clock.looks
    assert looks >= 2  # the first look sets the deadline
    for end in range(1, looks):
        cut = matched(index, NODES[name], Clock(end))
        assert cut.timed_out, end
        assert set(cut.documents.tolist()) <= documents
        assert len(cut.scores) == len(cut.documents)
    last = matched(index, NODES[name], Clock(looks))
    assert not last.timed_out
    assert last.documents.tolist() == whole.documents.tolist()
    assert last.scores.tolist() == whole.scores.tolist()


@pytest.mark.parametrize("name", NODES)
def test_time_is_looked_at_for_every_node(index: IndexReader, name: str) -> None:
    """A look sets the deadline, and there is at least one more for every node."""

    def count(node: Node) -> int:
        return 1 + sum(map(count, children(node)))

    clock = Clock(math.inf)
    matched(index, NODES[name], clock)
    assert clock.looks >= 1 + count(NODES[name])


def test_nothing_needs_no_time(index: IndexReader) -> None:
    assert matched(index, Nothing(), Clock(2)).documents.tolist() == []


def test_what_came_in_time_is_kept(index: IndexReader) -> None:
    """The alternatives that were matched before the time was up."""
    node = Or((Word("قمح"), Word("سوق"), Word("جديد")))
    cuts = [matched(index, node, Clock(end)) for end in range(1, 12)]
    found = [set(cut.documents.tolist()) for cut in cuts]
    assert all(less <= more for less, more in pairwise(found))
    assert any(0 < len(each) < len(found[-1]) for each in found)


def test_a_cut_that_only_the_order_suffers_keeps_all_documents(index: IndexReader) -> None:
    query = parse("سوق OR كتاب").tree
    whole = Clock(math.inf)
    documents = matched(index, query, whole).documents.tolist()
    cut = matched(index, query, Clock(whole.looks - 1))
    assert cut.timed_out
    assert cut.documents.tolist() == documents
    assert sum(cut.scores.tolist()) > 0
