"""Backups: a copy of an archive at one moment, checked, with a manifest inside.

A backup is an archive file in SQLite's rollback mode, so that it is one file. Its manifest is a row
of the table ``state``.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import Final

import msgspec

from corpus import integrity
from corpus.archive import Archive, ArchiveError
from corpus.durable import sync
from corpus.messages import Message
from corpus.schema import as_archive_errors, reported, stamp

PARTIAL: Final = ".partial"
"""Ends the name of a backup that is being written."""

_BESIDE: Final = ("wal", "shm", "journal")
"""What SQLite keeps beside a file, by the ends of the names."""

_ROW: Final = "backup"
_NOT_COVERED: Final = (_ROW, "stamp")
_PAGES_AT_ONCE: Final = 2_048
_TABLES: Final = ("state", "documents", "originals", "deletions", "ingests")

Progress = Callable[[int], None]


class BackupManifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds.

    ``identity`` and ``sequence`` are those of the archive at the moment of the backup, ``digest``
    is a hash of every row of every table, ``at`` an ISO date and time in UTC.
    """

    at: str
    identity: str
    sequence: int
    schema: int
    documents: int
    originals: int
    deletions: int
    digest: str


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A backup file with its manifest, its size in bytes and its SHA-256."""

    path: str
    bytes: int
    sha256: str
    manifest: BackupManifest


def write_backup(
    archive: Archive, target: Path, *, overwrite: bool = False, progress: Progress | None = None
) -> Written:
    """Copy an open archive, checked, to a file that only its owner may read.

    Other processes may add documents meanwhile: the copy has one state of the archive. ``progress``
    is called with the pages copied. Raises ArchiveError where the target exists unless
    ``overwrite``, where the archive is damaged and for a full disk; no file is left then.
    """
    if target.is_dir():
        raise ArchiveError("backup_is_folder", path=str(target))
    if target.exists() and not overwrite:
        raise ArchiveError("backup_exists", path=str(target))
    if _is_part_of(target, archive.path):
        raise ArchiveError("backup_over_archive", path=str(target), archive=str(archive.path))
    with partial_file(target) as partial:
        with archive.snapshot() as source:
            copy_rows(source, partial, progress)
            expected = (source.identity, source.sequence, source.count())
        with as_archive_errors(partial), closing(connect_copy(partial)) as copy:
            manifest = _seal(copy, partial)
        found = manifest.identity, manifest.sequence, manifest.documents
        if found != expected:
            raise ArchiveError("backup_differs", path=str(target))
        sync(partial)
        written = Written(
            path=str(target),
            bytes=partial.stat().st_size,
            sha256=_sha256(partial),
            manifest=manifest,
        )
        _publish(partial, target, overwrite)
    return written


def copy_rows(source: Archive, target: Path, progress: Progress | None = None) -> None:
    """Copy the pages of an archive at one state to a file, in SQLite's rollback mode."""

    def show(_: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining)

    with as_archive_errors(target), closing(connect_copy(target)) as copy:
        source.copy_to(copy, pages=_PAGES_AT_ONCE, progress=show)
        (mode,) = copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        assert mode == "delete"


def read_manifest(connection: sqlite3.Connection) -> BackupManifest | None:
    """The manifest of a backup, None for a file that ``warraq backup`` did not write."""
    row = connection.execute("SELECT value FROM state WHERE name = ?", (_ROW,)).fetchone()
    try:
        return None if row is None else msgspec.json.decode(row[0], type=BackupManifest)
    except (msgspec.DecodeError, TypeError):
        return None


def find_faults(connection: sqlite3.Connection, path: Path) -> list[Message]:
    """Faults of a backup or of a plain copy: of SQLite's structure, of documents that differ from
    their hashes, and of rows that differ from the manifest; empty if it is whole."""
    found = connection.execute("PRAGMA integrity_check(20)").fetchall()
    faults = [
        Message.of("sqlite_fault", file=path.name, problem=row[0])
        for row in found
        if row[0] != "ok"
    ] or list(integrity.find_faults(connection))
    manifest = read_manifest(connection)
    if not faults and manifest is not None and _described(connection, manifest.at) != manifest:
        faults.append(Message.of("backup_differs", path=str(path)))
    return faults


def remove_manifest(connection: sqlite3.Connection) -> None:
    """Make an archive of a backup, within the transaction of the caller."""
    connection.execute("DELETE FROM state WHERE name = ?", (_ROW,))


def connect_copy(path: Path) -> sqlite3.Connection:
    """Open a copy that no other process has open."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _seal(copy: sqlite3.Connection, path: Path) -> BackupManifest:
    """Check a copy and write its manifest into it."""
    faults = find_faults(copy, path)
    if faults:
        raise ArchiveError("backup_of_damaged", cause=faults[0])
    copy.execute("PRAGMA synchronous = FULL")
    copy.execute("BEGIN IMMEDIATE")
    stamp.renew(copy, is_open=False)
    manifest = _described(copy, datetime.now(UTC).isoformat(timespec="seconds"))
    copy.execute(
        "INSERT OR REPLACE INTO state VALUES (?, ?)",
        (_ROW, msgspec.json.encode(manifest).decode()),
    )
    copy.execute("COMMIT")
    return manifest


def _described(connection: sqlite3.Connection, at: str) -> BackupManifest:
    state = stamp.read_rows(connection)
    counts = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in _TABLES
    }
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    return BackupManifest(
        at=at,
        identity=str(state["identity"]),
        sequence=int(state["sequence"]),
        schema=schema,
        documents=counts["documents"],
        originals=counts["originals"],
        deletions=counts["deletions"],
        digest=_digest(connection),
    )


def _digest(connection: sqlite3.Connection) -> str:
    """A hash of every row, but for those that a backup changes."""
    digest = blake2b(digest_size=32)
    encoder = msgspec.msgpack.Encoder()
    for table in _TABLES:
        digest.update(encoder.encode(table))
        # The first column is the key of each table.
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1"):
            if table != "state" or row[0] not in _NOT_COVERED:
                digest.update(encoder.encode(row))
    return digest.hexdigest()


def _is_part_of(target: Path, archive: Path) -> bool:
    names = (archive.name, *(f"{archive.name}-{end}" for end in _BESIDE))
    same_folder = target.parent.resolve() == archive.parent.resolve()
    is_archive = target.exists() and archive.exists() and target.samefile(archive)
    return is_archive or (same_folder and target.name in (*names, reported.path_of(archive).name))


@contextmanager
def partial_file(target: Path) -> Iterator[Path]:
    """A file beside ``target`` to write to, removed if it is still there at the end.

    The remains of a killed backup are taken over; one that is still written is not.
    """
    path = target.with_name(f"{target.name}{PARTIAL}")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError("backup_in_progress", path=str(target)) from None
        try:
            os.fchmod(descriptor, 0o600)
            os.ftruncate(descriptor, 0)
            remove_logs(path)
            yield path
        finally:
            path.unlink(missing_ok=True)
            remove_logs(path)
    finally:
        os.close(descriptor)


def remove_logs(path: Path) -> None:
    """Remove what SQLite keeps beside a file that no process has open."""
    for ending in _BESIDE:
        path.with_name(f"{path.name}-{ending}").unlink(missing_ok=True)


def _publish(partial: Path, target: Path, overwrite: bool) -> None:
    """Give a complete file its name, in one step."""
    if overwrite:
        partial.replace(target)
    else:
        try:
            os.link(partial, target)
        except FileExistsError:
            raise ArchiveError("backup_exists", path=str(target)) from None
        except OSError as error:
            # Some file systems, such as those of memory sticks, have no links.
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                raise
            partial.replace(target)
    with contextlib.suppress(OSError):
        sync(target.parent)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
