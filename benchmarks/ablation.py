"""What each part of warraq is worth: the judged sets with one part after another turned off.

Run it as ``python -m benchmarks.ablation``.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
import msgspec

from benchmarks.homes import prepare
from benchmarks.judged import (
    SET_NAMES,
    Half,
    SetName,
    half_of,
    load,
    ndcg_10_by_query,
)
from benchmarks.options import benchmark, say
from benchmarks.parts import PARTS, Part, PartError, mark_classes
from benchmarks.quality import answer
from benchmarks.report import Section, machine, table
from corpus.archive import Archive
from index.build import update
from index.generation import folder_of
from search.engine import Engine, archive_path

_HALVES: Final[tuple[Half, ...]] = ("a", "b")
_SMALL: Final = 1 << 16
_SHOWN: Final = 0.00005
_CERTAIN: Final = 2.0
"""A change of fewer standard errors may be chance."""

Gains = Mapping[str, float]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The judged sets with a part turned off: ``ndcg[set][query]`` and ``best[set][query]``, the
    ids of the first ten; ``sentence`` says why it could not be turned off."""

    part: str
    without: str
    ndcg: dict[SetName, dict[str, float]]
    best: dict[SetName, dict[str, tuple[str, ...]]]
    sentence: str = ""


def _link(source: str, target: str) -> str:
    """Share what an index never writes again, and copy what it may: locks and pointers."""
    if Path(source).stat().st_size > _SMALL:
        os.link(source, target)
        return target
    return shutil.copy2(source, target)


@contextmanager
def _reclassified(home: Path, work: Path) -> Iterator[Path]:
    """A home of the same archive and postings with the classes of words made anew."""
    with tempfile.TemporaryDirectory(dir=work, prefix="ablation-") as name:
        fresh = Path(name)
        shutil.copytree(folder_of(home), folder_of(fresh), copy_function=_link)
        archive_path(fresh).symlink_to(archive_path(home).resolve())
        with Archive(archive_path(home), read_only=True) as archive:
            # Processes of their own would analyse with what is turned off here.
            done = update(archive, fresh, workers=1)
        if done.indexed:
            raise PartError("The documents were indexed anew, where their classes alone should be.")
        yield fresh


@contextmanager
def _home(part: Part | None, home: Path, work: Path) -> Iterator[Path]:
    if part is not None and part.classes:
        with _reclassified(home, work) as fresh:
            yield fresh
    else:
        yield home


def measure_without(part: str, shared: Path, work: Path, names: Sequence[SetName]) -> Outcome:
    """Ask every query of some sets with a part turned off, in a process of its own; the homes of
    the sets are there already. An empty name turns nothing off."""
    off = next((one for one in PARTS if one.name == part), None)
    try:
        if off is not None:
            off.turn_off()
            if off.classes:
                mark_classes(off.name)
        ndcg: dict[SetName, dict[str, float]] = {}
        best: dict[SetName, dict[str, tuple[str, ...]]] = {}
        collections = {name: load(shared, name) for name in names}
        for collection in dict.fromkeys(one.collection for one in collections.values()):
            with _home(off, work / collection, work) as home:
                engine = Engine.open(home)
                try:
                    for name, judged in collections.items():
                        if judged.collection == collection:
                            found = answer(engine, judged, "stem").scores
                            ndcg[name] = ndcg_10_by_query(judged.qrels, found)
                            best[name] = {query: tuple(ids)[:10] for query, ids in found.items()}
                finally:
                    engine.close()
    except PartError as error:
        return Outcome(part=part, without="", ndcg={}, best={}, sentence=str(error))
    return Outcome(part=part, without=off.without if off else "", ndcg=ndcg, best=best)


def run(
    shared: Path,
    work: Path,
    parts: Sequence[str],
    names: Sequence[SetName],
    jobs: int,
    say: Callable[[str], None],
) -> list[Outcome]:
    """Measure with everything on, then without each part. Raises EvaluationDataError."""
    for name in names:
        prepare(load(shared, name), work, say)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, max_tasks_per_child=1) as pool:
        asked = [
            (part, pool.submit(measure_without, part, shared, work, names)) for part in ("", *parts)
        ]
        outcomes = []
        for part, future in asked:
            outcomes.append(future.result())
            say(f"measured {f'without {part}' if part else 'with everything'}")
    return outcomes


# The report


def _mean(gains: Gains, half: Half) -> float:
    return statistics.fmean(gain for query, gain in gains.items() if half_of(query) == half)


def change(whole: Gains, without: Gains, half: Half) -> tuple[float, float]:
    """The mean change of a measure over the queries of a half, and its standard error.

    The error is that of paired differences: their standard deviation over the root of their number.
    """
    differences = [without[query] - gain for query, gain in whole.items() if half_of(query) == half]
    error = (
        statistics.stdev(differences) / math.sqrt(len(differences)) if len(differences) > 1 else 0.0
    )
    return statistics.fmean(differences), error


def _cell(whole: Gains, without: Gains, half: Half) -> str:
    mean, error = change(whole, without, half)
    if abs(mean) < _SHOWN:
        return "0"
    return f"{'' if abs(mean) > _CERTAIN * error else '~ '}{mean:+.4f}"


def _changed(whole: Outcome, without: Outcome) -> float:
    """The share of all queries whose first ten answers are others, or in another order."""
    pairs = [
        (best, without.best[name].get(query))
        for name, queries in whole.best.items()
        for query, best in queries.items()
    ]
    return sum(one != other for one, other in pairs) / len(pairs)


def report(outcomes: Sequence[Outcome]) -> str:
    """The table as Markdown: scores with everything on, and the change without each part."""
    whole, *others = outcomes
    columns = [(name, half) for name in whole.ndcg for half in _HALVES]
    rows = [
        (
            "nothing",
            "everything on",
            *(f"{_mean(whole.ndcg[name], half):.4f}" for name, half in columns),
            "",
        )
    ]
    notes = []
    for one in others:
        if one.sentence:
            notes.append(f"- {one.part}: not measured. {one.sentence}")
            continue
        changed = _changed(whole, one)
        if not changed:
            notes.append(f"- {one.part}: turning it off changed no answer.")
        rows.append(
            (
                one.part,
                one.without,
                *(_cell(whole.ndcg[name], one.ndcg[name], half) for name, half in columns),
                f"{changed * 100:.0f} %",
            )
        )
    head = ("without", "what remains", *(f"{name} {half}" for name, half in columns), "changed")
    return "\n".join(
        [
            f"{machine()} nDCG@10 on the halves a (tuned on) and b.",
            "",
            table(head, rows),
            "",
            f"- `~`: a change of less than {_CERTAIN:.0f} standard errors of the paired "
            "differences, which may be chance.",
            "- *changed*: the share of all queries whose first ten answers are not the same, or "
            "not in the same order.",
            *notes,
        ]
    )


@benchmark(section="ablation")
@click.option(
    "--without",
    "parts",
    multiple=True,
    type=click.Choice([part.name for part in PARTS]),
    help="Only this part.",
)
@click.option("--set", "sets", multiple=True, type=click.Choice(SET_NAMES), help="Only this set.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes at a time."
)
def main(
    parts: tuple[str, ...],
    sets: tuple[SetName, ...],
    jobs: int,
    shared: Path,
    work: Path,
    into: Section | None,
) -> None:
    """Measure what each part is worth on the judged sets, on both halves."""
    names = parts or tuple(part.name for part in PARTS)
    outcomes = run(shared, work, names, sets or SET_NAMES, jobs, say)
    text = report(outcomes)
    click.echo(text)
    if into is not None:
        into.replace(text)
    if any(one.sentence for one in outcomes):
        sys.exit(1)


if __name__ == "__main__":
    main()
