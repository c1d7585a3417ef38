"""The speed of adding and searching beside Tantivy, SQLite FTS5 and stock Whoosh, in one run.

Run it as ``python -m benchmarks.speed``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from benchmarks.asking import (
    KINDS,
    Question,
    alternate,
    open_anew,
    other_texts,
    select_questions,
)
from benchmarks.engines import CONTESTANTS, RANKING, WAYS
from benchmarks.judged import articles, lines, load
from benchmarks.options import benchmark, say
from benchmarks.process import run_watched
from benchmarks.report import Section, keep, machine
from benchmarks.speed_report import Opening, SpeedReport, report
from benchmarks.worker import Built


class Sample(NamedTuple):
    """Documents that were chosen from a ``total``: their ids, and the bytes of their titles and
    texts in UTF-8."""

    total: int
    ids: frozenset[str]
    text_bytes: int


class _Line(msgspec.Struct):
    id: str
    title: str = ""
    text: str = ""


def select_documents(sources: Sequence[Path], count: int | None, target: Path) -> Sample:
    """Copy the lines of ``count`` documents, spread evenly (None: all)."""
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
    """Build one engine into an empty folder, in a process of its own."""
    built, together = run_watched(
        "benchmarks.worker", Built, "build", engine, str(documents), str(home)
    )
    return msgspec.structs.replace(built, peak_bytes=max(built.peak_bytes, together))


def build(documents: Path, work: Path) -> dict[str, list[Built]]:
    """Build every engine in turn, round by round; the last build of each is left in ``work``."""
    builds: dict[str, list[Built]] = {name: [] for name in CONTESTANTS}
    for number in range(max(contestant.rounds for contestant in CONTESTANTS.values())):
        for name, contestant in CONTESTANTS.items():
            if number >= contestant.rounds:
                continue
            say(f"{contestant.label}: adding, round {number + 1} …")
            home = work / f"{name}-{number}"
            home.mkdir()
            builds[name].append(build_one(name, documents, home))
            (work / name).unlink(missing_ok=True)
            (work / name).symlink_to(home)
    return builds


def run(
    shared: Path, folder: Path, documents: int | None, queries: int, openings: int
) -> SpeedReport:
    """Measure everything, with the builds in an empty folder."""
    where = machine()
    path = folder / "documents.jsonl"
    sample = select_documents(articles(shared), documents, path)
    questions: list[Question] = []
    warming: list[str] = []
    for kind in KINDS:
        judged = load(shared, kind)
        chosen = select_questions(judged, sample.ids, queries)
        questions += chosen
        warming += other_texts(judged, chosen)
    builds = build(path, folder)
    say(f"asking {len(questions):,} queries in {len(WAYS)} ways …")
    ways = {name: (name, folder / way.contestant) for name, way in WAYS.items()}
    timings, peaks = alternate(ways, warming, questions)
    say(f"opening {len(RANKING)} engines {openings} times …")
    # Headlines and keywords by turns, spread over all.
    step = max(1, len(questions) // openings)
    texts = [question.text for question in questions[::step]][:openings]
    opened = open_anew({name: ways[name] for name in RANKING}, texts)
    return SpeedReport(
        machine=where,
        articles=sample.total,
        documents=len(sample.ids),
        text_bytes=sample.text_bytes,
        builds=builds,
        timings=timings,
        peaks=peaks,
        openings=[
            Opening(name=name, times=len(texts), opening=opening, first=first)
            for name, (opening, first) in opened.items()
        ],
    )


@benchmark(section="speed", as_json=True)
@click.option(
    "--documents", type=click.IntRange(min=1), help="Only this many of the articles, spread evenly."
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
    help="How often each engine is opened anew.",
)
def main(
    documents: int | None,
    queries: int,
    openings: int,
    shared: Path,
    work: Path,
    as_json: bool,
    into: Section | None,
) -> None:
    """Measure adding and searching beside Tantivy, SQLite FTS5 and stock Whoosh."""
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="speed-", dir=work) as name:
        measured = run(shared, Path(name), documents, queries, openings)
    keep(work, "speed", measured)
    text = report(measured)
    click.echo(msgspec.json.encode(measured).decode() if as_json else text)
    if into is not None:
        into.replace(text)


if __name__ == "__main__":
    main()
