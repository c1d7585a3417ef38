"""Progress of a long command on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

_LINE_EVERY: Final = 5_000


class Meter:
    """Progress on standard error: a bar with rate and time left on a terminal, else lines."""

    def __init__(self, verb: str, total: int | None) -> None:
        self._verb = verb
        self._started = time.monotonic()
        self._last = 0
        self._bar: Progress | None = None
        if sys.stderr.isatty():
            columns: list[Any] = [SpinnerColumn(), TextColumn("{task.description}")]
            if total is not None:
                columns += [BarColumn(), MofNCompleteColumn()]
            columns.append(TextColumn("{task.fields[rate]}"))
            if total is not None:
                columns.append(TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(verb, total=total, rate="")
            self._bar.start()

    def show(self, done: int) -> None:
        """Show how many documents are done."""
        rate = f"{done / max(time.monotonic() - self._started, 1e-3):,.0f} documents/s"
        if self._bar is not None:
            name = f"{self._verb} {done:,}"
            self._bar.update(self._task, completed=done, rate=rate, description=name)
        elif done - self._last >= _LINE_EVERY:
            self._last = done
            click.echo(f"{self._verb} {done:,} ({rate})", err=True)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def meter(verb: str, total: int | None = None) -> Iterator[Meter]:
    """A meter that is taken away at the end; ``total`` is the number of documents, if known."""
    shown = Meter(verb, total)
    try:
        yield shown
    finally:
        shown.close()
