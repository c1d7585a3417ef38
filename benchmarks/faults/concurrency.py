"""Concurrent processes: two writers, and readers during many generation switches."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.faults.command import Command, check_exit, run
from benchmarks.faults.finding import Finding
from benchmarks.faults.state import (
    archive_state,
    check_home,
    version_word,
    write_documents,
)
from index import generation
from search.engine import Engine
from search.request import Request

_BATCH: Final = 30  # one transaction of the archive
_PAUSE: Final = 0.01
_NOTICED_SECONDS: Final = 1.0


def two_writers(folder: Path, count: int) -> Finding:
    """Start a second ``add`` while the first is stopped during its build."""
    home = folder / "home"
    files = [folder / f"documents{number}.jsonl" for number in range(2)]
    faults: list[str] = []
    expected: set[str] = set()
    for turn in range(count):
        commands = []
        for number, file in enumerate(files):
            names = [f"turn{turn}-{number}-{each}" for each in range(10 * _BATCH)]
            expected |= set(names)
            write_documents(file, names, turn * 2 + number)
            commands.append(("--home", str(home), "add", str(file)))
        first = Command(*commands[0])
        first.wait_for("build")
        first.kill(signal.SIGSTOP)
        second = Command(*commands[1])
        waiting = f"Waiting for process {first.pid}, which is writing the index."
        end = time.monotonic() + 30
        while waiting not in second.output() and time.monotonic() < end:
            time.sleep(_PAUSE)
        if waiting not in second.output():
            faults.append(f"turn {turn}: the second does not report who is writing")
        first.kill(signal.SIGCONT)
        faults += check_exit(first.end(), 0, f"turn {turn}: the first")
        faults += check_exit(second.end(), 0, f"turn {turn}: the second")
        if set(archive_state(home)) != expected:
            faults.append(f"turn {turn}: documents are lost")
        faults += [f"turn {turn}: {fault}" for fault in check_home(home)]
    return Finding(
        fault="two concurrent writers",
        cases=count,
        seen="the second reported the process it waits for; the documents of both are found",
        faults=tuple(faults),
    )


class _Seen(msgspec.Struct):
    """What one reader saw: answers, faults, warnings, first answer of each generation."""

    answers: int
    faults: list[str]
    first: dict[int, float]
    warned: int


def _read(home: str, pipe: Connection) -> None:
    """Search until a stop message; every answer must come from one state."""
    seen = _Seen(0, [], {}, 0)
    with closing(Engine.open(Path(home))) as engine:
        pipe.send("ready")
        while not pipe.poll():
            try:
                fault = _ask(engine, seen)
            except Exception as error:  # noqa: BLE001 - any exception is a finding
                fault = f"{type(error).__name__}: {error}"
            if fault is not None and len(seen.faults) < 5:
                seen.faults.append(fault)
            time.sleep(_PAUSE)
    pipe.send(msgspec.to_builtins(seen))


def _ask(engine: Engine, seen: _Seen) -> str | None:
    """Search for the documents of the current version; returns a fault or None.

    Version numbers equal generation numbers. All hits must have one version, all titles one
    version; if the two differ, the answer must warn that the archive has changed.
    """
    number = engine.info.generation
    every = " OR ".join(version_word(each) for each in range(max(1, number - 3), number + 4))
    answer = engine.search(Request(query=every, level="form", limit=_BATCH))
    seen.answers += 1
    now = answer.index.generation
    seen.first.setdefault(now, time.time())
    titles = {hit.title.text for hit in answer.hits}
    if answer.total != _BATCH or len(answer.hits) != _BATCH:
        return f"generation {now} has {answer.total} documents and {len(answer.hits)} hits"
    if len(titles) != 1:
        return f"generation {now} has texts of versions {sorted(titles)}"
    if len({hit.score for hit in answer.hits}) != 1:
        return f"generation {now} has documents of several versions"
    if titles != {str(now)}:
        seen.warned += 1
        if not any(each.code == "index_outdated" for each in answer.warnings):
            return f"generation {now} with the texts of {titles} and no warning"
    return None


def _delays(seen: _Seen, switched: dict[int, float]) -> Iterator[float]:
    """The seconds from each switch, whose times are by version, to the first answer after it."""
    for version, at in switched.items():
        later = [first for number, first in seen.first.items() if number >= version]
        if version > 1 and later:
            yield min(later) - at


def readers(folder: Path, switches: int, count: int = 4) -> Finding:
    """Search in several processes while each switch replaces all documents."""
    home, file = folder / "home", folder / "documents.jsonl"
    names = [f"d{number}" for number in range(_BATCH)]

    def switch(version: int) -> float:
        write_documents(file, names, version)
        faults.extend(check_exit(run("--home", str(home), "add", str(file)), 0, "add"))
        return (generation.folder_of(home) / "CURRENT").stat().st_mtime

    faults: list[str] = []
    switched = {1: switch(1)}
    context: Any = multiprocessing.get_context("forkserver")
    pipes = [context.Pipe() for _ in range(count)]
    processes = [context.Process(target=_read, args=(str(home), ends[1])) for ends in pipes]
    for process in processes:
        process.start()
    for ours, _ in pipes:
        ours.recv()
    for version in range(2, switches + 2):
        switched[version] = switch(version)
    time.sleep(2 * _NOTICED_SECONDS)
    for ours, _ in pipes:
        ours.send("stop")
    seen = [msgspec.convert(ours.recv(), _Seen, strict=False) for ours, _ in pipes]
    for process in processes:
        process.join()
    faults += [fault for each in seen for fault in each.faults]
    if any(switches + 1 not in each.first for each in seen):
        faults.append("a reader did not see the last generation")
    delays = [delay for each in seen for delay in _delays(each, switched)]
    if {*archive_state(home).values()} != {switches + 1}:
        faults.append("the archive lacks the last version of some documents")
    late = sum(delay > _NOTICED_SECONDS for delay in delays)
    return Finding(
        fault=f"generation switches under {count} readers",
        cases=switches,
        seen=f"{sum(each.answers for each in seen):,} answers, each of one state of the index; "
        f"{sum(each.warned for each in seen):,} had texts of a newer archive, with "
        f"a warning; a switch was noticed after {max(delays):.2f} s at most, {late} of "
        f"{len(delays)} times after more than {_NOTICED_SECONDS:.0f} s",
        faults=tuple(faults),
    )
