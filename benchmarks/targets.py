"""What was asked of speed, size and memory, and what is measured.

Run it as ``python -m benchmarks.targets``, after ``benchmarks.speed`` and ``benchmarks.growth``,
whose figures it reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

import click
import msgspec

from benchmarks.asking import KINDS, Spread, Timing
from benchmarks.engines import WAYS
from benchmarks.growth.report import BASE, Grown, GrowthReport
from benchmarks.judged import SetName
from benchmarks.options import benchmark
from benchmarks.report import BadInput, Section, kept, table, times
from benchmarks.speed_report import OWN, TANTIVY, WHOOSH, SpeedReport

Command = Literal["speed", "growth"]

_MEGABYTE: Final = 1_000_000
_SERVED: Final = 86_000
_MOST: Final = 344_000
_TOLERANCE: Final = 0.01
_FORGETTING: Final = "warraq-forgetting"
_COLUMN: Final = "tantivy-column"


class Target(NamedTuple):
    """Something asked for: the least that is wanted, the aim, and its unit; more is better where
    ``rising``."""

    what: str
    least: float
    aim: float
    unit: str
    rising: bool = False

    def cell(self, value: float) -> str:
        """A value with its unit."""
        return f"{value:,g} {self.unit}"

    def factor(self, value: float, bound: float) -> float:
        """By how much a value falls short of a bound; 1 or less where it does not."""
        if not self.rising:
            return value / bound
        return bound / value if value else float("inf")

    def verdict(self, value: float) -> str:
        """Met or missed, and by how much."""
        if self.factor(value, self.aim) <= 1:
            return "**aim met**"
        short = self.factor(value, self.least)
        if short <= 1:
            return f"met, {times(self.factor(value, self.aim))} × from the aim"
        return f"**missed** by {times(short)} ×"


class Measurement(NamedTuple):
    """What was measured for a target: the value that decides, in words what it was, the command
    that printed it, and whether as many documents were measured ``as_asked``."""

    target: Target
    value: float
    told: str
    command: Command
    as_asked: bool

    @property
    def verdict(self) -> str:
        """What there is to say of the target."""
        return self.target.verdict(self.value) if self.as_asked else "other documents than asked"


_Told = tuple[Target, float, str]

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
    """What ``benchmarks.speed`` says of the targets."""
    whole = measured.documents == measured.articles
    for target, value, told in _of_speed(measured):
        yield Measurement(target, value, told, "speed", whole)


def _of_speed(measured: SpeedReport) -> Iterator[_Told]:
    own, whoosh, tantivy = (measured.rate(name) for name in (OWN, WHOOSH, TANTIVY))
    told = (
        f"{times(own / whoosh)} × ({own:,.0f} against {whoosh:,.0f} documents/s; "
        f"{times(own / tantivy)} × Tantivy's {tantivy:,.0f})"
    )
    yield ADDING, own / whoosh, told
    for kind in KINDS:
        yield from _warm(measured, kind)
    yield from _empty(measured)
    for opening in measured.openings:
        if opening.name == OWN:
            told = (
                f"{opening.first.median:.1f} ms, at most {opening.first.most:.1f} ms "
                f"in {opening.times} openings of {opening.opening.median:.1f} ms"
            )
            yield OPENED, opening.first.median, told
    yield from _tail(measured)
    index = measured.builds[OWN][-1].index_bytes
    if index is not None:
        share = index / measured.text_bytes
        told = (
            f"{share:.2f} × ({index / _MEGABYTE:,.0f} of {measured.text_bytes / _MEGABYTE:,.0f} MB)"
        )
        yield SIZE, share, told


def _warm(measured: SpeedReport, kind: SetName) -> Iterator[_Told]:
    own, tantivy = measured.timing(OWN, kind), measured.timing(TANTIVY, kind)
    column = measured.timing(_COLUMN, kind)
    if own is None or tantivy is None or column is None:
        return
    ratios, told = [], []
    for (name, spread), (_, other) in zip(_spreads(own), _spreads(tantivy), strict=True):
        ratios.append(spread.median / other.median)
        told.append(f"{name} {times(ratios[-1])} × ({spread.median:.2f} / {other.median:.2f} ms)")
    told.append(f"{WAYS[_COLUMN].label}: {times(own.first.median / column.first.median)} ×")
    yield WARM[kind], max(ratios), "; ".join(told)


def _empty(measured: SpeedReport) -> Iterator[_Told]:
    ratios, told = [], []
    for kind in KINDS:
        own, tantivy = measured.timing(_FORGETTING, kind), measured.timing(TANTIVY, kind)
        if own is not None and tantivy is not None:
            ratios.append(own.first.median / tantivy.first.median)
            told.append(f"{kind} {times(ratios[-1])} × ({own.first.median:.2f} ms)")
    if ratios:
        yield EMPTY, max(ratios), "; ".join(told)


def _tail(measured: SpeedReport) -> Iterator[_Told]:
    ratios, told = [], []
    for kind in KINDS:
        own = measured.timing(OWN, kind)
        for name, spread in _spreads(own) if own is not None else ():
            ratios.append(spread.p95 / spread.median)
            told.append(f"{kind} {name} {times(ratios[-1])} ×")
    if ratios:
        yield TAIL, max(ratios), "; ".join(told)


def of_growth(measured: GrowthReport) -> Iterator[Measurement]:
    """What ``benchmarks.growth`` says of the targets."""
    one = measured.nearest(_SERVED)
    held, bare = msgspec.structs.astuple(one.served), msgspec.structs.astuple(measured.bare)
    rss, pss, anonymous = (
        (value - before) / _MEGABYTE for value, before in zip(held, bare, strict=True)
    )
    told = f"{rss:,.0f} MB (PSS {pss:,.0f}, of no file {anonymous:,.0f}) at {one.documents:,}"
    yield Measurement(MEMORY, rss, told, "growth", _near(one, _SERVED))
    most = measured.nearest(_MOST)
    told = (
        f"{most.findable_seconds:.2f} s, at most {max(most.findable[1:] or most.findable):.2f}; "
        f"the whole command {most.command_seconds:.2f} s, at {most.documents:,}"
    )
    yield Measurement(FINDABLE, most.findable_seconds, told, "growth", _near(most, _MOST))
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
        told = f"{'; '.join(parts)}, {where}"
        yield Measurement(GROWTH, max(ratios), told, "growth", as_asked)


def _near(one: Grown, documents: int) -> bool:
    return abs(one.documents - documents) <= _TOLERANCE * documents


def report(speed: SpeedReport | None, growth: GrowthReport | None) -> str:
    """The table as Markdown, and where its figures were taken."""
    measurements = [
        *(of_speed(speed) if speed is not None else ()),
        *(of_growth(growth) if growth is not None else ()),
    ]
    rows = [
        (
            one.target.what,
            one.target.cell(one.target.least),
            one.target.cell(one.target.aim),
            one.told,
            one.verdict,
            f"`benchmarks.{one.command}`",
        )
        for one in measurements
    ]
    head = ("asked", "at least", "aim", "measured", "", "printed by")
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
def main(work: Path, into: Section | None) -> None:
    """Print what was asked beside what the last runs of speed and growth have measured."""
    speed, growth = kept(work, "speed", SpeedReport), kept(work, "growth", GrowthReport)
    if speed is None and growth is None:
        raise BadInput(
            f"There are no figures in {work}; measure with `python -m benchmarks.speed` and "
            "`python -m benchmarks.growth`."
        )
    text = report(speed, growth)
    click.echo(text)
    if into is not None:
        into.replace(text)


if __name__ == "__main__":
    main()
