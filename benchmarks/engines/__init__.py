"""The engines that are compared, each built from the same lines of JSON and asked the same words.

Each has a module of its own, imported only in the process that runs it, so that none carries the
memory of another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple, Protocol, cast

RESULTS: Final = 10
"""Documents asked for a query."""

BATCH: Final = 500
"""Documents of a transaction where an engine has any."""

Steps = dict[str, float]
"""Seconds of each step of a build, in order."""

Search = Callable[[str], list[str]]
"""From the text of a query to the ids of the best documents."""


def _nothing() -> None:
    """Forget nothing: the engine is given no means to."""


class Opened(NamedTuple):
    """An open engine: its search, and what empties its caches where it can."""

    search: Search
    forget: Callable[[], None] = _nothing


Open = Callable[[Path], AbstractContextManager[Opened]]
"""From the folder of a build to the open engine."""


class EngineModule(Protocol):
    """What a module of an engine has: ``build(documents, home)`` takes a file of JSON lines into
    an empty folder, ``index_bytes(home)`` is the size of the index without the texts, None where
    they lie in the same files, ``WAYS`` are its ways of being asked."""

    WAYS: Mapping[str, Open]

    def build(self, documents: Path, home: Path) -> Steps:
        """Take documents in."""
        ...

    def index_bytes(self, home: Path) -> int | None:
        """The size of the index without the texts."""
        ...


class Contestant(NamedTuple):
    """An engine of the comparison; ``rounds`` says how often it can be built within reason."""

    label: str
    rounds: int


class Way(NamedTuple):
    """A way of asking a contestant; when ``forgetting``, its caches are emptied before every
    query."""

    label: str
    contestant: str
    name: str
    forgetting: bool = False


CONTESTANTS: Final[Mapping[str, Contestant]] = {
    "warraq": Contestant("warraq", 3),
    "tantivy": Contestant("Tantivy 0.27", 3),
    "fts5": Contestant("SQLite FTS5", 3),
    "whoosh": Contestant("Whoosh 2.7.4", 1),
}

WAYS: Final[Mapping[str, Way]] = {
    "warraq": Way("warraq, ranking", "warraq", "ranking"),
    "warraq-forgetting": Way("warraq, caches emptied", "warraq", "ranking", forgetting=True),
    "warraq-answers": Way("warraq, with snippets", "warraq", "answers"),
    "tantivy": Way("Tantivy", "tantivy", "ranking"),
    "tantivy-column": Way("Tantivy, ids from a column", "tantivy", "column"),
    "fts5": Way("SQLite FTS5", "fts5", "ranking"),
    "whoosh": Way("Whoosh 2.7.4", "whoosh", "ranking"),
}

RANKING: Final = tuple(CONTESTANTS)
"""The plain way of each contestant, which has its name."""


def module_of(contestant: str) -> EngineModule:
    """The module of a contestant, imported now."""
    return cast(EngineModule, import_module(f"benchmarks.engines.{contestant}"))
