"""Months by their names in every part of the Arab world: أيار is مايو is ماي."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from arabic.dates import MONTH_NAMES
from arabic.folding import fold, fold_exact, strip_marks
from search.answer import Level
from search.query.nodes import Phrase, Word
from search.query.query_words import form
from search.query.syntax import TextField

CLITICS: Final = ("", "و", "ب", "ل", "وب", "ول")
"""What is written onto the name of a month; names take no article."""

WITH_NUMBER: Final = frozenset({"ماي", "أوت", "جوان"})
"""Names that are other names as well, so that they count only beside a day or a year."""

_AS_WRITTEN: Final = frozenset({"آب"})
"""Names that without their hamza or madda are other words."""

_MONTH: Final = frozenset({"شهر", "لشهر", "بشهر", "وشهر"})


class Name(NamedTuple):
    """A name of a month as a query may have it; ``onto`` is what is written onto it."""

    month: int
    name: str
    onto: str


class Mention(NamedTuple):
    """A month in the words ``[start, end)`` of a query, named once or, as in أيار/مايو, twice."""

    start: int
    end: int
    month: int
    names: tuple[str, ...]


def _names() -> dict[tuple[str, ...], Name]:
    return {
        tuple(fold(word) for word in (onto + name).split()): Name(month, name, onto)
        for month, names in MONTH_NAMES.items()
        for name in names
        for onto in CLITICS
    }


_NAMES: Final = _names()
_FIRST: Final = frozenset(first for first, *_ in _NAMES)


def mentions(words: Sequence[str]) -> Iterator[Mention]:
    """The months that the words of a query name, in order and apart from one another.

    ``words`` are as typed.
    """
    forms = [form(word) for word in words]
    start = 0
    while start < len(words):
        found = _name(words, forms, start) if forms[start] in _FIRST else None
        if found is None:
            start += 1
            continue
        first, end = found
        second = _name(words, forms, end, certain=first.month)
        if second is not None and second[0].month == first.month:
            yield Mention(start, second[1], first.month, (first.name, second[0].name))
            start = second[1]
        elif first.name not in WITH_NUMBER or _as_month(forms, start, end):
            yield Mention(start, end, first.month, (first.name,))
            start = end
        else:
            start += 1


def _name(
    words: Sequence[str], forms: Sequence[str], start: int, certain: int | None = None
) -> tuple[Name, int] | None:
    for length in (2, 1):
        end = start + length
        if end > len(words):
            continue
        found = _NAMES.get(tuple(forms[start:end]))
        if found is None or (certain is not None and found.onto):
            continue
        if found.name in _AS_WRITTEN and _bare(words[start]) != found.onto + found.name:
            continue
        return found, end
    return None


def _bare(word: str) -> str:
    return strip_marks(fold_exact(word))


def _as_month(forms: Sequence[str], start: int, end: int) -> bool:
    before = forms[start - 1] if start else ""
    after = forms[end] if end < len(forms) else ""
    return before in _MONTH or is_day(before) or is_year(after)


def is_day(form: str) -> bool:
    """Whether a form is the number of a day."""
    return form.isascii() and form.isdigit() and 1 <= int(form[:4]) <= 31


def is_year(form: str) -> bool:
    """Whether a form is the number of a year."""
    return form.isascii() and form.isdigit() and len(form) == 4


def other_names(mention: Mention) -> tuple[str, ...]:
    """The names of the month that a query did not use, one of each spelling that folds alike."""
    told = {fold(name) for name in mention.names}
    others: dict[str, str] = {}
    for name in MONTH_NAMES[mention.month]:
        if fold(name) not in told:
            others.setdefault(fold(name), name)
    return tuple(others.values())


def leaves_of_name(
    name: str, field: TextField | None, *, before: str = "", after: str = ""
) -> Iterator[Word | Phrase]:
    """What to seek for a name: it and what may be written onto it.

    ``before`` and ``after`` are the words of the query around the month; a name that needs a number
    is sought only beside theirs.
    """
    if name in WITH_NUMBER:
        if is_day(fold(before)):
            yield Phrase(f"{before} {name}", level="form", field=field)
        if is_year(fold(after)):
            yield Phrase(f"{name} {after}", level="form", field=field)
        return
    level: Level = "exact" if name in _AS_WRITTEN else "form"
    for onto in CLITICS:
        if " " in name:
            yield Phrase(onto + name, level=level, field=field)
        else:
            yield Word(onto + name, level=level, field=field)
