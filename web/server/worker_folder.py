"""The folder that the processes of a server share while they run: heartbeats and metrics.

It is in memory, where every user may make entries of any name. Only folders of the own user are
touched; an entry of another kind, or of another user, is neither opened nor removed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev/shm")
PREFIX: Final = "warraq-serving-"

# A link is not followed, and a FIFO does not wait for a writer.
_FLAGS: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def make_worker_folder(home: Path, memory: Path = MEMORY) -> Path:
    """Make the folder in memory, or in ``home`` where that fails; delete those of dead servers.

    It is locked until the last process that inherits the lock ends.

    :raises OSError: it can be made in neither.
    """
    for parent in (memory, home):
        _remove_dead(parent)
        try:
            return _make_locked(parent)
        except OSError:
            if parent == home:
                raise
    raise AssertionError("unreachable")


def _make_locked(parent: Path) -> Path:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)
        if folder.exists():  # another server may have taken it for a dead one before the lock
            return folder


def _remove_dead(parent: Path) -> None:
    """Remove the folders of this user that no process has locked."""
    with contextlib.suppress(OSError):
        for old in parent.glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):
                _remove_if_dead(old)


def _remove_if_dead(folder: Path) -> None:
    """Remove a folder; raises OSError if it is none, or a process has locked it."""
    descriptor = os.open(folder, _FLAGS)
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)
