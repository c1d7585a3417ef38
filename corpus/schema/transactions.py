"""Transactions that write to an archive, and emptying its write-ahead log."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from corpus.schema import reported, stamp
from corpus.schema.connection import BUSY_SECONDS
from corpus.schema.log_match import log_bytes

_PAUSE_SECONDS: Final = 0.02


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a transaction that has the write lock from its start, so that no update is lost."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def reported_transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Run a transaction that is recorded beside the archive once it is durable."""
    _mark_open(connection, path)
    with transaction(connection):
        stamp.renew(connection, is_open=True)
        yield
    reported.write(path, connection)


def is_open(connection: sqlite3.Connection) -> bool:
    """Whether an archive says that its file may lack changes that are in its log."""
    found = stamp.stamp_of(stamp.read_rows(connection))
    return found is not None and found.is_open


def _mark_open(connection: sqlite3.Connection, path: Path) -> None:
    """Write into the file itself that changes follow in its log."""
    if not is_open(connection):
        with transaction(connection):
            stamp.renew(connection, is_open=True)
        # The transaction that follows may be long, and the stamp before it must be known.
        reported.write(path, connection)
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def empty_log(connection: sqlite3.Connection, path: Path, seconds: float) -> int:
    """Move the changes of the log into the file, and empty the log; returns the bytes that remain.

    Waits for ``seconds`` for processes that read from the log or write to it.

    :raises sqlite3.Error: the disk is full or fails; what is in the log stays there.
    """
    end = time.monotonic() + seconds
    try:
        # SQLite does not wait for the checkpoint of another process.
        while not _try_empty_log(connection, path, end - time.monotonic()):
            if time.monotonic() >= end:
                break
            time.sleep(_PAUSE_SECONDS)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1_000}")
    return log_bytes(path)


def _try_empty_log(connection: sqlite3.Connection, path: Path, seconds: float) -> bool:
    """Empty the log if no other process prevents it within ``seconds``."""
    connection.execute(f"PRAGMA busy_timeout = {max(0, round(seconds * 1_000))}")
    try:
        if is_open(connection):
            with transaction(connection):
                stamp.renew(connection, is_open=False)
            reported.write(path, connection)
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False  # another writer that keeps the lock empties the log itself when it ends
    return not busy
