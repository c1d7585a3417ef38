"""The engine of a process: opened when it is needed, closed when its index is found damaged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.messages import Message
from index import generation
from index.arrays import DamagedError
from search.answer import IndexInfo, Stats
from search.engine import Engine, EngineError


class LazyEngine:
    """One engine a process, opened at the first call that needs it.

    The application is made without opening anything, so that it can be made before a fork. If the
    engine cannot be opened, the next call tries again. An index that was found damaged is set
    aside: nothing is answered from it, until another generation is current.
    """

    def __init__(self, open_engine: Callable[[], Engine]) -> None:
        self._open = open_engine
        self._engine: Engine | None = None
        self._stats: Stats | None = None
        self._lock = threading.Lock()
        self._set_aside: tuple[Path, Path, EngineError] | None = None
        self._reading: Iterator[None] = iter(())

    def engine(self) -> Engine:
        """Return the opened engine.

        :raises search.engine.EngineError: it cannot be opened, or its index is set aside.
        """
        with self._lock:
            if self._set_aside is not None:
                home, folder, error = self._set_aside
                if _current(home) == folder:
                    raise error
                self._set_aside = None
            if self._engine is None:
                self._engine = self._open()
            return self._engine

    def info(self) -> IndexInfo | None:
        """Return the open index, None without one."""
        return None if self._engine is None else self._engine.info

    def generation(self) -> int:
        """Return the generation of the open index, 0 without one."""
        known = self.info()
        return 0 if known is None else known.generation

    def stats(self, generation: int) -> Stats:
        """Return the size of the archive, counted once for a generation of the index."""
        if self._stats is None or self._stats.index.generation != generation:
            self._stats = self.engine().stats()
        return self._stats

    def close(self) -> None:
        """Close the engine, if it is open."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None

    def set_aside(self, cause: Message) -> EngineError:
        """Close the engine and answer nothing from its generation of the index any more.

        :param cause: why it is damaged, as a clause.
        :return: the error of every call until another generation is current.
        """
        with self._lock:
            if self._engine is None:
                return EngineError(cause)
            home = self._engine.home
            error = EngineError("home_index_unusable", home=str(home), cause=cause)
            folder = _current(home)
            if folder is not None:
                self._set_aside = (home, folder, error)
            self._engine.close()
            self._engine = None
            return error

    def read_again(self) -> None:
        """Read the next MiB of the open index again, from the first after the last.

        The next answer is refused where the files are not what was written.
        """
        if self._engine is not None and next(self._reading, self) is self:
            self._reading = self._engine.read_again()

    def find_damage(self) -> Message | None:
        """Why the open index is not what was written, as a clause; None if it is intact.

        See :meth:`search.engine.Engine.find_damage`.
        """
        return None if self._engine is None else self._engine.find_damage()


def _current(home: Path) -> Path | None:
    try:
        return generation.current(home)
    except (DamagedError, OSError):
        return None
