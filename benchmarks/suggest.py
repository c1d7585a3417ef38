"""How long suggestions take while headlines are typed.

Run it as ``python -m benchmarks.suggest``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

import click

from arabic.lexicon import load as load_lexicon
from benchmarks.asking import Spread
from benchmarks.growth import collection
from benchmarks.growth.homes import prepare
from benchmarks.judged import Query, load
from benchmarks.options import benchmark, say
from benchmarks.report import Section, machine, table
from search.engine import Engine
from search.limits import LIMITS

SIZES: Final = (40_000, 86_000)
_FIRST: Final = 5
_LETTERS: Final = 2


class Keystrokes(NamedTuple):
    """What was measured over some documents, in milliseconds: the ``times`` of keystrokes, those of
    the ``processor`` among them, and the ``first`` keystroke after opening.

    ``slowest`` is the text that took longest, ``offered`` the share of keystrokes that were offered
    anything, ``foreseen`` the share for which the rest of the word being typed was among it, and
    ``timed_out`` counts those that the limit of time has cut.
    """

    documents: int
    keystrokes: int
    times: Spread
    processor: Spread
    first: Spread
    slowest: str
    offered: float
    foreseen: float
    timed_out: int


def prefixes(headline: str) -> list[str]:
    """What stands in the field while a headline is typed, from two letters on."""
    most = min(len(headline), LIMITS.suggest_code_points)
    return [headline[:end] for end in range(_LETTERS, most + 1)]


def next_word(headline: str, typed: str) -> str:
    """The headline up to the end of the word that is being typed."""
    return headline[: len(typed)] + headline[len(typed) :].partition(" ")[0]


def chosen(queries: Sequence[Query], count: int) -> list[str]:
    """The texts of so many queries, by a hash of their ids."""
    ordered = sorted(queries, key=lambda query: blake2b(query.id.encode()).digest())
    return [query.text for query in ordered[:count]]


def measure(home: Path, headlines: Sequence[str]) -> Keystrokes:
    """Type headlines over a home, one keystroke after another."""
    load_lexicon()  # as `warraq serve` does before it listens
    times: list[float] = []
    processor: list[float] = []
    first: list[float] = []
    offered = foreseen = timed_out = 0
    with closing(Engine.open(home)) as engine:
        for headline in headlines[:_FIRST]:
            engine.clear_caches()
            first.append(engine.suggest(headline[:_LETTERS]).took_ms)
        for headline in headlines:
            for typed in prefixes(headline):
                started, worked = time.perf_counter(), time.process_time()
                found = engine.suggest(typed)
                processor.append((time.process_time() - worked) * 1000)
                times.append((time.perf_counter() - started) * 1000)
                wanted = next_word(headline, typed)
                offered += bool(found.completions)
                foreseen += any(each.text.startswith(wanted) for each in found.completions)
                timed_out += found.timed_out
        documents = engine.info.documents
    texts = [typed for headline in headlines for typed in prefixes(headline)]
    return Keystrokes(
        documents=documents,
        keystrokes=len(times),
        times=Spread.of(times),
        processor=Spread.of(processor),
        first=Spread.of(first),
        slowest=texts[times.index(max(times))],
        offered=offered / len(times),
        foreseen=foreseen / len(times),
        timed_out=timed_out,
    )


def _milliseconds(spread: Spread) -> tuple[str, ...]:
    return tuple(f"{value:.1f}" for value in (spread.median, spread.p95, spread.most))


def report(where: str, headlines: int, measured: Sequence[Keystrokes]) -> str:
    """The figures as Markdown."""
    rows = [
        (
            f"{each.documents:,}",
            f"{each.keystrokes:,}",
            *_milliseconds(each.times),
            *_milliseconds(each.processor),
            f"{each.first.median:.0f}",
            f"{each.offered:.0%}",
            f"{each.foreseen:.0%}",
            f"{each.timed_out}",
        )
        for each in measured
    ]
    head = ("documents", "keystrokes", "median, ms", "95 %", "slowest")
    worked = ("processor: median", "95 %", "slowest", "first after opening")
    shares = ("offered anything", "offered the word being typed", "out of time")
    slowest = "; ".join(f"{each.slowest} ({each.documents:,})" for each in measured)
    return (
        f"{where} {headlines} headlines, each beginning from {_LETTERS} letters on.\n\n"
        f"{table((*head, *worked, *shares), rows)}\n\nThe slowest: {slowest}."
    )


@benchmark(section="suggest")
@click.option(
    "--headlines",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Headlines that are typed.",
)
@click.option(
    "--size",
    "sizes",
    type=click.IntRange(min=1),
    multiple=True,
    default=SIZES,
    show_default=True,
    help="Number of documents; may be repeated.",
)
def main(
    headlines: int, sizes: Sequence[int], shared: Path, work: Path, into: Section | None
) -> None:
    """Measure how long suggestions take while headlines are typed."""
    where = machine()
    sources = collection.corpora(shared)
    texts = chosen(load(shared, "headlines").queries, headlines)
    measured = []
    for size in sizes:
        home = prepare(sources, size, work, say)
        say(f"{home.collection.documents:,}: typing …")
        measured.append(measure(home.path, texts))
    text = report(where, len(texts), measured)
    click.echo(text)
    if into is not None:
        into.replace(text)


if __name__ == "__main__":
    main()
