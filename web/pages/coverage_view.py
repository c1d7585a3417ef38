"""The answer of a check of coverage as its page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

import msgspec

from corpus.document import Document
from corpus.headings import beginning_of
from search.coverage.answer import CheckedDocument, Coverage, SameStory, SameText
from search.coverage.percent import whole_percent
from web.localization import number_text
from web.markup import Paragraph
from web.pages.coverage_days import PaperDays, paper_days
from web.pages.coverage_text import PassagePair, marked_draft, one_line, passage_pairs

QUOTATIONS_SHOWN: Final = 20
"""Quotations that the page lists."""

QUOTING_SHOWN: Final = 5
"""Documents with a quotation that the page lists."""

COPIES_SHOWN: Final = 50
"""Copies of a document that the page lists."""

ReadDocument = Callable[[str], Document | None]
"""Reads a document of the archive by its id."""


class FoldedCopies(NamedTuple):
    """The copies of a document, the earliest first, and how many are left out."""

    documents: tuple[Document, ...]
    more: int


class TextMatch(NamedTuple):
    """A document of the same text, with its shares in per cent and its passages beside those of
    the draft; ``more`` passages are left out."""

    document: SameText
    share: str
    document_share: str
    width: int
    pairs: list[PassagePair]
    more: int
    copies: FoldedCopies


class StoryMatch(NamedTuple):
    """A document of the same story; ``is_first`` says that no other is earlier."""

    document: SameStory
    is_first: bool
    copies: FoldedCopies


class Quotation(NamedTuple):
    """A quotation of the checked text, and the documents that have it."""

    text: str
    documents: tuple[Document, ...]


class CoverageView(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows of an answer, beside its verdict and warnings.

    ``own_copies`` are those of the document of the archive that was checked. ``draft`` has the
    lines of the checked text, marked. ``days`` is None where too few documents have a day.
    ``beginnings`` are the first words of the documents without a title, by id.
    """

    own_copies: FoldedCopies
    same_text: tuple[TextMatch, ...]
    quotations: tuple[Quotation, ...]
    same_story: tuple[StoryMatch, ...]
    days: PaperDays | None
    draft: list[Paragraph]
    beginnings: Mapping[str, str]


def coverage_view(coverage: Coverage, draft: str, read: ReadDocument) -> CoverageView:
    """Return what the page shows of an answer.

    :param draft: the text that was checked.
    :param read: reads the documents of the answer.
    """
    read = cache(read)
    documents = tuple(_every_document(coverage, read))
    first = None if coverage.first is None else coverage.first.id
    return CoverageView(
        own_copies=FoldedCopies((), 0) if coverage.own is None else _copies(coverage.own, read),
        same_text=tuple(_text_match(each, draft, read) for each in coverage.same_text),
        quotations=tuple(_quotations(coverage, draft, read)),
        same_story=tuple(
            StoryMatch(each, each.id == first, _copies(each, read)) for each in coverage.same_story
        ),
        days=paper_days(documents),
        draft=marked_draft(draft, coverage.same_text, coverage.new),
        beginnings=beginnings((each.id for each in documents if not each.title.strip()), read),
    )


def beginnings(ids: Iterable[str], read: ReadDocument) -> Mapping[str, str]:
    """Return the first words of documents without a title, by id."""
    documents = filter(None, map(read, ids))
    return {each.id: beginning_of(each.title, each.text) for each in documents}


def per_cent(share: float) -> str:
    """Return a share in per cent without a fraction, as the verdict has it."""
    return number_text(whole_percent(share) / 100, "0%")


def _text_match(found: SameText, draft: str, read: ReadDocument) -> TextMatch:
    document = read(found.id)
    text = "" if document is None else document.text
    pairs = passage_pairs(draft, text, found.passages) if text else []
    return TextMatch(
        document=found,
        share=per_cent(found.share),
        document_share=per_cent(found.document_share),
        width=whole_percent(found.share),
        pairs=pairs,
        more=len(found.passages) - len(pairs),
        copies=_copies(found, read),
    )


def _quotations(coverage: Coverage, draft: str, read: ReadDocument) -> Iterator[Quotation]:
    for each in coverage.quotations[:QUOTATIONS_SHOWN]:
        documents = tuple(filter(None, map(read, each.documents[:QUOTING_SHOWN])))
        if documents:
            yield Quotation(one_line(draft[each.draft.start : each.draft.end]), documents)


def _copies(found: CheckedDocument, read: ReadDocument) -> FoldedCopies:
    documents = tuple(filter(None, map(read, found.copies[:COPIES_SHOWN])))
    return FoldedCopies(documents, max(0, len(found.copies) - COPIES_SHOWN))


def _every_document(coverage: Coverage, read: ReadDocument) -> Iterable[CheckedDocument | Document]:
    """The documents of an answer with their copies, each once."""
    own = () if coverage.own is None else (coverage.own,)
    listed = {each.id: each for each in (*own, *coverage.same_text, *coverage.same_story)}
    found: dict[str, CheckedDocument | Document] = dict(listed)
    for each in listed.values():
        for name in each.copies[:COPIES_SHOWN]:
            copy = None if name in found else read(name)
            if copy is not None:
                found[name] = copy
    return found.values()
