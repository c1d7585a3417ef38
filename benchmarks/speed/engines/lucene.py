"""Lucene 10.3 with its ArabicAnalyzer, in a Java process that measures itself."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Final, Self

import msgspec

from benchmarks.judged_homes import DEFAULT_WORK
from benchmarks.memory import peak_bytes_of
from benchmarks.speed.engines import RESULTS, Open, OpenEngine, Operator, Steps
from benchmarks.speed.java import command

# Stored documents: their data, index and description.
_STORED: Final = (".fdt", ".fdx", ".fdm")


class LuceneError(Exception):
    """The Java process failed; the message is one sentence with its reason."""

    @classmethod
    def of(cls, task: str, errors: IO[bytes]) -> Self:
        """The error of a task, with the first line that the ended process wrote as an error."""
        errors.seek(0)
        lines = (line.strip() for line in errors.read().decode("utf-8", "replace").splitlines())
        reason = next((line for line in lines if line and not line.startswith("WARNING")), None)
        return cls(f"Lucene could not {task}: {reason or 'its process ended without a message'}")


class _Answer(msgspec.Struct):
    milliseconds: float
    ids: list[str]


def _command() -> list[str]:
    work = DEFAULT_WORK.expanduser()
    work.mkdir(parents=True, exist_ok=True)
    return command(work)


def build(documents: Path, home: Path) -> Steps:
    """Add every document with one thread, commit once, wait for merges; raises LuceneError."""
    words = [*_command(), "build", str(documents), str(home)]
    with tempfile.TemporaryFile() as errors:
        done = subprocess.run(words, check=False, stdout=subprocess.PIPE, stderr=errors)
        if done.returncode:
            raise LuceneError.of("build an index", errors)
    return {"all": float(done.stdout)}


def index_bytes(home: Path) -> int:
    """The size of all index files except the stored documents."""
    files = [path for path in home.iterdir() if path.suffix not in _STORED]
    return sum(path.stat().st_size for path in files)


@contextmanager
def _open(operator: Operator, home: Path) -> Iterator[OpenEngine]:
    """Search; ids are read from a column. Raises LuceneError where the process fails."""
    words = [*_command(), "search", str(home), operator, str(RESULTS)]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        took = 0.0

        def ask(queries: IO[bytes], answers: IO[bytes], text: str) -> list[str]:
            nonlocal took
            try:
                queries.write(msgspec.json.encode(text) + b"\n")
                queries.flush()
                line = answers.readline()
            except BrokenPipeError:
                line = b""
            if not line:
                process.wait()
                raise LuceneError.of("answer a query", errors)
            answer = msgspec.json.decode(line, type=_Answer)
            took = answer.milliseconds
            return answer.ids

        try:
            if process.stdout.readline().strip() != b"open":
                process.kill()
                process.wait()
                raise LuceneError.of("open its index", errors)
            yield OpenEngine(
                partial(ask, process.stdin, process.stdout),
                milliseconds=lambda: took,
                peak_bytes=partial(peak_bytes_of, process.pid),
            )
        finally:
            process.kill()
            with suppress(BrokenPipeError):  # a query that an ended process has not read
                process.stdin.close()


WAYS: Final[Mapping[str, Open]] = {"ranking": partial(_open, "any"), "all": partial(_open, "all")}
