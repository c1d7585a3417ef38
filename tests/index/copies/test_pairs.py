"""When two texts that share most of their words are different stories."""

from __future__ import annotations

import numpy as np
import pytest

from index.copies.pairs import NO_DATE, day_numbers, days_between, have_other_numbers
from index.copies.texts import TextShingler
from index.kernels import count_shared


def differ(one: str, other: str, apart: int | None) -> bool:
    """Whether the longer of two texts, the other, has other numbers than the shorter."""
    digits = TextShingler().read([one, other]).digits
    first, second = np.array([0]), np.array([1])
    numbers = digits.sizes[:1]
    missing = numbers - count_shared(*digits, first, second)
    days = np.array([NO_DATE if apart is None else apart])
    return bool(have_other_numbers(numbers, missing, days)[0])


SHIP = "وصلت إلى الميناء سفينة تحمل {} أطنان من القمح"
PRICES = (
    "أغلق المؤشر عند {} نقطة وارتفع سهم البحر {} وسهم السماء {} "
    "وتراجع النفط إلى {} والذهب {} والفضة {}"
)


@pytest.mark.parametrize(
    ("apart", "expected"), [(0, False), (1, False), (2, True), (30, True), (None, False)]
)
def test_one_other_number_counts_on_later_days(apart: int | None, expected: bool) -> None:
    assert differ(SHIP.format(9), SHIP.format("١٠"), apart) is expected


@pytest.mark.parametrize(("apart", "expected"), [(0, False), (1, True), (2, True), (None, True)])
def test_daily_reports_have_many_other_numbers(apart: int | None, expected: bool) -> None:
    one, other = PRICES.format(*range(10, 16)), PRICES.format(*range(20, 26))
    assert differ(one, other, apart) is expected


def test_numbers_of_the_longer_text_may_be_more() -> None:
    assert not differ(SHIP.format(9), SHIP.format(9) + " وأخرى تحمل 7 و8 و12", 30)


def test_days_are_counted_across_months_and_years() -> None:
    days = day_numbers(np.array([20150731, 20150801, 20160101, 20150800, 20150000, 0, 10101]))
    unknown = [NO_DATE] * 3
    assert days_between(days[0], days[1:6]).tolist() == [1, 154, *unknown]
    assert days[6] > 0
