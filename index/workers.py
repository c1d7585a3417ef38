"""Worker processes of a build: texts and words go out in turn and come back in order."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from index.terms import Analysed
from index.worker import (
    Analyse,
    Classified,
    Classify,
    Guess,
    Guessed,
    Task,
    read_frame,
    write_frame,
)

MOST_WORKERS: Final = 8

_ROOT: Final = Path(__file__).parents[1]
_AHEAD: Final = 3


class WorkerError(Exception):
    """A worker has ended before its time; the message is one sentence."""


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker:
    """One process, asked from a thread of its own so that its pipes never fill up."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            process_group=0,  # Ctrl-C is for the builder, which ends its workers
        )
        self._thread = ThreadPoolExecutor(1)

    def ask(self, task: Task) -> Future[bytes]:
        """The answer to come."""
        return self._thread.submit(self._ask, msgspec.msgpack.encode(task))

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
            raise WorkerError(
                "A process that analyses documents has ended before its time; run the command "
                "again, nothing is lost."
            )
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


class Workers:
    """So many processes, started when first asked."""

    def __init__(self, count: int) -> None:
        self.count = min(count, MOST_WORKERS)
        self._started: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._started:
            worker.close()

    def _asked(self, tasks: Iterable[Task]) -> Iterator[bytes]:
        """The answers in order; task i goes to worker i modulo their number."""
        if not self._started:
            self._started = [_Worker() for _ in range(self.count)]
        waiting: deque[Future[bytes]] = deque()
        for number, task in enumerate(tasks):
            waiting.append(self._started[number % self.count].ask(task))
            if len(waiting) >= _AHEAD * self.count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def analysed(self, batches: Iterable[list[str]]) -> Iterator[Analysed]:
        """Each batch of texts as words; batch i has the local numbers of worker i modulo their
        number."""
        for answer in self._asked(Analyse(texts) for texts in batches):
            yield msgspec.msgpack.decode(answer, type=Analysed)

    def classified(self, batches: Iterable[list[str]], attestations: Path) -> list[tuple[str, str]]:
        """The classes of the words of all batches (see ``index.worker.Classify``)."""
        tasks = (Classify(spellings, str(attestations)) for spellings in batches)
        return [
            found
            for answer in self._asked(tasks)
            for found in msgspec.msgpack.decode(answer, type=Classified).classes
        ]

    def guessed(self, batches: Iterable[list[str]]) -> list[str]:
        """The roots of the stems of all batches (see ``index.worker.Guess``)."""
        return [
            found
            for answer in self._asked(Guess(stems) for stems in batches)
            for found in msgspec.msgpack.decode(answer, type=Guessed).roots
        ]
