"""Several processes at once: two that add, and readers through many switches."""

from __future__ import annotations

import multiprocessing
import signal
import time
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.faults.command import Command, faults_of, run
from benchmarks.faults.finding import Finding
from benchmarks.faults.state import (
    archive_state,
    version_word,
    whole_faults,
    write_documents,
)
from index import generation
from search.engine import Engine
from search.request import Request

_BATCH: Final = 30  # one transaction of the archive
_PAUSE: Final = 0.01
_NOTICED_SECONDS: Final = 1.0


def two_writers(folder: Path, count: int) -> Finding:
    """Start a second ``add`` while a first one is building, which is stopped for that long."""
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
        while waiting not in second.said() and time.monotonic() < end:
            time.sleep(_PAUSE)
        if waiting not in second.said():
            faults.append(f"turn {turn}: the second does not say who is writing")
        first.kill(signal.SIGCONT)
        faults += faults_of(first.end(), 0, f"turn {turn}: the first")
        faults += faults_of(second.end(), 0, f"turn {turn}: the second")
        if set(archive_state(home)) != expected:
            faults.append(f"turn {turn}: documents are lost")
        faults += [f"turn {turn}: {fault}" for fault in whole_faults(home)]
    return Finding(
        fault="two that add at once",
        cases=count,
        seen="the second said for whom it waits; the documents of both are found",
        faults=tuple(faults),
    )


class _Seen(msgspec.Struct):
    """What one reader saw: answers, faults, and when each generation first answered."""

    answers: int
    faults: list[str]
    first: dict[int, float]
    warned: int


def _read(home: str, tell: Connection) -> None:
    """Ask until told to stop; every answer has to be wholly of one state."""
    seen = _Seen(0, [], {}, 0)
    with closing(Engine.open(Path(home))) as engine:
        tell.send("ready")
        while not tell.poll():
            try:
                fault = _ask(engine, seen)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
                fault = f"{type(error).__name__}: {error}"
            if fault is not None and len(seen.faults) < 5:
                seen.faults.append(fault)
            time.sleep(_PAUSE)
    tell.send(msgspec.to_builtins(seen))


def _ask(engine: Engine, seen: _Seen) -> str | None:
    """Ask for the documents of the version that the generation has.

    Its versions are numbered as its generations are. The index is of one state if all documents
    have that version and none has another; the texts are of one state if all titles are the same;
    where the two differ the answer says that the archive has changed.
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
        if not any(each.code == "index_behind" for each in answer.warnings):
            return f"generation {now} with the texts of {titles} and no warning"
    return None


def readers(folder: Path, switches: int, count: int = 4) -> Finding:
    """Ask in several processes while every switch replaces all documents."""
    home, file = folder / "home", folder / "documents.jsonl"
    names = [f"d{number}" for number in range(_BATCH)]

    def switch(version: int) -> float:
        write_documents(file, names, version)
        faults.extend(faults_of(run("--home", str(home), "add", str(file)), 0, "add"))
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
    delays = []
    for each in seen:
        if switches + 1 not in each.first:
            faults.append("a reader never saw the last generation")
        for version, at in switched.items():
            later = [first for number, first in each.first.items() if number >= version]
            if version > 1 and later:
                delays.append(min(later) - at)
    if {*archive_state(home).values()} != {switches + 1}:
        faults.append("the archive has not the last version of every document")
    late = sum(delay > _NOTICED_SECONDS for delay in delays)
    return Finding(
        fault=f"switches under {count} readers",
        cases=switches,
        seen=f"{sum(each.answers for each in seen):,} answers, each of one state of the index; "
        f"{sum(each.warned for each in seen):,} had texts of an archive that was ahead, and "
        f"said so; a switch was noticed after {max(delays):.2f} s at most, {late} of "
        f"{len(delays)} times after more than {_NOTICED_SECONDS:.0f} s",
        faults=tuple(faults),
    )
