"""Ablation: ranking quality with one component disabled at a time.

Run ``python -m benchmarks.quality.ablation``.
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

from benchmarks.judged_homes import prepare
from benchmarks.judged_sets import (
    SET_NAMES,
    Half,
    SetName,
    half_of,
    load,
    ndcg_10_by_query,
)
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.quality.components import COMPONENTS, Component, ComponentError, mark_classes
from benchmarks.quality.ranking import answer
from benchmarks.reporting import machine, table
from corpus.archive import Archive
from index.build import update
from index.generation import folder_of
from search.engine import Engine, archive_path

_HALVES: Final[tuple[Half, ...]] = ("a", "b")
_SMALL: Final = 1 << 16
_SHOWN: Final = 0.00005
_SIGNIFICANT: Final = 2.0
"""Changes of fewer standard errors are marked as possible chance."""

Gains = Mapping[str, float]


class AblationOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The results with a component disabled.

    ``ndcg[set][query]`` is nDCG@10, ``best[set][query]`` the ids of the first ten results;
    ``error`` explains why the component could not be disabled.
    """

    component: str
    without: str
    ndcg: dict[SetName, dict[str, float]]
    best: dict[SetName, dict[str, tuple[str, ...]]]
    error: str = ""


def _link_or_copy(source: str, target: str) -> str:
    """Hard-link large immutable files; copy small ones such as locks and pointers."""
    if Path(source).stat().st_size > _SMALL:
        os.link(source, target)
        return target
    return shutil.copy2(source, target)


@contextmanager
def _reclassified(home: Path, work: Path) -> Iterator[Path]:
    """A home with the same archive and postings whose word classes are recomputed."""
    with tempfile.TemporaryDirectory(dir=work, prefix="ablation-") as name:
        fresh = Path(name)
        shutil.copytree(folder_of(home), folder_of(fresh), copy_function=_link_or_copy)
        archive_path(fresh).symlink_to(archive_path(home).resolve())
        with Archive(archive_path(home), read_only=True) as archive:
            # Worker processes would analyse with the component enabled.
            done = update(archive, fresh, workers=1)
        if done.indexed:
            raise ComponentError("The documents were indexed again instead of only reclassified.")
        yield fresh


@contextmanager
def _home(component: Component | None, home: Path, work: Path) -> Iterator[Path]:
    if component is not None and component.classes:
        with _reclassified(home, work) as fresh:
            yield fresh
    else:
        yield home


def measure_without(
    component: str, shared: Path, work: Path, names: Sequence[SetName]
) -> AblationOutcome:
    """Run every query with a component disabled; the homes of the sets must exist.

    Runs in its own process. An empty ``component`` disables nothing.
    """
    disabled = next((one for one in COMPONENTS if one.name == component), None)
    try:
        if disabled is not None:
            disabled.disable()
            if disabled.classes:
                mark_classes(disabled.name)
        ndcg: dict[SetName, dict[str, float]] = {}
        best: dict[SetName, dict[str, tuple[str, ...]]] = {}
        collections = {name: load(shared, name) for name in names}
        for collection in dict.fromkeys(one.collection for one in collections.values()):
            with _home(disabled, work / collection, work) as home:
                engine = Engine.open(home)
                try:
                    for name, judged in collections.items():
                        if judged.collection == collection:
                            found = answer(engine, judged, "stem").scores
                            ndcg[name] = ndcg_10_by_query(judged.qrels, found)
                            best[name] = {query: tuple(ids)[:10] for query, ids in found.items()}
                finally:
                    engine.close()
    except ComponentError as error:
        return AblationOutcome(component=component, without="", ndcg={}, best={}, error=str(error))
    return AblationOutcome(
        component=component, without=disabled.without if disabled else "", ndcg=ndcg, best=best
    )


def run(
    shared: Path,
    work: Path,
    components: Sequence[str],
    names: Sequence[SetName],
    jobs: int,
    progress: Callable[[str], None],
) -> list[AblationOutcome]:
    """Measure with all components, then without each. Raises EvaluationDataError."""
    for name in names:
        prepare(load(shared, name), work, progress)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, max_tasks_per_child=1) as pool:
        submitted = [
            (component, pool.submit(measure_without, component, shared, work, names))
            for component in ("", *components)
        ]
        outcomes = []
        for component, future in submitted:
            outcomes.append(future.result())
            progress(f"measured {f'without {component}' if component else 'with all components'}")
    return outcomes


# The report


def _mean(gains: Gains, half: Half) -> float:
    return statistics.fmean(gain for query, gain in gains.items() if half_of(query) == half)


def change(whole: Gains, without: Gains, half: Half) -> tuple[float, float]:
    """Compute the mean change of a measure over the queries of a half, and its standard error.

    The standard error is that of the paired differences, stdev / sqrt(n).
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
    return f"{'' if abs(mean) > _SIGNIFICANT * error else '~ '}{mean:+.4f}"


def _changed(whole: AblationOutcome, without: AblationOutcome) -> float:
    """The share of queries whose first ten results differ in content or order."""
    pairs = [
        (best, without.best[name].get(query))
        for name, queries in whole.best.items()
        for query, best in queries.items()
    ]
    return sum(one != other for one, other in pairs) / len(pairs)


def report(outcomes: Sequence[AblationOutcome]) -> str:
    """Render the scores with all components and the change without each as Markdown."""
    whole, *others = outcomes
    columns = [(name, half) for name in whole.ndcg for half in _HALVES]
    rows = [
        (
            "nothing",
            "all components",
            *(f"{_mean(whole.ndcg[name], half):.4f}" for name, half in columns),
            "",
        )
    ]
    notes = []
    for one in others:
        if one.error:
            notes.append(f"- {one.component}: not measured. {one.error}")
            continue
        changed = _changed(whole, one)
        if not changed:
            notes.append(f"- {one.component}: disabling it changed no answer.")
        rows.append(
            (
                one.component,
                one.without,
                *(_cell(whole.ndcg[name], one.ndcg[name], half) for name, half in columns),
                f"{changed * 100:.0f} %",
            )
        )
    head = ("without", "what remains", *(f"{name} {half}" for name, half in columns), "changed")
    return "\n".join(
        [
            f"{machine()} nDCG@10 on the halves a (tuning) and b (reporting).",
            "",
            table(head, rows),
            "",
            f"- `~`: the change is below {_SIGNIFICANT:.0f} standard errors of the paired "
            "differences and may be chance.",
            "- *changed*: the share of queries whose first ten results differ in content or order.",
            *notes,
        ]
    )


@benchmark(section="ablation")
@click.option(
    "--without",
    "components",
    multiple=True,
    type=click.Choice([component.name for component in COMPONENTS]),
    help="Only this component; may be repeated.",
)
@click.option("--set", "sets", multiple=True, type=click.Choice(SET_NAMES), help="Only this set.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes at a time."
)
def main(
    components: tuple[str, ...],
    sets: tuple[SetName, ...],
    jobs: int,
    shared: Path,
    work: Path,
    output: Output,
) -> None:
    """Measure the contribution of each component on both halves of the judged sets."""
    names = components or tuple(component.name for component in COMPONENTS)
    outcomes = run(shared, work, names, sets or SET_NAMES, jobs, print_progress)
    text = report(outcomes)
    output.write(text)
    if any(one.error for one in outcomes):
        sys.exit(1)


if __name__ == "__main__":
    main()
