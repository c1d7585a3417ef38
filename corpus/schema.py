"""The tables of an archive file, and opening one safely."""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

APPLICATION_ID: Final = 0x57525251
"""``WRRQ``, in the header of every archive."""

VERSION: Final = 1
"""Of the tables below, in ``PRAGMA user_version``."""

BUSY_SECONDS: Final = 60
"""How long a writer waits for another."""

_TABLES: Final = """
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


_FOREIGN: Final = (
    "{path} is no archive of warraq, or is damaged; restore it from a copy or choose another place."
)


class ArchiveError(Exception):
    """The archive cannot do what was asked; the message is one sentence."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into an ArchiveError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveError(_sentence(path, error)) from error


def is_blank(path: Path) -> bool:
    """Whether a file is missing or empty, so that opening it to write would begin an archive."""
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


Still: TypeAlias = tuple[int, int, int]
"""What tells that a file which SQLite does not watch has been written: inode, size, time."""


def still(path: Path) -> Still | None:
    """The state of a file that no writer has open, None where one has."""
    log = path.with_name(f"{path.name}-wal")
    try:
        if log.exists() and log.stat().st_size:
            return None
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def connect(
    path: Path, *, read_only: bool, create: bool = True
) -> tuple[sqlite3.Connection, Still | None]:
    """Open an archive file, making it if ``create`` and not ``read_only``; the caller closes it.

    A reader that may not write the folder cannot share memory with writers as SQLite's log asks;
    where no writer is at work the file is read as it stands and its state is given back: connect
    again when ``still`` gives another. Raises ArchiveError for a file that is missing, damaged,
    foreign or too new.
    """
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder, not an archive.")
    if read_only and not path.is_file():
        raise ArchiveError(f"There is no archive at {path}; add documents first.")
    if not read_only:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"The folder of {path} cannot be made: {error.strerror}.") from error
    with explained(path):
        if not read_only:
            return _opened(path, "mode=rwc" if create else "mode=rw", create=create), None
        try:
            return _opened(path, "mode=ro"), None
        except sqlite3.OperationalError as error:
            unwatched = still(path)
            if error.sqlite_errorcode != sqlite3.SQLITE_CANTOPEN or unwatched is None:
                raise
            return _opened(path, "mode=ro&immutable=1"), unwatched


def _opened(path: Path, mode: str, *, create: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    try:
        _prepare(connection, path, "mode=ro" in mode, create)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, read_only: bool, create: bool) -> None:
    # A file that may have been damaged or crafted gets no say in what SQL runs.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    if not read_only:
        if create and _is_blank(connection):
            _create(connection, path)
        _check(connection, path)
        _into_wal(connection, path)
        connection.execute("PRAGMA synchronous = FULL")
    else:
        _check(connection, path)
        connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cache_size = -32768")


def _is_blank(connection: sqlite3.Connection) -> bool:
    application, version, tables = _header(connection)
    return application == 0 and version == 0 and tables == 0


def _header(connection: sqlite3.Connection) -> tuple[int, int, int]:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    return application, version, tables


def _create(connection: sqlite3.Connection, path: Path) -> None:
    _into_wal(connection, path)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster.
        if _is_blank(connection):
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            connection.execute(
                "INSERT INTO state VALUES ('identity', ?), ('sequence', 0)", (str(uuid.uuid4()),)
            )
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _into_wal(connection: sqlite3.Connection, path: Path) -> None:
    """Switch to write-ahead logging; SQLite's own waiting does not cover this statement."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            if mode != "wal":
                raise ArchiveError(
                    f"{path} lies where SQLite cannot keep a log; choose a local disk."
                )
            return


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application, version, tables = _header(connection)
    if (application, version, tables) == (0, 0, 0):
        raise ArchiveError(f"{path} is empty; restore it from a copy.")
    if application != APPLICATION_ID:
        raise ArchiveError(_FOREIGN.format(path=path))
    if version != VERSION:
        raise ArchiveError(
            f"{path} has archive version {version}, but this warraq reads version {VERSION}; "
            "use the warraq that wrote it."
        )


def _sentence(path: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return _FOREIGN.format(path=path)
    if code == sqlite3.SQLITE_CORRUPT:
        return f"{path} is damaged; restore it from a copy and add what is newer again."
    if code == sqlite3.SQLITE_FULL:
        return f"The disk of {path} is full; nothing of this batch was added."
    if code == sqlite3.SQLITE_IOERR:
        return f"{path} cannot be read or written ({error}); see to its disk, then try again."
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"{path} is being written by another program; try again later."
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return f"{path} may not be written; check its permissions."
    if code == sqlite3.SQLITE_CANTOPEN:
        return f"{path} cannot be opened; check that its folder may be read and written."
    return f"{path} cannot be used: {error}."
