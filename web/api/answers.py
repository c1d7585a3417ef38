"""Answers of the API that have more than a record of the engine."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from corpus.document import Document
from search.answer import (
    Answer,
    Completions,
    CopiesAnswer,
    CopyGroup,
    Counts,
    IndexInfo,
    Marked,
)
from search.comparison.document_differences import DocumentDifferences
from search.coverage.answer import Coverage
from search.word_analysis import WordAnalysis


class Self(msgspec.Struct, frozen=True, kw_only=True):
    """The address of an answer."""

    self: str


class Neighbours(msgspec.Struct, frozen=True, kw_only=True):
    """The addresses of an answer and of the pages before and after it, if there are any."""

    self: str
    previous: str | UnsetType = UNSET
    next: str | UnsetType = UNSET


MessageRecord = Annotated[
    dict[str, Any],
    Meta(
        description="A message: its code, its text in the language of the request, its parameters.",
        extra_json_schema={
            "required": ["code", "text"],
            "properties": {"code": {"type": "string"}, "text": {"type": "string"}},
        },
    ),
]


class SearchAnswer(Answer, frozen=True, kw_only=True):
    """The hits of one page, with the addresses of the pages around it."""

    warnings: tuple[MessageRecord, ...]  # type: ignore[assignment]  # rendered
    notices: tuple[MessageRecord, ...] = ()  # type: ignore[assignment]  # rendered
    links: Neighbours


class FacetsAnswer(Counts, frozen=True, kw_only=True):
    """The counts of a search."""

    warnings: tuple[MessageRecord, ...]  # type: ignore[assignment]  # rendered
    notices: tuple[MessageRecord, ...] = ()  # type: ignore[assignment]  # rendered
    links: Self


class TimelineAnswer(Counts, frozen=True, kw_only=True):
    """The counts of a search, with its timeline."""

    warnings: tuple[MessageRecord, ...]  # type: ignore[assignment]  # rendered
    notices: tuple[MessageRecord, ...] = ()  # type: ignore[assignment]  # rendered
    links: Self


class DocumentAnswer(Document, frozen=True, kw_only=True):
    """A document; for a query also its marked words."""

    marked: Marked | UnsetType = UNSET
    index: IndexInfo
    links: Self


class DifferencesAnswer(DocumentDifferences, frozen=True, kw_only=True):
    """The differences of two documents."""

    warnings: tuple[MessageRecord, ...]  # type: ignore[assignment]  # rendered
    links: Self


class FoundDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document without its text; ``beginning`` has its first words if it has no title."""

    id: str
    title: str
    beginning: str
    date: str | None
    source: str | None
    author: str | None
    section: str | None
    url: str | None
    links: Self


class DocumentsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The documents with a web address, the first added first."""

    url: str
    documents: tuple[FoundDocument, ...]
    index: IndexInfo
    links: Self


class CopyGroupsAnswer(CopiesAnswer, frozen=True, kw_only=True):
    """Groups of copies, with the addresses of the pages around them."""

    warnings: tuple[MessageRecord, ...] = ()  # type: ignore[assignment]  # rendered
    notices: tuple[MessageRecord, ...] = ()  # type: ignore[assignment]  # rendered
    links: Neighbours


class DocumentCopiesAnswer(CopyGroup, frozen=True, kw_only=True):
    """A document and its copies; one without a copy is a group of one."""

    index: IndexInfo
    links: Neighbours


class AnalyzeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a text, each at every level."""

    text: str
    words: tuple[WordAnalysis, ...]
    index: IndexInfo


class SuggestAnswer(Completions, frozen=True, kw_only=True):
    """Completions of a query that is being typed."""

    links: Self


OpenSearchSuggestions = Annotated[list[str | list[str]], Meta(min_length=4, max_length=4)]
"""The typed text, its completions, a description of each, and the address of each."""


class CoverageAnswer(Coverage, frozen=True, kw_only=True):
    """Whether the archive has what a text tells."""

    verdict: MessageRecord  # type: ignore[assignment]  # rendered
    warnings: tuple[MessageRecord, ...] = ()  # type: ignore[assignment]  # rendered
