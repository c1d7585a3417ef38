"""Memory of processes, as Linux tells it under ``/proc``."""

from __future__ import annotations

import re
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

_KIBIBYTE: Final = 1024
_EVERY_SECONDS: Final = 0.1


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes of a process that are in memory: all (``rss``), with what it shares divided among
    those that share it (``pss``), and those that belong to no file (``anonymous``)."""

    rss: int
    pss: int
    anonymous: int


def resident(pid: int) -> Resident:
    """The memory of a process. Raises OSError where it has ended or the system does not tell."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    return Resident(
        rss=_field(rollup, "Rss"), pss=_field(rollup, "Pss"), anonymous=_field(rollup, "Anonymous")
    )


def peak_bytes() -> int:
    """The most memory that this process has had."""
    status = Path("/proc/self/status")
    if status.exists():
        # On Linux, getrusage also counts the process that started this one.
        return _field(status.read_text("ascii"), "VmHWM")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def children(pid: int) -> list[int]:
    """The processes that a process, whichever its thread, has started and that run. Raises
    OSError where it has ended."""
    threads = sorted(Path(f"/proc/{pid}/task").iterdir())
    return [int(one) for thread in threads for one in (thread / "children").read_text().split()]


def _descendants(pid: int) -> Iterator[int]:
    for child in children(pid):
        yield child
        yield from _descendants(child)


class Peak:
    """The most memory that a process and those it started have had together."""

    def __init__(self) -> None:
        self.bytes = 0


@contextmanager
def watched(pid: int) -> Iterator[Peak]:
    """Watch a process from outside: while it has children, ten times a second.

    What pages they share is counted once (PSS). A process without children is left in peace; it
    can tell its own peak (``peak_bytes``), which samples would only come near to.
    """
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY_SECONDS):
            peak.bytes = max(peak.bytes, _together(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _together(pid: int) -> int:
    try:
        tree = [*_descendants(pid)]
        return sum(resident(each).pss for each in (pid, *tree)) if tree else 0
    except OSError:
        return 0  # one of them has ended meanwhile


def _field(text: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", text, re.MULTILINE)
    return int(found[1]) * _KIBIBYTE if found else 0
