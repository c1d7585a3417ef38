"""Charts as shapes: where the bars of a timeline stand, in the units of its drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from search.answer import Timeline, Unit
from web import language

WIDTH: Final = 1000
"""Width of a drawing; it is stretched to what room there is."""

HEIGHT: Final = 100
_FILLED: Final = 0.8
_WIDEST: Final = 60.0
_LEAST: Final = 1.5


class Bar(msgspec.Struct, frozen=True):
    """A period that has documents, as it is written: its slot ``[x, x + width)``, and the bar
    within the slot, its foot at :data:`HEIGHT`."""

    period: str
    documents: int
    address: str
    x: float
    width: float
    bar_x: float
    bar_width: float
    bar_height: float


class Chart(msgspec.Struct, frozen=True):
    """A timeline to draw; the axis runs as the page reads. ``labels`` are periods that stand under
    it at equal distances, ``largest`` is what the tallest bar counts."""

    by: Unit
    bars: tuple[Bar, ...]
    labels: tuple[str, ...]
    largest: int
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
    bars: list[Bar] = []
    for place, each in enumerate(bins):
        if not each.documents:
            continue
        x = place * slot if language.current() != "ar" else WIDTH - (place + 1) * slot
        height = max(HEIGHT * each.documents / largest, _LEAST)
        bars.append(
            Bar(
                language.date_text(each.value),
                each.documents,
                link(each.value),
                round(x, 2),
                round(slot, 2),
                round(x + (slot - wide) / 2, 2),
                round(wide, 2),
                round(height, 2),
            )
        )
    middle = [bins[len(bins) // 2].value] if len(bins) % 2 and len(bins) > 4 else []
    return Chart(
        by=timeline.by,
        bars=tuple(bars),
        labels=tuple(map(language.date_text, (bins[0].value, *middle, bins[-1].value))),
        largest=largest,
        coarser=tuple(
            Bar(language.date_text(each.value), each.documents, link(each.value), 0, 0, 0, 0, 0)
            for each in timeline.coarser
        ),
        undated=timeline.undated,
    )
