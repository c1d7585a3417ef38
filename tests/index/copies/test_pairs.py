"""When two texts that share most of their words are different stories."""

from __future__ import annotations

import numpy as np
import pytest

from index.copies.pairs import day_numbers, days_between, have_other_numbers
from index.copies.texts import ComparedText, TextShingler


def compared(text: str) -> ComparedText:
    return TextShingler().read(text)


SHIP = "وصلت إلى الميناء سفينة تحمل {} أطنان من القمح"
PRICES = (
    "أغلق المؤشر عند {} نقطة وارتفع سهم البحر {} وسهم السماء {} "
    "وتراجع النفط إلى {} والذهب {} والفضة {}"
)


@pytest.mark.parametrize(
    ("apart", "differ"), [(0, False), (1, False), (2, True), (30, True), (None, False)]
)
def test_one_other_number_counts_on_later_days(apart: int | None, differ: bool) -> None:
    one, other = compared(SHIP.format(9)), compared(SHIP.format("١٠"))
    assert have_other_numbers(one, other, apart) is differ


@pytest.mark.parametrize(("apart", "differ"), [(0, False), (1, True), (2, True), (None, True)])
def test_daily_reports_have_many_other_numbers(apart: int | None, differ: bool) -> None:
    one, other = compared(PRICES.format(*range(10, 16))), compared(PRICES.format(*range(20, 26)))
    assert have_other_numbers(one, other, apart) is differ


def test_numbers_of_the_longer_text_may_be_more() -> None:
    one, other = compared(SHIP.format(9)), compared(SHIP.format(9) + " وأخرى تحمل 7 و8 و12")
    assert not have_other_numbers(one, other, 30)


def test_days_are_counted_across_months_and_years() -> None:
    days = day_numbers(np.array([20150731, 20150801, 20160101, 20150800, 20150000, 0, 10101]))
    assert days_between(days, 0, 1) == 1
    assert days_between(days, 1, 2) == 153
    assert [days_between(days, 0, place) for place in (3, 4, 5)] == [None] * 3
    assert days[6] > 0
