"""The ingest log: what was asked for, what became of it, what was refused."""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec

from corpus.document import Refusal

REFUSALS_KEPT: Final = 1_000
"""Refusals of one ingest that its log entry lists; the rest is counted."""

_COLUMNS: Final = "at, paths, added, replaced, unchanged, refused, refusals"


class Ingest(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the ingest log; ``at`` is an ISO date and time in UTC."""

    at: str
    paths: tuple[str, ...]
    added: int
    replaced: int
    unchanged: int
    refused: int
    refusals: tuple[Refusal, ...]


def write(connection: sqlite3.Connection, entry: Ingest) -> None:
    """Append an entry within the transaction of the caller."""
    connection.execute(
        f"INSERT INTO ingests ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            entry.at,
            msgspec.json.encode(entry.paths),
            entry.added,
            entry.replaced,
            entry.unchanged,
            entry.refused,
            msgspec.json.encode(entry.refusals[:REFUSALS_KEPT]),
        ),
    )


def read(connection: sqlite3.Connection, limit: int) -> list[Ingest]:
    """Read the last ``limit`` entries, the newest first."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM ingests ORDER BY number DESC LIMIT ?", (limit,)
    )
    return [
        Ingest(
            at=at,
            paths=msgspec.json.decode(paths, type=tuple[str, ...]),
            added=added,
            replaced=replaced,
            unchanged=unchanged,
            refused=refused,
            refusals=msgspec.json.decode(refusals, type=tuple[Refusal, ...]),
        )
        for at, paths, added, replaced, unchanged, refused, refusals in found
    ]
