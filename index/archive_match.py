"""Whether an archive and an index belong together, checked before either is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from corpus.archive import Archive
from corpus.messages import Message
from corpus.schema import ArchiveError, is_blank
from index import generation
from index.arrays import DamagedError
from index.generation import Manifest


class Base(NamedTuple):
    """The generation that a build starts from, or the ``fault`` of one that it cannot use; all
    None where nothing was built yet."""

    folder: Path | None = None
    manifest: Manifest | None = None
    fault: Message | None = None


def find_base(archive: Archive, home: Path, forms_version: str) -> Base:
    """The current generation of a home, if a build can bring it up to date with the archive."""
    try:
        folder = generation.current(home)
        if folder is None:
            return Base()
        manifest = generation.read_manifest(folder)
    except DamagedError as error:
        return Base(fault=error.message)
    fault = archive_fault(archive, manifest)
    if fault is None and manifest.forms_version != forms_version:
        fault = Message.of("index_of_other_analyzer")
    return Base(folder, manifest) if fault is None else Base(fault=fault)


def archive_fault(archive: Archive, manifest: Manifest) -> Message | None:
    """Why an index cannot be the index of an archive, as a clause; None where it can be."""
    if manifest.archive != archive.identity:
        return Message.of("index_of_other_archive")
    ahead = manifest.sequence - archive.sequence
    return Message.of("index_ahead", changes=ahead) if ahead > 0 else None


def lost_archive(path: Path, home: Path) -> Message | None:
    """A message where the archive of a home is missing or empty although it has an index."""
    if not is_blank(path):
        return None
    index = _find_index(home)
    if index is None:
        return None
    where = {"path": str(path), "index": str(generation.folder_of(home))}
    if index.manifest is None:
        return Message("archive_lost_index_damaged", where)
    return Message("archive_lost", {**where, "documents": index.manifest.documents})


def open_archive(
    path: Path, home: Path, say: Callable[[Message], None], *, create: bool = False
) -> Archive:
    """Open the archive of a home to write; ``create`` makes one where there never was one.

    An archive that lacks changes that its index has (restored from an older copy, or it lost its
    log) gets a new identity, so that the index is rebuilt and its changes are never taken for later
    changes of the archive; ``say`` is given a message about it. Raises ArchiveError for an archive
    that is missing or empty although it has an index.
    """
    lost = lost_archive(path, home)
    if lost is not None:
        raise ArchiveError(lost)
    index = _find_index(home)
    archive = Archive(path, create=create and index is None)
    try:
        manifest = None if index is None else index.manifest
        lacking = archive.lacking()
        if manifest is not None and manifest.archive == archive.identity:
            lacking = max(lacking, manifest.sequence - archive.sequence)
        if lacking:
            say(Message.of("archive_lacks_changes", path=str(path), changes=lacking))
            archive.renew_identity()
        elif archive.is_cut():
            say(Message.of("archive_copied_without_log", path=str(path)))
    except BaseException:
        archive.close()
        raise
    return archive


class _Index(NamedTuple):
    """An index that exists, with its manifest where that can be read."""

    manifest: Manifest | None


def _find_index(home: Path) -> _Index | None:
    try:
        folder = generation.current(home)
        return None if folder is None else _Index(generation.read_manifest(folder))
    except DamagedError:
        return _Index(None)
