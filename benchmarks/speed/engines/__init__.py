"""The compared engines; each indexes the same JSON lines and answers the same queries.

Each engine has its own module, imported only in the process that runs it, so that its memory can
be measured alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol, cast

from benchmarks.memory import peak_bytes
from benchmarks.speed.java import why_no_lucene

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
    """An open engine: its search function, and a function that clears its caches.

    An engine in a process of its own measures itself: ``milliseconds`` of the last search, and
    ``peak_bytes`` of memory.
    """

    search: Search
    clear_caches: Callable[[], None] = _keep_caches
    milliseconds: Callable[[], float] | None = None
    peak_bytes: Callable[[], int] = peak_bytes


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


def _is_here() -> str | None:
    return None


class Contestant(NamedTuple):
    """A compared engine; ``rounds`` is how often it is built (slow engines once).

    ``why_absent`` says why it cannot take part on this machine, None if it can. An engine that
    compiles its code while it runs answers the warming queries ``warming`` times.
    """

    label: str
    rounds: int
    why_absent: Callable[[], str | None] = _is_here
    warming: int = 1


Operator = Literal["any", "all"]
"""Whether one word of a query must match, or all."""


class Way(NamedTuple):
    """A query mode of a contestant; ``clears_caches`` empties its caches before every query."""

    label: str
    contestant: str
    name: str
    clears_caches: bool = False
    operator: Operator = "any"


CONTESTANTS: Final[Mapping[str, Contestant]] = {
    "warraq": Contestant("warraq", 3),
    "tantivy": Contestant("Tantivy 0.27", 3),
    "lucene": Contestant("Lucene 10.3", 3, why_no_lucene, warming=10),
    "fts5": Contestant("SQLite FTS5", 3),
    "whoosh": Contestant("Whoosh 2.7.4", 1),
}

WAYS: Final[Mapping[str, Way]] = {
    "warraq": Way("warraq, ranking", "warraq", "ranking"),
    "warraq-forgetting": Way("warraq, caches emptied", "warraq", "ranking", clears_caches=True),
    "warraq-answers": Way("warraq, with snippets", "warraq", "answers"),
    "warraq-all": Way("warraq, ranking", "warraq", "all", operator="all"),
    "warraq-page": Way("warraq, as a page asks", "warraq", "page", operator="all"),
    "tantivy": Way("Tantivy", "tantivy", "ranking"),
    "tantivy-column": Way("Tantivy, ids from a column", "tantivy", "column"),
    "tantivy-count": Way("Tantivy, with a count", "tantivy", "count"),
    "tantivy-all": Way("Tantivy", "tantivy", "all", operator="all"),
    "lucene": Way("Lucene", "lucene", "ranking"),
    "lucene-all": Way("Lucene", "lucene", "all", operator="all"),
    "fts5": Way("SQLite FTS5", "fts5", "ranking"),
    "whoosh": Way("Whoosh 2.7.4", "whoosh", "ranking"),
}


def present() -> dict[str, Contestant]:
    """The contestants that can take part on this machine."""
    return {name: each for name, each in CONTESTANTS.items() if each.why_absent() is None}


def absent() -> dict[str, str]:
    """The reasons of the contestants that cannot, by their labels."""
    reasons = {each.label: each.why_absent() for each in CONTESTANTS.values()}
    return {label: reason for label, reason in reasons.items() if reason is not None}


def module_of(contestant: str) -> EngineModule:
    """Import the module of a contestant."""
    return cast(EngineModule, import_module(f"benchmarks.speed.engines.{contestant}"))
