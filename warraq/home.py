"""The archive and the index in a home folder, as commands that read or change them need them."""

from __future__ import annotations

from pathlib import Path

from corpus.archive import Archive
from corpus.schema import ArchiveError
from index.archive_match import lost_archive, open_archive
from index.build import BuildReport, update
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
