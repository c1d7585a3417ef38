"""Month names in running words: أيار, مايو and ماي are one month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from arabic.folding import fold, fold_exact, strip_marks
from arabic.month_names import MONTH_NAMES

CLITICS: Final = ("", "و", "ب", "ل", "وب", "ول")
"""Clitics written before a month name; month names take no article."""

NEEDS_NUMBER: Final = frozenset({"ماي", "أوت", "جوان"})
"""Month names that are also other names: they count only beside a day or a year."""

EXACT_ONLY: Final = frozenset({"آب"})
"""Month names that are another word without their hamza or madda."""

_MONTH_WORDS: Final = frozenset({"شهر", "لشهر", "بشهر", "وشهر"})
_CACHED_FORMS: Final = 8_192

_form = lru_cache(_CACHED_FORMS)(fold)


class _CliticName(NamedTuple):
    """A month name with the clitic before it."""

    month: int
    name: str
    clitic: str


class MonthMention(NamedTuple):
    """A month in the words ``[start, end)``, with one name or, as in أيار/مايو, two names."""

    start: int
    end: int
    month: int
    names: tuple[str, ...]


_NAMES: Final = {
    tuple(fold(word) for word in (clitic + name).split()): _CliticName(month, name, clitic)
    for month, names in MONTH_NAMES.items()
    for name in names
    for clitic in CLITICS
}
_FIRST_WORDS: Final = frozenset(first for first, *_ in _NAMES)


def find_months(words: Sequence[str]) -> Iterator[MonthMention]:
    """Find the months that written words name, in order and without overlap."""
    forms = [_form(word) for word in words]
    start = 0
    while start < len(words):
        found = _name_at(words, forms, start) if forms[start] in _FIRST_WORDS else None
        if found is None:
            start += 1
            continue
        first, end = found
        second = _name_at(words, forms, end)
        if second is not None and second[0].month == first.month and not second[0].clitic:
            yield MonthMention(start, second[1], first.month, (first.name, second[0].name))
            start = second[1]
        elif first.name not in NEEDS_NUMBER or _is_month(forms, start, end):
            yield MonthMention(start, end, first.month, (first.name,))
            start = end
        else:
            start += 1


def other_names(mention: MonthMention) -> tuple[str, ...]:
    """The names of a month that a mention does not use, one of each form."""
    used = {fold(name) for name in mention.names}
    others: dict[str, str] = {}
    for name in MONTH_NAMES[mention.month]:
        if fold(name) not in used:
            others.setdefault(fold(name), name)
    return tuple(others.values())


def is_day(form: str) -> bool:
    """Whether a form is the number of a day."""
    return form.isascii() and form.isdigit() and 1 <= int(form[:4]) <= 31


def is_year(form: str) -> bool:
    """Whether a form is the number of a year."""
    return form.isascii() and form.isdigit() and len(form) == 4


def _name_at(
    words: Sequence[str], forms: Sequence[str], start: int
) -> tuple[_CliticName, int] | None:
    """The month name that begins at a word, two-word names first, and the index after it."""
    for length in (2, 1):
        end = start + length
        if end > len(words):
            continue
        found = _NAMES.get(tuple(forms[start:end]))
        if found is None:
            continue
        if found.name in EXACT_ONLY and _without_marks(words[start]) != found.clitic + found.name:
            continue
        return found, end
    return None


def _without_marks(word: str) -> str:
    return strip_marks(fold_exact(word))


def _is_month(forms: Sequence[str], start: int, end: int) -> bool:
    before = forms[start - 1] if start else ""
    after = forms[end] if end < len(forms) else ""
    return before in _MONTH_WORDS or is_day(before) or is_year(after)
