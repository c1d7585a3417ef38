"""Opening an archive file: checks of its header, write-ahead log, creation and migration."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import uuid
from pathlib import Path
from typing import Any, Final, TypeAlias

from corpus.durable import sync
from corpus.schema import open_files, stamp
from corpus.schema.errors import ArchiveError, as_archive_errors
from corpus.schema.log_match import log_bytes, log_fault
from corpus.schema.migrations import (
    create_tables,
    current_version,
    definitions,
    expected_definitions,
    migrate,
    version_of,
)

APPLICATION_ID: Final = 0x57525251
"""``WRRQ``, in the header of every archive."""

BUSY_SECONDS: Final = 60
"""How long a writer waits for another writer."""

_NO_SHARED_MEMORY: Final = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
)
_WRITER_CACHE_KIBIBYTES: Final = 32_768
# Beside it the system keeps the pages of the file, for all processes: reading 20 documents of
# 342,564 takes .29 ms with 2 MB and with 32 MB.
_READER_CACHE_KIBIBYTES: Final = 2_048
_NAMES_LISTED: Final = 5
_ATTEMPTS: Final = 5

FileState: TypeAlias = tuple[int, int, int]
"""Inode, size in bytes and modification time in nanoseconds of a file."""


def is_blank(path: Path) -> bool:
    """Whether a file is missing or empty, so that opening it to write would create an archive."""
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


def file_state(path: Path) -> FileState | None:
    """The state of an archive file, None if it is missing or a writer has it open."""
    try:
        if log_bytes(path):
            return None
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def connect(
    path: Path, *, read_only: bool, create: bool = True
) -> tuple[sqlite3.Connection, FileState | None]:
    """Open an archive file; the caller closes the connection.

    A writer creates a missing file if ``create``, and migrates an older one. A reader that may not
    write the folder, or whose disk is full, cannot share memory with writers, which SQLite's log
    needs: if no writer has the file open it is read as immutable, and its state is returned. The
    caller connects again when ``file_state`` differs. Raises ArchiveError for a file that is
    missing, damaged, foreign or of a newer version, and for a reader of an older version.
    """
    if path.is_dir():
        raise ArchiveError("archive_is_folder", path=str(path))
    if read_only and not path.is_file():
        raise ArchiveError("archive_missing", path=str(path))
    if not read_only:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            problem = error.strerror or str(error)
            raise ArchiveError("archive_folder_failed", path=str(path), problem=problem) from error
    if create and not read_only and not path.exists():
        _create_private(path)
    with as_archive_errors(path):
        for _ in range(_ATTEMPTS):
            connection, state = _opened_for(path, read_only, create)
            if connection.is_file_of(path):
                return connection, state
            connection.close()  # it was replaced while it was opened
    raise ArchiveError("archive_busy", path=str(path))


class _Connection(sqlite3.Connection):
    """A connection that counts the file as open in this process until it is closed."""

    opened: tuple[int, int] | None = None  # the file that its path named just before

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        open_files.enter()
        self._counted = True

    def is_file_of(self, path: Path) -> bool:
        """Whether the path still names the file that was opened."""
        return self.opened is None or self.opened == _identity_of(path)

    def close(self) -> None:
        super().close()
        if self._counted:
            self._counted = False
            open_files.leave()


def _identity_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _opened_for(path: Path, read_only: bool, create: bool) -> tuple[_Connection, FileState | None]:
    if not read_only:
        return _opened(path, "mode=rwc" if create else "mode=rw", create=create), None
    try:
        return _opened(path, "mode=ro"), None
    except sqlite3.OperationalError as error:
        state = file_state(path)
        if error.sqlite_errorcode not in _NO_SHARED_MEMORY or state is None:
            raise
        return _opened(path, "mode=ro&immutable=1"), state


def _create_private(path: Path) -> None:
    """Create a missing file that only its owner may read; SQLite gives its mode to the files that
    it makes beside it."""
    open_files.enter()
    try:
        fault = log_fault(path)
    finally:
        open_files.leave()
    if fault is not None:
        raise ArchiveError(fault)
    with contextlib.suppress(OSError):  # a file that cannot be made is reported by SQLite
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))


def _opened(path: Path, mode: str, *, create: bool = False) -> _Connection:
    named = _identity_of(path)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        factory=_Connection,
    )
    connection.opened = named
    try:
        # SQLite reads the log at the first statement, so this is before.
        fault = log_fault(path)
        if fault is not None:
            raise ArchiveError(fault)
        _prepare(connection, path, "mode=ro" in mode, create)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, read_only: bool, create: bool) -> None:
    # The schema of a damaged or crafted file must not run functions.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA secure_delete = ON")  # the default depends on how SQLite was built
    if read_only:
        _check(connection, path, read_only=True)
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA cache_size = -{_READER_CACHE_KIBIBYTES}")
    else:
        if create and _is_new(connection):
            _create(connection, path)
        _check(connection, path, read_only=False)
        _use_log(connection, path)
        connection.execute("PRAGMA synchronous = FULL")
        migrate(connection)
        connection.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KIBIBYTES}")


def _is_new(connection: sqlite3.Connection) -> bool:
    return _header(connection) == (0, 0, 0)


def _header(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Application ID, version, and number of tables and indexes."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    return application, version_of(connection), tables


def _create(connection: sqlite3.Connection, path: Path) -> None:
    _use_log(connection, path)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster.
        if _is_new(connection):
            create_tables(connection)
            stamp.renew(connection, is_open=False)
            connection.execute(
                "INSERT INTO state VALUES ('identity', ?), ('sequence', 0)", (str(uuid.uuid4()),)
            )
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    sync(path.parent)


def _use_log(connection: sqlite3.Connection, path: Path) -> None:
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
                raise ArchiveError("archive_needs_local_disk", path=str(path))
            return


def _check(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    application, version, tables = _header(connection)
    if (application, version, tables) == (0, 0, 0):
        raise ArchiveError("archive_empty", path=str(path))
    if application != APPLICATION_ID or version < 1:
        raise ArchiveError("archive_foreign", path=str(path))
    current = current_version()
    if version > current:
        raise ArchiveError("archive_newer", path=str(path), version=version, current=current)
    # A trigger or a view of a crafted file would run in the statements of warraq.
    other = definitions(connection) ^ expected_definitions(version)
    if other:
        names = tuple(sorted({name for _, name, _ in other}))
        raise ArchiveError("archive_schema_differs", path=str(path), names=names[:_NAMES_LISTED])
    if version < current and read_only:
        raise ArchiveError("archive_older", path=str(path), version=version, current=current)
