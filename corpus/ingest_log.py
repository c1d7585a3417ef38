"""The ingest log: which paths were read, what was added, and what was refused."""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec

from corpus.document import Refusal, RefusalRecord
from corpus.limits import INPUT_LIMITS
from corpus.messages import Message, render

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
            msgspec.json.encode(
                [*map(RefusalRecord.of, entry.refusals[: INPUT_LIMITS.refusals_listed])]
            ),
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
            refusals=tuple(
                map(_refusal, msgspec.json.decode(refusals, type=tuple[RefusalRecord, ...]))
            ),
        )
        for at, paths, added, replaced, unchanged, refused, refusals in found
    ]


def _refusal(record: RefusalRecord) -> Refusal:
    """The refusal of a record, with the stored sentence if this program cannot render its code.

    Entries written before refusals had codes hold the sentence alone.
    """
    message = Message(record.code, record.params)
    try:
        render(message, "en")
    except KeyError:
        message = Message.of("as_given", sentence=record.reason)
    return Refusal(path=record.path, message=message, line=record.line)
