"""Shares in per cent: rounded down, and never 0 or 100 where that is not true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.coverage.percent import whole_percent


@pytest.mark.parametrize(
    ("share", "percent"), [(0, 0), (0.001, 1), (0.587, 58), (0.9999, 99), (1.0, 100)]
)
def test_a_share_in_per_cent(share: float, percent: int) -> None:
    assert whole_percent(share) == percent


@given(st.floats(0, 1))
def test_nothing_and_the_whole_are_stated_only_where_they_are(share: float) -> None:
    assert (whole_percent(share) == 0) == (share == 0)
    assert share > 1 - 1e-10 or whole_percent(share) < 100
