"""Restoring: a checked copy of a backup takes the place of the archive of a home, in one step."""

from __future__ import annotations

import shutil
import uuid
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from corpus.archive import Archive, ArchiveError
from corpus.backup import (
    BackupManifest,
    connect_copy,
    copy_rows,
    find_faults,
    partial_file,
    read_manifest,
    remove_logs,
    remove_manifest,
)
from corpus.durable import sync
from corpus.schema import as_archive_errors, is_blank, log_bytes, open_files, reported, stamp


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """The archive that was restored; ``manifest`` is None for a file without one."""

    documents: int
    sequence: int
    manifest: BackupManifest | None


def restore(backup: Path, archive: Path, *, replace: bool = False) -> Restored:
    """Put a checked copy of a backup, or of another archive file, in the place of an archive.

    The restored archive gets a new identity, so that no index made before is taken for its own.
    Either the file before or the restored one is in place at any moment. Call it where this process
    has no archive open. Raises ArchiveError for a file that is no whole archive, for an archive
    that another process has open, and for one with documents unless ``replace``.
    """
    if not backup.is_file():
        code = "backup_not_regular" if backup.exists() else "backup_missing"
        raise ArchiveError(code, path=str(backup))
    archive.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if archive.exists() and archive.samefile(backup):
        raise ArchiveError("backup_over_archive", path=str(backup), archive=str(archive))
    _require_unused(archive)
    if not replace:
        _require_empty(archive)
    with partial_file(archive) as partial:
        _copy(backup, partial)
        restored = _prepare(partial, archive, backup)
        _empty_log(archive)
        with open_files.locked_alone(archive) as is_alone:
            if not is_alone:
                raise ArchiveError("archive_in_use", path=str(archive))
            remove_logs(archive)
            partial.replace(archive)
            sync(archive.parent)
    with Archive(archive, read_only=True) as found:
        if (found.count(), found.sequence) != (restored.documents, restored.sequence):
            raise ArchiveError("backup_differs", path=str(archive))
    return restored


def _require_unused(archive: Path) -> None:
    with open_files.locked_alone(archive) as is_alone:
        if not is_alone:
            raise ArchiveError("archive_in_use", path=str(archive))


def _require_empty(archive: Path) -> None:
    """Refuse a file with documents, and one that cannot be read."""
    if is_blank(archive):
        return
    count = None
    with suppress(ArchiveError), Archive(archive, read_only=True) as found:
        count = found.count()
    if count is None:
        raise ArchiveError("restore_over_unreadable", path=str(archive))
    if count:
        raise ArchiveError("restore_over_documents", path=str(archive), documents=count)


def _copy(backup: Path, partial: Path) -> None:
    try:
        with Archive(backup, read_only=True) as source, source.snapshot() as state:
            copy_rows(state, partial)
    except ArchiveError as error:
        if error.message.code in ("archive_empty", "archive_foreign"):
            raise ArchiveError("backup_no_archive", path=str(backup)) from error
        if error.message.code != "archive_older" or log_bytes(backup):
            raise
        # Of an earlier version: it is migrated when the restored archive is opened.
        shutil.copyfile(backup, partial)


def _prepare(partial: Path, archive: Path, backup: Path) -> Restored:
    """Check a copy and make it an archive of its own, with one file."""
    with as_archive_errors(partial), closing(connect_copy(partial)) as copy:
        faults = find_faults(copy, backup)
        if faults:
            raise ArchiveError("backup_damaged", path=str(backup), cause=faults[0])
        manifest = read_manifest(copy)
        copy.execute("PRAGMA synchronous = FULL")
        copy.execute("BEGIN IMMEDIATE")
        stamp.renew(copy, is_open=False)
        remove_manifest(copy)
        copy.execute("UPDATE state SET value = ? WHERE name = 'identity'", (str(uuid.uuid4()),))
        copy.execute("COMMIT")
        (documents,) = copy.execute("SELECT count(*) FROM documents").fetchone()
        sequence = int(stamp.read_rows(copy)["sequence"])
        copy.execute("PRAGMA journal_mode = WAL").fetchone()
        reported.write(archive, copy)
    with Archive(partial) as migrated:
        migrated.checkpoint()
    reported.path_of(partial).unlink(missing_ok=True)
    sync(partial)
    return Restored(documents=documents, sequence=sequence, manifest=manifest)


def _empty_log(archive: Path) -> None:
    """Keep the archive that is to be replaced whole, in case the process is killed before that."""
    if log_bytes(archive):
        with suppress(ArchiveError), Archive(archive, create=False) as before:
            before.checkpoint()
