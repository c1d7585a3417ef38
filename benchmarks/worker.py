"""One engine in a process of its own, so that memory and time are its own: started by
``benchmarks.speed``, it speaks JSON lines.

``python -m benchmarks.worker build ENGINE DOCUMENTS HOME`` prints one line, what was measured.
``python -m benchmarks.worker search WAY HOME`` answers each line, a query, with one, and prints
its peak memory when there are no more.
"""

from __future__ import annotations

import re
import resource
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import msgspec

from benchmarks.engines import WAYS, Steps, module_of


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A build: seconds of each step, seconds of processor, bytes on disk and of peak memory."""

    steps: Steps
    cpu_seconds: float
    disk_bytes: int
    peak_bytes: int


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A query: milliseconds from the text to the ids, and the ids."""

    milliseconds: float
    ids: list[str]


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a search process: its peak memory in bytes."""

    peak_bytes: int


def _peak_bytes() -> int:
    status = Path("/proc/self/status")
    if status.exists():
        # On Linux, getrusage also counts the process that started this one.
        kibibytes = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text("ascii"), re.MULTILINE)
        if kibibytes is not None:
            return int(kibibytes[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _disk_bytes(home: Path) -> int:
    return sum(path.stat().st_size for path in home.rglob("*") if path.is_file())


def _say(record: msgspec.Struct) -> None:
    sys.stdout.write(msgspec.json.encode(record).decode() + "\n")
    sys.stdout.flush()


def _build(engine: str, documents: Path, home: Path) -> None:
    module = module_of(engine)
    started = time.process_time()
    steps = module.build(documents, home)
    _say(
        Built(
            steps=steps,
            cpu_seconds=time.process_time() - started,
            disk_bytes=_disk_bytes(home),
            peak_bytes=_peak_bytes(),
        )
    )


def _search(way: str, home: Path) -> None:
    asked = WAYS[way]
    open_ = module_of(asked.contestant).WAYS[asked.name]
    with ExitStack() as stack:
        search = stack.enter_context(open_(home))
        for line in sys.stdin:
            text = msgspec.json.decode(line, type=str)
            if asked.afresh:
                stack.close()
                search = stack.enter_context(open_(home))
            started = time.perf_counter()
            ids = search(text)
            _say(Answered(milliseconds=(time.perf_counter() - started) * 1000, ids=ids))
    _say(Done(peak_bytes=_peak_bytes()))


if __name__ == "__main__":
    if sys.argv[1] == "build":
        _build(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        _search(sys.argv[2], Path(sys.argv[3]))
