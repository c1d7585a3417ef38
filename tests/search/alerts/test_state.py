"""What is remembered for a query: nothing is reported twice, and nothing is lost."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.alerts.state import QueryState


@given(
    st.lists(st.lists(st.integers(11, 60), max_size=9), max_size=9),
    st.integers(1, 6),
)
def test_what_was_reported_is_never_forgotten_as_reported(runs: list[list[int]], most: int) -> None:
    """Every reported number is remembered, or lies in the part that is not reported any more."""
    state = QueryState(1, 10)
    seen: set[int] = set()
    for sequence, run in enumerate(runs, 2):
        state = state.advanced(run, sequence, most)
        seen.update(run)
        assert len(state.reported) <= most
        assert all(number <= state.number or number in state.reported for number in seen)
        assert all(number > state.number for number in state.reported)
        assert state.sequence == sequence
    assert state.number == 10 or len(seen) > most


def test_alert_reported() -> None:
    state = QueryState(1, 0).advanced([5, 6, 8], 2, 3)
    assert state == QueryState(2, 0, (5, 6, 8))
    assert state.advanced([9], 3, 3) == QueryState(3, 5, (6, 8, 9))


changes = st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=12)
"""Documents that are added or changed before a run, and whether they match then."""


@given(st.lists(changes, max_size=8), st.integers(0, 5), st.integers(1, 4), st.integers(1, 4))
def test_each_document_is_reported_when_it_first_matches(
    runs: list[list[tuple[int, bool]]], start: int, most: int, at_once: int
) -> None:
    """Runs until nothing is left, with any limits: once at most, and every new document that
    matches while it is above all forgotten ones."""
    state = QueryState(0, start)
    last: dict[int, tuple[int, bool]] = {}
    reported: list[int] = []
    sequence = 0
    for run in runs:
        for number, matches in run:
            sequence += 1
            last[number] = (sequence, matches)
        floor = state.number
        matching = sorted(number for number, (_, matches) in last.items() if matches)
        changed = {number for number, _ in run}
        for _ in range(40):
            found = state.unreported(
                np.array(matching, np.int64),
                np.array([last[number][0] for number in matching], np.int64),
            )
            now = found[:at_once]
            reported += now
            state = state.advanced(now, sequence if now == found else state.sequence, most)
        assert all(
            number in reported for number in matching if number > floor and number in changed
        )
    assert len(reported) == len(set(reported))
    assert all(number > start for number in reported)
