"""What a check of coverage answers: the records that the page, the API and the command share."""

from __future__ import annotations

import msgspec

from corpus.messages import Message
from search.answer import IndexInfo


class TextSpan(msgspec.Struct, frozen=True):
    """A part ``[start, end)`` of a text, in code points."""

    start: int
    end: int


class SharedPassage(msgspec.Struct, frozen=True):
    """A passage that a draft and a document share: ``words`` of its words are equal, few others may
    be between them."""

    draft: TextSpan
    document: TextSpan
    words: int


class CheckedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document of the archive in an answer; ``copies`` are the ids of its other copies, the
    earliest first."""

    id: str
    title: str
    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    section: str | None = None
    copies: tuple[str, ...] = ()


class SameText(CheckedDocument, frozen=True, kw_only=True):
    """A document that shares passages with the draft, in the order of the draft.

    ``share`` is the share of the words of the draft that it has in passages word for word,
    ``document_share`` the share of its own words that these are, both from 0 to 1.
    """

    share: float
    document_share: float
    passages: tuple[SharedPassage, ...]


class SameStory(CheckedDocument, frozen=True, kw_only=True):
    """A document about the same event; ``words`` are the telling words that it shares, the most
    telling first, as the draft has them. ``score`` is how likely it is about it, from 0 to 1."""

    score: float
    words: tuple[str, ...]


class FoundQuotation(msgspec.Struct, frozen=True, kw_only=True):
    """A quotation of the draft, without its quotation marks, that documents have too: their ids,
    the earliest first."""

    draft: TextSpan
    documents: tuple[str, ...]


class NewInDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What no earlier document has: sentences of the draft, and its names and numbers."""

    sentences: tuple[TextSpan, ...] = ()
    names: tuple[str, ...] = ()


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """What was searched: the size and period of the archive, and the telling words of the draft.

    ``words`` counts those of the draft. ``story_days`` are the first and the last day, ISO, in
    which documents of the same story were searched; None where no date was known.
    """

    documents: int
    first_date: str | None
    last_date: str | None
    undated: int
    words: int
    telling_words: tuple[str, ...]
    story_days: tuple[str, str] | None = None


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a draft is covered by the archive.

    ``covered`` is None where it is not known; ``verdict`` is one sentence with its grounds.
    ``same_text`` has the largest share first, ``same_story`` is in order of time, undated documents
    last; a document may be in both. ``first`` is the earliest dated document of both and of
    ``own``: the document of the archive that was checked with its copies, which is in neither.
    ``quotations`` are those of the draft that are found in ``same_text``.
    """

    covered: bool | None
    verdict: Message
    same_text: tuple[SameText, ...] = ()
    same_story: tuple[SameStory, ...] = ()
    first: CheckedDocument | None = None
    own: CheckedDocument | None = None
    quotations: tuple[FoundQuotation, ...] = ()
    new: NewInDraft = NewInDraft()
    searched: Searched
    warnings: tuple[Message, ...] = ()
    took_ms: float
    timed_out: bool
    index: IndexInfo
