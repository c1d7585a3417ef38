"""A draft to check: its words, its sentences and its quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from search.comparison.words import Words, read_words
from search.coverage.answer import TextSpan
from search.coverage.story_days import StoryDays, days_of_date
from search.limits import Limits
from search.query.date_ranges import day_span
from search.request import BadRequest

_LEAD_WORDS: Final = 40
_SENTENCE_WORDS: Final = 3
_QUOTED_WORDS: Final = 4
_HEADLINE: Final = 200
"""Code points of the longest first line that is read as a headline."""

_SENTENCE_END: Final = re.compile(r"[.!?؟؛…]+[\"'”»)\]]*(?=\s|$)|\n+")
# The closing mark is in the same paragraph and not far away.
_QUOTED: Final = re.compile(r"“[^“”\n]{1,2000}”|«[^«»\n]{1,2000}»|\"[^\"\n]{1,2000}\"")


class Draft(NamedTuple):
    """A text to check; ``lead`` counts the words of its beginning that name what it is about.

    ``title`` is a headline that is no part of ``text``. ``sentences`` and ``quotations`` are ranges
    ``[first, last)`` of its words.
    """

    title: str
    text: str
    words: Words
    lead: int
    sentences: tuple[tuple[int, int], ...]
    quotations: tuple[tuple[int, int], ...]

    def span(self, part: tuple[int, int]) -> TextSpan:
        """A range of its words in code points."""
        return TextSpan(*self.words.span(*part))

    def written(self, word: int) -> str:
        """A word as the draft has it."""
        return self.text[int(self.words.starts[word]) : int(self.words.ends[word])]


def read_draft(title: str, text: str) -> Draft:
    """Read a draft, in time linear in its length."""
    words = read_words(text)
    starts = words.starts.tolist()
    headline = text[: _HEADLINE + 1].strip().partition("\n")[0]
    in_headline = len(headline) <= _HEADLINE and "\n" in text.strip()
    lead = _LEAD_WORDS + (len(headline.split()) if in_headline else 0)
    return Draft(
        title=title,
        text=text,
        words=words,
        lead=min(lead, len(words)),
        sentences=tuple(_sentences(text, starts)),
        quotations=tuple(_quotations(text, starts)),
    )


def _sentences(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    """The sentences; one of few words, such as an abbreviation, belongs to the next."""
    first = 0
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    word = 0
    for end in (*ends, len(text) + 1):
        while word < len(starts) and starts[word] < end:
            word += 1
        if word - first >= _SENTENCE_WORDS or (end > len(text) and word > first):
            yield first, word
            first = word


def _quotations(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    """The quoted passages of several words."""
    word = 0
    for found in _QUOTED.finditer(text):
        while word < len(starts) and starts[word] < found.start():
            word += 1
        first = word
        while word < len(starts) and starts[word] < found.end():
            word += 1
        if word - first >= _QUOTED_WORDS:
            yield first, word


def check_draft(text: str, limit: int, limits: Limits) -> None:
    """Check the length of a draft and the number of documents; raises BadRequest."""
    most = limits.covered_code_points
    if len(text) > most:
        raise BadRequest("draft_too_long", parameter="text", most=most, found=len(text))
    if not 1 <= limit <= limits.covered_limit_max:
        raise BadRequest(
            "limit_out_of_range", parameter="limit", most=limits.covered_limit_max, given=limit
        )


def read_days(date: str | None) -> StoryDays | None:
    """The days of the story of a draft with a date; raises BadRequest for what is no date."""
    if date is None:
        return None
    span = day_span(date)
    if span is None:
        raise BadRequest("not_a_date", parameter="date", given=date)
    return days_of_date(span.first, span.last)
