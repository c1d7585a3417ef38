"""The verdict of a check: one sentence with its grounds."""

from __future__ import annotations

from typing import Final, NamedTuple

from corpus.messages import Message
from search.coverage.answer import CheckedDocument, SameText, Searched
from search.coverage.percent import whole_percent

_LISTED_WORDS: Final = 8


class Grounds(NamedTuple):
    """What a verdict is based on.

    ``documents`` and ``sources`` count those that cover the draft, ``first`` is the earliest of
    them, ``text`` the one with most of the draft (it need not cover it), ``nearest`` the heading of
    the most similar of those that do not. ``copies`` of the documents are copies of the one that
    the draft is. ``different`` counts the different words of the draft, of which ``least`` are
    needed; ``in_time`` says whether the archive has documents of the time of the draft.
    """

    documents: int
    sources: int
    first: CheckedDocument | None
    text: SameText | None
    nearest: str | None
    copies: int
    different: int
    least: int
    in_time: bool
    timed_out: bool


def verdict_of(grounds: Grounds, searched: Searched) -> tuple[Message, bool | None]:
    """The verdict, and whether the draft is covered; None where that is not known."""
    if grounds.documents:
        return _covered(grounds), True
    unknown = _unknown(grounds, searched)
    if unknown is not None:
        return unknown, None
    return _not_covered(grounds, searched), False


def _covered(grounds: Grounds) -> Message:
    counts = {"articles": grounds.documents, "papers": grounds.sources}
    found = Message(
        "coverage_articles_in_papers" if grounds.sources else "coverage_articles", counts
    )
    first, reason = grounds.first, _reason(grounds)
    if first is None or first.date is None:
        return Message.of("covered_undated", **counts, found=found, grounds=reason)
    return Message.of(
        "covered_since",
        **counts,
        found=found,
        since=first.date,
        first=_name(first),
        grounds=reason,
    )


def _reason(grounds: Grounds) -> Message:
    """How much of the text of a covered draft documents have."""
    text = grounds.text
    if grounds.copies:
        return Message.of("coverage_copies", copies=grounds.copies)
    if text is None:
        return Message("coverage_no_passage")
    return Message.of(
        "coverage_word_for_word", percent=whole_percent(text.share), source=_name(text)
    )


def _unknown(grounds: Grounds, searched: Searched) -> Message | None:
    """Why it is not known whether a draft is covered, if it is not."""
    if grounds.timed_out:
        return Message("coverage_out_of_time")
    if grounds.different < grounds.least:
        return Message.of("coverage_too_few_words", least=grounds.least, found=grounds.different)
    if not searched.documents:
        return Message("coverage_archive_empty")
    if not searched.telling_words:
        return Message("coverage_no_telling_words")
    if not grounds.in_time:
        return Message.of(
            "coverage_outside_period",
            first=searched.first_date or "",
            last=searched.last_date or "",
        )
    return None


def _not_covered(grounds: Grounds, searched: Searched) -> Message:
    if grounds.text is not None:
        return Message.of(
            "not_covered_passages",
            documents=searched.documents,
            percent=whole_percent(grounds.text.share),
            source=_name(grounds.text),
        )
    words = searched.telling_words[:_LISTED_WORDS]
    if grounds.nearest is None:
        return Message.of("not_covered", documents=searched.documents, words=words)
    return Message.of(
        "not_covered_nearest",
        documents=searched.documents,
        nearest=grounds.nearest,
        words=words,
    )


def _name(document: CheckedDocument) -> str:
    """The source of a document, else its title or id."""
    return document.source or document.title or document.id
