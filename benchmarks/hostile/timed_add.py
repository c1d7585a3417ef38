"""``warraq add`` in a process that measures its memory and the time of each file."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import msgspec

from corpus import readers
from warraq import cli

_LISTED_SECONDS: Final = 0.1


class BatchResult(msgspec.Struct, frozen=True):
    """How one ``add`` ended: memory in bytes, and processor time of files in seconds."""

    code: int
    output: str
    peak: int
    seconds: dict[str, float]


def timed_add(home: Path, folder: Path) -> BatchResult:
    """Run `warraq add` of a folder in a process of its own."""
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.faults.preloaded", __name__])
    receiver, pipe = context.Pipe(duplex=False)
    output = folder.with_suffix(".output")
    arguments = ["--home", str(home), "add", "--json", str(folder)]
    process = context.Process(target=_child, args=(arguments, str(output), pipe))
    process.start()
    pipe.close()
    try:
        peak, seconds = receiver.recv()
    except EOFError:
        peak, seconds = 0, {}
    process.join()
    return BatchResult(process.exitcode, output.read_text("utf-8", errors="replace"), peak, seconds)


def _child(arguments: list[str], output: str, pipe: Connection) -> None:
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    seconds: dict[str, float] = {}
    _time_files(seconds)
    try:
        cli.main.main(args=arguments, prog_name="warraq")
    finally:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        pipe.send(
            (peak, {name: spent for name, spent in seconds.items() if spent > _LISTED_SECONDS})
        )


def _time_files(seconds: dict[str, float]) -> None:
    """Measure the processor time of reading each file, without that of storing it."""
    read: Any = readers._read_file

    def timed(path: str, format_: str | None) -> Iterator[Any]:
        items = read(path, format_)
        name, spent = ascii("/".join(Path(path).parts[-2:])), 0.0
        while True:
            started = time.process_time()
            item = next(items, None)
            spent += time.process_time() - started
            if item is None:
                break
            yield item
        seconds[name] = spent

    readers._read_file = timed
