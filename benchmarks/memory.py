"""Memory of processes, read from ``/proc`` of Linux."""

from __future__ import annotations

import re
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

_KIBIBYTE: Final = 1024
_EVERY_SECONDS: Final = 0.1


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """Resident memory of a process in bytes.

    ``rss`` counts all pages, ``pss`` divides shared pages among the processes that share them,
    ``anonymous`` counts pages that belong to no file (see ``proc_pid_smaps(5)``).
    """

    rss: int
    pss: int
    anonymous: int


def resident(pid: int) -> Resident:
    """Read the memory of a process. Raises OSError if it has ended or /proc is missing."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    return Resident(
        rss=_field(rollup, "Rss"), pss=_field(rollup, "Pss"), anonymous=_field(rollup, "Anonymous")
    )


def peak_bytes() -> int:
    """The peak resident memory of this process in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # On Linux, getrusage also counts the process that started this one.
        return _field(status.read_text("ascii"), "VmHWM")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def peak_bytes_of(pid: int) -> int:
    """The peak resident memory of another process. Raises OSError if it has ended."""
    return _field(Path(f"/proc/{pid}/status").read_text("ascii"), "VmHWM")


def children(pid: int) -> list[int]:
    """The running child processes of all threads of a process. Raises OSError if it has ended."""
    found: list[int] = []
    for thread in sorted(Path(f"/proc/{pid}/task").iterdir()):
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended
            found += map(int, (thread / "children").read_text().split())
    return found


def _descendants(pid: int) -> Iterator[int]:
    for child in children(pid):
        yield child
        yield from _descendants(child)


class Peak:
    """The peak memory of a process tree in bytes."""

    def __init__(self) -> None:
        self.bytes = 0


@contextmanager
def watch_peak(pid: int) -> Iterator[Peak]:
    """Sample the memory of a process tree ten times a second while the block runs.

    Shared pages count once (PSS). A process without children is not sampled: ``peak_bytes`` in
    that process is exact, samples are not.
    """
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY_SECONDS):
            peak.bytes = max(peak.bytes, _tree_bytes(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _tree_bytes(pid: int) -> int:
    try:
        tree = [*_descendants(pid)]
        return sum(resident(each).pss for each in (pid, *tree)) if tree else 0
    except OSError:
        return 0  # a process of the tree has ended


def _field(text: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", text, re.MULTILINE)
    return int(found[1]) * _KIBIBYTE if found else 0
