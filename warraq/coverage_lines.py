"""The answer of a check of coverage as lines of plain English text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from corpus.messages import render
from search.coverage.answer import CheckedDocument, Coverage, SameText, TextSpan
from search.coverage.percent import whole_percent
from web.markup import display

_PASSAGES: Final = 3
"""Passages of a document that are printed."""

_PASSAGE: Final = 160
"""Code points of a printed passage."""

_SENTENCES: Final = 10
"""New sentences that are printed."""

_IDS: Final = 10
"""Ids of copies, or of documents with a quotation, that are printed."""

_WORDS: Final = 8
"""Shared words of a document that are printed."""


def coverage_lines(coverage: Coverage, draft: str, headings: Mapping[str, str]) -> Iterator[str]:
    """The verdict, then the documents of the same text and of the same story, then what is new.

    :param draft: the text that was checked.
    :param headings: what names the documents without a title, by id.
    """
    yield render(coverage.verdict, "en")
    yield from (render(message, "en") for message in coverage.warnings)
    yield _searched_line(coverage)
    if coverage.own is not None and coverage.own.copies:
        yield f"Copies of this document: {_ids_text(coverage.own.copies)}"
    if coverage.same_text:
        yield ""
        yield "Same text:"
    for text in coverage.same_text:
        yield f"{whole_percent(text.share):>4}%  {_document_text(text, headings)}"
        yield from _copy_line(text)
        yield from (f"       “{_excerpt(draft, each)}”" for each in _longest(text))
    if coverage.quotations:
        yield ""
        yield "Quotations found elsewhere:"
    for quotation in coverage.quotations:
        yield f"       “{_excerpt(draft, quotation.draft)}” in {_ids_text(quotation.documents)}"
    if coverage.same_story:
        yield ""
        yield "Same story, in order of time:"
    for story in coverage.same_story:
        is_first = coverage.first is not None and story.id == coverage.first.id
        yield f"{'first' if is_first else '':>5}  {_document_text(story, headings)}"
        yield from _copy_line(story)
        if story.words:
            yield f"       shared: {'، '.join(story.words[:_WORDS])}"
    yield from _new_lines(coverage, draft)


def _searched_line(coverage: Coverage) -> str:
    searched = coverage.searched
    documents = "1 document" if searched.documents == 1 else f"{searched.documents:,} documents"
    period = (
        f", {searched.first_date} to {searched.last_date}"
        if searched.first_date and searched.last_date
        else ""
    )
    undated = f", {searched.undated:,} without a date" if searched.undated else ""
    return f"Searched: {documents}{period}{undated}."


def _new_lines(coverage: Coverage, draft: str) -> Iterator[str]:
    sentences = coverage.new.sentences
    if coverage.covered is None or not (sentences or coverage.new.names):
        return
    yield ""
    yield "New in this text:"
    if coverage.new.names:
        yield f"       names and numbers: {'، '.join(coverage.new.names)}"
    yield from (f"       “{_excerpt(draft, each)}”" for each in sentences[:_SENTENCES])
    if len(sentences) > _SENTENCES:
        yield f"       and {len(sentences) - _SENTENCES:,} more sentences"


def _document_text(document: CheckedDocument, headings: Mapping[str, str]) -> str:
    about = (document.title or headings.get(document.id) or "—", document.source, document.date)
    text = " · ".join(" ".join(part.split()) for part in about if part)
    return f"{document.id}  {text}"


def _copy_line(document: CheckedDocument) -> Iterator[str]:
    """The ids of the copies of a document, if it has any."""
    if document.copies:
        yield f"       copies: {_ids_text(document.copies)}"


def _ids_text(ids: Sequence[str]) -> str:
    more = len(ids) - _IDS
    return ", ".join(ids[:_IDS]) + (f" and {more:,} more" if more > 0 else "")


def _longest(text: SameText) -> list[TextSpan]:
    """The longest passages of a document, in the order of the draft."""
    longest = sorted(text.passages, key=lambda each: -each.words)[:_PASSAGES]
    return sorted((each.draft for each in longest), key=lambda each: each.start)


def _excerpt(draft: str, span: TextSpan) -> str:
    """A part of the draft on one line, cut after a word."""
    line = " ".join(display(draft[span.start : span.end]).split())
    return line if len(line) <= _PASSAGE else line[:_PASSAGE].rpartition(" ")[0] + " …"
