"""Reading the dates of a query as ranges of days."""

from __future__ import annotations

import re
from typing import Final, NamedTuple, TypeAlias

from arabic.dates import parse_span
from arabic.folding import fold_text
from search.query.nodes import DateRange, Word
from search.query.notices import Notices
from search.query.syntax import IGNORABLE, ascii_signs
from search.query.tokens import QueryToken, Scope, trimmed

_DATE_WORDS: Final = 8
_DATE_LENGTH: Final = 100
_BETWEEN: Final = re.compile(
    r"\s*(?:\.\.+|…|‥)\s*|\s+(?:TO|إلى|الى|حتى)\s+|(?<=^\d{4})\s*[-–—]\s*(?=\d{4}$)"
)
_ERAS: Final = frozenset(
    fold_text(era) for era in ("هـ", "هجري", "هجرية", "م", "ميلادي", "ميلادية", "AH", "AD")
)


class DaySpan(NamedTuple):
    """The first and the last day of a date, ISO.

    ``assumed`` says that the date was read as Hijri for its year alone.
    """

    first: str
    last: str
    assumed: bool = False


def day_span(text: str) -> DaySpan | None:
    """The days of a date in a format of ``arabic.dates``, None for text that is not a date.

    A year from 1343 to 1500 is a Hijri year unless the text says otherwise.
    """
    found = parse_span(text)
    return None if found is None else DaySpan(found.first, found.last, assumed=found.assumed)


def read_dates(tokens: list[QueryToken], notices: Notices) -> list[QueryToken]:
    """The tokens with the values of date fields read, and the words that complete them taken in."""
    read: list[QueryToken] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        place += 1
        read.append(token)
        if token.role != "operand" or token.node is not None:
            continue
        value, ends, place = _complete_date(token, tokens, place)
        if ends is None:
            notices.add("bad_date", token.value.strip(), token.start, token.end)
            token.node = Word(trimmed(token.value)[0])
            token.scope = Scope()
        else:
            token.node = _range(ends, value, token, notices)
    return read


_Ends: TypeAlias = tuple[DaySpan | None, DaySpan | None]
"""The dates that a range goes from and to, None for no bound; a single date is both."""


def _complete_date(
    token: QueryToken, tokens: list[QueryToken], place: int
) -> tuple[str, _Ends | None, int]:
    """The whole value of a date field, its dates, and the place of the next token.

    ``place`` is the place after ``token``. Words that follow belong to an unquoted value while a
    date needs them; the end of the token moves to the last of them.
    """
    value = token.value
    ends = _ends(value, token)
    ahead = place
    while not token.quoted and ahead < min(len(tokens), place + _DATE_WORDS):
        following = tokens[ahead]
        if following.quoted or not isinstance(following.node, Word):
            break
        if ends is not None and fold_text(following.value) not in _ERAS:
            break
        longer = f"{value} {following.value}"
        ahead += 1
        found = _ends(longer, token)
        if found is None and ends is not None:
            break
        value, ends = longer, found
        if ends is not None:
            token.end = following.end
            place = ahead
    return value, ends, place


def _ends(value: str, token: QueryToken) -> _Ends | None:
    if len(value) > _DATE_LENGTH:
        return None
    parts = [part.strip(IGNORABLE + " *") for part in _BETWEEN.split(ascii_signs(value))]
    if len(parts) > 2 or (len(parts) == 2 and token.scope.date_field != "date"):
        return None
    found = [day_span(part) for part in parts]
    if any(end is None and part for end, part in zip(found, parts, strict=True)):
        return None
    return (found[0], found[-1]) if any(found) else None


def _range(ends: _Ends, value: str, token: QueryToken, notices: Notices) -> DateRange:
    first, last = ends
    if first and last and last.last < first.first:
        notices.add("reversed_range", value, token.start, token.end)
        first, last = last, first
    if (first and first.assumed) or (last and last.assumed):
        notices.add("hijri_read", value, token.start, token.end)
    return DateRange(
        first.first if first and token.scope.date_field != "before" else None,
        last.last if last and token.scope.date_field != "after" else None,
    )
