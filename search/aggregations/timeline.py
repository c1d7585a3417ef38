"""Timelines: the number of documents of an answer by year, month or day, on whole arrays."""

from __future__ import annotations

import datetime
from typing import Final

import numpy as np

from index.array_types import Integers, Mask
from search.answer import FacetValue, Relation, Timeline, Unit
from search.matching.collapsing import once_by_value
from search.query.request_checks import days as days_of
from search.request import BadRequest, Request, TimelineBy

_DAYS_BY_DAY: Final = 62
"""A timeline of at most so many days is by day unless the request gives a unit."""

_MONTHS_BY_MONTH: Final = 60
"""A timeline of at most so many months is by month unless the request gives a unit."""

_DAYS_FILLED: Final = 731
"""A requested period of at most so many days is shown whole, with periods of no documents."""

_PLACES: Final[dict[Unit, int]] = {"year": 10_000, "month": 100, "day": 1}
"""The divisor that makes a date yyyymmdd a date of a unit."""

_WIDER: Final[dict[Unit, tuple[Unit, ...]]] = {
    "year": (),
    "month": ("year",),
    "day": ("year", "month"),
}
_DIGITS: Final[dict[Unit, int]] = {"year": 4, "month": 6, "day": 8}


def timeline_of(
    request: Request,
    days: Integers,
    *,
    most: int,
    relation: Relation,
    groups: Integers | None = None,
) -> Timeline | None:
    """The timeline of a request, None if it has none; see ``count_timeline``."""
    if request.timeline is None:
        return None
    first, last = days_of(request)
    return count_timeline(
        days,
        request.timeline,
        first=first,
        last=last,
        most=most,
        relation=relation,
        groups=groups,
    )


def count_timeline(
    days: Integers,
    by: TimelineBy,
    *,
    first: str | None = None,
    last: str | None = None,
    most: int,
    relation: Relation,
    groups: Integers | None = None,
) -> Timeline:
    """Count the documents of an answer by every period between the first and the last.

    ``days[n]`` is the date of a document as yyyymmdd, zeros for unknown parts. ``auto`` is the
    smallest unit that gives few enough periods and in which at least half of the dates are known.
    ``first`` and ``last`` are the ISO days that bound the answer: between bounds of up to two years
    every period is listed. With ``groups[n]``, the groups of copies, texts are counted: each once
    for every period in which one of its documents is. Raises BadRequest for more than ``most``
    periods.
    """
    bounds = _bounds(first, last)
    unit = _default_unit(days[days > 0], bounds) if by == "auto" else by
    if groups is not None:
        days = days[once_by_value(groups, days // _PLACES[unit])]
    known = days[days > 0]
    dates = known // _PLACES[unit]
    placed = dates[_is_precise(known, unit)]
    counts = _count(placed, unit)
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
    """The bounds between which every period is listed, as yyyymmdd; empty if there are none."""
    if first is None or last is None:
        return ()
    span = datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)
    if span.days >= _DAYS_FILLED:
        return ()
    return first.replace("-", ""), last.replace("-", "")


def _default_unit(known: Integers, bounds: tuple[str, ...]) -> Unit:
    if not len(known):
        return "year"
    units: tuple[tuple[Unit, int], ...] = (("day", _DAYS_BY_DAY), ("month", _MONTHS_BY_MONTH))
    for unit, most in units:
        exact = known[_is_precise(known, unit)]
        if len(exact) * 2 < len(known):
            continue
        ends = [int(exact.min()), int(exact.max()), *map(int, bounds)]
        place = _PLACES[unit]
        span = _ordinal(max(ends) // place, unit) - _ordinal(min(ends) // place, unit)
        if span < most:
            return unit
    return "year"


def _is_precise(known: Integers, unit: Unit) -> Mask:
    """Whether each date is known to the unit: has a month, or a day."""
    found: Mask = known % _PLACES["year"] > 0 if unit == "month" else known % _PLACES["month"] > 0
    return np.ones(len(known), bool) if unit == "year" else found


def _coarser(known: Integers, unit: Unit) -> list[FacetValue]:
    """The documents whose dates are known only in a wider unit, by that unit."""
    left = known[~_is_precise(known, unit)]
    found: dict[str, int] = {}
    for wider in _WIDER[unit]:
        whole = left % _PLACES[wider] == 0
        if wider == "month":
            whole &= left % _PLACES["year"] > 0
        found |= _count(left[whole] // _PLACES[wider], wider)
    return [FacetValue(label, count) for label, count in sorted(found.items())]


def _count(dates: Integers, unit: Unit) -> dict[str, int]:
    values, counts = np.unique(dates, return_counts=True)
    pairs = zip(values.tolist(), counts.tolist(), strict=True)
    return {_label_of_date(value, unit): count for value, count in pairs}


def _label_of_date(date: int, unit: Unit) -> str:
    """A date of a unit, such as 201612, as ISO."""
    digits = f"{date:0{_DIGITS[unit]}}"
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:]) if part)


def _ordinal(date: int, unit: Unit) -> int:
    """The number of a date of a unit: consecutive dates have consecutive numbers."""
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
