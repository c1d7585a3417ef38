"""The time of suggestions for each keystroke of typed headlines.

Run ``python -m benchmarks.speed.completion``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

import click

from arabic.lexicon import load_lexicon
from benchmarks.growth import collection
from benchmarks.growth.sized_homes import prepare
from benchmarks.judged_sets import JudgedQuery, load
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.reporting import machine, table
from benchmarks.speed.query_timing import Spread
from search.engine import Engine
from search.limits import LIMITS

SIZES: Final = (40_000, 86_000)
_FIRST: Final = 5
_LETTERS: Final = 2


class Keystrokes(NamedTuple):
    """The figures over an archive, times in milliseconds.

    ``times`` are wall-clock, ``processor`` CPU times of all keystrokes, ``first`` those of the
    first keystroke after the caches were cleared. ``slowest`` is the slowest text, ``offered`` the
    share of keystrokes with any suggestion, ``foreseen`` the share whose suggestions contain the
    rest of the word being typed; ``timed_out`` counts keystrokes cut by the time limit.
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
    """The contents of the search field while a headline is typed, from two letters on."""
    most = min(len(headline), LIMITS.suggest_code_points)
    return [headline[:end] for end in range(_LETTERS, most + 1)]


def next_word(headline: str, typed: str) -> str:
    """The headline up to the end of the word being typed."""
    return headline[: len(typed)] + headline[len(typed) :].partition(" ")[0]


def chosen(queries: Sequence[JudgedQuery], count: int) -> list[str]:
    """Select the texts of ``count`` queries by a hash of their ids."""
    ordered = sorted(queries, key=lambda query: blake2b(query.id.encode()).digest())
    return [query.text for query in ordered[:count]]


def measure(home: Path, headlines: Sequence[str]) -> Keystrokes:
    """Request suggestions for every keystroke of the headlines."""
    load_lexicon()  # as `warraq serve` does at start
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
    """Render the figures as Markdown."""
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
    shares = ("any suggestion", "word being typed suggested", "timed out")
    slowest = "; ".join(f"{each.slowest} ({each.documents:,})" for each in measured)
    return (
        f"{where} {headlines} headlines, each prefix of at least {_LETTERS} letters.\n\n"
        f"{table((*head, *worked, *shares), rows)}\n\nThe slowest: {slowest}."
    )


@benchmark(section="suggest")
@click.option(
    "--headlines",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Number of headlines.",
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
def main(headlines: int, sizes: Sequence[int], shared: Path, work: Path, output: Output) -> None:
    """Measure the time of suggestions while headlines are typed."""
    where = machine()
    sources = collection.corpora(shared)
    texts = chosen(load(shared, "headlines").queries, headlines)
    measured = []
    for size in sizes:
        home = prepare(sources, size, work, print_progress)
        print_progress(f"{home.collection.documents:,}: typing …")
        measured.append(measure(home.path, texts))
    text = report(where, len(texts), measured)
    output.write(text)


if __name__ == "__main__":
    main()
