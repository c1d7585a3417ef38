"""What is marked when there is no time to look everything up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from corpus.archive import DocumentRow
from corpus.document import Document
from index.reader import IndexReader
from search.matching.matcher import Matcher
from search.query.parser import parse
from search.snippets.highlighter import Marker


@pytest.fixture(scope="module")
def matcher(sample_home: Path) -> Iterator[Matcher]:
    index = IndexReader.current(sample_home)
    yield Matcher(index)
    index.close()


def test_what_a_query_has_is_marked_word_by_word_until_the_time_is_up(matcher: Matcher) -> None:
    tree = parse("تدمر OR مكتبة OR سفينة~1").tree
    whole = Marker(matcher).sought(tree, "form").words
    assert {term for term, _ in whole.values()} == {0, 1, 2}
    ticks = count(step=matcher.limits.search_seconds / 15)
    cut = Marker(matcher, clock=lambda: next(ticks)).sought(tree, "form").words
    assert {term for term, _ in cut.values()} == {0}
    assert cut.items() <= whole.items()


def test_hits_that_there_is_no_time_to_mark_come_with_their_beginning(
    matcher: Matcher, sample_documents: list[Document]
) -> None:
    wanted = Marker(matcher).sought(parse("في OR من").tree, "form")
    rows = [
        DocumentRow(number, each.id, each.title, each.text, None, None, None)
        for number, each in enumerate(sample_documents[:3])
    ]
    found = [(row, 1.0) for row in rows]
    whole, late = Marker(matcher, clock=lambda: 0.0).hits(found, wanted, 0.0)
    assert not late
    assert all(hit.snippets[0].marks for hit in whole)
    ticks = count(step=matcher.limits.search_seconds)
    cut, late = Marker(matcher, clock=lambda: next(ticks)).hits(found, wanted, 0.0)
    assert late
    assert cut[:2] == whole[:2]
    assert [hit.id for hit in cut] == [hit.id for hit in whole]
    assert not any(passage.marks for passage in (cut[2].title, *cut[2].snippets))
