"""The worker processes of a build: texts and words go out in turn, and come back in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from arabic.analyzer import WordClass
from index.analysis_worker import Analyze, Classified, Classify, Guess, Guessed, Task
from index.term_numbers import Analyzed
from index.worker_process import WorkerProcess, ask_all, ask_in_turn

MAX_WORKERS: Final = 8


class AnalysisPool:
    """At most ``count`` worker processes, started by the first task."""

    def __init__(self, count: int) -> None:
        self.count = min(count, MAX_WORKERS)
        self._started: list[WorkerProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; another task would start new ones."""
        for worker in self._started:
            worker.close()
        self._started = []

    def _ask(self, tasks: Iterable[Task]) -> Iterator[bytes]:
        """The answers in order; task i goes to worker i modulo their number."""
        return ask_in_turn(self._workers(), map(msgspec.msgpack.encode, tasks))

    def _workers(self) -> list[WorkerProcess]:
        if not self._started:
            self._started = [
                WorkerProcess("index.analysis_worker", "analysis_process_ended")
                for _ in range(self.count)
            ]
        return self._started

    def analyze(self, batches: Iterable[list[str]]) -> Iterator[Analyzed]:
        """Each batch of texts as words; batch i has the local term numbers of worker i modulo
        their number. Raises WorkerError."""
        for answer in self._ask(Analyze(texts) for texts in batches):
            yield msgspec.msgpack.decode(answer, type=Analyzed)

    def classify(self, batches: Iterable[list[str]], attestations: Path) -> list[WordClass]:
        """The classes of the words of all batches (see ``index.analysis_worker.Classify``)."""
        tasks = (Classify(spellings, str(attestations)) for spellings in batches)
        names: dict[str, str] = {}
        return [
            _sharing(names, each)
            for answer in self._ask(tasks)
            for each in msgspec.msgpack.decode(answer, type=Classified).classes
        ]

    def guess_roots(self, batches: Iterable[list[str]]) -> Callable[[], dict[str, str]]:
        """Start to guess the roots of the stems of all batches (``index.analysis_worker.Guess``);
        what is returned waits for them and gives each stem with its root."""
        listed = list(batches)
        answers = ask_all(self._workers(), (msgspec.msgpack.encode(Guess(each)) for each in listed))

        def guessed() -> dict[str, str]:
            roots = (msgspec.msgpack.decode(each.result(), type=Guessed).roots for each in answers)
            return {
                stem: root
                for stems, found in zip(listed, roots, strict=True)
                for stem, root in zip(stems, found, strict=True)
            }

        return guessed


def _sharing(names: dict[str, str], word: WordClass) -> WordClass:
    """The same classes with one string for each stem and root: many words have the same."""
    stem = names.setdefault(word.stem, word.stem)
    root = names.setdefault(word.root, word.root)
    return WordClass(names.get(word.bare, word.bare), stem, root)
