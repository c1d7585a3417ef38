"""Whether an archive and an index belong together, asked before either is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from corpus.archive import Archive
from corpus.schema import ArchiveError, is_blank
from index import generation
from index.arrays import DamagedError
from index.generation import Manifest


class Base(NamedTuple):
    """The generation that can be built upon, or why there is one that cannot (else empty)."""

    folder: Path | None = None
    manifest: Manifest | None = None
    reason: str = ""


def base_of(archive: Archive, home: Path, forms_version: str) -> Base:
    """What of the current index of a home can be kept when it is brought up to its archive."""
    try:
        folder = generation.current(home)
        if folder is None:
            return Base()
        manifest = generation.read_manifest(folder)
    except DamagedError as error:
        return Base(reason=f"The index cannot be used ({error})")
    reason = disagreement(archive, manifest)
    if reason is not None:
        return Base(reason=f"The index {reason}")
    if manifest.forms_version != forms_version:
        return Base(reason="The index was made by another version of the analyzer")
    return Base(folder, manifest)


def disagreement(archive: Archive, manifest: Manifest) -> str | None:
    """Why an index cannot be that of an archive, as the end of a sentence about the index."""
    if manifest.archive != archive.identity:
        return "was made from another archive"
    behind = manifest.sequence - archive.sequence
    if behind > 0:
        return f"has {behind:,} changes that the archive lacks"
    return None


def lost_archive(path: Path, home: Path) -> str | None:
    """A sentence where the archive of a home is gone or empty, but has an index."""
    if not is_blank(path):
        return None
    indexed = _indexed(home)
    if indexed is None:
        return None
    known = "" if indexed.manifest is None else f" of {indexed.manifest.documents:,} documents"
    return (
        f"{path} is gone or empty, but there is an index{known} made from it: restore it from a "
        f"copy, or remove {generation.folder_of(home)} to begin anew."
    )


def open_archive(
    path: Path, home: Path, say: Callable[[str], None], *, create: bool = False
) -> Archive:
    """Open the archive of a home to write, making it if ``create`` and it never was.

    An archive that lacks changes its index has (an older copy was put back, or its log was lost)
    takes a new identity, so that the index is made anew and never taken for that of the changes to
    come; ``say`` is told. Raises ArchiveError for an archive that is gone or emptied.
    """
    sentence = lost_archive(path, home)
    if sentence is not None:
        raise ArchiveError("as_given", text=sentence)
    indexed = _indexed(home)
    archive = Archive(path, create=create and indexed is None)
    try:
        manifest = None if indexed is None else indexed.manifest
        if manifest is not None and manifest.archive == archive.identity:
            lost = manifest.sequence - archive.sequence
            if lost > 0:
                say(
                    f"{path} lacks the last {lost:,} changes that its index has: it was restored "
                    "from an older copy or has lost them; add again what is missing."
                )
                archive.renew_identity()
    except BaseException:
        archive.close()
        raise
    return archive


class _Indexed(NamedTuple):
    """That there is an index, with its manifest where that can be read."""

    manifest: Manifest | None


def _indexed(home: Path) -> _Indexed | None:
    try:
        folder = generation.current(home)
        return None if folder is None else _Indexed(generation.read_manifest(folder))
    except DamagedError:
        return _Indexed(None)
