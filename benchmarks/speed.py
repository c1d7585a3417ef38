"""The speed of adding and searching beside stock Whoosh and SQLite FTS5, in one run.

Run it as ``python -m benchmarks.speed``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

import click
import msgspec

from benchmarks.engines import CONTESTANTS, WAYS
from benchmarks.judged import (
    EvaluationDataError,
    JudgedSet,
    Query,
    SetName,
    articles,
    lines,
    load,
    shared_folder,
)
from benchmarks.report import SectionError, around_section, percentile_95, replace_section
from benchmarks.speed_report import KINDS, Report, Timing, report
from benchmarks.worker import Answered, Built, Done

_ROOT: Final = Path(__file__).parents[1]


class Question(NamedTuple):
    """A query of a kind, with the article it was taken from."""

    kind: SetName
    text: str
    article: str


def select_documents(sources: Sequence[Path], count: int | None, target: Path) -> frozenset[str]:
    """Copy the lines of ``count`` documents, spread evenly (None: all); gives their ids."""
    total = sum(1 for _ in lines(sources))
    wanted = total if count is None else min(count, total)
    ids = set()
    with target.open("wb") as file:
        for number, line in enumerate(lines(sources)):
            if (number + 1) * wanted // total > number * wanted // total:
                file.write(line)
                ids.add(msgspec.json.decode(line, type=_Identified).id)
    return frozenset(ids)


class _Identified(msgspec.Struct):
    id: str


def select_questions(judged: JudgedSet, ids: frozenset[str], count: int) -> list[Question]:
    """``count`` queries about articles that are among ``ids``, in an order by hash."""

    def order(query: Query) -> bytes:
        return blake2b(query.id.encode(), digest_size=8, person=b"speed").digest()

    questions = []
    for query in sorted(judged.queries, key=order):
        article = max(judged.qrels[query.id].items(), key=lambda pair: pair[1])[0]
        if article in ids:
            questions.append(Question(judged.name, query.text, article))
    return questions[:count]


def _worker(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.worker", *arguments]


def build(documents: Path, work: Path) -> dict[str, list[Built]]:
    """Build every engine in turn, round by round, each in a process of its own; the last build of
    each is left in ``work``."""
    builds: dict[str, list[Built]] = {name: [] for name in CONTESTANTS}
    for number in range(max(contestant.rounds for contestant in CONTESTANTS.values())):
        for name, contestant in CONTESTANTS.items():
            if number >= contestant.rounds:
                continue
            click.echo(f"{contestant.label}: adding, round {number + 1} …", err=True)
            home = work / f"{name}-{number}"
            home.mkdir()
            command = _worker("build", name, str(documents), str(home))
            run = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True)
            builds[name].append(msgspec.json.decode(run.stdout, type=Built))
            (work / name).unlink(missing_ok=True)
            (work / name).symlink_to(home)
    return builds


class _Asker:
    """A search process that is asked one query at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, text: str) -> Answered:
        """Ask one query and wait for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(text).decode() + "\n")
        self._process.stdin.flush()
        return msgspec.json.decode(self._read(), type=Answered)

    def finish(self) -> Done:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return msgspec.json.decode(self._read(), type=Done)

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"A search process has ended: {self._process.args!r}")
        return line


@contextmanager
def _asking(way: str, home: Path) -> Iterator[_Asker]:
    with subprocess.Popen(
        _worker("search", way, str(home)),
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield _Asker(process)
        finally:
            process.kill()


def search(questions: Sequence[Question], work: Path) -> tuple[list[Timing], dict[str, int]]:
    """Ask every question in every way, alternating query by query, twice over."""
    first: dict[tuple[str, SetName], list[float]] = {}
    again: dict[tuple[str, SetName], list[float]] = {}
    found: dict[tuple[str, SetName], int] = {}
    with ExitStack() as stack:
        askers = {
            name: stack.enter_context(_asking(name, work / way.contestant))
            for name, way in WAYS.items()
        }
        for times in (first, again):
            click.echo(f"asking {len(questions):,} queries …", err=True)
            for question in questions:
                for name, asker in askers.items():
                    answered = asker.ask(question.text)
                    key = (name, question.kind)
                    times.setdefault(key, []).append(answered.milliseconds)
                    if times is first:
                        found[key] = found.get(key, 0) + (question.article in answered.ids)
        peaks = {name: asker.finish().peak_bytes for name, asker in askers.items()}
    timings = [
        Timing(
            way=name,
            kind=kind,
            queries=len(first[name, kind]),
            first_median=statistics.median(first[name, kind]),
            first_p95=percentile_95(first[name, kind]),
            again_median=statistics.median(again[name, kind]),
            again_p95=percentile_95(again[name, kind]),
            found=found[name, kind] / len(first[name, kind]),
        )
        for kind in KINDS
        for name in WAYS
        if (name, kind) in first
    ]
    return timings, peaks


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
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
    "--shared",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the evaluation data (default: WARRAQ_SHARED, else ../shared).",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where a temporary folder for the builds is made (default: the system's).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Also put the tables into the section `speed` of this document.",
)
def main(
    documents: int | None,
    queries: int,
    shared: Path | None,
    work: Path | None,
    as_json: bool,
    into: Path | None,
) -> None:
    """Measure adding and searching the articles beside stock Whoosh and SQLite FTS5."""
    with tempfile.TemporaryDirectory(prefix="warraq-speed-", dir=work) as name:
        folder = Path(name)
        try:
            if into is not None:
                around_section(into, "speed")
            data = shared_folder(shared)
            sample = folder / "documents.jsonl"
            ids = select_documents(articles(data), documents, sample)
            questions = [
                question
                for kind in KINDS
                for question in select_questions(load(data, kind), ids, queries)
            ]
        except (EvaluationDataError, SectionError) as error:
            click.echo(str(error), err=True)
            sys.exit(2)
        builds = build(sample, folder)
        timings, peaks = search(questions, folder)
    measured = Report(documents=len(ids), builds=builds, timings=timings, peaks=peaks)
    text = report(measured)
    click.echo(msgspec.json.encode(measured).decode() if as_json else text)
    if into is not None:
        replace_section(into, "speed", text)


if __name__ == "__main__":
    main()
