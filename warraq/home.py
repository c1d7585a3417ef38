"""The archive and the index in a home folder, as commands that read or change them need them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.archive import Archive
from corpus.messages import Message
from corpus.schema import ArchiveError, log_bytes, log_path
from index import generation
from index.archive_match import lost_archive, open_archive
from index.build import BuildReport, keeps_deleted, update
from search.engine import archive_path
from warraq.errors import CommandError
from warraq.output import report
from warraq.progress import meter


def open_existing_archive(home: Path, *, read_only: bool = False) -> Archive:
    """Open the archive of a home.

    Raises CommandError if there was never one, ArchiveError if it is lost or cannot be opened.
    """
    path = archive_path(home)
    lost = lost_archive(path, home)
    if lost is not None:
        raise ArchiveError(lost)
    if not path.exists():
        raise CommandError("no_archive", home=str(home))
    return Archive(path, read_only=True) if read_only else open_archive(path, home, report)


@contextmanager
def emptied_log(archive: Archive) -> Iterator[Archive]:
    """Move what a command writes from the log into the file when it ends, however it ends, and
    report a log that could not be emptied.

    Deletions that an interrupted command left unfinished are finished.
    """
    try:
        yield archive
    finally:
        try:
            remaining = archive.checkpoint() if archive.is_purged() else archive.purge()
        except ArchiveError as error:
            report(_failure_message(archive, error.message))
        else:
            if remaining:
                report(log_message(archive, remaining))


def _failure_message(archive: Archive, failure: Message) -> Message:
    """That the log of an archive could not be emptied; for a full disk, that nothing is lost."""
    remaining = log_bytes(archive.path)
    if failure.code != "archive_disk_full" or not remaining:
        return failure
    return Message.of(
        "archive_log_disk_full",
        path=str(archive.path),
        log=str(log_path(archive.path)),
        megabytes=_megabytes(remaining),
    )


def log_message(archive: Archive, remaining: int) -> Message:
    """That another process keeps ``remaining`` bytes in the log of an archive."""
    return Message.of(
        "archive_log_kept",
        path=str(archive.path),
        log=str(log_path(archive.path)),
        megabytes=_megabytes(remaining),
    )


def finish_deletions(archive: Archive, home: Path, seconds: float) -> tuple[Message, ...]:
    """Take deleted documents out of the archive file, its log, the index and its generations.

    Waits up to ``seconds`` for processes that read the archive. Returns what is left, and why;
    empty if nothing is.
    """
    still_read = update_index(archive, home).still_read
    if keeps_deleted(archive, home):
        still_read = update_index(archive, home, from_scratch=True).still_read
    with generation.writing(home, report):
        still_read += generation.remove_earlier(home)
    remaining = archive.purge(seconds)
    if still_read:
        report(Message.of("generation_still_read", count=still_read))
    if not remaining:
        return ()
    return (
        Message.of(
            "deleted_text_in_log",
            log=str(log_path(archive.path)),
            megabytes=_megabytes(remaining),
            seconds=round(seconds),
        ),
    )


def _megabytes(size: int) -> int:
    return max(1, round(size / 1_000_000))


def update_index(archive: Archive, home: Path, *, from_scratch: bool = False) -> BuildReport:
    """Bring the index up to date with the archive, with progress on standard error.

    Raises CommandError if the index cannot be written.
    """
    try:
        with meter("indexed", archive.count() if from_scratch else None) as shown:
            return update(
                archive,
                home,
                from_scratch=from_scratch,
                progress=shown.show,
                on_wait=report,
                on_rebuild=report,
            )
    except OSError as error:
        problem = error.strerror or str(error)
        raise CommandError("index_not_written", problem=problem) from error
