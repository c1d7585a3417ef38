"""What to ask instead, as links: the suggestions of an answer in the language of the page."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from flask_babel import gettext
from markupsafe import Markup

from search.answer import Answer, Suggestion
from search.request import Request
from web import localization
from web.message_html import isolate
from web.parameters import Pairs, noop, write_pairs

REWORDED: Final = frozenset({"layout", "spelling", "split"})
"""The kinds of suggestions that ask for other words."""

_ANY: Final = noop("any of the words")
_UNFILTERED: Final = noop("without filters")
_LESS: Final = {
    "sources": noop("without sources, authors and sections"),
    "dates": noop("without dates"),
    "filters": _UNFILTERED,
    "quotes": noop("the words of the phrase wherever they stand"),
    "any": _ANY,
}


_DAYS: Final = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")
# What a year, a month and a day that end a stretch leave out of its beginning, by their lengths.
_FIRST_OF: Final = {4: re.compile("-01(?:-01)?$"), 7: re.compile("-01$"), 10: re.compile("$")}


class Other(msgspec.Struct, frozen=True):
    """Another question: what it is called, how many results it has, and its address."""

    label: Markup
    total: int
    at_least: bool
    address: str


class Advice(msgspec.Struct, frozen=True):
    """The other questions of an answer: ``meant`` may have been meant, ``wider`` find more."""

    meant: tuple[Other, ...]
    wider: tuple[Other, ...]


def advice(asked: Request, answer: Answer, link: Callable[[Pairs], str]) -> Advice:
    """The suggestions of an answer as links; ``link`` makes the address of a search."""
    told = [
        (each.kind in REWORDED, _other(asked, each, link(write_pairs(_request(asked, each)))))
        for each in answer.suggestions
    ]
    return Advice(
        tuple(other for reworded, other in told if reworded),
        tuple(other for reworded, other in told if not reworded),
    )


def period(text: str) -> str:
    """A stretch of days of a query, ``2018-01-01..2018-12-31``, in words; other texts as they are.

    What begins or ends with a year or a month is told by it.
    """
    found = _DAYS.fullmatch(text)
    if not found or not (found[1] or found[2]):
        return text
    last = found[2] and _whole(found[2])
    first = found[1] and _FIRST_OF[len(last or "2018")].sub("", found[1])
    if first == last:
        return localization.date_text(first)
    told = ((gettext("from"), first), (gettext("to"), last))
    return " ".join(f"{word} {localization.date_text(day)}" for word, day in told if day)


def _whole(last: str) -> str:
    """The year or the month that ends with a day, else the day."""
    year, month, day = map(int, last.split("-"))
    if (month, day) == (12, 31):
        return last[:4]
    return last[:7] if day == monthrange(year, month)[1] else last


def _request(asked: Request, suggestion: Suggestion) -> Request:
    """The request that a suggestion stands for, its first page."""
    return msgspec.structs.replace(
        asked,
        query=suggestion.query,
        level=suggestion.level,
        operator=suggestion.operator,
        sources=() if "source" in suggestion.without else asked.sources,
        after=None if "after" in suggestion.without else asked.after,
        before=None if "before" in suggestion.without else asked.before,
        offset=0,
    )


def _other(asked: Request, suggestion: Suggestion, address: str) -> Other:
    return Other(
        Markup("، " if localization.current() == "ar" else ", ").join(_label(asked, suggestion)),
        suggestion.documents,
        suggestion.relation == "at_least",
        address,
    )


def _label(asked: Request, suggestion: Suggestion) -> Sequence[Markup]:
    match suggestion.kind:
        case "level":
            return [Markup.escape(gettext(localization.LEVELS[suggestion.level]))]
        case "omit":
            word = isolate(suggestion.word)
            return [Markup(gettext("without %(word)s")) % {"word": word}]
        case kind if kind not in REWORDED:
            return [Markup.escape(gettext(_LESS[kind]))]
    found = [isolate(suggestion.query)]
    if suggestion.operator != asked.operator:
        found.append(Markup.escape(gettext(_ANY)))
    if suggestion.without:
        found.append(Markup.escape(gettext(_UNFILTERED)))
    return found
