"""What was measured of speed, and its tables."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

import msgspec

from benchmarks.engines import CONTESTANTS, RESULTS, WAYS
from benchmarks.judged import SetName
from benchmarks.report import machine, table
from benchmarks.worker import Built

KINDS: Final[tuple[SetName, ...]] = ("headlines", "keywords")
"""The kinds of queries that are timed."""

_MEGABYTE: Final = 1_000_000


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """How a way of asking did on a kind of query: milliseconds, the first time that the queries
    were asked and when they were asked again; ``found`` is the share whose own article was among
    the results."""

    way: str
    kind: SetName
    queries: int
    first_median: float
    first_p95: float
    again_median: float
    again_p95: float
    found: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured; ``builds`` has the rounds of each engine, ``peaks`` the bytes of
    memory of each way of asking."""

    documents: int
    builds: dict[str, list[Built]]
    timings: list[Timing]
    peaks: dict[str, int]


def report(measured: Report) -> str:
    """The figures as Markdown."""
    return "\n\n".join(
        [
            f"{machine()} {measured.documents:,} articles.",
            _building(measured),
            _steps(measured),
            *(_searching(measured, kind) for kind in KINDS),
            _memory(measured),
        ]
    )


def _seconds(builds: Sequence[Built], step: str | None = None) -> float:
    return statistics.median(
        sum(one.steps.values()) if step is None else one.steps[step] for one in builds
    )


def _times(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"


def _building(measured: Report) -> str:
    own = _seconds(measured.builds["warraq"])
    rows = [
        (
            CONTESTANTS[name].label,
            str(len(builds)),
            f"{_seconds(builds):.1f}",
            f"{measured.documents / _seconds(builds):,.0f}",
            f"{statistics.median(one.cpu_seconds for one in builds):.1f}",
            _times(_seconds(builds) / own),
            f"{builds[-1].disk_bytes / _MEGABYTE:,.0f}",
            f"{max(one.peak_bytes for one in builds) / _MEGABYTE:,.0f}",
        )
        for name, builds in measured.builds.items()
    ]
    head = (
        "adding and indexing",
        "rounds",
        "seconds",
        "documents/s",
        "CPU s",
        "time to warraq's",
        "MB on disk",
        "peak MB",
    )
    return table(head, rows)


def _steps(measured: Report) -> str:
    builds = measured.builds["warraq"]
    rows = [
        (
            step,
            f"{_seconds(builds, step):.1f}",
            f"{measured.documents / _seconds(builds, step):,.0f}",
        )
        for step in builds[0].steps
    ]
    return table(("warraq's steps", "seconds", "documents/s"), rows)


def _searching(measured: Report, kind: SetName) -> str:
    timings = [one for one in measured.timings if one.kind == kind]
    own = next((one.again_median for one in timings if one.way == "warraq"), 0.0)
    rows = [
        (
            WAYS[one.way].label,
            f"{one.first_median:.2f}",
            f"{one.first_p95:.2f}",
            f"{one.again_median:.2f}",
            f"{one.again_p95:.2f}",
            _times(one.again_median / own),
            f"{one.found:.1%}",
        )
        for one in timings
    ]
    count = timings[0].queries if timings else 0
    head = (
        f"{count:,} {kind}, {RESULTS} results, ms",
        "first: median",
        "95 %",
        "again: median",
        "95 %",
        "median to warraq's",
        "own article found",
    )
    return table(head, rows)


def _memory(measured: Report) -> str:
    rows = [(WAYS[name].label, f"{peak / _MEGABYTE:,.0f}") for name, peak in measured.peaks.items()]
    return table(("searching", "peak MB"), rows)
