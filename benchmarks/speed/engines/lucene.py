"""Lucene 10.3 with its ArabicAnalyzer, in a Java process that measures itself."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Final

import msgspec

from benchmarks.judged_homes import DEFAULT_WORK
from benchmarks.memory import peak_bytes_of
from benchmarks.speed.engines import RESULTS, Open, OpenEngine, Operator, Steps
from benchmarks.speed.java import command

# Stored documents: their data, index and description.
_STORED: Final = (".fdt", ".fdx", ".fdm")


class _Answer(msgspec.Struct):
    milliseconds: float
    ids: list[str]


def _command() -> list[str]:
    work = DEFAULT_WORK.expanduser()
    work.mkdir(parents=True, exist_ok=True)
    return command(work)


def build(documents: Path, home: Path) -> Steps:
    """Add every document with one thread, commit once, wait for merges."""
    words = [*_command(), "build", str(documents), str(home)]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return {"all": float(done.stdout)}


def index_bytes(home: Path) -> int:
    """The size of all index files except the stored documents."""
    files = [path for path in home.iterdir() if path.suffix not in _STORED]
    return sum(path.stat().st_size for path in files)


@contextmanager
def _open(operator: Operator, home: Path) -> Iterator[OpenEngine]:
    """Search; ids are read from a column."""
    words = [*_command(), "search", str(home), operator, str(RESULTS)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        took = 0.0

        def ask(queries: IO[bytes], answers: IO[bytes], text: str) -> list[str]:
            nonlocal took
            queries.write(msgspec.json.encode(text) + b"\n")
            queries.flush()
            answer = msgspec.json.decode(answers.readline(), type=_Answer)
            took = answer.milliseconds
            return answer.ids

        try:
            process.stdout.readline()
            yield OpenEngine(
                partial(ask, process.stdin, process.stdout),
                milliseconds=lambda: took,
                peak_bytes=partial(peak_bytes_of, process.pid),
            )
        finally:
            process.kill()


WAYS: Final[Mapping[str, Open]] = {"ranking": partial(_open, "any"), "all": partial(_open, "all")}
