"""The about page: the size of the archive, its sources and its years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from typing import Final

import msgspec
from flask import current_app, render_template, url_for

from search.answer import SourceCount, YearCount
from search.query.nodes import DateRange, FieldIs, unparse
from web import localization
from web.pages.blueprint import engine, pages, search_pairs
from web.pages.links import link

WIDTH: Final = 1000
"""The width of the drawing in its own units; the page stretches it."""

HEIGHT: Final = 160
"""The height of the drawing in its own units."""

SOURCES_LISTED: Final = 25
"""Sources that are listed, the largest first; the others are one row."""

LABELS_MAX: Final = 8
"""Years that are labelled under the drawing: as many as fit on a phone."""

_YEARS_WITH_GAPS_MAX: Final = 150
_BAR_SHARE: Final = 0.8
"""The part of a year's width that its bar fills."""

_BAR_WIDTH_MAX: Final = 70.0
_BAR_SIZE_MIN: Final = 2.0


class Bar(msgspec.Struct, frozen=True):
    """A year or a source with its number of documents, and the address of a search for it.

    The bar covers ``[x, x + width)`` and is ``height`` high, in units of the drawing.
    """

    name: str
    documents: int
    address: str
    x: float
    width: float
    height: float


class Years(msgspec.Struct, frozen=True):
    """Documents by year, and the number of documents without a date.

    ``labels`` are at equal distances under the bars, in the order of the years; some are empty.
    """

    bars: tuple[Bar, ...]
    labels: tuple[str, ...]
    undated: int


class Sources(msgspec.Struct, frozen=True):
    """Documents by source: bars of the largest sources, and totals of the rest.

    ``others`` is the number of further sources, ``others_documents`` that of their documents,
    ``unknown`` that of documents without a source.
    """

    bars: tuple[Bar, ...]
    others: int
    others_documents: int
    unknown: int


@pages.get("/about")
def about() -> str:
    """Show the size of the archive, its sources and its years."""
    search_pairs()
    stats = current_app.extensions["warraq"].stats(engine().info.generation)
    return render_template(
        "about.html",
        stats=stats,
        years=years(stats.years, localization.current_language() == "ar", _year_address),
        sources=sources(stats.sources, _source_address),
        version=_version(),
        width=WIDTH,
        height=HEIGHT,
        twin=url_for("api.stats"),
    )


def years(counts: Sequence[YearCount], right_to_left: bool, link_to: Callable[[str], str]) -> Years:
    """The bars of the years in order; years without documents leave gaps.

    :param right_to_left: the direction of the axis.
    :param link_to: makes the address of the search within a year.
    """
    known = [(int(each.year), each.documents) for each in counts if each.year is not None]
    undated = sum(each.documents for each in counts if each.year is None)
    if not known:
        return Years((), (), undated)
    first, last = known[0][0], known[-1][0]
    # With years far apart the gaps would leave no space for the bars.
    gaps = last - first < _YEARS_WITH_GAPS_MAX
    slot = WIDTH / (last - first + 1 if gaps else len(known))
    width = min(slot * _BAR_SHARE, _BAR_WIDTH_MAX)
    most = max(documents for _, documents in known)
    bars = []
    for number, (year, documents) in enumerate(known):
        place = year - first if gaps else number
        x = place * slot + (slot - width) / 2
        bars.append(
            Bar(
                f"{year:04}",
                documents,
                link_to(f"{year:04}"),
                round(WIDTH - x - width if right_to_left else x, 2),
                round(width, 2),
                round(max(_BAR_SIZE_MIN, HEIGHT * documents / most), 2),
            )
        )
    slots = range(first, last + 1) if gaps else [year for year, _ in known]
    step = -(-len(slots) // LABELS_MAX)
    labels = [f"{year:04}" if place % step == 0 else "" for place, year in enumerate(slots)]
    return Years(tuple(bars), tuple(labels), undated)


def sources(counts: Sequence[SourceCount], link_to: Callable[[str], str]) -> Sources:
    """The bars of the largest sources, as long as their documents; the longest is ``WIDTH``."""
    known = [(each.source, each.documents) for each in counts if each.source]
    unknown = sum(each.documents for each in counts if not each.source)
    most = max((documents for _, documents in known), default=1)
    bars = tuple(
        Bar(
            name,
            documents,
            link_to(name),
            0,
            round(max(_BAR_SIZE_MIN, WIDTH * documents / most), 2),
            1,
        )
        for name, documents in known[:SOURCES_LISTED]
    )
    rest = known[SOURCES_LISTED:]
    return Sources(bars, len(rest), sum(documents for _, documents in rest), unknown)


def _year_address(year: str) -> str:
    return link("pages.search", [("q", unparse(DateRange(year, year)))])


def _source_address(source: str) -> str:
    return link("pages.search", [("q", unparse(FieldIs(field="source", value=source)))])


@cache
def _version() -> str:
    return version("warraq")
