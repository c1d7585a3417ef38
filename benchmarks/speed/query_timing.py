"""Timing of queries that are sent to search processes one at a time."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from benchmarks.judged_sets import JudgedQuery, JudgedSet, SetName
from benchmarks.processes import ROOT, module
from benchmarks.reporting import percentile_95
from benchmarks.speed.engine_process import Answered, Done, OpeningTime
from benchmarks.speed.engines import CONTESTANTS, WAYS

KINDS: Final[tuple[SetName, ...]] = ("headlines", "keywords")
"""The kinds of queries that are timed."""

WARMING: Final = 100
"""Untimed queries of each kind that warm a process before the timed ones."""

_Record = TypeVar("_Record", bound=msgspec.Struct)


class TimedQuery(NamedTuple):
    """A query and the id of the article it was taken from."""

    kind: SetName
    text: str
    article: str


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Median, 95th percentile and maximum of times in milliseconds."""

    median: float
    p95: float
    most: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Spread:
        """Summarize one or more times."""
        return cls(median=statistics.median(times), p95=percentile_95(times), most=max(times))


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The times of one query mode for a kind of query.

    ``first`` covers the first run of each query, ``again`` the second; ``found`` is the share of
    queries whose own article is among the results.
    """

    name: str
    kind: SetName
    queries: int
    first: Spread
    again: Spread
    found: float


def _by_hash(judged: JudgedSet) -> list[JudgedQuery]:
    def order(query: JudgedQuery) -> bytes:
        return blake2b(query.id.encode(), digest_size=8, person=b"speed").digest()

    return sorted(judged.queries, key=order)


def select_questions(judged: JudgedSet, ids: frozenset[str], count: int) -> list[TimedQuery]:
    """Select ``count`` queries about articles among ``ids``, ordered by a hash."""
    questions = []
    for query in _by_hash(judged):
        article = max(judged.qrels[query.id].items(), key=lambda pair: pair[1])[0]
        if article in ids:
            questions.append(TimedQuery(judged.name, query.text, article))
    return questions[:count]


def other_texts(
    judged: JudgedSet, questions: Sequence[TimedQuery], count: int = WARMING
) -> list[str]:
    """Select ``count`` queries that are not among the questions, in reverse hash order."""
    timed = {question.text for question in questions}
    return [query.text for query in reversed(_by_hash(judged)) if query.text not in timed][:count]


class SearchProcess:
    """A search process that answers one query at a time; ``opened`` has its opening time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.opened = self._read(OpeningTime)

    def ask(self, text: str) -> Answered:
        """Send one query and wait for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(text).decode() + "\n")
        self._process.stdin.flush()
        return self._read(Answered)

    def finish(self) -> Done:
        """End the process and return its last record."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._read(Done)

    def _read(self, record: type[_Record]) -> _Record:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"A search process has ended: {self._process.args!r}")
        return msgspec.json.decode(line, type=record)


@contextmanager
def start_search(mode: str, home: Path) -> Iterator[SearchProcess]:
    """Start a search process for a query mode."""
    with subprocess.Popen(
        module("benchmarks.speed.engine_process", "search", mode, str(home)),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield SearchProcess(process)
        finally:
            process.kill()


def time_alternately(
    modes: Mapping[str, tuple[str, Path]], warming: Sequence[str], questions: Sequence[TimedQuery]
) -> tuple[list[Timing], dict[str, int]]:
    """Send every question to each process, alternating query by query, in two rounds.

    ``modes`` maps the name of a timing to its query mode and home. Returns the timings and the
    peak memory in bytes by name.
    """
    times: list[dict[tuple[str, SetName], list[float]]] = [{}, {}]
    found: dict[tuple[str, SetName], int] = {}
    with ExitStack() as stack:
        processes = {
            name: stack.enter_context(start_search(mode, home))
            for name, (mode, home) in modes.items()
        }
        for name, process in processes.items():
            mode, _ = modes[name]
            for _ in range(CONTESTANTS[WAYS[mode].contestant].warming):
                for text in warming:
                    process.ask(text)
        for kept in times:
            for question in questions:
                for name, process in processes.items():
                    answered = process.ask(question.text)
                    key = (name, question.kind)
                    kept.setdefault(key, []).append(answered.milliseconds)
                    if kept is times[0]:
                        found[key] = found.get(key, 0) + (question.article in answered.ids)
        peaks = {name: process.finish().peak_bytes for name, process in processes.items()}
    first, again = times
    timings = [
        Timing(
            name=name,
            kind=kind,
            queries=len(first[name, kind]),
            first=Spread.of(first[name, kind]),
            again=Spread.of(again[name, kind]),
            found=found[name, kind] / len(first[name, kind]),
        )
        for kind in KINDS
        for name in modes
        if (name, kind) in first
    ]
    return timings, peaks


def time_opening(
    modes: Mapping[str, tuple[str, Path]], texts: Sequence[str]
) -> dict[str, tuple[Spread, Spread]]:
    """Open each mode in a new process for every query.

    Returns the times of opening and of the first query by name.
    """
    opening: dict[str, list[float]] = {name: [] for name in modes}
    first: dict[str, list[float]] = {name: [] for name in modes}
    for text in texts:
        for name, (mode, home) in modes.items():
            with start_search(mode, home) as process:
                opening[name].append(process.opened.milliseconds)
                first[name].append(process.ask(text).milliseconds)
    return {name: (Spread.of(opening[name]), Spread.of(first[name])) for name in modes}
