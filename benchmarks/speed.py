"""The speed of adding and searching beside stock Whoosh and SQLite FTS5, in one run.

Run it as ``python -m benchmarks.speed``.
"""

from __future__ import annotations

import gzip
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

from benchmarks.engines import CONTESTANTS, RESULTS, WAYS
from benchmarks.judged import (
    EvaluationDataError,
    JudgedSet,
    Query,
    SetName,
    articles,
    load,
    shared_folder,
)
from benchmarks.report import machine, replace_section, table
from benchmarks.worker import Answered, Built, Done

_ROOT: Final = Path(__file__).parents[1]
_KINDS: Final[tuple[SetName, ...]] = ("headlines", "keywords")
_MEGABYTE: Final = 1_000_000


class Question(NamedTuple):
    """A query of a kind, with the article it was taken from."""

    kind: SetName
    text: str
    article: str


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """How a way of asking did on a kind of query: milliseconds, the first time that the queries
    were asked and when they were asked again; ``found`` is the share whose own article was among
    the results."""

    way: str
    kind: SetName
    queries: int
    first_median: float
    first_p95: float
    again_median: float
    again_p95: float
    found: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured; ``builds`` has the rounds of each engine, ``peaks`` the bytes of
    memory of each way of asking."""

    documents: int
    builds: dict[str, list[Built]]
    timings: list[Timing]
    peaks: dict[str, int]


def select_documents(sources: Sequence[Path], count: int | None, target: Path) -> frozenset[str]:
    """Copy the lines of ``count`` documents, spread evenly (None: all); gives their ids."""
    total = sum(1 for _ in _lines(sources))
    wanted = total if count is None else min(count, total)
    ids = set()
    with target.open("wb") as file:
        for number, line in enumerate(_lines(sources)):
            if (number + 1) * wanted // total > number * wanted // total:
                file.write(line)
                ids.add(msgspec.json.decode(line, type=_Identified).id)
    return frozenset(ids)


class _Identified(msgspec.Struct):
    id: str


def _lines(sources: Sequence[Path]) -> Iterator[bytes]:
    for source in sources:
        with gzip.open(source) as lines:
            yield from lines


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
        for kind in _KINDS
        for name in WAYS
        if (name, kind) in first
    ]
    return timings, peaks


def percentile_95(values: Sequence[float]) -> float:
    """The value that at least 95 % do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


# Reporting


def report(measured: Report) -> str:
    """The figures as Markdown."""
    return "\n\n".join(
        [
            f"{machine()} {measured.documents:,} articles.",
            _building(measured),
            _steps(measured),
            *(_searching(measured, kind) for kind in _KINDS),
            _memory(measured),
        ]
    )


def _seconds(builds: Sequence[Built], step: str | None = None) -> float:
    return statistics.median(
        sum(one.steps.values()) if step is None else one.steps[step] for one in builds
    )


def _times(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"


def _building(measured: Report) -> str:
    own = _seconds(measured.builds["warraq"])
    rows = [
        (
            CONTESTANTS[name].label,
            str(len(builds)),
            f"{_seconds(builds):.1f}",
            f"{measured.documents / _seconds(builds):,.0f}",
            f"{statistics.median(one.cpu_seconds for one in builds):.1f}",
            _times(_seconds(builds) / own),
            f"{builds[-1].disk_bytes / _MEGABYTE:,.0f}",
            f"{max(one.peak_bytes for one in builds) / _MEGABYTE:,.0f}",
        )
        for name, builds in measured.builds.items()
    ]
    head = (
        "adding and indexing",
        "rounds",
        "seconds",
        "documents/s",
        "CPU s",
        "time to warraq's",
        "MB on disk",
        "peak MB",
    )
    return table(head, rows)


def _steps(measured: Report) -> str:
    builds = measured.builds["warraq"]
    rows = [
        (
            step,
            f"{_seconds(builds, step):.1f}",
            f"{measured.documents / _seconds(builds, step):,.0f}",
        )
        for step in builds[0].steps
    ]
    return table(("warraq's steps", "seconds", "documents/s"), rows)


def _searching(measured: Report, kind: SetName) -> str:
    timings = [one for one in measured.timings if one.kind == kind]
    own = next((one.again_median for one in timings if one.way == "warraq"), 0.0)
    rows = [
        (
            WAYS[one.way].label,
            f"{one.first_median:.2f}",
            f"{one.first_p95:.2f}",
            f"{one.again_median:.2f}",
            f"{one.again_p95:.2f}",
            _times(one.again_median / own),
            f"{one.found:.1%}",
        )
        for one in timings
    ]
    count = timings[0].queries if timings else 0
    head = (
        f"{count:,} {kind}, {RESULTS} results, ms",
        "first: median",
        "95 %",
        "again: median",
        "95 %",
        "median to warraq's",
        "own article found",
    )
    return table(head, rows)


def _memory(measured: Report) -> str:
    rows = [(WAYS[name].label, f"{peak / _MEGABYTE:,.0f}") for name, peak in measured.peaks.items()]
    return table(("searching", "peak MB"), rows)


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
            data = shared_folder(shared)
            sample = folder / "documents.jsonl"
            ids = select_documents(articles(data), documents, sample)
            questions = [
                question
                for kind in _KINDS
                for question in select_questions(load(data, kind), ids, queries)
            ]
        except EvaluationDataError as error:
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
