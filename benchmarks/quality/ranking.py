"""Ranking quality on the judged sets compared with Lucene: ``python -m benchmarks.quality``."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Final

import click
import msgspec

from benchmarks.judged_homes import Home, prepare
from benchmarks.judged_sets import (
    HALVES,
    LUCENE,
    SET_NAMES,
    Half,
    JudgedSet,
    Measures,
    SetName,
    load,
    measure,
)
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.reporting import (
    machine,
    percentile_95,
    table,
)
from search.engine import Engine
from search.request import LEVELS, BadRequest, Level, Request

DEPTH: Final = 100
"""Results per query, the same as in the Lucene figures."""


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The engine's answers to the queries of a set.

    ``scores[query][document]``; ``milliseconds[query]`` of answered queries; ``refused`` queries
    exceeded a limit, ``timed_out`` queries have partial answers.
    """

    scores: dict[str, dict[str, float]]
    milliseconds: dict[str, float]
    refused: frozenset[str]
    timed_out: frozenset[str]


class HalfResult(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one half of a set.

    ``lucene`` covers all queries of the set; ``unfindable`` counts judged documents that are
    missing from the archive.
    """

    set: SetName
    half: Half
    queries: int
    measures: Measures
    lucene: Measures
    median_ms: float
    p95_ms: float
    refused: int
    timed_out: int
    documents: int
    refused_documents: dict[str, int]
    unfindable: int


def answer(engine: Engine, judged: JudgedSet, level: Level) -> Answers:
    """Run every query as ``warraq batch`` does: plain words, any of which may match."""
    scores: dict[str, dict[str, float]] = {}
    milliseconds: dict[str, float] = {}
    refused, timed_out = set(), set()
    for query in judged.queries:
        request = Request(query=query.text, limit=DEPTH, level=level, operator="any", plain=True)
        started = time.perf_counter()
        try:
            found = engine.rank(request)
        except BadRequest:
            refused.add(query.id)
            continue
        milliseconds[query.id] = (time.perf_counter() - started) * 1000
        scores[query.id] = dict(zip(found.ids, found.scores, strict=True))
        if found.timed_out:
            timed_out.add(query.id)
    return Answers(
        scores=scores,
        milliseconds=milliseconds,
        refused=frozenset(refused),
        timed_out=frozenset(timed_out),
    )


def result(judged: JudgedSet, half: Half, answers: Answers, home: Home) -> HalfResult:
    """Compute the figures of one half."""
    part = judged.part(half)
    times = sorted(
        answers.milliseconds[query.id] for query in part.queries if query.id in answers.milliseconds
    )
    ids = {query.id for query in part.queries}
    relevant = {document for grades in part.qrels.values() for document in grades}
    return HalfResult(
        set=judged.name,
        half=half,
        queries=len(part.queries),
        measures=measure(part.qrels, answers.scores),
        lucene=LUCENE[judged.name],
        median_ms=statistics.median(times) if times else 0.0,
        p95_ms=percentile_95(times) if times else 0.0,
        refused=len(ids & answers.refused),
        timed_out=len(ids & answers.timed_out),
        documents=len(home.ids),
        refused_documents=home.refused,
        unfindable=len(relevant - home.ids),
    )


def run(
    shared: Path, work: Path, names: tuple[SetName, ...], half: Half, level: Level
) -> list[HalfResult]:
    """Measure sets; ``half="all"`` also gives each of the two halves."""
    results = []
    halves: tuple[Half, ...] = HALVES if half == "all" else (half,)
    for name in names:
        judged = load(shared, name).part(half)
        home = prepare(judged, work, print_progress)
        click.echo(f"{name}: running {len(judged.queries):,} queries …", err=True)
        engine = Engine.open(home.path)
        try:
            answers = answer(engine, judged, level)
        finally:
            engine.close()
        results += [result(judged, each, answers, home) for each in halves]
    return results


_HEAD: Final = (
    "set",
    "engine",
    "half",
    "queries",
    "nDCG@10",
    "RR@10",
    "R@10",
    "R@100",
    "median ms",
    "95 % ms",
)


def report(results: list[HalfResult], level: Level) -> str:
    """Render the figures as Markdown."""
    rows, notes = [], []
    for number, one in enumerate(results):
        rows.append(
            (
                one.set,
                "warraq",
                one.half,
                f"{one.queries:,}",
                *_cells(one.measures),
                f"{one.median_ms:.2f}",
                f"{one.p95_ms:.2f}",
            )
        )
        if number + 1 == len(results) or results[number + 1].set != one.set:
            rows.append((one.set, "Lucene", "all", "", *_cells(one.lucene), "", ""))
            notes.append(_note(one))
    heading = f"{machine()} Level {level}, {DEPTH} results."
    return "\n".join([heading, "", table(_HEAD, rows), "", *notes])


def _cells(measures: Measures) -> tuple[str, ...]:
    return tuple(f"{value:.4f}" for value in msgspec.structs.astuple(measures))


def _note(one: HalfResult) -> str:
    sentences = [f"- {one.set}: {one.documents:,} documents."]
    for reason, count in one.refused_documents.items():
        sentences.append(f"The reader refused {count} more: “{reason}”")
    sentences.append(f"Judged documents that cannot be found: {one.unfindable}.")
    sentences.append(f"Queries past a limit, which count as 0: {one.refused}.")
    sentences.append(f"Queries out of time, which count as answered: {one.timed_out}.")
    return " ".join(sentences)


@benchmark(section="quality", as_json=True)
@click.option("--set", "sets", multiple=True, type=click.Choice(SET_NAMES), help="Only this set.")
@click.option(
    "--half",
    type=click.Choice(HALVES),
    default="all",
    show_default=True,
    help="a: queries for tuning, b: queries for reporting, split by a hash of their ids.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="stem",
    show_default=True,
    help="How words match.",
)
def main(
    sets: tuple[SetName, ...],
    half: Half,
    level: Level,
    shared: Path,
    work: Path,
    output: Output,
) -> None:
    """Measure ranking quality on the judged sets, compared with Lucene."""
    results = run(shared, work, sets or SET_NAMES, half, level)
    text = report(results, level)
    output.write(text, *results)


if __name__ == "__main__":
    main()
