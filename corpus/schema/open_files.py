"""Descriptors of files that SQLite has open in this process, and locks on them.

POSIX drops every lock of a process on a file when the process closes any descriptor of it (see
https://sqlite.org/howtocorrupt.html, 2.2). So a descriptor that reads such a file beside SQLite is
closed only when no archive is open in this process.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_LOCKED_BYTES: Final = (0x40000000, 512)  # PENDING, RESERVED and SHARED of an archive file
_LOCKED_SHARED_MEMORY: Final = (120, 9)  # the locks of its -shm, the last held by every process

_FLOCK: Final = struct.Struct("@hhqqi4x")  # struct flock of Linux: type, whence, start, length, pid

_guard: Final = threading.Lock()
_descriptors: Final[dict[tuple[int, int, bool], int]] = {}
_users = 0


def enter() -> None:
    """Count an archive that is about to be opened."""
    global _users
    with _guard:
        _users += 1


def leave() -> None:
    """Count an archive that was closed; after the last one all descriptors are closed."""
    global _users
    with _guard:
        _users -= 1
        if _users == 0:
            while _descriptors:
                os.close(_descriptors.popitem()[1])


def descriptor_of(path: Path, *, writable: bool = False) -> int:
    """A descriptor of a file, closed by ``leave``; raises OSError."""
    with _guard:
        found = path.stat()
        known = _descriptors.get((found.st_dev, found.st_ino, writable))
        if known is not None:
            return known
        descriptor = os.open(path, (os.O_RDWR if writable else os.O_RDONLY) | os.O_CLOEXEC)
        # The path may name another file by now.
        found = os.fstat(descriptor)
        return _descriptors.setdefault((found.st_dev, found.st_ino, writable), descriptor)


def is_shared(path: Path) -> bool:
    """Whether another process has an archive open through its shared memory."""
    try:
        descriptor = descriptor_of(shared_memory_path(path))
        start, length = _LOCKED_SHARED_MEMORY
        asked = _FLOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)
        found = fcntl.fcntl(descriptor, fcntl.F_GETLK, asked)
    except OSError:
        return False
    return bool(_FLOCK.unpack(found)[0] != fcntl.F_UNLCK)


def shared_memory_path(path: Path) -> Path:
    """The file through which the processes that have an archive open share memory."""
    return path.with_name(f"{path.name}-shm")


@contextmanager
def locked_alone(path: Path) -> Iterator[bool]:
    """Keep other processes from opening an archive file; yields False where one has it open.

    Call it only where this process has no archive open.
    """
    held: list[int] = []
    try:
        yield all(
            _try_lock(file, place, held)
            for file, place in (
                (path, _LOCKED_BYTES),
                (shared_memory_path(path), _LOCKED_SHARED_MEMORY),
            )
        )
    finally:
        for descriptor in held:
            os.close(descriptor)


def _try_lock(path: Path, place: tuple[int, int], held: list[int]) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    held.append(descriptor)
    start, length = place
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
    except OSError:
        return False
    return True
