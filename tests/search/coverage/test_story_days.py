"""The days of a story: dates as days, and the time at which documents cluster."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.coverage.story_days import (
    UNDATED,
    StoryDays,
    day_numbers,
    days_of_cluster,
    days_of_date,
    decay,
    distances,
    iso_days,
)

EPOCH = date(1970, 1, 1)


@given(st.dates(date(600, 1, 1), date(2200, 12, 31)))
def test_a_date_is_its_day_since_1970(day: date) -> None:
    written = day.year * 10_000 + day.month * 100 + day.day
    assert day_numbers(np.array([written], np.int32)).tolist() == [(day - EPOCH).days]


def test_partial_dates() -> None:
    found = day_numbers(np.array([0, 20150000, 20150800], np.int32)).tolist()
    assert found == [UNDATED, UNDATED, (date(2015, 8, 15) - EPOCH).days]


def test_a_cluster_is_where_the_scores_are() -> None:
    days = np.array([100, 101, 102, 300, UNDATED], np.int64)
    found = days_of_cluster(days, np.array([1.0, 1.0, 1.0, 2.0, 9.0]))
    assert found == StoryDays(101 - 15, 101 + 30, 101)
    assert days_of_cluster(days[4:], np.array([9.0])) is None
    assert days_of_cluster(days[:0], np.zeros(0)) is None


def test_documents_count_less_far_from_the_story_and_not_outside() -> None:
    story = days_of_date("2015-08-06", "2015-08-06")
    peak = story.peak
    days = np.array([peak, peak + 3, peak + 20, peak + 31, peak - 16, UNDATED], np.int64)
    near = decay(days, story)
    assert near[0] == near[1] == 1.0
    assert 0.6 <= near[2] < 1.0
    assert near[3] == near[4] == 0.0
    assert near[5] == 0.7
    assert distances(days, story).tolist() == [0, 3, 20, 31, 16, -1]
    assert distances(days, None).tolist() == [0, 0, 0, 0, 0, -1]


def test_iso_days_of_extreme_dates() -> None:
    assert iso_days(StoryDays(-10_000_000, 10_000_000, 0)) == ("0001-01-01", "9999-12-31")
