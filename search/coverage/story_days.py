"""The days of a story: dates as numbers of days, and the time at which documents cluster."""

from __future__ import annotations

from datetime import date as calendar_date
from typing import Final, NamedTuple

import numpy as np

from index.array_types import F64, I64, Integers

DAYS_BEFORE: Final = 15
"""Days before a story in which a document of it may be."""

DAYS_AFTER: Final = 30
"""Days after it."""

_CLUSTER: Final = 7
"""Days around a day whose documents count for it."""

_NEAR: Final = 3
"""Days from the peak within which a document counts whole."""

_AT_END: Final = 0.6
_UNDATED_SHARE: Final = 0.7

UNDATED: Final = -1_000_000
"""The day of a document without a date, or without a month."""


class StoryDays(NamedTuple):
    """The days ``[first, last]`` of a story; ``peak`` is the day it is about."""

    first: int
    last: int
    peak: int


def day_numbers(dates: Integers) -> I64:
    """Dates as yyyymmdd, as ``index.reader`` has them, as days since 1970; a date without a day is
    the middle of its month, one without a month ``UNDATED``."""
    years, months, days = dates // 10_000, dates // 100 % 100, dates % 100
    known = (dates > 0) & (months > 0)
    month = np.where(known, (years - 1970) * 12 + months - 1, 0).astype("datetime64[M]")
    first = month.astype("datetime64[D]").astype(np.int64)
    found: I64 = np.where(known, first + np.where(days > 0, days, 15) - 1, UNDATED)
    return found


def days_of_date(first: str, last: str) -> StoryDays:
    """The days of a story with a date from ``first`` to ``last``, ISO days."""
    start, end = (calendar_date.fromisoformat(each).toordinal() - _EPOCH for each in (first, last))
    return StoryDays(start - DAYS_BEFORE, end + DAYS_AFTER, (start + end) // 2)


def days_of_cluster(days: I64, scores: F64) -> StoryDays | None:
    """The days around the one at which documents have the highest scores together; None where no
    document has a date. ``days[n]`` and ``scores[n]`` are of one document."""
    dated = days != UNDATED
    days, scores = days[dated], scores[dated]
    if not len(days):
        return None
    distances = np.abs(days[:, None] - days[None, :])
    near = np.clip(1.0 - distances / (_CLUSTER + 1), 0.0, None)
    peak = int(days[int(np.argmax(near @ scores))])
    return StoryDays(peak - DAYS_BEFORE, peak + DAYS_AFTER, peak)


def decay(days: I64, story: StoryDays) -> F64:
    """How much documents count for a story by their ``days[n]``: 1 near its peak, less toward the
    ends of its days, 0 outside of them; less for documents without a date."""
    distances = np.abs(days - story.peak)
    near = 1.0 - (1.0 - _AT_END) * np.clip((distances - _NEAR) / DAYS_AFTER, 0.0, 1.0)
    inside = (days >= story.first) & (days <= story.last)
    found: F64 = np.where(inside, near, np.where(days == UNDATED, _UNDATED_SHARE, 0.0))
    return found


def distances(days: I64, story: StoryDays | None) -> I64:
    """How many days documents of ``days[n]`` are from the peak of a story, 0 where that is not
    known; -1 for documents without a date."""
    peak = days if story is None else story.peak
    found: I64 = np.where(days == UNDATED, -1, np.abs(days - peak))
    return found


def iso_days(story: StoryDays) -> tuple[str, str]:
    """The first and the last day, ISO."""
    return _iso(story.first), _iso(story.last)


def _iso(day: int) -> str:
    last = calendar_date.max.toordinal()
    return calendar_date.fromordinal(min(max(1, day + _EPOCH), last)).isoformat()


_EPOCH: Final = calendar_date(1970, 1, 1).toordinal()
