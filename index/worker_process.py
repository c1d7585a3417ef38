"""Worker processes that take requests over pipes and answer them in order.

A frame is its length in four bytes (little-endian) and a message of msgpack. Executors of
``concurrent.futures`` with one process each were tried in this place: an index of 20,000 articles
with two workers took 29 s and 1,071 MB instead of 24 s and 815 MB (medians of three runs), and
their processes outlive a killed parent.
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

from corpus.messages import WarraqError

_LENGTH: Final = struct.Struct("<I")
_ROOT: Final = Path(__file__).parents[1]
_ASKED_AHEAD: Final = 3


class WorkerError(WarraqError):
    """A worker process ended before it answered."""


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
    """Read one frame; None where the other side has closed the pipe."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = file.read(length)
    return message if len(message) == length else None


class WorkerProcess:
    """One process that runs a module, used from a thread of its own so that pipes never block.

    ``ended_code`` is the code of the message for a process that ends before it answers.
    """

    def __init__(self, module: str, ended_code: str) -> None:
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        self._ended_code = ended_code
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            process_group=0,  # Ctrl-C reaches the asking process only, which then ends its workers
        )
        self._thread = ThreadPoolExecutor(1)

    def ask(self, message: bytes) -> Future[bytes]:
        """The answer to a message, which may raise WorkerError."""
        return self._thread.submit(self._ask, message)

    def _ask(self, message: bytes) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        answer = None
        with suppress(BrokenPipeError):
            write_frame(self._process.stdin, message)
            answer = read_frame(self._process.stdout)
        if answer is None:
            raise WorkerError(self._ended_code)
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._thread.shutdown(cancel_futures=True)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            # Closing flushes what was not sent, to a process that is gone.
            with suppress(BrokenPipeError):
                pipe.close()
        self._process.wait()


def ask_in_turn(workers: Sequence[WorkerProcess], messages: Iterable[bytes]) -> Iterator[bytes]:
    """The answers to messages in their order; message i goes to worker i modulo their number.

    At most three messages a worker are taken ahead of the answers.
    """
    waiting: deque[Future[bytes]] = deque()
    for number, message in enumerate(messages):
        waiting.append(workers[number % len(workers)].ask(message))
        if len(waiting) >= _ASKED_AHEAD * len(workers):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def ask_all(workers: Sequence[WorkerProcess], messages: Iterable[bytes]) -> list[Future[bytes]]:
    """Send few messages at once; message i goes to worker i modulo their number."""
    return [workers[number % len(workers)].ask(each) for number, each in enumerate(messages)]
