"""Processes of our own that are asked over pipes, each from a thread, and answer in turn.

A frame is its length in four bytes and a message of msgpack.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

_LENGTH: Final = struct.Struct("<I")
_ROOT: Final = Path(__file__).parents[1]
_AHEAD: Final = 3


class WorkerError(Exception):
    """A worker has ended before its time; the message is one sentence."""


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def write_frame(file: IO[bytes], message: bytes) -> None:
    """Write one frame."""
    file.write(_LENGTH.pack(len(message)))
    file.write(message)
    file.flush()


def read_frame(file: IO[bytes]) -> bytes | None:
    """Read one frame; None where the other side has ended."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = file.read(length)
    return message if len(message) == length else None


class Worker:
    """One process that runs a module, asked from a thread of its own so that its pipes never fill
    up; ``lost`` is the sentence for one that ends before its time."""

    def __init__(self, module: str, lost: str) -> None:
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        self._lost = lost
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            process_group=0,  # Ctrl-C is for the one who asks, which ends its workers
        )
        self._thread = ThreadPoolExecutor(1)

    def ask(self, message: bytes) -> Future[bytes]:
        """The answer to come; WorkerError comes with it."""
        return self._thread.submit(self._ask, message)

    def _ask(self, message: bytes) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        answer = None
        try:
            write_frame(self._process.stdin, message)
            answer = read_frame(self._process.stdout)
        except BrokenPipeError:
            pass  # told below
        if answer is None:
            raise WorkerError(self._lost)
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._thread.shutdown(cancel_futures=True)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            # What was not written is not wanted any more.
            with suppress(BrokenPipeError):
                pipe.close()
        self._process.wait()


def asked(workers: Sequence[Worker], messages: Iterable[bytes]) -> Iterator[bytes]:
    """The answers in order; message i goes to worker i modulo their number, and few are taken
    ahead."""
    waiting: deque[Future[bytes]] = deque()
    for number, message in enumerate(messages):
        waiting.append(workers[number % len(workers)].ask(message))
        if len(waiting) >= _AHEAD * len(workers):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
