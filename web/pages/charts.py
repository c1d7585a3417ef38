"""The timeline of an answer: a bar chart as SVG, and the same figures as table rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, assert_never

import msgspec
from flask_babel import gettext
from markupsafe import Markup, escape

from search.answer import FacetValue, Timeline, Unit
from web import localization

WIDTH: Final = 10_000
"""The width of the drawing in its own units; the page stretches it."""

HEIGHT: Final = 1_000
"""The height of the drawing in its own units."""

_BAR_SHARE: Final = 0.8
"""The part of a period's width that its bar fills."""

_BAR_WIDTH_MAX: Final = 600
_BAR_SIZE_MIN: Final = 15


class PeriodLink(NamedTuple):
    """A period with documents: its name, their number in words, the search within it."""

    name: str
    documents: str
    address: str


class TimelineChart(msgspec.Struct, frozen=True):
    """A timeline to draw; time runs in the direction of the page.

    ``bars`` is the inside of an SVG of :data:`WIDTH` by :data:`HEIGHT`; each bar is a link with a
    title. ``rows`` are the same periods as table rows. ``labels`` are periods at equal distances
    on the axis. ``coarser`` are documents known by a wider period alone, ``undated`` those without
    a date. ``tallest`` is the period with the most documents.
    """

    caption: str
    bars: Markup
    rows: Markup
    labels: tuple[str, ...]
    tallest: PeriodLink
    coarser: tuple[PeriodLink, ...]
    undated: int


def timeline_chart(timeline: Timeline | None, link: Callable[[str], str]) -> TimelineChart | None:
    """The chart of a timeline; None if fewer than two periods have documents.

    :param link: makes the address of the search within a period.
    """
    if timeline is None or sum(each.documents > 0 for each in timeline.bins) < 2:
        return None
    bins = timeline.bins
    slot = WIDTH / len(bins)
    width = max(min(slot * _BAR_SHARE, _BAR_WIDTH_MAX), min(slot, _BAR_SIZE_MIN))
    tallest = max(bins, key=lambda each: each.documents)
    language = localization.current_language()
    bars: list[str] = []
    rows: list[str] = []
    for place, each in enumerate(bins):
        if each.documents:
            period = _period_link(each, link, language)
            x = place * slot if language != "ar" else WIDTH - (place + 1) * slot
            height = max(HEIGHT * each.documents // tallest.documents, _BAR_SIZE_MIN)
            bar = _rectangle(int(x + (slot - width) / 2), int(width), height)
            name, documents, to = escape(period.name), period.documents, escape(period.address)
            bars.append(
                f'<a href="{to}" tabindex="-1"><title>{name}: {documents}</title>'
                f'<path class="slot" d="{_rectangle(int(x), int(slot), HEIGHT)}"/>'
                f'<path class="bar" d="{bar}"/></a>'
            )
            rows.append(
                f'<tr><th scope="row"><a href="{to}">{name}</a></th><td>{documents}</td></tr>'
            )
    middle = [bins[len(bins) // 2].value] if len(bins) % 2 and len(bins) > 4 else []
    return TimelineChart(
        caption=_caption(timeline.by),
        bars=Markup("\n".join(bars)),
        rows=Markup("\n".join(rows)),
        labels=tuple(map(localization.date_text, (bins[0].value, *middle, bins[-1].value))),
        tallest=_period_link(tallest, link, language),
        coarser=tuple(_period_link(each, link, language) for each in timeline.coarser),
        undated=timeline.undated,
    )


def _caption(unit: Unit) -> str:
    match unit:
        case "year":
            caption = gettext("Results by year")
        case "month":
            caption = gettext("Results by month")
        case "day":
            caption = gettext("Results by day")
        case _:
            assert_never(unit)
    return str(caption)


def _period_link(each: FacetValue, link: Callable[[str], str], language: str) -> PeriodLink:
    name = localization.date_text(each.value, language)
    documents = localization.number_text(each.documents, language=language)
    return PeriodLink(name, documents, link(each.value))


def _rectangle(x: int, width: int, height: int) -> str:
    """The SVG path of a rectangle on the baseline of the drawing."""
    return f"M{x} {HEIGHT}v-{height}h{width}v{height}z"
