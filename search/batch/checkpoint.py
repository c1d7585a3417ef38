"""A file that is written piece by piece, so that a run that was interrupted goes on where it
stopped.

The pieces go to ``FILE.part``. ``FILE.journal`` is lines of JSON: what run it is, then how far it
had come at some moments; each such line follows when the bytes that it speaks of are on the disk.
At the end the part becomes the file by a rename.
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

from search.answer import IndexInfo
from search.batch.formats import Query
from search.batch.replies import Reply, Run

_EVERY: Final = 1.0
"""Seconds between two lines of the journal."""

_BLOCK: Final = 1 << 20


class JournalError(Exception):
    """A file that cannot be begun or gone on with; the message is one sentence."""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What decides the lines of a run: two with the same identity have the same lines.

    ``queries`` is a digest of them all, ``warraq`` the version that answers.
    """

    queries: str
    run: Run
    index: IndexInfo
    warraq: str


class Remark(msgspec.Struct, frozen=True):
    """What there is to say of a query: the sentence of its refusal, or None where it ran out of
    time."""

    query: str
    refused: str | None


class _Mark(msgspec.Struct, frozen=True):
    """How far a run had come: queries, bytes of the part and their CRC-32, and what there was to
    say since the mark before."""

    queries: int
    bytes: int
    crc: int
    remarks: list[Remark]


def identity(run: Run, queries: Sequence[Query], index: IndexInfo) -> Identity:
    """The identity of a run over an index."""
    digest = blake2b(msgspec.json.encode(queries), digest_size=16).hexdigest()
    return Identity(queries=digest, run=run, index=index, warraq=version("warraq"))


def remarks_of(replies: Iterable[Reply]) -> list[Remark]:
    """What there is to say of some replies."""
    return [
        Remark(reply.query, reply.refused)
        for reply in replies
        if reply.refused is not None or reply.timed_out
    ]


class Journal:
    """A file that is begun, or gone on with where it was begun by the same run.

    ``done`` queries are in it, of which there are ``remarks``. ``restart`` begins anew in any
    case. Raises JournalError.
    """

    def __init__(
        self,
        target: Path,
        identity: Identity,
        *,
        restart: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        self._path = target.with_name(f"{target.name}.journal")
        self._clock = clock
        self._marked_at = clock()
        self._told = self._marked = 0
        self.remarks: list[Remark] = []
        # Queries, bytes, CRC-32 and remarks: one assignment, so that a signal finds them agree.
        self._state = (0, 0, 0, 0)
        with ExitStack() as stack:
            self._lines = stack.enter_context(_locked(self._path, target))
            if target.exists() and not restart:
                if not self._lines.read(1):
                    self._path.unlink()
                raise JournalError(
                    f"{target} is there already; name another file, or write it anew with "
                    "--restart."
                )
            marks = [] if restart or not self._part.exists() else self._known(identity)
            self._pieces = stack.enter_context(
                self._part.open("r+b" if marks else "wb", buffering=0)
            )
            if marks:
                self._take_up(marks)
            else:
                self._lines.truncate(0)
                self._lines.seek(0)
                self._append(identity)
            stack.pop_all()

    @property
    def done(self) -> int:
        """How many queries are in the file."""
        return self._state[0]

    def _known(self, identity: Identity) -> list[_Mark]:
        """The marks that the same run has left; what was cut off after them is removed."""
        first, *lines = self._lines.read().split(b"\n")[:-1] or [b""]
        marks, length = [], len(first) + 1
        try:
            for line in lines:
                marks.append(msgspec.json.decode(line, type=_Mark))
                length += len(line) + 1
        except msgspec.DecodeError:
            pass  # the marks before it hold
        if not marks:
            return []
        try:
            other = _difference(msgspec.json.decode(first, type=Identity), identity)
        except msgspec.DecodeError:
            other = "another version of warraq"
        if other is not None:
            raise JournalError(
                f"{self._part} was begun with {other}; name another file, or begin it anew with "
                "--restart."
            )
        self._lines.truncate(length)
        self._lines.seek(length)
        return marks

    def _take_up(self, marks: Sequence[_Mark]) -> None:
        last = marks[-1]
        crc, left = 0, last.bytes
        while left and (piece := self._pieces.read(min(left, _BLOCK))):
            crc, left = zlib.crc32(piece, crc), left - len(piece)
        if left or crc != last.crc:
            raise JournalError(
                f"{self._part} is not what was written; begin it anew with --restart."
            )
        self._pieces.truncate(last.bytes)
        # A mark that was written but not noted as written comes twice.
        known = {remark.query: remark for mark in marks for remark in mark.remarks}
        self.remarks = list(known.values())
        self._told, self._marked = len(known), last.queries
        self._state = (last.queries, last.bytes, last.crc, len(known))

    def write(self, text: bytes, replies: Sequence[Reply] = ()) -> None:
        """Add the lines of some queries, and now and then a mark."""
        _write_all(self._pieces, text)
        queries, size, crc, _ = self._state
        self.remarks += remarks_of(replies)
        self._state = (
            queries + len(replies),
            size + len(text),
            zlib.crc32(text, crc),
            len(self.remarks),
        )
        if self.done > self._marked and self._clock() - self._marked_at >= _EVERY:
            self._mark()

    def _mark(self) -> None:
        queries, size, crc, told = self._state
        os.fsync(self._pieces.fileno())
        self._append(_Mark(queries, size, crc, self.remarks[self._told : told]))
        self._told, self._marked, self._marked_at = told, queries, self._clock()

    def _append(self, record: msgspec.Struct) -> None:
        _write_all(self._lines, msgspec.json.encode(record) + b"\n")
        os.fsync(self._lines.fileno())

    def finish(self) -> None:
        """Make the part the file."""
        os.fsync(self._pieces.fileno())
        self._part.replace(self._target)
        self._path.unlink(missing_ok=True)
        self._marked = self.done
        folder = os.open(self._target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def close(self) -> None:
        """Let go of the files, with a mark at the last query that is whole in them."""
        try:
            if self.done > self._marked:
                self._mark()
        finally:
            self._pieces.close()
            self._lines.close()


def _locked(path: Path, target: Path) -> IO[bytes]:
    """A journal that nobody else is writing."""
    lines = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666), "r+b", 0)
    try:
        fcntl.flock(lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lines.close()
        raise JournalError(f"Another run is writing {target}; wait until it is done.") from None
    return lines


def _write_all(file: IO[bytes], data: bytes) -> None:
    """Write it whole: a file without a buffer may take less at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _difference(begun: Identity, now: Identity) -> str | None:
    """What is not the same of two runs."""
    if begun.queries != now.queries:
        return "other queries"
    if begun.run != now.run:
        return "other options"
    if begun.index != now.index:
        return "another state of the index"
    return "another version of warraq" if begun.warraq != now.warraq else None
