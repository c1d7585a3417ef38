"""Names of the months in every part of the Arab world: أيار, مايو and ماي are one month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from arabic.dates import MONTH_NAMES
from arabic.folding import fold, fold_exact, strip_marks
from search.query.nodes import Phrase, Word
from search.query.query_words import form
from search.query.syntax import TextField
from search.request import Level

CLITICS: Final = ("", "و", "ب", "ل", "وب", "ول")
"""Clitics before the name of a month; these names take no article."""

WITH_NUMBER: Final = frozenset({"ماي", "أوت", "جوان"})
"""Names that are names of persons too: months only beside a day or a year."""

_AS_WRITTEN: Final = frozenset({"آب"})
"""Names that are other words when their letters are folded."""

_MONTH: Final = frozenset({"شهر", "لشهر", "بشهر", "وشهر"})


class MonthName(NamedTuple):
    """A name of a month with the clitic before it."""

    month: int
    name: str
    clitic: str


class MonthMention(NamedTuple):
    """A month in the words ``[start, end)`` of a query, with one name or two, as in أيار/مايو."""

    start: int
    end: int
    month: int
    names: tuple[str, ...]


def _names() -> dict[tuple[str, ...], MonthName]:
    return {
        tuple(fold(word) for word in (clitic + name).split()): MonthName(month, name, clitic)
        for month, names in MONTH_NAMES.items()
        for name in names
        for clitic in CLITICS
    }


_NAMES: Final = _names()
_FIRST: Final = frozenset(first for first, *_ in _NAMES)


def mentions(words: Sequence[str]) -> Iterator[MonthMention]:
    """The months in the words of a query, in order and without overlap; ``words`` are as typed."""
    forms = [form(word) for word in words]
    start = 0
    while start < len(words):
        found = _name(words, forms, start) if forms[start] in _FIRST else None
        if found is None:
            start += 1
            continue
        first, end = found
        second = _name(words, forms, end, month=first.month)
        if second is not None and second[0].month == first.month:
            yield MonthMention(start, second[1], first.month, (first.name, second[0].name))
            start = second[1]
        elif first.name not in WITH_NUMBER or _has_number(forms, start, end):
            yield MonthMention(start, end, first.month, (first.name,))
            start = end
        else:
            start += 1


def _name(
    words: Sequence[str], forms: Sequence[str], start: int, month: int | None = None
) -> tuple[MonthName, int] | None:
    """The name of a month at ``start`` and the place after it.

    After a name of a ``month`` only a name without a clitic counts.
    """
    for length in (2, 1):
        end = start + length
        if end > len(words):
            continue
        found = _NAMES.get(tuple(forms[start:end]))
        if found is None or (month is not None and found.clitic):
            continue
        if found.name in _AS_WRITTEN and _without_marks(words[start]) != found.clitic + found.name:
            continue
        return found, end
    return None


def _without_marks(word: str) -> str:
    return strip_marks(fold_exact(word))


def _has_number(forms: Sequence[str], start: int, end: int) -> bool:
    before = forms[start - 1] if start else ""
    after = forms[end] if end < len(forms) else ""
    return before in _MONTH or is_day(before) or is_year(after)


def is_day(form: str) -> bool:
    """Whether a form is a number from 1 to 31."""
    return form.isascii() and form.isdigit() and 1 <= int(form[:4]) <= 31


def is_year(form: str) -> bool:
    """Whether a form is a number of four digits."""
    return form.isascii() and form.isdigit() and len(form) == 4


def other_names(mention: MonthMention) -> tuple[str, ...]:
    """The other names of the month, one of those that fold alike."""
    used = {fold(name) for name in mention.names}
    others: dict[str, str] = {}
    for name in MONTH_NAMES[mention.month]:
        if fold(name) not in used:
            others.setdefault(fold(name), name)
    return tuple(others.values())


def leaves_of_name(
    name: str, field: TextField | None, *, before: str = "", after: str = ""
) -> Iterator[Word | Phrase]:
    """The leaves that match the name of a month, with and without clitics.

    ``before`` and ``after`` are the words of the query around the month: a name of ``WITH_NUMBER``
    matches only beside the day or year that they are.
    """
    if name in WITH_NUMBER:
        if is_day(fold(before)):
            yield Phrase(f"{before} {name}", level="form", field=field)
        if is_year(fold(after)):
            yield Phrase(f"{name} {after}", level="form", field=field)
        return
    level: Level = "exact" if name in _AS_WRITTEN else "form"
    for clitic in CLITICS:
        if " " in name:
            yield Phrase(clitic + name, level=level, field=field)
        else:
            yield Word(clitic + name, level=level, field=field)
