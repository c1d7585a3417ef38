"""Charts as shapes: where the bars of a timeline stand, in the units of its drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from search.answer import FacetValue, Timeline, Unit
from web import language

WIDTH: Final = 1000
"""Width of a drawing; it is stretched to what room there is."""

HEIGHT: Final = 100
_FILLED: Final = 0.8
_WIDEST: Final = 60.0
_LEAST: Final = 1.5


class Bar(msgspec.Struct, frozen=True):
    """A period that has documents, and how many, as they are written; ``slot`` and ``shape`` are
    the paths of its part of the drawing and of the bar in it, empty where it is not drawn."""

    period: str
    documents: str
    address: str
    slot: str = ""
    shape: str = ""


class Chart(msgspec.Struct, frozen=True):
    """A timeline to draw; the axis runs as the page reads. ``labels`` are periods that stand under
    it at equal distances, ``coarser`` those that have no place on it."""

    by: Unit
    bars: tuple[Bar, ...]
    labels: tuple[str, ...]
    coarser: tuple[Bar, ...]
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
    largest = max(each.documents for each in bins)
    rightward = language.current() != "ar"
    bars: list[Bar] = []
    for place, each in enumerate(bins):
        if each.documents:
            x = place * slot if rightward else WIDTH - (place + 1) * slot
            height = max(HEIGHT * each.documents / largest, _LEAST)
            inner = _rectangle(x + (slot - wide) / 2, wide, height)
            bars.append(_bar(each, link, _rectangle(x, slot, HEIGHT), inner))
    middle = [bins[len(bins) // 2].value] if len(bins) % 2 and len(bins) > 4 else []
    return Chart(
        by=timeline.by,
        bars=tuple(bars),
        labels=tuple(map(language.date_text, (bins[0].value, *middle, bins[-1].value))),
        coarser=tuple(_bar(each, link) for each in timeline.coarser),
        undated=timeline.undated,
    )


def _bar(each: FacetValue, link: Callable[[str], str], slot: str = "", shape: str = "") -> Bar:
    period, documents = language.date_text(each.value), language.number_text(each.documents)
    return Bar(period, documents, link(each.value), slot, shape)


def _rectangle(x: float, width: float, height: float) -> str:
    """The path of a rectangle that stands on the foot of the drawing."""
    return f"M{x:.2f} {HEIGHT}v{-height:.2f}h{width:.2f}v{height:.2f}z"
