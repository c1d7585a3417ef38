"""Whether the files of an open generation are still what was written.

Arrays are read from mapped files, so bytes that change on the disk change in the answers. The file
system notes every write in the change time of a file, which, unlike the modification time, no
program can set. While it is the same, the file needs no reading. What a disk or a memory changes by
itself has no time: ``FileWatch.read_again`` finds it. A file that another has replaced, or that was
removed, stays readable as it was: ``is_in_place`` says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

from corpus.messages import Message
from index.arrays import DamagedError
from index.generation import DIGEST_BYTES, FileCheck, blocks_of, digest_of, file_message

_TICK_NANOSECONDS: Final = 20_000_000
"""More than a step of the change time, which is at most 10 ms."""

_READINGS: Final = 3

_sync: Final[Callable[[int], None]] = getattr(os, "fdatasync", os.fsync)  # macOS has only fsync


class _State(NamedTuple):
    """What the file system says of a file; times in nanoseconds."""

    size: int
    modified: int
    changed: int
    links: int

    @classmethod
    def of(cls, descriptor: int) -> Self:
        found = os.fstat(descriptor)
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_nlink)

    @classmethod
    def of_written(cls, descriptor: int) -> Self:
        """The state after what another process wrote into its mapping of the file is on disk: only
        the first write to a page after that changes the times."""
        with contextlib.suppress(OSError):  # not every file system can
            _sync(descriptor)
        return cls.of(descriptor)


def _unreadable(path: Path, error: OSError) -> Message:
    reason = error.strerror or str(error)
    return file_message("index_file_unreadable", path, reason=reason)


class _WatchedFile:
    """A file with what the file system last said of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.close = weakref.finalize(self, os.close, self.descriptor)
        self.state = _State.of_written(self.descriptor)

    def is_in_place(self) -> bool:
        """Whether the path still leads to the file, which stays open without it."""
        try:
            return os.path.samestat(self.path.stat(), os.fstat(self.descriptor))
        except OSError:
            return False

    def find_fault(self, check: FileCheck) -> Message | None:
        """What is wrong with the file, None where it is what was written."""
        before, now = self.state, _State.of(self.descriptor)
        if now == before:
            return None
        if now.size != check.size:
            return file_message(
                "index_file_size_wrong", self.path, found=now.size, expected=check.size
            )
        # A build links the file into its own folder, and removes folders that have it.
        if now.links != before.links and now.modified == before.modified:
            self.state = now
            return None
        try:
            return self._read(check)
        except OSError as error:
            return _unreadable(self.path, error)

    def _read(self, check: FileCheck) -> Message | None:
        for _ in range(_READINGS):
            state = _State.of_written(self.descriptor)
            # A write in the same step of the clock would not change the time.
            if time.time_ns() - state.changed < _TICK_NANOSECONDS:
                time.sleep(_TICK_NANOSECONDS / 1e9)
            if digest_of(blocks_of(self.descriptor)) != check.digest:
                break
            if _State.of(self.descriptor) == state:
                self.state = state
                return None
        return file_message("index_file_changed", self.path)


class FileWatch:
    """The mapped files of a generation, watched from before they are mapped until ``close``.

    A change that was found stays found: what was read of it may have been kept.
    """

    def __init__(self) -> None:
        self._files: list[_WatchedFile] = []
        self._checks: dict[str, FileCheck] = {}
        self._fault: Message | None = None

    def open(self, paths: Sequence[Path]) -> None:
        """Watch some files from now on."""
        self._files = [_WatchedFile(path) for path in paths]

    def expect(self, checks: Mapping[str, FileCheck]) -> None:
        """Watch the files that a manifest names, by their names, and no other.

        Raises DamagedError where another file has taken the place of one since it was opened.
        """
        others = [each for each in self._files if each.path.name not in checks]
        self._files = [each for each in self._files if each.path.name in checks]
        for each in others:
            each.close()
        self._checks = dict(checks)
        for each in self._files:
            if not each.is_in_place():
                raise DamagedError(file_message("index_file_changed", each.path))

    def is_in_place(self) -> bool:
        """Whether the paths of all files still lead to them."""
        return all(each.is_in_place() for each in self._files)

    def check(self) -> None:
        """Raise DamagedError where a file is not what was written, now or at an earlier check.

        Costs a system call for each file. A file is only read where something was written to it,
        or its attributes were changed.
        """
        if self._fault is None:
            faults = (each.find_fault(self._checks[each.path.name]) for each in self._files)
            self._fault = next((fault for fault in faults if fault is not None), None)
        if self._fault is not None:
            raise DamagedError(self._fault)

    def read_again(self) -> Iterator[None]:
        """Read every byte again, and keep what is wrong for the next ``check``.

        Yields after each MiB, so that the caller can do other work; ends early at ``close``.
        """
        for each in self._files:
            digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
            try:
                for block in blocks_of(each.descriptor):
                    digest.update(block)
                    yield
                    if not each.close.alive:
                        return
            except OSError as error:
                self._fault = _unreadable(each.path, error)
                return
            if digest.hexdigest() != self._checks[each.path.name].digest:
                self._fault = file_message("index_file_changed", each.path)

    def close(self) -> None:
        """Watch no file any more."""
        for each in self._files:
            each.close()
        self._files = []
