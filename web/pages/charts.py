"""Charts as SVG: the timeline of an answer, and the same as rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec
from markupsafe import Markup, escape

from search.answer import FacetValue, Timeline, Unit
from web import localization

WIDTH: Final = 10_000
"""Width of a drawing; it is stretched to what room there is."""

HEIGHT: Final = 1_000
_FILLED: Final = 0.8
_WIDEST: Final = 600
_LEAST: Final = 15


class Period(NamedTuple):
    """A period that has documents, and how many, as they are written, with the address of the
    search within it."""

    name: str
    documents: str
    address: str


class Chart(msgspec.Struct, frozen=True):
    """A timeline to draw, as it runs on the page; a bar has a link, and a title.

    ``bars`` is the inside of a drawing of :data:`WIDTH` by :data:`HEIGHT`, ``rows`` the same in a
    table. ``labels`` are periods that stand under it at equal distances, ``coarser`` those that
    have no place on it, and ``most`` is that of the tallest bar.
    """

    by: Unit
    bars: Markup
    rows: Markup
    labels: tuple[str, ...]
    most: Period
    coarser: tuple[Period, ...]
    undated: int


def chart(timeline: Timeline | None, link: Callable[[str], str]) -> Chart | None:
    """The drawing of a timeline, None where it has fewer than two periods with documents.

    :param link: makes the address of the search within a period.
    """
    if timeline is None or sum(each.documents > 0 for each in timeline.bins) < 2:
        return None
    bins = timeline.bins
    slot = WIDTH / len(bins)
    wide = max(min(slot * _FILLED, _WIDEST), min(slot, _LEAST))
    most = max(bins, key=lambda each: each.documents)
    spoken = localization.current()
    bars: list[str] = []
    rows: list[str] = []
    for place, each in enumerate(bins):
        if each.documents:
            period = _period(each, link, spoken)
            x = place * slot if spoken != "ar" else WIDTH - (place + 1) * slot
            high = max(HEIGHT * each.documents // most.documents, _LEAST)
            inner = _rectangle(int(x + (slot - wide) / 2), int(wide), high)
            name, documents, to = escape(period.name), period.documents, escape(period.address)
            bars.append(
                f'<a href="{to}" tabindex="-1"><title>{name}: {documents}</title>'
                f'<path class="slot" d="{_rectangle(int(x), int(slot), HEIGHT)}"/>'
                f'<path class="bar" d="{inner}"/></a>'
            )
            rows.append(
                f'<tr><th scope="row"><a href="{to}">{name}</a></th><td>{documents}</td></tr>'
            )
    middle = [bins[len(bins) // 2].value] if len(bins) % 2 and len(bins) > 4 else []
    return Chart(
        by=timeline.by,
        bars=Markup("\n".join(bars)),
        rows=Markup("\n".join(rows)),
        labels=tuple(map(localization.date_text, (bins[0].value, *middle, bins[-1].value))),
        most=_period(most, link, spoken),
        coarser=tuple(_period(each, link, spoken) for each in timeline.coarser),
        undated=timeline.undated,
    )


def _period(each: FacetValue, link: Callable[[str], str], spoken: str) -> Period:
    name = localization.date_text(each.value, spoken)
    return Period(name, localization.number_text(each.documents, spoken=spoken), link(each.value))


def _rectangle(x: int, width: int, height: int) -> str:
    """The path of a rectangle that stands on the foot of the drawing."""
    return f"M{x} {HEIGHT}v-{height}h{width}v{height}z"
