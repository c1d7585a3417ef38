"""The documents that a query finds, as sets that can be compared."""

from __future__ import annotations

from collections.abc import Sequence

from search.engine import Engine
from search.request import Level, Request

Documents = frozenset[int]
"""Archive numbers of documents."""


def find_documents(engine: Engine, query: str, level: Level = "stem") -> Documents:
    """All documents that a query finds."""
    request = Request(query=query, level=level, limit=engine.info.documents)
    return frozenset(engine.rank(request, engine.info.documents).numbers)


def find_any(engine: Engine, words: Sequence[str]) -> Documents:
    """The documents with the form of any of some words, which are read without query syntax."""
    request = Request(
        query=" ".join(words),
        level="form",
        operator="any",
        plain=True,
        limit=engine.info.documents,
    )
    return frozenset(engine.rank(request, engine.info.documents).numbers)


def find_spelling(engine: Engine, spelling: str) -> Documents:
    """The documents with a spelling of one or several words, compared by form and side by side."""
    return find_documents(engine, f'"{spelling}"', "form")


def count_documents(engine: Engine, query: str) -> int:
    """How many documents a query finds at the default level."""
    return engine.rank(Request(query=query, limit=1)).total


def overlap(one: Documents, other: Documents) -> float:
    """The share of the larger set that both have, from 0 to 1; 0 where both are empty."""
    larger = max(len(one), len(other))
    return len(one & other) / larger if larger else 0.0
