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

    def __init__(self, verb: str, total: int | None, unit: str, every: int) -> None:
        self._verb = verb
        self._unit = unit
        self._every = every
        self._started = time.monotonic()
        self._first = self._last = 0
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

    def start(self, done: int) -> None:
        """``done`` were done by an earlier run: they do not count for the rate."""
        self._started = time.monotonic()
        self._first = self._last = done
        if self._bar is not None:
            self._bar.update(self._task, completed=done)

    def show(self, done: int) -> None:
        """Show how many are done."""
        seconds = max(time.monotonic() - self._started, 1e-3)
        rate = f"{(done - self._first) / seconds:,.0f} {self._unit}/s"
        if self._bar is not None:
            name = f"{self._verb} {done:,}"
            self._bar.update(self._task, completed=done, rate=rate, description=name)
        elif done - self._last >= self._every:
            self._last = done
            click.echo(f"{self._verb} {done:,} ({rate})", err=True)

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def meter(
    verb: str,
    total: int | None = None,
    unit: str = "documents",
    every: int = _LINE_EVERY,
) -> Iterator[Meter]:
    """A meter that is removed at the end.

    ``total`` is how many there are to do, if known; without a terminal there is a line for every
    ``every`` of them.
    """
    shown = Meter(verb, total, unit, every)
    try:
        yield shown
    finally:
        shown.close()
