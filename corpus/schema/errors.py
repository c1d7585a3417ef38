"""Errors of an archive, and SQLite's errors as messages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.messages import Message, WarraqError


class ArchiveError(WarraqError):
    """The archive cannot be opened, read or written."""


@contextmanager
def as_archive_errors(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into an ArchiveError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveError(_message(path, error)) from error


def _message(path: Path, error: sqlite3.Error) -> Message:
    name = str(path)
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHMSIZE:
        return Message.of("archive_disk_full", path=name)  # memory to share is a file beside it
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_NOTADB:
            return Message.of("archive_foreign", path=name)
        case sqlite3.SQLITE_CORRUPT:
            return Message.of("archive_damaged", path=name)
        case sqlite3.SQLITE_FULL:
            return Message.of("archive_disk_full", path=name)
        case sqlite3.SQLITE_IOERR:
            return Message.of("archive_disk_error", path=name, problem=str(error))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Message.of("archive_busy", path=name)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return Message.of("archive_not_writable", path=name)
        case sqlite3.SQLITE_CANTOPEN:
            return Message.of("archive_cannot_be_opened", path=name)
        case _:
            return Message.of("archive_unusable", path=name, problem=str(error))
