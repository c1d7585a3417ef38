"""Highlighting when time runs out."""

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
from search.snippets.highlighter import Highlighter


@pytest.fixture(scope="module")
def matcher(sample_home: Path) -> Iterator[Matcher]:
    index = IndexReader.current(sample_home)
    yield Matcher(index)
    index.close()


def test_words_are_looked_up_in_order_until_time_runs_out(matcher: Matcher) -> None:
    tree = parse("تدمر OR مكتبة OR سفينة~1").tree
    whole = Highlighter(matcher).highlight(tree, "form").words
    assert {term for term, _ in whole.values()} == {0, 1, 2}
    ticks = count(step=matcher.limits.search_seconds / 15)
    cut = Highlighter(matcher, clock=lambda: next(ticks)).highlight(tree, "form").words
    assert {term for term, _ in cut.values()} == {0}
    assert cut.items() <= whole.items()


def test_hits_after_the_deadline_show_their_beginning_without_marks(
    matcher: Matcher, sample_documents: list[Document]
) -> None:
    highlight = Highlighter(matcher).highlight(parse("في OR من").tree, "form")
    rows = [
        DocumentRow(number, each.id, each.title, each.text, None, None, None)
        for number, each in enumerate(sample_documents[:3])
    ]
    found = [(row, 1.0) for row in rows]
    whole, late = Highlighter(matcher, clock=lambda: 0.0).hits(found, highlight, 0.0)
    assert not late
    assert all(hit.snippets[0].marks for hit in whole)
    ticks = count(step=matcher.limits.search_seconds)
    cut, late = Highlighter(matcher, clock=lambda: next(ticks)).hits(found, highlight, 0.0)
    assert late
    assert cut[:2] == whole[:2]
    assert [hit.id for hit in cut] == [hit.id for hit in whole]
    assert not any(passage.marks for passage in (cut[2].title, *cut[2].snippets))


def test_a_text_that_would_take_too_long_is_not_begun(matcher: Matcher) -> None:
    """The beginning is shown, whatever the length of the text."""
    highlight = Highlighter(matcher).highlight(parse("تدمر").tree, "form")
    long = DocumentRow(1, "long", "تدمر", "تدمر " * 1_000_000, None, None, None)
    begun = matcher.limits.search_seconds
    found, late = Highlighter(matcher, clock=lambda: begun).hits([(long, 1.0)], highlight, 0.0)
    assert late
    assert len(found[0].snippets[0].text) < 1_000
    assert not found[0].snippets[0].marks


def test_marks_of_a_document_say_whether_they_are_all(matcher: Matcher) -> None:
    highlight = Highlighter(matcher).highlight(parse("تدمر").tree, "form")
    most = matcher.limits.marks
    short, long = (Document(text="تدمر " * count) for count in (3, most + 5))
    every = Highlighter(matcher, clock=lambda: 0.0).mark_document(short, highlight, 0.0)
    assert (every.complete, every.timed_out, len(every.text.marks)) == (True, False, 3)
    first = Highlighter(matcher, clock=lambda: 0.0).mark_document(long, highlight, 0.0)
    assert (first.complete, first.timed_out, len(first.text.marks)) == (False, False, most)
    late = Highlighter(matcher, clock=lambda: 1e9).mark_document(long, highlight, 0.0)
    assert (late.complete, late.timed_out) == (False, True)
    assert len(late.text.marks) < 2_000
