"""One engine in a process of its own, so that memory and time are its own; it speaks JSON lines.

``python -m benchmarks.worker build ENGINE DOCUMENTS HOME`` prints one line, what was measured.
``python -m benchmarks.worker search WAY HOME`` opens, prints one line, answers each line, a query,
with one, and prints its peak memory when there are no more.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import msgspec

from benchmarks.engines import WAYS, Steps, module_of
from benchmarks.memory import peak_bytes


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A build: seconds of each step, seconds of processor, bytes on disk, those of the index
    without texts where it lies apart, and bytes of peak memory."""

    steps: Steps
    cpu_seconds: float
    disk_bytes: int
    index_bytes: int | None
    peak_bytes: int

    @property
    def seconds(self) -> float:
        """All steps together."""
        return sum(self.steps.values())


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """An engine that is open: milliseconds it took."""

    milliseconds: float


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A query: milliseconds from the text to the ids, and the ids."""

    milliseconds: float
    ids: list[str]


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a search process: its peak memory in bytes."""

    peak_bytes: int


def _disk_bytes(home: Path) -> int:
    return sum(path.stat().st_size for path in home.rglob("*") if path.is_file())


def _cpu_seconds() -> float:
    """Seconds of processor of this process and of those it has started and seen end."""
    return sum(os.times()[:4])


def _say(record: msgspec.Struct) -> None:
    sys.stdout.write(msgspec.json.encode(record).decode() + "\n")
    sys.stdout.flush()


def _build(engine: str, documents: Path, home: Path) -> None:
    module = module_of(engine)
    started = _cpu_seconds()
    steps = module.build(documents, home)
    _say(
        Built(
            steps=steps,
            cpu_seconds=_cpu_seconds() - started,
            disk_bytes=_disk_bytes(home),
            index_bytes=module.index_bytes(home),
            peak_bytes=peak_bytes(),
        )
    )


def _search(way: str, home: Path) -> None:
    asked = WAYS[way]
    open_ = module_of(asked.contestant).WAYS[asked.name]
    started = time.perf_counter()
    with open_(home) as (search, forget):
        _say(Opened(milliseconds=(time.perf_counter() - started) * 1000))
        for line in sys.stdin:
            text = msgspec.json.decode(line, type=str)
            if asked.forgetting:
                forget()
            started = time.perf_counter()
            ids = search(text)
            _say(Answered(milliseconds=(time.perf_counter() - started) * 1000, ids=ids))
    _say(Done(peak_bytes=peak_bytes()))


if __name__ == "__main__":
    if sys.argv[1] == "build":
        _build(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        _search(sys.argv[2], Path(sys.argv[3]))
