"""One engine in its own process, so that time and memory are measured separately.

The arguments are ``build ENGINE DOCUMENTS HOME``, which prints one JSON line of measurements, or
``search MODE HOME``, which prints one line after opening, one line for each query read from
standard input, and the peak memory at the end.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import msgspec

from benchmarks.memory import peak_bytes
from benchmarks.speed.engines import WAYS, Steps, module_of


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """The measurements of a build.

    ``steps`` and ``cpu_seconds`` are seconds; ``index_bytes`` is the index without stored texts,
    None if they share files.
    """

    steps: Steps
    cpu_seconds: float
    disk_bytes: int
    index_bytes: int | None
    peak_bytes: int

    @property
    def seconds(self) -> float:
        """The sum of all steps."""
        return sum(self.steps.values())


class OpeningTime(msgspec.Struct, frozen=True, kw_only=True):
    """The time of opening an engine."""

    milliseconds: float


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a query: milliseconds from text to ids, and the ids."""

    milliseconds: float
    ids: list[str]


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """The last record of a search process: its peak memory in bytes."""

    peak_bytes: int


def _disk_bytes(home: Path) -> int:
    return sum(path.stat().st_size for path in home.rglob("*") if path.is_file())


def _cpu_seconds() -> float:
    """CPU seconds of this process and of the child processes it has waited for."""
    return sum(os.times()[:4])


def _print(record: msgspec.Struct) -> None:
    sys.stdout.write(msgspec.json.encode(record).decode() + "\n")
    sys.stdout.flush()


def _build(engine: str, documents: Path, home: Path) -> None:
    module = module_of(engine)
    started = _cpu_seconds()
    steps = module.build(documents, home)
    _print(
        Built(
            steps=steps,
            cpu_seconds=_cpu_seconds() - started,
            disk_bytes=_disk_bytes(home),
            index_bytes=module.index_bytes(home),
            peak_bytes=peak_bytes(),
        )
    )


def _search(mode: str, home: Path) -> None:
    selected = WAYS[mode]
    open_ = module_of(selected.contestant).WAYS[selected.name]
    started = time.perf_counter()
    with open_(home) as engine:
        _print(OpeningTime(milliseconds=(time.perf_counter() - started) * 1000))
        for line in sys.stdin:
            text = msgspec.json.decode(line, type=str)
            if selected.clears_caches:
                engine.clear_caches()
            started = time.perf_counter()
            ids = engine.search(text)
            took = (time.perf_counter() - started) * 1000
            if engine.milliseconds is not None:
                took = engine.milliseconds()
            _print(Answered(milliseconds=took, ids=ids))
        _print(Done(peak_bytes=engine.peak_bytes()))


if __name__ == "__main__":
    if sys.argv[1] == "build":
        _build(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        _search(sys.argv[2], Path(sys.argv[3]))
