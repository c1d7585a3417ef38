"""Timelines: how many documents of an answer there are by year, month or day, on whole arrays."""

from __future__ import annotations

import datetime
from typing import Final

import numpy as np

from index.arrays import Array
from search.answer import FacetValue, Relation, Timeline, Unit
from search.query.request_checks import days as days_of
from search.request import BadRequest, Request, TimelineBy

_DAYS_BY_DAY: Final = 62
"""Days that a timeline may span for its usual unit to be the day."""

_MONTHS_BY_MONTH: Final = 60
"""Months that it may span for its usual unit to be the month."""

_DAYS_FILLED: Final = 731
"""Days of a period asked for that is shown whole, also where nothing was found in it."""

_PLACES: Final[dict[Unit, int]] = {"year": 10_000, "month": 100, "day": 1}
"""What a date yyyymmdd is divided by to be one of a unit."""

_WIDER: Final[dict[Unit, tuple[Unit, ...]]] = {
    "year": (),
    "month": ("year",),
    "day": ("year", "month"),
}
_DIGITS: Final[dict[Unit, int]] = {"year": 4, "month": 6, "day": 8}


def timeline_of(request: Request, days: Array, *, most: int, relation: Relation) -> Timeline | None:
    """The timeline that a request asks for, None where it asks for none; see ``count_timeline``."""
    if request.timeline is None:
        return None
    first, last = days_of(request)
    return count_timeline(
        days, request.timeline, first=first, last=last, most=most, relation=relation
    )


def count_timeline(
    days: Array,
    by: TimelineBy,
    *,
    first: str | None = None,
    last: str | None = None,
    most: int,
    relation: Relation,
) -> Timeline:
    """The documents of an answer by their dates, every period between the first and the last.

    ``days[n]`` is the date of a document as yyyymmdd, with zeros for what is not known. ``auto``
    takes the smallest unit in which the dates are not too many to look at and at least half of
    them are known. ``first`` and ``last`` are the ISO days that the answer is bounded by: a period
    of up to two years is told whole. Raises BadRequest for more than ``most`` periods.
    """
    known = days[days > 0]
    bounds = _bounds(first, last)
    unit = _usual(known, bounds) if by == "auto" else by
    dates = known // _PLACES[unit]
    placed = dates[_known_to(known, unit)]
    counts = _counted(placed, unit)
    ends = [int(end) // _PLACES[unit] for end in bounds]
    ends += [int(placed.min()), int(placed.max())] if len(placed) else []
    bins: list[FacetValue] = []
    if ends:
        start, end = _ordinal(min(ends), unit), _ordinal(max(ends), unit)
        if end - start >= most:
            raise BadRequest(
                "timeline_too_long",
                parameter="by",
                most=most,
                unit=unit,
                found=end - start + 1,
            )
        labels = (_label(ordinal, unit) for ordinal in range(start, end + 1))
        bins = [FacetValue(label, counts.get(label, 0)) for label in labels]
    return Timeline(
        by=unit,
        bins=tuple(bins),
        coarser=tuple(_coarser(known, unit)),
        undated=len(days) - len(known),
        relation=relation,
    )


def _bounds(first: str | None, last: str | None) -> tuple[str, ...]:
    """The ends of a period that is told whole, as yyyymmdd; none for any other."""
    if first is None or last is None:
        return ()
    span = datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)
    if span.days >= _DAYS_FILLED:
        return ()
    return first.replace("-", ""), last.replace("-", "")


def _usual(known: Array, bounds: tuple[str, ...]) -> Unit:
    if not len(known):
        return "year"
    units: tuple[tuple[Unit, int], ...] = (("day", _DAYS_BY_DAY), ("month", _MONTHS_BY_MONTH))
    for unit, most in units:
        exact = known[_known_to(known, unit)]
        if len(exact) * 2 < len(known):
            continue
        ends = [int(exact.min()), int(exact.max()), *map(int, bounds)]
        place = _PLACES[unit]
        span = _ordinal(max(ends) // place, unit) - _ordinal(min(ends) // place, unit)
        if span < most:
            return unit
    return "year"


def _known_to(known: Array, unit: Unit) -> Array:
    """Which dates are known to a unit: those with a month, or a day."""
    found: Array = known % _PLACES["year"] > 0 if unit == "month" else known % _PLACES["month"] > 0
    return np.ones(len(known), bool) if unit == "year" else found


def _coarser(known: Array, unit: Unit) -> list[FacetValue]:
    """The documents whose dates are known by year or month alone, where the unit is a smaller."""
    left = known[~_known_to(known, unit)]
    found: dict[str, int] = {}
    for wider in _WIDER[unit]:
        whole = left % _PLACES[wider] == 0
        if wider == "month":
            whole &= left % _PLACES["year"] > 0
        found |= _counted(left[whole] // _PLACES[wider], wider)
    return [FacetValue(label, count) for label, count in sorted(found.items())]


def _counted(dates: Array, unit: Unit) -> dict[str, int]:
    values, counts = np.unique(dates, return_counts=True)
    pairs = zip(values.tolist(), counts.tolist(), strict=True)
    return {_written(value, unit): count for value, count in pairs}


def _written(date: int, unit: Unit) -> str:
    """A date of a unit, such as 201612, as ISO."""
    digits = f"{date:0{_DIGITS[unit]}}"
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:]) if part)


def _ordinal(date: int, unit: Unit) -> int:
    """The number of a date of a unit among its like."""
    if unit == "year":
        return date
    if unit == "month":
        return date // 100 * 12 + date % 100 - 1
    return datetime.date(date // 10_000, date // 100 % 100, date % 100).toordinal()


def _label(ordinal: int, unit: Unit) -> str:
    if unit == "year":
        return f"{ordinal:04}"
    if unit == "month":
        return f"{ordinal // 12:04}-{ordinal % 12 + 1:02}"
    return datetime.date.fromordinal(ordinal).isoformat()
