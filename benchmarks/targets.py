"""Targets of speed, size and memory beside the measured values.

Run ``python -m benchmarks.targets`` after ``benchmarks.speed`` and ``benchmarks.growth``, whose
stored figures it reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec

from benchmarks.growth.report import BASE, Grown, GrowthReport
from benchmarks.judged_sets import SetName
from benchmarks.options import Output, benchmark
from benchmarks.reporting import BadInput, load_figures, table, times
from benchmarks.speed.engines import WAYS
from benchmarks.speed.query_timing import KINDS, Spread, Timing
from benchmarks.speed.report import OWN, TANTIVY, WHOOSH, SpeedReport

Command = Literal["speed", "growth"]

_MEGABYTE: Final = 1_000_000
_SERVED: Final = 86_000
_MOST: Final = 344_000
_TOLERANCE: Final = 0.01
_EMPTY_CACHES: Final = "warraq-forgetting"
_COLUMN: Final = "tantivy-column"


class Target(NamedTuple):
    """A target: the required value (``least``), the aim and the unit; larger is better if
    ``rising``."""

    what: str
    least: float
    aim: float
    unit: str
    rising: bool = False

    def cell(self, value: float) -> str:
        """Format a value with its unit."""
        return f"{value:,g} {self.unit}"

    def factor(self, value: float, bound: float) -> float:
        """The factor by which a value misses a bound; at most 1 if it meets it."""
        if not self.rising:
            return value / bound
        return bound / value if value else float("inf")

    def verdict(self, value: float) -> str:
        """Whether a value meets the target, and by which factor it misses it."""
        if self.factor(value, self.aim) <= 1:
            return "**aim met**"
        short = self.factor(value, self.least)
        if short <= 1:
            return f"met, {times(self.factor(value, self.aim))} × from the aim"
        return f"**missed** by {times(short)} ×"


class Measurement(NamedTuple):
    """The measurement for a target.

    ``value`` decides the verdict, ``details`` describes it, ``command`` printed it, ``as_asked``
    says whether the number of documents is that of the target.
    """

    target: Target
    value: float
    details: str
    command: Command
    as_asked: bool

    @property
    def verdict(self) -> str:
        """The verdict, or that other documents were measured."""
        return (
            self.target.verdict(self.value)
            if self.as_asked
            else "other documents than the target's"
        )


_Measured = tuple[Target, float, str]

ADDING: Final = Target("add, analyse and index, against stock Whoosh", 8, 15, "×", rising=True)
WARM: Final = {
    kind: Target(f"{kind}, warm, median, against Tantivy", 2.5, 1, "×") for kind in KINDS
}
EMPTY: Final = Target("the same with every cache empty", 15, 5, "×")
OPENED: Final = Target("first query after opening", 50, 10, "ms")
TAIL: Final = Target("95th percentile over median", 4, 2, "×")
SIZE: Final = Target("index without texts, against the texts", 0.6, 0.3, "×")
MEMORY: Final = Target("a serving worker over bare Flask, 86,000 documents", 300, 100, "MB")
FINDABLE: Final = Target("one document added to 344,000 is findable after", 2, 0.3, "s")
GROWTH: Final = Target("query time at 344,000 against 40,000 documents", 9, 4, "×")


def _spreads(timing: Timing) -> tuple[tuple[str, Spread], ...]:
    return ("first", timing.first), ("again", timing.again)


def of_speed(measured: SpeedReport) -> Iterator[Measurement]:
    """The measurements of ``benchmarks.speed``."""
    whole = measured.documents == measured.articles
    for target, value, details in _of_speed(measured):
        yield Measurement(target, value, details, "speed", whole)


def _of_speed(measured: SpeedReport) -> Iterator[_Measured]:
    own, whoosh, tantivy = (measured.rate(name) for name in (OWN, WHOOSH, TANTIVY))
    details = (
        f"{times(own / whoosh)} × ({own:,.0f} against {whoosh:,.0f} documents/s; "
        f"{times(own / tantivy)} × Tantivy's {tantivy:,.0f})"
    )
    yield ADDING, own / whoosh, details
    for kind in KINDS:
        yield from _warm(measured, kind)
    yield from _empty(measured)
    for opening in measured.openings:
        if opening.name == OWN:
            details = (
                f"{opening.first.median:.1f} ms, at most {opening.first.most:.1f} ms "
                f"in {opening.times} openings of {opening.opening.median:.1f} ms"
            )
            yield OPENED, opening.first.median, details
    yield from _tail(measured)
    index = measured.builds[OWN][-1].index_bytes
    if index is not None:
        share = index / measured.text_bytes
        details = (
            f"{share:.2f} × ({index / _MEGABYTE:,.0f} of {measured.text_bytes / _MEGABYTE:,.0f} MB)"
        )
        yield SIZE, share, details


def _warm(measured: SpeedReport, kind: SetName) -> Iterator[_Measured]:
    own, tantivy = measured.timing(OWN, kind), measured.timing(TANTIVY, kind)
    column = measured.timing(_COLUMN, kind)
    if own is None or tantivy is None or column is None:
        return
    ratios, details = [], []
    for (name, spread), (_, other) in zip(_spreads(own), _spreads(tantivy), strict=True):
        ratios.append(spread.median / other.median)
        details.append(
            f"{name} {times(ratios[-1])} × ({spread.median:.2f} / {other.median:.2f} ms)"
        )
    details.append(f"{WAYS[_COLUMN].label}: {times(own.first.median / column.first.median)} ×")
    yield WARM[kind], max(ratios), "; ".join(details)


def _empty(measured: SpeedReport) -> Iterator[_Measured]:
    ratios, details = [], []
    for kind in KINDS:
        own, tantivy = measured.timing(_EMPTY_CACHES, kind), measured.timing(TANTIVY, kind)
        if own is not None and tantivy is not None:
            ratios.append(own.first.median / tantivy.first.median)
            details.append(f"{kind} {times(ratios[-1])} × ({own.first.median:.2f} ms)")
    if ratios:
        yield EMPTY, max(ratios), "; ".join(details)


def _tail(measured: SpeedReport) -> Iterator[_Measured]:
    ratios, details = [], []
    for kind in KINDS:
        own = measured.timing(OWN, kind)
        for name, spread in _spreads(own) if own is not None else ():
            ratios.append(spread.p95 / spread.median)
            details.append(f"{kind} {name} {times(ratios[-1])} ×")
    if ratios:
        yield TAIL, max(ratios), "; ".join(details)


def of_growth(measured: GrowthReport) -> Iterator[Measurement]:
    """The measurements of ``benchmarks.growth``."""
    one = measured.nearest(_SERVED)
    held, bare = msgspec.structs.astuple(one.served), msgspec.structs.astuple(measured.bare)
    rss, pss, anonymous = (
        (value - before) / _MEGABYTE for value, before in zip(held, bare, strict=True)
    )
    details = f"{rss:,.0f} MB (PSS {pss:,.0f}, of no file {anonymous:,.0f}) at {one.documents:,}"
    yield Measurement(MEMORY, rss, details, "growth", _near(one, _SERVED))
    most = measured.nearest(_MOST)
    details = (
        f"{most.findable_seconds:.2f} s, at most {max(most.findable[1:] or most.findable):.2f}; "
        f"the whole command {most.command_seconds:.2f} s, at {most.documents:,}"
    )
    yield Measurement(FINDABLE, most.findable_seconds, details, "growth", _near(most, _MOST))
    base = measured.nearest(BASE)
    ratios, parts = [], []
    for kind in KINDS:
        large, small = most.timing(kind), base.timing(kind)
        if large is None or small is None:
            continue
        for (name, spread), (_, other) in zip(_spreads(large), _spreads(small), strict=True):
            ratios.append(spread.median / other.median)
            parts.append(f"{kind} {name} {times(ratios[-1])} ×")
    if ratios:
        where = f"at {most.documents:,} against {base.documents:,}"
        as_asked = _near(most, _MOST) and _near(base, BASE)
        details = f"{'; '.join(parts)}, {where}"
        yield Measurement(GROWTH, max(ratios), details, "growth", as_asked)


def _near(one: Grown, documents: int) -> bool:
    return abs(one.documents - documents) <= _TOLERANCE * documents


def report(speed: SpeedReport | None, growth: GrowthReport | None) -> str:
    """Render the table as Markdown, with the machines it was measured on."""
    measurements = [
        *(of_speed(speed) if speed is not None else ()),
        *(of_growth(growth) if growth is not None else ()),
    ]
    rows = [
        (
            one.target.what,
            one.target.cell(one.target.least),
            one.target.cell(one.target.aim),
            one.details,
            one.verdict,
            f"`benchmarks.{one.command}`",
        )
        for one in measurements
    ]
    head = ("target", "required", "aim", "measured", "", "printed by")
    parts = [table(head, rows)]
    if speed is not None:
        parts.append(
            f"- `benchmarks.speed`: {speed.documents:,} of {speed.articles:,} articles. "
            f"{speed.machine}"
        )
    if growth is not None:
        sizes = ", ".join(f"{one.documents:,}" for one in growth.sizes)
        parts.append(f"- `benchmarks.growth`: {sizes} documents. {growth.machine}")
    return "\n\n".join([parts[0], "\n".join(parts[1:])])


@benchmark(section="targets", data=False)
def main(work: Path, output: Output) -> None:
    """Print the targets beside the last figures of speed and growth."""
    speed, growth = (
        load_figures(work, "speed", SpeedReport),
        load_figures(work, "growth", GrowthReport),
    )
    if speed is None and growth is None:
        raise BadInput(
            f"There are no figures in {work}; run `python -m benchmarks.speed` and "
            "`python -m benchmarks.growth`."
        )
    text = report(speed, growth)
    output.write(text)


if __name__ == "__main__":
    main()
