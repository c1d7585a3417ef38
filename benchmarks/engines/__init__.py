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

Open = Callable[[Path], AbstractContextManager[Search]]
"""From the folder of a build to its search."""


class EngineModule(Protocol):
    """What a module of an engine has: ``build(documents, home)`` takes a file of JSON lines into
    an empty folder, ``WAYS`` are its ways of being asked."""

    WAYS: Mapping[str, Open]

    def build(self, documents: Path, home: Path) -> Steps:
        """Take documents in."""
        ...


class Contestant(NamedTuple):
    """An engine of the comparison; ``rounds`` says how often it can be built within reason."""

    label: str
    rounds: int


class Way(NamedTuple):
    """A way of asking a contestant; with ``afresh`` it is opened anew before every query."""

    label: str
    contestant: str
    name: str
    afresh: bool = False


CONTESTANTS: Final[Mapping[str, Contestant]] = {
    "warraq": Contestant("warraq", 3),
    "fts5": Contestant("SQLite FTS5", 3),
    "whoosh": Contestant("Whoosh 2.7.4", 1),
}

WAYS: Final[Mapping[str, Way]] = {
    "warraq": Way("warraq, ranking", "warraq", "ranking"),
    "warraq-afresh": Way("warraq, empty caches", "warraq", "ranking", afresh=True),
    "warraq-answers": Way("warraq, with snippets", "warraq", "answers"),
    "fts5": Way("SQLite FTS5", "fts5", "ranking"),
    "whoosh": Way("Whoosh 2.7.4", "whoosh", "ranking"),
}


def module_of(contestant: str) -> EngineModule:
    """The module of a contestant, imported now."""
    return cast(EngineModule, import_module(f"benchmarks.engines.{contestant}"))
