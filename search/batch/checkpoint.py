"""An output file with checkpoints, so that an interrupted batch continues where it stopped.

Results go to ``FILE.part``. ``FILE.journal`` has lines of JSON: the identity of the batch, then
checkpoints, each written after the bytes that it counts are on disk. At the end ``FILE.part`` is
renamed to ``FILE``.
"""

from __future__ import annotations

import fcntl
import os
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final

import msgspec

from corpus.durable import sync
from corpus.messages import WarraqError
from search.answer import IndexInfo
from search.batch.formats import Query
from search.batch.results import BatchOptions, QueryResult

_INTERVAL: Final = 1.0
"""Seconds between two checkpoints."""

_BLOCK: Final = 1 << 20


class CheckpointError(WarraqError):
    """An output file that cannot be begun or continued."""


class BatchIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides the lines of a batch.

    ``queries`` is a digest of the queries, ``warraq`` the version of the program.
    """

    queries: str
    options: BatchOptions = msgspec.field(name="run")
    index: IndexInfo
    warraq: str


class QueryProblem(msgspec.Struct, frozen=True):
    """A query that was refused, with the reason in English, or that ran out of time (None)."""

    query: str
    refused: str | None


class _State(msgspec.Struct, frozen=True):
    """A checkpoint: queries done, bytes written and their CRC-32, and the problems since the
    previous checkpoint."""

    queries: int
    bytes: int
    crc: int
    problems: list[QueryProblem] = msgspec.field(name="remarks")


def identity(options: BatchOptions, queries: Sequence[Query], index: IndexInfo) -> BatchIdentity:
    """The identity of a batch over an index."""
    digest = blake2b(msgspec.json.encode(queries), digest_size=16).hexdigest()
    return BatchIdentity(queries=digest, options=options, index=index, warraq=version("warraq"))


def problems_of(results: Iterable[QueryResult]) -> list[QueryProblem]:
    """The problems among some results."""
    return [
        QueryProblem(result.query, result.refused)
        for result in results
        if result.refused is not None or result.timed_out
    ]


class Checkpoint:
    """An output file, continued where an interrupted run of the same batch stopped.

    ``done`` queries are in it, with their ``problems``. ``restart`` discards an earlier run and
    replaces an existing file. Raises CheckpointError.
    """

    def __init__(
        self,
        target: Path,
        identity: BatchIdentity,
        *,
        restart: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        self._path = target.with_name(f"{target.name}.journal")
        self._clock = clock
        self._saved_at = clock()
        self._saved_problems = self._saved_queries = 0
        self.problems: list[QueryProblem] = []
        # Queries, bytes, CRC-32 and problems, assigned together so that a signal cannot split them.
        self._state = (0, 0, 0, 0)
        with ExitStack() as stack:
            self._lines = stack.enter_context(_locked(self._path, target))
            if target.exists() and not restart:
                if not self._lines.read(1):
                    self._path.unlink()
                raise CheckpointError("output_exists", path=str(target))
            known = not restart and self._part.exists()
            states = self._read_states(identity) if known else []
            self._results = stack.enter_context(
                self._part.open("r+b" if states else "wb", buffering=0)
            )
            if states:
                self._resume(states)
            else:
                self._lines.truncate(0)
                self._lines.seek(0)
                self._append(identity)
            stack.pop_all()

    @property
    def done(self) -> int:
        """How many queries are in the file."""
        return self._state[0]

    def _read_states(self, identity: BatchIdentity) -> list[_State]:
        """The checkpoints of an earlier run of the same batch; removes an incomplete last one."""
        first, *lines = self._lines.read().split(b"\n")[:-1] or [b""]
        states, length = [], len(first) + 1
        try:
            for line in lines:
                states.append(msgspec.json.decode(line, type=_State))
                length += len(line) + 1
        except msgspec.DecodeError:
            pass  # the checkpoints before it are valid
        if not states:
            return []
        try:
            self._check_identity(msgspec.json.decode(first, type=BatchIdentity), identity)
        except msgspec.DecodeError:
            raise CheckpointError("output_of_other_version", path=str(self._part)) from None
        self._lines.truncate(length)
        self._lines.seek(length)
        return states

    def _check_identity(self, begun: BatchIdentity, now: BatchIdentity) -> None:
        if begun.queries != now.queries:
            raise CheckpointError("output_of_other_queries", path=str(self._part))
        if begun.options != now.options:
            raise CheckpointError("output_of_other_options", path=str(self._part))
        if begun.index != now.index:
            raise CheckpointError("output_of_other_index", path=str(self._part))
        if begun.warraq != now.warraq:
            raise CheckpointError("output_of_other_version", path=str(self._part))

    def _resume(self, states: Sequence[_State]) -> None:
        last = states[-1]
        crc, left = 0, last.bytes
        while left and (block := self._results.read(min(left, _BLOCK))):
            crc, left = zlib.crc32(block, crc), left - len(block)
        if left or crc != last.crc:
            raise CheckpointError("output_changed", path=str(self._part))
        self._results.truncate(last.bytes)
        # A signal right after a checkpoint is written makes the next one repeat its problems.
        known = {problem.query: problem for state in states for problem in state.problems}
        self.problems = list(known.values())
        self._saved_problems, self._saved_queries = len(known), last.queries
        self._state = (last.queries, last.bytes, last.crc, len(known))

    def write(self, text: bytes, results: Sequence[QueryResult] = ()) -> None:
        """Append the lines of some queries, with a checkpoint once a second."""
        _write_all(self._results, text)
        queries, size, crc, _ = self._state
        self.problems += problems_of(results)
        self._state = (
            queries + len(results),
            size + len(text),
            zlib.crc32(text, crc),
            len(self.problems),
        )
        if self.done > self._saved_queries and self._clock() - self._saved_at >= _INTERVAL:
            self._save()

    def _save(self) -> None:
        queries, size, crc, problems = self._state
        os.fsync(self._results.fileno())
        new = self.problems[self._saved_problems : problems]
        self._append(_State(queries, size, crc, new))
        self._saved_problems, self._saved_queries = problems, queries
        self._saved_at = self._clock()

    def _append(self, record: msgspec.Struct) -> None:
        _write_all(self._lines, msgspec.json.encode(record) + b"\n")
        os.fsync(self._lines.fileno())

    def finish(self) -> None:
        """Rename the part to the output file."""
        os.fsync(self._results.fileno())
        self._part.replace(self._target)
        self._path.unlink(missing_ok=True)
        self._saved_queries = self.done
        sync(self._target.parent)

    def close(self) -> None:
        """Save a checkpoint of the complete results, and close the files."""
        try:
            if self.done > self._saved_queries:
                self._save()
        finally:
            self._results.close()
            self._lines.close()


def _locked(path: Path, target: Path) -> IO[bytes]:
    """The file of checkpoints, locked against other processes."""
    lines = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666), "r+b", 0)
    try:
        fcntl.flock(lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lines.close()
        raise CheckpointError("output_in_use", path=str(target)) from None
    return lines


def _write_all(file: IO[bytes], data: bytes) -> None:
    """Write all of the data; an unbuffered file may write less at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
