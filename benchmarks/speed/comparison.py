"""Indexing and search speed compared with Lucene, Tantivy, SQLite FTS5 and stock Whoosh.

Run ``python -m benchmarks.speed``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import click
import msgspec

from benchmarks.growth import collection
from benchmarks.judged_sets import articles, lines, load
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.processes import run_watched
from benchmarks.reporting import BadInput, machine, save_figures
from benchmarks.speed.engine_process import Built
from benchmarks.speed.engines import CONTESTANTS, WAYS, Contestant, absent, present
from benchmarks.speed.query_timing import (
    KINDS,
    TimedQuery,
    other_texts,
    select_questions,
    time_alternately,
    time_opening,
)
from benchmarks.speed.report import Opening, SpeedReport, report

_DOCUMENTS: Final = "documents.jsonl"


class Sample(NamedTuple):
    """Documents selected from a ``total``: their ids, and UTF-8 bytes of titles and texts."""

    total: int
    ids: frozenset[str]
    text_bytes: int


def grow_documents(shared: Path, size: int, target: Path) -> Sample:
    """Write about ``size`` documents of all corpora, with copies where there are fewer."""
    written = collection.write(collection.corpora(shared), size, target)
    with target.open("rb") as file:
        ids = frozenset(msgspec.json.decode(line, type=_Line).id for line in file)
    return Sample(written.documents, ids, written.text_bytes)


class _Line(msgspec.Struct):
    id: str
    title: str = ""
    text: str = ""


def select_documents(sources: Sequence[Path], count: int | None, target: Path) -> Sample:
    """Copy the lines of ``count`` evenly spread documents (None: all)."""
    total = sum(1 for _ in lines(sources))
    wanted = total if count is None else min(count, total)
    ids, text_bytes = set(), 0
    with target.open("wb") as file:
        for number, line in enumerate(lines(sources)):
            if (number + 1) * wanted // total > number * wanted // total:
                file.write(line)
                article = msgspec.json.decode(line, type=_Line)
                ids.add(article.id)
                text_bytes += len(article.title.encode()) + len(article.text.encode())
    return Sample(total, frozenset(ids), text_bytes)


def build_one(engine: str, documents: Path, home: Path) -> Built:
    """Build the index of one engine in an empty folder and its own process."""
    built, tree_peak = run_watched(
        "benchmarks.speed.engine_process", Built, "build", engine, str(documents), str(home)
    )
    return msgspec.structs.replace(built, peak_bytes=max(built.peak_bytes, tree_peak))


def build(
    documents: Path, work: Path, contestants: Mapping[str, Contestant]
) -> dict[str, list[Built]]:
    """Build every engine in turn, round by round; ``work`` keeps the last build of each."""
    builds: dict[str, list[Built]] = {name: [] for name in contestants}
    for number in range(max(contestant.rounds for contestant in contestants.values())):
        for name, contestant in contestants.items():
            if number >= contestant.rounds:
                continue
            print_progress(f"{contestant.label}: adding, round {number + 1} …")
            home = work / f"{name}-{number}"
            home.mkdir()
            builds[name].append(build_one(name, documents, home))
            (work / name).unlink(missing_ok=True)
            (work / name).symlink_to(home)
    return builds


def choose(engines: Sequence[str]) -> dict[str, Contestant]:
    """The contestants of these names that can take part; raises BadInput if none can."""
    contestants = {name: each for name, each in present().items() if name in engines}
    if not contestants:
        reasons = absent()
        labels = [CONTESTANTS[name].label for name in engines]
        why = "; ".join(f"{label}: {reasons[label]}" for label in labels if label in reasons)
        raise BadInput(f"None of the chosen engines can run on this machine ({why}).")
    return contestants


def run(
    shared: Path,
    folder: Path,
    sample: Sample,
    contestants: Mapping[str, Contestant],
    queries: int,
    openings: int,
) -> SpeedReport:
    """Measure contestants over the documents of the folder, which also keeps the builds."""
    where = machine()
    questions: list[TimedQuery] = []
    warming: list[str] = []
    for kind in KINDS:
        judged = load(shared, kind)
        chosen = select_questions(judged, sample.ids, queries)
        questions += chosen
        warming += other_texts(judged, chosen)
    builds = build(folder / _DOCUMENTS, folder, contestants)
    modes = {
        name: (name, folder / mode.contestant)
        for name, mode in WAYS.items()
        if mode.contestant in contestants
    }
    print_progress(f"running {len(questions):,} queries in {len(modes)} modes …")
    timings, peaks = time_alternately(modes, warming, questions)
    print_progress(f"opening {len(contestants)} engines {openings} times …")
    # Alternates headlines and keywords, spread evenly.
    step = max(1, len(questions) // openings)
    texts = [question.text for question in questions[::step]][:openings]
    opened = time_opening({name: modes[name] for name in contestants}, texts)
    return SpeedReport(
        machine=where,
        articles=sample.total,
        documents=len(sample.ids),
        text_bytes=sample.text_bytes,
        builds=builds,
        absent=absent(),
        timings=timings,
        peaks=peaks,
        openings=[
            Opening(name=name, times=len(texts), opening=opening, first=first)
            for name, (opening, first) in opened.items()
        ],
    )


@benchmark(section="speed", as_json=True)
@click.option(
    "--documents",
    type=click.IntRange(min=1),
    help="Use only this many articles, spread evenly; or, if there are fewer, about this many "
    "documents of all corpora with copies, as benchmarks.growth.",
)
@click.option(
    "--engines",
    multiple=True,
    type=click.Choice(list(CONTESTANTS)),
    default=tuple(CONTESTANTS),
    help="Compare only these; repeatable.",
)
@click.option(
    "--queries",
    type=click.IntRange(min=1),
    default=400,
    show_default=True,
    help="Queries of each kind.",
)
@click.option(
    "--openings",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="How often each engine is opened.",
)
def main(
    documents: int | None,
    engines: tuple[str, ...],
    queries: int,
    openings: int,
    shared: Path,
    work: Path,
    output: Output,
) -> None:
    """Measure indexing and search compared with Lucene, Tantivy, SQLite FTS5 and stock
    Whoosh."""
    contestants = choose(engines)
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="speed-", dir=work) as name:
        path = Path(name) / _DOCUMENTS
        sample = select_documents(articles(shared), documents, path)
        grown = documents is not None and documents > sample.total
        if grown:
            sample = grow_documents(shared, documents or 0, path)
        measured = run(shared, Path(name), sample, contestants, queries, openings)
    if not grown and set(engines) == set(CONTESTANTS):
        save_figures(work, "speed", measured)
    text = report(measured)
    output.write(text, measured)


if __name__ == "__main__":
    main()
