"""When each paper had a story: a row of days for each source, and the same figures as text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple, Protocol

import msgspec
from markupsafe import Markup, escape

from web import localization

WIDTH: Final = 10_000
"""The width of a row of days in its own units; the page stretches it."""

HEIGHT: Final = 100
"""The height of the row in its own units."""

PAPERS_SHOWN: Final = 20
"""Papers with a row of their own."""

_TICK_SHARE: Final = 0.8
_TICK_MOST: Final = 300
_TICK_LEAST: Final = 60


class Dated(Protocol):
    """A document with its date and source."""

    @property
    def date(self) -> str | None:
        """Its date."""

    @property
    def source(self) -> str | None:
        """Its source."""


class PaperRow(NamedTuple):
    """A paper: its name, its days as SVG and in words, and how many documents it has.

    ``others`` of them have no exact day.
    """

    source: str
    ticks: Markup
    days: tuple[tuple[str, int], ...]
    documents: int
    others: int


class PaperDays(msgspec.Struct, frozen=True):
    """The papers of a story, the earliest first, between its ``first`` and ``last`` day.

    ``more`` papers are left out.
    """

    rows: tuple[PaperRow, ...]
    first: str
    last: str
    more: int


def paper_days(documents: Iterable[Dated]) -> PaperDays | None:
    """Return the rows of the papers of documents; None for fewer than two documents with a day."""
    by_paper: dict[str, Counter[str]] = defaultdict(Counter)
    for each in documents:
        by_paper[each.source or ""][_day(each.date or "")] += 1
    days = sorted({day for counts in by_paper.values() for day in counts if day})
    if not days or sum(counts.total() - counts[""] for counts in by_paper.values()) < 2:
        return None
    first, last = _ordinal(days[0]), _ordinal(days[-1])
    order = sorted(by_paper, key=lambda paper: (_first_day(by_paper[paper]), paper))
    rows = tuple(_row(paper, by_paper[paper], first, last) for paper in order[:PAPERS_SHOWN])
    return PaperDays(rows, days[0], days[-1], max(0, len(order) - PAPERS_SHOWN))


def _first_day(days: Iterable[str]) -> str:
    """The first day of a paper; later than any where it has none."""
    return min(filter(None, days), default="~")


def _row(paper: str, counts: Counter[str], first: int, last: int) -> PaperRow:
    days = tuple(sorted((day, count) for day, count in counts.items() if day))
    ticks = "".join(_tick(day, count, first, last) for day, count in days)
    return PaperRow(paper, Markup(ticks), days, counts.total(), counts[""])


def _tick(day: str, count: int, first: int, last: int) -> str:
    """A day as a rectangle with its name; time runs in the direction of the page."""
    slot = WIDTH / (last - first + 1)
    width = max(min(slot * _TICK_SHARE, _TICK_MOST), _TICK_LEAST)
    x = (_ordinal(day) - first + 0.5) * slot
    if localization.current_language() == "ar":
        x = WIDTH - x
    x = min(max(x - width / 2, 0), WIDTH - width)
    name = escape(localization.date_text(day))
    return (
        f"<g><title>{name}: {count}</title>"
        f'<path class="bar" d="M{int(x)} 0h{int(width)}v{HEIGHT}h-{int(width)}z"/></g>'
    )


def _day(text: str) -> str:
    """The day of an ISO date, empty where it names none."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if len(text) >= 10 else ""
    except ValueError:
        return ""


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
