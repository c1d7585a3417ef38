"""The figures of the speed comparison and their tables."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import Final, get_args

import msgspec

from benchmarks.judged_sets import SetName
from benchmarks.reporting import table, times
from benchmarks.speed.engine_process import Built
from benchmarks.speed.engines import CONTESTANTS, RESULTS, WAYS, Operator
from benchmarks.speed.query_timing import KINDS, Spread, Timing

OWN: Final = "warraq"
TANTIVY: Final = "tantivy"
LUCENE: Final = "lucene"
WHOOSH: Final = "whoosh"
_COMPARED: Final = (LUCENE, TANTIVY, WHOOSH)
_RATIOS: Final = ("× Lucene's", "× Tantivy's", "× Whoosh's")
_OPERATORS: Final = get_args(Operator)

_MEGABYTE: Final = 1_000_000


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Times of opening an engine in a new process and of its first query, over ``times`` runs."""

    name: str
    times: int
    opening: Spread
    first: Spread


class SpeedReport(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a run over ``documents`` of all ``articles``.

    ``text_bytes`` counts titles and texts in UTF-8, ``builds`` has the rounds of each engine,
    ``peaks`` the peak memory in bytes of each query mode, ``absent`` the reasons of engines that
    could not run.
    """

    machine: str
    articles: int
    documents: int
    text_bytes: int
    builds: dict[str, list[Built]]
    timings: list[Timing]
    peaks: dict[str, int]
    openings: list[Opening]
    absent: dict[str, str] = {}

    def timing(self, way: str, kind: SetName) -> Timing | None:
        """The timing of a query mode for a kind of query, None if there is none."""
        return next((one for one in self.timings if (one.name, one.kind) == (way, kind)), None)

    def rate(self, contestant: str) -> float:
        """Documents per second, the median of the rounds."""
        return self.documents / seconds(self.builds[contestant])


def report(measured: SpeedReport) -> str:
    """Render the figures as Markdown."""
    return "\n\n".join(
        part
        for part in [
            f"{measured.machine} {measured.documents:,} articles, "
            f"{measured.text_bytes / _MEGABYTE:,.0f} MB of titles and texts.",
            *(f"{label} is left out: {reason}." for label, reason in measured.absent.items()),
            _building(measured),
            _steps(measured),
            _sizes(measured),
            *(_searching(measured, kind, operator) for operator in _OPERATORS for kind in KINDS),
            _openings(measured),
            _memory(measured),
        ]
        if part
    )


def seconds(builds: Sequence[Built], step: str | None = None) -> float:
    """Seconds of a build or of one step, the median of the rounds."""
    return statistics.median(one.seconds if step is None else one.steps[step] for one in builds)


def _building(measured: SpeedReport) -> str:
    rows = [
        (
            CONTESTANTS[name].label,
            str(len(builds)),
            f"{seconds(builds):.1f}",
            f"{measured.rate(name):,.0f}",
            *(_rate_ratio(measured, name, other) for other in _COMPARED),
            f"{statistics.median(one.cpu_seconds for one in builds):.1f}",
            f"{max(one.peak_bytes for one in builds) / _MEGABYTE:,.0f}",
        )
        for name, builds in measured.builds.items()
    ]
    head = (
        "adding and indexing",
        "rounds",
        "seconds",
        "documents/s",
        *_RATIOS,
        "CPU s",
        "peak MB",
    )
    return table(head, rows)


def _rate_ratio(measured: SpeedReport, name: str, other: str) -> str:
    return times(measured.rate(name) / measured.rate(other)) if other in measured.builds else ""


def _steps(measured: SpeedReport) -> str:
    """The steps of warraq's build; empty if warraq was not measured."""
    if OWN not in measured.builds:
        return ""
    builds = measured.builds[OWN]
    rows = [
        (
            step,
            f"{seconds(builds, step):.1f}",
            f"{measured.documents / seconds(builds, step):,.0f}",
        )
        for step in builds[0].steps
    ]
    return table(("warraq's steps", "seconds", "documents/s"), rows)


def _sizes(measured: SpeedReport) -> str:
    rows = []
    for name, builds in measured.builds.items():
        built = builds[-1]
        index, rest, share = "", "", ""
        if built.index_bytes is not None:
            index = f"{built.index_bytes / _MEGABYTE:,.1f}"
            rest = f"{(built.disk_bytes - built.index_bytes) / _MEGABYTE:,.1f}"
            share = f"{built.index_bytes / measured.text_bytes:.2f}"
        whole = f"{built.disk_bytes / _MEGABYTE:,.1f}"
        rows.append((CONTESTANTS[name].label, whole, index, share, rest))
    head = ("on disk, MB", "all", "index without texts", "index / texts", "texts (archive)")
    return table(head, rows)


def _plain_way(contestant: str, operator: Operator) -> str:
    return contestant if operator == "any" else f"{contestant}-{operator}"


def _searching(measured: SpeedReport, kind: SetName, operator: Operator) -> str:
    timings = [
        one for one in measured.timings if one.kind == kind and WAYS[one.name].operator == operator
    ]

    def ratio_to(one: Timing, other: str, spread: Callable[[Timing], Spread]) -> str:
        found = measured.timing(_plain_way(other, operator), kind)
        return "" if found is None else times(spread(one).median / spread(found).median)

    rows = []
    for one in timings:
        cells = [WAYS[one.name].label]
        for spread in (_first, _again):
            lies = spread(one)
            cells += [
                f"{lies.median:.2f}",
                f"{lies.p95:.2f}",
                times(lies.p95 / lies.median),
                *(ratio_to(one, other, spread) for other in _COMPARED),
            ]
        rows.append((*cells, f"{one.found:.1%}"))
    count = timings[0].queries if timings else 0
    columns = ("median", "95 %", "95 % / median", *_RATIOS)
    head = (
        f"{count:,} {kind}, {operator} word{'s' * (operator == 'all')}, {RESULTS} results, ms",
        *(f"first: {columns[0]}", *columns[1:]),
        *(f"again: {columns[0]}", *columns[1:]),
        "own article found",
    )
    return table(head, rows)


def _first(timing: Timing) -> Spread:
    return timing.first


def _again(timing: Timing) -> Spread:
    return timing.again


def _openings(measured: SpeedReport) -> str:
    rows = [
        (
            WAYS[one.name].label,
            f"{one.opening.median:.1f}",
            f"{one.opening.most:.1f}",
            f"{one.first.median:.2f}",
            f"{one.first.p95:.2f}",
            f"{one.first.most:.2f}",
        )
        for one in measured.openings
    ]
    count = measured.openings[0].times
    head = (
        f"opened {count} times, ms",
        "opening: median",
        "most",
        "first query: median",
        "95 %",
        "most",
    )
    return table(head, rows)


def _memory(measured: SpeedReport) -> str:
    rows = [(WAYS[name].label, f"{peak / _MEGABYTE:,.0f}") for name, peak in measured.peaks.items()]
    return table(("searching", "peak MB"), rows)
