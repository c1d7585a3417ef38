"""Versions of the archive's tables, and the steps from each version to the next.

To change the tables, append a step to ``STEPS`` and a fixture file of the version before it to
``tests/fixtures``; never change a step that was released. A writer that opens an older archive
runs the steps that it lacks. A reader refuses an older archive with the command that migrates it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from typing import Final, TypeAlias

from corpus.schema import stamp
from corpus.schema.address_table import create_addresses

Step: TypeAlias = Callable[[sqlite3.Connection], None]
"""Changes the tables and rows of an archive, without beginning or committing a transaction."""

FIRST_VERSION: Final = 1

FIRST_TABLES: Final = """
CREATE TABLE state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE documents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sequence INTEGER NOT NULL,
  id TEXT NOT NULL,
  hash BLOB NOT NULL,
  title TEXT NOT NULL,
  date TEXT,
  added_at TEXT,
  source TEXT,
  author TEXT,
  url TEXT,
  section TEXT,
  extra BLOB,
  encoding TEXT NOT NULL,
  removed BLOB,
  text TEXT NOT NULL
);
CREATE UNIQUE INDEX documents_by_id ON documents (id);
CREATE UNIQUE INDEX documents_by_sequence ON documents (sequence);
CREATE INDEX documents_by_source ON documents (source);
CREATE INDEX documents_by_date ON documents (date) WHERE date IS NOT NULL;
CREATE TABLE originals (number INTEGER PRIMARY KEY, original BLOB NOT NULL);
CREATE TABLE deletions (sequence INTEGER PRIMARY KEY, number INTEGER NOT NULL, id TEXT NOT NULL);
CREATE TABLE ingests (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  paths BLOB NOT NULL,
  added INTEGER NOT NULL,
  replaced INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  refusals BLOB NOT NULL
);
"""
"""The tables of version 1; a new archive gets them and then runs every step.

The table ``state`` comes first, so its only page is page 2 (see ``state_page``).
"""

STEPS: Final[tuple[Step, ...]] = (create_addresses,)
"""``STEPS[n - 1]`` turns an archive of version ``n`` into one of version ``n + 1``."""


def current_version() -> int:
    """The version that this program writes, in ``PRAGMA user_version``."""
    return FIRST_VERSION + len(STEPS)


Definition: TypeAlias = tuple[str, str, str | None]
"""Type, name and SQL of an entry of ``sqlite_schema``."""


def definitions(connection: sqlite3.Connection) -> frozenset[Definition]:
    """What the schema of an open file defines: tables, indexes, triggers and views."""
    return frozenset(connection.execute("SELECT type, name, sql FROM sqlite_schema"))


def expected_definitions(version: int) -> frozenset[Definition]:
    """What the schema of an archive of a version defines, and nothing else."""
    return _expected(STEPS[: version - FIRST_VERSION])


@lru_cache
def _expected(steps: tuple[Step, ...]) -> frozenset[Definition]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement in FIRST_TABLES.split(";"):
            connection.execute(statement)
        for step in steps:
            step(connection)
        return definitions(connection)


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the tables of the current version within the transaction of the caller."""
    for statement in FIRST_TABLES.split(";"):
        connection.execute(statement)
    for step in STEPS:
        step(connection)
    _set_version(connection, current_version())


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an archive to the current version, each step in a transaction of its own.

    A step that fails changes nothing, and its error is raised; the steps before it are kept.
    """
    while version_of(connection) < current_version():
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have run the step while this one waited for the lock.
            version = version_of(connection)
            if version < current_version():
                stamp.renew(connection)
                STEPS[version - FIRST_VERSION](connection)
                _set_version(connection, version + 1)
            connection.execute("COMMIT")
        except BaseException:
            # A full disk may have rolled back already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def version_of(connection: sqlite3.Connection) -> int:
    """The version of an open archive."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _set_version(connection: sqlite3.Connection, version: int) -> None:
    connection.execute(f"PRAGMA user_version = {version}")
