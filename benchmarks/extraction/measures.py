"""Shares of right dates, authors, titles, sources and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from benchmarks.extraction.pages import KnownPage, Truth

FACTS: Final = ("date", "author", "title", "source", "text")
TARGET: Final = 0.97
"""The share of each fact that warraq must read right; of texts the mean F1 of words."""


class Shares(msgspec.Struct, frozen=True):
    """The shares of pages, 0 to 1, that one reader reads right; ``text`` is the mean F1 of words.

    None for a fact that the reader does not read. ``exact_text`` is the share of texts with the
    same words in the same order.
    """

    date: float | None
    author: float | None
    title: float | None
    source: float | None
    text: float | None
    exact_text: float | None = None


class Answer(msgspec.Struct, frozen=True):
    """What a reader reads of a page; a fact that it does not read at all is not in ``reads``."""

    reads: frozenset[str]
    date: str | None = None
    author: str | None = None
    title: str | None = None
    source: str | None = None
    text: str | None = None


def measure(pages: Sequence[KnownPage], read: Callable[[bytes], Answer]) -> Shares:
    """Measure a reader of pages."""
    answers = [(page.truth, read(page.data)) for page in pages]

    def share(points: Callable[[Truth, Answer], float], fact: str) -> float | None:
        if not answers or fact not in answers[0][1].reads:
            return None
        return sum(points(*each) for each in answers) / len(answers)

    def equal(fact: str) -> float | None:
        return share(
            lambda truth, answer: _equal(getattr(truth, fact), getattr(answer, fact)), fact
        )

    return Shares(
        date=equal("date"),
        author=equal("author"),
        title=equal("title"),
        source=equal("source"),
        text=share(lambda truth, answer: word_f1(truth.text, answer.text or ""), "text"),
        exact_text=share(
            lambda truth, answer: truth.text.split() == (answer.text or "").split(), "text"
        ),
    )


def _equal(truth: str | None, answer: str | None) -> bool:
    return " ".join((truth or "").split()) == " ".join((answer or "").split())


def word_f1(truth: str, answer: str) -> float:
    """The F1 of the words of a text, each counted as often as it occurs."""
    wanted, found = Counter(truth.split()), Counter(answer.split())
    common = (wanted & found).total()
    return 2 * common / max(1, wanted.total() + found.total())
