"""The compared engines; each indexes the same JSON lines and answers the same queries.

Each engine has its own module, imported only in the process that runs it, so that its memory can
be measured alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple, Protocol, cast

RESULTS: Final = 10
"""Results per query."""

BATCH: Final = 500
"""Documents per transaction of engines that have transactions."""

Steps = dict[str, float]
"""Seconds of each step of a build, in order."""

Search = Callable[[str], list[str]]
"""A function from a query text to the ids of the best documents."""


def _keep_caches() -> None:
    """Do nothing: the engine cannot clear its caches."""


class OpenEngine(NamedTuple):
    """An open engine: its search function, and a function that clears its caches."""

    search: Search
    clear_caches: Callable[[], None] = _keep_caches


Open = Callable[[Path], AbstractContextManager[OpenEngine]]
"""A function from the folder of a build to the open engine."""


class EngineModule(Protocol):
    """The interface of an engine's module; ``WAYS`` are its query modes by name."""

    WAYS: Mapping[str, Open]

    def build(self, documents: Path, home: Path) -> Steps:
        """Index a file of JSON lines in an empty folder; returns the seconds of each step."""
        ...

    def index_bytes(self, home: Path) -> int | None:
        """The size of the index without the texts; None if they share files."""
        ...


class Contestant(NamedTuple):
    """A compared engine; ``rounds`` is how often it is built (slow engines once)."""

    label: str
    rounds: int


class Way(NamedTuple):
    """A query mode of a contestant; ``clears_caches`` empties its caches before every query."""

    label: str
    contestant: str
    name: str
    clears_caches: bool = False


CONTESTANTS: Final[Mapping[str, Contestant]] = {
    "warraq": Contestant("warraq", 3),
    "tantivy": Contestant("Tantivy 0.27", 3),
    "fts5": Contestant("SQLite FTS5", 3),
    "whoosh": Contestant("Whoosh 2.7.4", 1),
}

WAYS: Final[Mapping[str, Way]] = {
    "warraq": Way("warraq, ranking", "warraq", "ranking"),
    "warraq-forgetting": Way("warraq, caches emptied", "warraq", "ranking", clears_caches=True),
    "warraq-answers": Way("warraq, with snippets", "warraq", "answers"),
    "tantivy": Way("Tantivy", "tantivy", "ranking"),
    "tantivy-column": Way("Tantivy, ids from a column", "tantivy", "column"),
    "fts5": Way("SQLite FTS5", "fts5", "ranking"),
    "whoosh": Way("Whoosh 2.7.4", "whoosh", "ranking"),
}

RANKING: Final = tuple(CONTESTANTS)
"""The plain query mode of each contestant, which has its name."""


def module_of(contestant: str) -> EngineModule:
    """Import the module of a contestant."""
    return cast(EngineModule, import_module(f"benchmarks.speed.engines.{contestant}"))
