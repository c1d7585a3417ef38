"""The exports that a worker sends at the same time, which are limited."""

from __future__ import annotations

from collections.abc import Iterator


class RunningExports:
    """The exports of a process that have begun and not ended."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: set[RunningExport] = set()

    def begin(self) -> RunningExport | None:
        """Return a further export, None if there are as many as there may be."""
        if len(self._running) >= self._most:
            return None
        export = RunningExport(self._running)
        self._running.add(export)
        return export


class RunningExport:
    """One of the exports."""

    def __init__(self, running: set[RunningExport]) -> None:
        self._running = running

    def end(self) -> None:
        """Make room for another one; it may be called more than once."""
        self._running.discard(self)

    def encode(self, rows: Iterator[str]) -> Iterator[bytes]:
        """Return rows as UTF-8; the export ends with them."""
        try:
            for piece in rows:
                yield piece.encode()
        finally:
            self.end()
