"""The verdict of a check: one sentence with its grounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from corpus.messages import Message
from search.coverage.answer import CheckedDocument, SameText, Searched

_LISTED_WORDS: Final = 8


class Found(NamedTuple):
    """What was found: how many documents and sources, the earliest one, the one with most of the
    text, and the nearest one where nothing was found."""

    documents: int
    sources: int
    first: CheckedDocument | None
    text: SameText | None
    nearest: CheckedDocument | None


def covered_verdict(found: Found) -> Message:
    """The verdict where something was found."""
    counts = {"articles": found.documents, "papers": found.sources}
    text = found.text
    if text is None:
        grounds = Message("coverage_no_passage")
    else:
        grounds = Message.of(
            "coverage_word_for_word",
            percent=round(100 * text.share),
            source=text.source or text.title or text.id,
        )
    first = found.first
    if first is None or first.date is None:
        return Message.of("covered_undated", **counts, grounds=grounds)
    return Message.of(
        "covered_since",
        **counts,
        since=first.date,
        first=first.source or first.title or first.id,
        grounds=grounds,
    )


def not_covered_verdict(found: Found, searched: Searched) -> Message:
    """The verdict where nothing was found in a whole search."""
    words = searched.telling_words[:_LISTED_WORDS]
    nearest = found.nearest
    if nearest is None:
        return Message.of("not_covered", documents=searched.documents, words=words)
    return Message.of(
        "not_covered_nearest",
        documents=searched.documents,
        nearest=nearest.title or nearest.id,
        words=words,
    )


def unknown_verdict(reasons: Sequence[Message]) -> Message:
    """The verdict where it is not known: the first of some reasons."""
    return reasons[0]
