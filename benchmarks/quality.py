"""The quality of the ranking on the judged sets, beside Lucene's.

Run it as ``python -m benchmarks.quality``.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Final

import click
import msgspec

from benchmarks.homes import Home, prepare
from benchmarks.judged import (
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
from benchmarks.options import benchmark, say
from benchmarks.report import (
    Section,
    machine,
    percentile_95,
    table,
)
from search.engine import Engine
from search.request import BadRequest, Level, Request

DEPTH: Final = 100
"""Documents asked for a query, as Lucene was."""


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine said to the queries of a set.

    ``scores[query][document]``; ``milliseconds[query]`` of those that were answered; ``refused``
    are the queries past a limit, ``timed_out`` those answered in part.
    """

    scores: dict[str, dict[str, float]]
    milliseconds: dict[str, float]
    refused: frozenset[str]
    timed_out: frozenset[str]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one half of a set; ``lucene`` is over all queries of the set.

    ``unfindable`` counts judged documents that are not in the archive.
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
    """Ask every query as ``warraq batch`` does: plain words, any of which may match."""
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


def result(judged: JudgedSet, half: Half, answers: Answers, home: Home) -> Result:
    """The figures of one half."""
    part = judged.part(half)
    times = sorted(
        answers.milliseconds[query.id] for query in part.queries if query.id in answers.milliseconds
    )
    asked = {query.id for query in part.queries}
    relevant = {document for grades in part.qrels.values() for document in grades}
    return Result(
        set=judged.name,
        half=half,
        queries=len(part.queries),
        measures=measure(part.qrels, answers.scores),
        lucene=LUCENE[judged.name],
        median_ms=statistics.median(times) if times else 0.0,
        p95_ms=percentile_95(times) if times else 0.0,
        refused=len(asked & answers.refused),
        timed_out=len(asked & answers.timed_out),
        documents=len(home.ids),
        refused_documents=home.refused,
        unfindable=len(relevant - home.ids),
    )


def run(
    shared: Path, work: Path, names: tuple[SetName, ...], half: Half, level: Level
) -> list[Result]:
    """Measure some sets; for all queries the two halves are given as well."""
    results = []
    halves: tuple[Half, ...] = HALVES if half == "all" else (half,)
    for name in names:
        judged = load(shared, name).part(half)
        home = prepare(judged, work, say)
        click.echo(f"{name}: asking {len(judged.queries):,} queries …", err=True)
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


def report(results: list[Result], level: Level) -> str:
    """The figures as Markdown."""
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


def _note(one: Result) -> str:
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
    help="a: the queries to tune on, b: those to report, by a hash of their ids.",
)
@click.option(
    "--level",
    type=click.Choice(["exact", "form", "stem", "root"]),
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
    as_json: bool,
    into: Section | None,
) -> None:
    """Measure the quality of the ranking on the judged sets, beside Lucene's."""
    results = run(shared, work, sets or SET_NAMES, half, level)
    text = report(results, level)
    if as_json:
        for one in results:
            click.echo(msgspec.json.encode(one).decode())
    else:
        click.echo(text)
    if into is not None:
        into.replace(text)


if __name__ == "__main__":
    main()
