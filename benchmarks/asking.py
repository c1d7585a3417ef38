"""Asking: queries of the judged sets go to search processes, one query at a time."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from benchmarks.judged import JudgedSet, Query, SetName
from benchmarks.process import ROOT, module
from benchmarks.report import percentile_95
from benchmarks.worker import Answered, Done, Opened

KINDS: Final[tuple[SetName, ...]] = ("headlines", "keywords")
"""The kinds of queries that are timed."""

WARMING: Final = 100
"""Queries of each kind that are asked before any is timed, none of which is timed."""

_Record = TypeVar("_Record", bound=msgspec.Struct)


class Question(NamedTuple):
    """A query of a kind, with the article it was taken from."""

    kind: SetName
    text: str
    article: str


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How some times, in milliseconds, lie."""

    median: float
    p95: float
    most: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Spread:
        """Of one time or more."""
        return cls(median=statistics.median(times), p95=percentile_95(times), most=max(times))


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """How one that was asked did on a kind of query, the ``first`` time that the queries were
    asked and ``again``; ``found`` is the share whose own article was among the results."""

    name: str
    kind: SetName
    queries: int
    first: Spread
    again: Spread
    found: float


def _by_hash(judged: JudgedSet) -> list[Query]:
    def order(query: Query) -> bytes:
        return blake2b(query.id.encode(), digest_size=8, person=b"speed").digest()

    return sorted(judged.queries, key=order)


def select_questions(judged: JudgedSet, ids: frozenset[str], count: int) -> list[Question]:
    """``count`` queries about articles that are among ``ids``, in an order by hash."""
    questions = []
    for query in _by_hash(judged):
        article = max(judged.qrels[query.id].items(), key=lambda pair: pair[1])[0]
        if article in ids:
            questions.append(Question(judged.name, query.text, article))
    return questions[:count]


def other_texts(
    judged: JudgedSet, questions: Sequence[Question], count: int = WARMING
) -> list[str]:
    """``count`` queries of a set that are not among the questions, the last by hash first."""
    asked = {question.text for question in questions}
    return [query.text for query in reversed(_by_hash(judged)) if query.text not in asked][:count]


class Asker:
    """A search process that is asked one query at a time; ``opened`` tells how it was opened."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.opened = self._read(Opened)

    def ask(self, text: str) -> Answered:
        """Ask one query and wait for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(text).decode() + "\n")
        self._process.stdin.flush()
        return self._read(Answered)

    def finish(self) -> Done:
        """End the process."""
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
def asking(way: str, home: Path) -> Iterator[Asker]:
    """A search process of its own for a way of asking."""
    with subprocess.Popen(
        module("benchmarks.worker", "search", way, str(home)),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Asker(process)
        finally:
            process.kill()


def alternate(
    asked: Mapping[str, tuple[str, Path]], warming: Sequence[str], questions: Sequence[Question]
) -> tuple[list[Timing], dict[str, int]]:
    """Ask every question of each, alternating query by query, twice over.

    ``asked`` has the way of asking and the home under the name that the timings bear. Also gives
    the peak memory of each.
    """
    times: list[dict[tuple[str, SetName], list[float]]] = [{}, {}]
    found: dict[tuple[str, SetName], int] = {}
    with ExitStack() as stack:
        askers = {
            name: stack.enter_context(asking(way, home)) for name, (way, home) in asked.items()
        }
        for text in warming:
            for asker in askers.values():
                asker.ask(text)
        for kept in times:
            for question in questions:
                for name, asker in askers.items():
                    answered = asker.ask(question.text)
                    key = (name, question.kind)
                    kept.setdefault(key, []).append(answered.milliseconds)
                    if kept is times[0]:
                        found[key] = found.get(key, 0) + (question.article in answered.ids)
        peaks = {name: asker.finish().peak_bytes for name, asker in askers.items()}
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
        for name in asked
        if (name, kind) in first
    ]
    return timings, peaks


def open_anew(
    asked: Mapping[str, tuple[str, Path]], texts: Sequence[str]
) -> dict[str, tuple[Spread, Spread]]:
    """Open each anew for every query, in a new process: the times of opening, and those of the
    first query."""
    opening: dict[str, list[float]] = {name: [] for name in asked}
    first: dict[str, list[float]] = {name: [] for name in asked}
    for text in texts:
        for name, (way, home) in asked.items():
            with asking(way, home) as asker:
                opening[name].append(asker.opened.milliseconds)
                first[name].append(asker.ask(text).milliseconds)
    return {name: (Spread.of(opening[name]), Spread.of(first[name])) for name in asked}
