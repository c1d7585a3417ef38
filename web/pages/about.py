"""The page about the archive: how large it is, where it comes from, from which years."""

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
from web.pages.blueprint import engine, link, pages, search_pairs

WIDTH: Final = 1000
"""Width of the drawing; it is stretched to what room there is."""

HEIGHT: Final = 160
SOURCES_LISTED: Final = 25
"""Sources that are told by name, the largest first; the others are summed up."""

LABELS_MOST: Final = 8
"""Years that are named under the drawing: so many have room on a telephone."""

_GAPS_MOST: Final = 150
_FILLED: Final = 0.8
_WIDEST: Final = 70.0
_LEAST: Final = 2.0


class Bar(msgspec.Struct, frozen=True):
    """A year or a source with its documents; the bar is ``[x, x + width)``, ``height`` high."""

    name: str
    documents: int
    address: str
    x: float
    width: float
    height: float


class Years(msgspec.Struct, frozen=True):
    """Documents by year: ``bars`` to draw, the ``labels`` of their places, some of them empty, in
    the order of the years, and how many documents have no date."""

    bars: tuple[Bar, ...]
    labels: tuple[str, ...]
    undated: int


class Sources(msgspec.Struct, frozen=True):
    """Documents by source: the largest, how many ``others`` there are with how many documents, and
    how many documents have no source."""

    bars: tuple[Bar, ...]
    others: int
    others_documents: int
    unknown: int


@pages.get("/about")
def about() -> str:
    """Show the size of the archive, its sources and years."""
    search_pairs()
    stats = current_app.extensions["warraq"].stats(engine().info.generation)
    return render_template(
        "about.html",
        stats=stats,
        years=years(stats.years, localization.current() == "ar", _year_address),
        sources=sources(stats.sources, _source_address),
        version=_version(),
        width=WIDTH,
        height=HEIGHT,
        twin=url_for("api.stats"),
    )


def years(counts: Sequence[YearCount], backwards: bool, link_to: Callable[[str], str]) -> Years:
    """The bars of the years in order, each gap as wide as the years that lack.

    :param backwards: whether the axis runs from right to left.
    :param link_to: makes the address of the search within a year.
    """
    known = [(int(each.year), each.documents) for each in counts if each.year is not None]
    undated = sum(each.documents for each in counts if each.year is None)
    if not known:
        return Years((), (), undated)
    first, last = known[0][0], known[-1][0]
    # Years far apart stand side by side: the gaps would leave no room for them.
    gaps = last - first < _GAPS_MOST
    slot = WIDTH / (last - first + 1 if gaps else len(known))
    wide = min(slot * _FILLED, _WIDEST)
    most = max(documents for _, documents in known)
    bars = []
    for number, (year, documents) in enumerate(known):
        place = year - first if gaps else number
        x = place * slot + (slot - wide) / 2
        bars.append(
            Bar(
                f"{year:04}",
                documents,
                link_to(f"{year:04}"),
                round(WIDTH - x - wide if backwards else x, 2),
                round(wide, 2),
                round(max(_LEAST, HEIGHT * documents / most), 2),
            )
        )
    named = range(first, last + 1) if gaps else [year for year, _ in known]
    every = -(-len(named) // LABELS_MOST)
    labels = [f"{year:04}" if place % every == 0 else "" for place, year in enumerate(named)]
    return Years(tuple(bars), tuple(labels), undated)


def sources(counts: Sequence[SourceCount], link_to: Callable[[str], str]) -> Sources:
    """The bars of the largest sources; each is as long as its documents, the longest ``WIDTH``."""
    known = [(each.source, each.documents) for each in counts if each.source]
    unknown = sum(each.documents for each in counts if not each.source)
    most = max((documents for _, documents in known), default=1)
    bars = tuple(
        Bar(name, documents, link_to(name), 0, round(max(_LEAST, WIDTH * documents / most), 2), 1)
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
