"""Timelines: every period is listed and every document counted."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.messages import Message
from search.aggregations.timeline import count_timeline
from search.answer import FacetValue, Timeline
from search.request import BadRequest, TimelineBy


def count(days: list[int], by: TimelineBy = "auto", most: int = 10_000, **bounds: Any) -> Timeline:
    array = np.array(days, np.int32)
    return count_timeline(array, by, most=most, relation="exact", **bounds)


def pairs(values: tuple[FacetValue, ...]) -> list[tuple[str, int]]:
    return [(each.value, each.documents) for each in values]


def test_years_without_a_document_are_listed() -> None:
    found = count([2014_03_01, 2016_00_00, 2016_12_00, 0], "year")
    assert found.by == "year"
    assert pairs(found.bins) == [("2014", 1), ("2015", 0), ("2016", 2)]
    assert (found.coarser, found.undated) == ((), 1)


def test_months_and_dates_without_a_month() -> None:
    found = count([2015_11_30, 2016_01_00, 2016_01_02, 2016_00_00], "month")
    assert found.by == "month"
    assert pairs(found.bins) == [("2015-11", 1), ("2015-12", 0), ("2016-01", 2)]
    assert pairs(found.coarser) == [("2016", 1)]


def test_days_and_dates_without_a_day() -> None:
    found = count([2016_02_28, 2016_03_01, 2016_02_28, 2016_02_00, 2015_00_00], "day")
    assert pairs(found.bins) == [("2016-02-28", 2), ("2016-02-29", 0), ("2016-03-01", 1)]
    assert pairs(found.coarser) == [("2015", 1), ("2016-02", 1)]


@pytest.mark.parametrize(
    ("days", "by"),
    [
        ([2016_01_01], "day"),
        ([2016_01_01, 2016_03_02], "day"),
        ([2016_01_01, 2016_03_03], "month"),
        ([2012_01_01, 2016_12_31], "month"),
        ([2012_01_01, 2017_01_01], "year"),
        ([2016_01_01, 2016_00_00, 2016_00_00], "year"),
        ([2016_01_01, 2016_02_00, 2016_02_00], "month"),
        ([0], "year"),
        ([], "year"),
    ],
)
def test_the_default_unit_is_the_smallest_with_few_enough_periods(days: list[int], by: str) -> None:
    assert count(days).by == by


def test_every_period_between_close_bounds_is_listed() -> None:
    found = count([2016_03_05], first="2016-01-01", last="2016-12-31")
    assert found.by == "month"
    assert len(found.bins) == 12
    assert pairs(found.bins)[2] == ("2016-03", 1)
    assert [each.value for each in count([], first="2016-02-01", last="2016-02-29").bins] == [
        "2016"
    ]


def test_between_distant_bounds_only_periods_between_documents_are_listed() -> None:
    found = count([2016_03_05], first="1900-01-01", last="2100-12-31")
    assert pairs(found.bins) == [("2016-03-05", 1)]


def test_an_answer_without_dates_has_no_periods() -> None:
    assert count([0, 0]) == Timeline(by="year", bins=(), coarser=(), undated=2, relation="exact")


def test_too_many_periods_are_refused() -> None:
    assert len(count([2015_12_29, 2016_01_01], "day", most=4).bins) == 4
    with pytest.raises(BadRequest) as refusal:
        count([2015_12_29, 2016_01_01], "day", most=3)
    expected = Message.of("timeline_too_long", most=3, unit="day", found=4)
    assert refusal.value.message == expected
    assert refusal.value.parameter == "by"


def test_the_default_unit_never_exceeds_the_limit() -> None:
    assert len(count([1_01_01, 9999_12_31]).bins) == 9_999


DATES = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31))
DAYS = st.one_of(
    st.just(0),
    DATES.map(lambda date: date.year * 10_000),
    DATES.map(lambda date: date.year * 10_000 + date.month * 100),
    DATES.map(lambda date: int(date.strftime("%Y%m%d"))),
)


@given(st.lists(DAYS, max_size=40), st.sampled_from(["auto", "year", "month"]))
def test_every_document_is_counted_once(days: list[int], by: TimelineBy) -> None:
    found = count(days, by)
    listed = sum(each.documents for each in (*found.bins, *found.coarser))
    assert listed + found.undated == len(days)
    values = [each.value for each in found.bins]
    assert values == sorted(set(values))
    if by == "year":
        known = Counter(f"{day // 10_000}" for day in days if day)
        assert {value: number for value, number in pairs(found.bins) if number} == known


def test_texts_are_counted_once_in_every_period_of_their_copies() -> None:
    days = np.array([20150807, 20150808, 20150808, 20150808, 20150000, 0, 0])
    groups = np.array([3, 3, 3, -1, 3, 5, 5])
    found = count_timeline(days, "day", most=100, relation="exact", groups=groups)
    assert [(each.value, each.documents) for each in found.bins] == [
        ("2015-08-07", 1),
        ("2015-08-08", 2),
    ]
    assert [each.documents for each in found.coarser] == [1]
    assert found.undated == 1
    by_year = count_timeline(days, "year", most=100, relation="exact", groups=groups)
    assert [(each.value, each.documents) for each in by_year.bins] == [("2015", 2)]
