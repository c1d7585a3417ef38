"""Worker processes of a build: texts and words go out in turn and come back in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from index.analysis_worker import Analyse, Classified, Classify, Guess, Guessed, Task
from index.term_numbers import Analysed
from index.worker_process import Worker, asked

MOST_WORKERS: Final = 8

_LOST: Final = (
    "A process that analyses documents has ended before its time; run the command again, nothing "
    "is lost."
)


class Workers:
    """So many processes, started when first asked."""

    def __init__(self, count: int) -> None:
        self.count = min(count, MOST_WORKERS)
        self._started: list[Worker] = []

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
            self._started = [Worker("index.analysis_worker", _LOST) for _ in range(self.count)]
        return asked(self._started, map(msgspec.msgpack.encode, tasks))

    def analysed(self, batches: Iterable[list[str]]) -> Iterator[Analysed]:
        """Each batch of texts as words; batch i has the local numbers of worker i modulo their
        number."""
        for answer in self._asked(Analyse(texts) for texts in batches):
            yield msgspec.msgpack.decode(answer, type=Analysed)

    def classified(self, batches: Iterable[list[str]], attestations: Path) -> list[tuple[str, str]]:
        """The classes of the words of all batches (see ``index.analysis_worker.Classify``)."""
        tasks = (Classify(spellings, str(attestations)) for spellings in batches)
        return [
            found
            for answer in self._asked(tasks)
            for found in msgspec.msgpack.decode(answer, type=Classified).classes
        ]

    def guessed(self, batches: Iterable[list[str]]) -> list[str]:
        """The roots of the stems of all batches (see ``index.analysis_worker.Guess``)."""
        return [
            found
            for answer in self._asked(Guess(stems) for stems in batches)
            for found in msgspec.msgpack.decode(answer, type=Guessed).roots
        ]
