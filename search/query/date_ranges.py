"""Periods: the days that the dates of a query span."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from arabic.dates import HIJRI_YEARS, parse_span
from arabic.folding import fold_text
from search.query.nodes import DateRange, Word
from search.query.notices import Notices
from search.query.syntax import UNSEEN, signs
from search.query.tokens import Scope, Token, trimmed

_DATE_WORDS: Final = 8
_DATE_LENGTH: Final = 100
_BETWEEN: Final = re.compile(
    r"\s*(?:\.\.+|…|‥)\s*|\s+(?:TO|إلى|الى|حتى)\s+|(?<=^\d{4})\s*[-–—]\s*(?=\d{4}$)"
)
_ERAS: Final = frozenset(
    fold_text(era) for era in ("هـ", "هجري", "هجرية", "م", "ميلادي", "ميلادية", "AH", "AD")
)
_HIJRI: Final = " هـ"


class Period(NamedTuple):
    """The first and the last day of a date, ISO; ``assumed`` says that nothing but its year, one of
    the Hijri years of our time, marks it as a Hijri date."""

    first: str
    last: str
    assumed: bool = False


def period(text: str) -> Period | None:
    """The days of a date as ``arabic.dates`` reads it, None where it is none.

    A year from 1343 to 1500 is a Hijri year, if nothing says otherwise.
    """
    found = parse_span(text)
    if found is None:
        return None
    if not found.hijri and HIJRI_YEARS[0] <= int(found.first[:4]) <= HIJRI_YEARS[1]:
        hijri = parse_span(text + _HIJRI)
        if hijri is not None:
            return Period(hijri.first, hijri.last, assumed=True)
    return Period(found.first, found.last)


def dated(tokens: list[Token], notices: Notices) -> list[Token]:
    """Read the values of date fields, taking in the words after one that complete it."""
    read: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        place += 1
        read.append(token)
        if token.role != "operand" or token.node is not None:
            continue
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
        if ends is None:
            notices.add("bad_date", token.value.strip(), token.start, token.end)
            token.node = Word(trimmed(token.value)[0])
            token.scope = Scope()
        else:
            token.node = _range(ends, value, token, notices)
    return read


_Ends = tuple[Period | None, Period | None]


def _ends(value: str, token: Token) -> _Ends | None:
    """The dates that a value goes from and to, None where open; of a single date both are it."""
    if len(value) > _DATE_LENGTH:
        return None
    parts = [part.strip(UNSEEN + " *") for part in _BETWEEN.split(signs(value))]
    if len(parts) > 2 or (len(parts) == 2 and token.scope.field != "date"):
        return None
    found = [period(part) for part in parts]
    if any(end is None and part for end, part in zip(found, parts, strict=True)):
        return None
    return (found[0], found[-1]) if any(found) else None


def _range(ends: _Ends, value: str, token: Token, notices: Notices) -> DateRange:
    first, last = ends
    if first and last and last.last < first.first:
        notices.add("reversed_range", value, token.start, token.end)
        first, last = last, first
    if (first and first.assumed) or (last and last.assumed):
        notices.add("hijri_read", value, token.start, token.end)
    return DateRange(
        first.first if first and token.scope.field != "before" else None,
        last.last if last and token.scope.field != "after" else None,
    )
