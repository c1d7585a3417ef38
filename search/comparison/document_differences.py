"""The differences of two documents: of their titles and of their texts."""

from __future__ import annotations

import time

import msgspec

from corpus.document import Document
from corpus.headings import beginning_of
from corpus.messages import Message
from search.answer import IndexInfo
from search.comparison.differences import TextDifferences, find_differences
from search.limits import Limits
from search.matching.deadline import CheckTime, Deadline


class DifferingDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that is compared; ``beginning`` has the first words of one without a title."""

    id: str
    title: str
    beginning: str
    date: str | None
    source: str | None
    author: str | None
    url: str | None
    section: str | None


class DocumentDifferences(msgspec.Struct, frozen=True, kw_only=True):
    """The differences of two documents, with offsets within their titles and texts.

    ``warnings`` say what was not compared word by word.
    """

    first: DifferingDocument
    second: DifferingDocument
    title: TextDifferences
    text: TextDifferences
    warnings: tuple[Message, ...]
    took_ms: float
    index: IndexInfo

    @property
    def have_words_in_common(self) -> bool:
        """Whether any word of either text or title is in the other."""
        counts = (self.title.first, self.text.first)
        return any(each.words > each.other for each in counts)


def compare_documents(
    first: Document, second: Document, limits: Limits, info: IndexInfo
) -> DocumentDifferences:
    """The differences of two documents, of their beginnings where they are longer than
    ``limits.comparison_code_points``, in about the time of a search."""
    started = time.monotonic()
    check_time = Deadline(limits.search_seconds).check
    most = limits.comparison_code_points
    title = _find(first.title[:most], second.title[:most], limits, check_time)
    text = _find(first.text[:most], second.text[:most], limits, check_time)
    warnings: list[Message] = []
    if max(len(first.text), len(second.text)) > most:
        warnings.append(Message.of("differences_cut", most=most))
    if not (text.complete and title.complete):
        warnings.append(Message("differences_incomplete"))
    return DocumentDifferences(
        first=_compared(first),
        second=_compared(second),
        title=title,
        text=text,
        warnings=tuple(warnings),
        took_ms=round((time.monotonic() - started) * 1000, 3),
        index=info,
    )


def _find(first: str, second: str, limits: Limits, check_time: CheckTime) -> TextDifferences:
    return find_differences(
        first,
        second,
        cells=limits.comparison_cells,
        most=limits.comparison_parts,
        check_time=check_time,
    )


def _compared(document: Document) -> DifferingDocument:
    return DifferingDocument(
        id=document.id,
        title=document.title,
        beginning=beginning_of(document.title, document.text),
        date=document.date,
        source=document.source,
        author=document.author,
        url=document.url,
        section=document.section,
    )
