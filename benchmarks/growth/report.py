"""The figures of growth and their tables."""

from __future__ import annotations

import statistics
from typing import Final

import msgspec

from benchmarks.growth.build_process import BuildStep
from benchmarks.growth.collection import Collection
from benchmarks.judged_sets import SetName
from benchmarks.memory import Resident
from benchmarks.reporting import table, times
from benchmarks.speed.query_timing import KINDS, Timing

BASE: Final = 40_000
"""The size that other sizes are compared with, in documents."""

_MEGABYTE: Final = 1_000_000
_MILLISECONDS: Final = 1000


class Grown(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one size.

    ``findable`` are seconds from the update to the first query that finds an added document,
    ``commands`` seconds of whole ``warraq add`` commands, ``served`` the memory of a worker.
    """

    collection: Collection
    archive: BuildStep
    index: BuildStep
    archive_bytes: int
    index_bytes: int
    timings: list[Timing]
    findable: list[float]
    commands: list[float]
    served: Resident

    @property
    def documents(self) -> int:
        """The number of documents."""
        return self.collection.documents

    @property
    def findable_seconds(self) -> float:
        """The median without the first value, which includes loading the lexicon."""
        return statistics.median(self.findable[1:] or self.findable)

    @property
    def command_seconds(self) -> float:
        """The median time of a whole command."""
        return statistics.median(self.commands)

    def timing(self, kind: SetName) -> Timing | None:
        """The timing of a kind of query, None if there is none."""
        return next((one for one in self.timings if one.kind == kind), None)


class GrowthReport(msgspec.Struct, frozen=True, kw_only=True):
    """All sizes in ascending order, and the memory of a bare Flask worker."""

    machine: str
    sizes: list[Grown]
    bare: Resident

    def nearest(self, documents: int) -> Grown:
        """The size nearest to a number of documents."""
        return min(self.sizes, key=lambda one: abs(one.documents - documents))


def report(measured: GrowthReport) -> str:
    """Render the figures as Markdown."""
    return "\n\n".join(
        [
            measured.machine,
            _building(measured),
            *(_searching(measured, kind) for kind in KINDS),
            _adding(measured),
            _memory(measured),
        ]
    )


def _count(one: Grown) -> str:
    return f"{one.documents:,}"


def _building(measured: GrowthReport) -> str:
    rows = [
        (
            _count(one),
            f"{one.archive.seconds:.1f}",
            f"{one.index.seconds:.1f}",
            f"{one.documents / (one.archive.seconds + one.index.seconds):,.0f}",
            f"{one.index_bytes / _MEGABYTE:,.0f}",
            f"{one.index_bytes / one.collection.text_bytes:.2f}",
            f"{one.archive_bytes / _MEGABYTE:,.0f}",
            f"{max(one.archive.peak_bytes, one.index.peak_bytes) / _MEGABYTE:,.0f}",
        )
        for one in measured.sizes
    ]
    head = (
        "documents",
        "archive, s",
        "index, s",
        "documents/s",
        "index, MB",
        "index / texts",
        "archive, MB",
        "peak MB",
    )
    return table(head, rows)


def _searching(measured: GrowthReport, kind: SetName) -> str:
    base = measured.nearest(BASE)
    than = base.timing(kind)
    rows = []
    for one in measured.sizes:
        timing = one.timing(kind)
        if timing is None or than is None:
            continue
        cells = [_count(one)]
        for spread, other in ((timing.first, than.first), (timing.again, than.again)):
            ratio = times(spread.median / other.median)
            cells += [f"{spread.median:.2f}", f"{spread.p95:.2f}", ratio]
        rows.append(cells)
    query_count = than.queries if than else 0
    ratio = f"× {base.documents:,}"
    head = (
        f"{query_count:,} {kind}, ms",
        *("first: median", "95 %", ratio),
        *("again: median", "95 %", ratio),
    )
    return table(head, rows)


def _adding(measured: GrowthReport) -> str:
    rows = [
        (
            _count(one),
            f"{one.findable_seconds * _MILLISECONDS:,.0f}",
            f"{max(one.findable[1:] or one.findable) * _MILLISECONDS:,.0f}",
            f"{one.findable[0] * _MILLISECONDS:,.0f}",
            f"{one.command_seconds * _MILLISECONDS:,.0f}",
        )
        for one in measured.sizes
    ]
    head = (
        "one document more, ms",
        "findable: median",
        "most",
        "first of the process",
        "whole command",
    )
    return table(head, rows)


def _memory(measured: GrowthReport) -> str:
    bare = measured.bare
    rows = [("bare Flask", *(_megabytes(value) for value in msgspec.structs.astuple(bare)), "", "")]
    for one in measured.sizes:
        held = msgspec.structs.astuple(one.served)
        over = (one.served.rss - bare.rss, one.served.pss - bare.pss)
        rows.append((_count(one), *(_megabytes(value) for value in (*held, *over))))
    head = ("a serving worker, MB", "RSS", "PSS", "anonymous", "RSS over bare", "PSS over bare")
    return table(head, rows)


def _megabytes(value: int) -> str:
    return f"{value / _MEGABYTE:,.0f}"
