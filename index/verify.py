"""Checking an index against its files and its archive."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpus.archive import Archive
from corpus.messages import render
from corpus.schema import ArchiveError
from index import generation
from index.archive_match import disagreement
from index.arrays import DamagedError, distinct
from index.generation import Manifest
from index.reader import IndexReader


def verify(archive: Archive, home: Path) -> list[str]:
    """What is wrong with the archive and the current index of a home, a sentence each.

    Every byte of every file of the index is read and held against the manifest; every document of
    the archive is held against the hash of its content and has to be in the index once, and no
    other. An index that is merely behind the archive is told as such. What a killed build has left
    is no fault: the next writer removes it.
    """
    try:
        with archive.snapshot() as state:
            return [*(render(each, "en") for each in state.verify()), *_index_faults(state, home)]
    except ArchiveError as error:
        return [str(error)]


def _index_faults(archive: Archive, home: Path) -> list[str]:
    try:
        found = generation.held(home)
        if found is None:
            return ["There is no index yet; `warraq rebuild` makes it."]
        folder, kept = found
        with kept:
            manifest = generation.read_manifest(folder)
            # What is not what was written is not opened.
            return _file_faults(folder, manifest) or _disagreements(archive, folder, manifest)
    except DamagedError as error:
        return [f"The index cannot be used ({error}); `warraq rebuild` mends it."]


def _file_faults(folder: Path, manifest: Manifest) -> list[str]:
    return [
        f"{name} of {folder.name} is not what was written; `warraq rebuild` mends it."
        for name, check in manifest.files.items()
        if generation.check_file(folder / name).digest != check.digest
    ]


def _disagreements(archive: Archive, folder: Path, manifest: Manifest) -> list[str]:
    reason = disagreement(archive, manifest)
    if reason is not None:
        return [f"The index {reason}; `warraq rebuild` makes it anew."]
    if manifest.sequence != archive.sequence:
        return ["The index is behind the archive; `warraq add` brings it up."]
    reader = IndexReader(folder)
    try:
        return [*_document_faults(archive, reader), *_total_faults(reader)]
    finally:
        reader.close()


def _document_faults(archive: Archive, reader: IndexReader) -> list[str]:
    kept = np.array([number for number, _ in archive.numbers()], np.int64)
    indexed = np.sort(reader.numbers[reader.live])
    faults = []
    if len(distinct(indexed)) < len(indexed):
        faults.append(f"{len(indexed) - len(distinct(indexed)):,} documents are indexed twice.")
    missing = len(np.setdiff1d(kept, indexed))
    if missing:
        faults.append(f"{missing:,} documents of the archive are not in the index.")
    foreign = len(np.setdiff1d(indexed, kept))
    if foreign:
        faults.append(f"{foreign:,} documents of the index are not in the archive.")
    return faults


def _total_faults(reader: IndexReader) -> list[str]:
    """Whether the totals of the manifest are those of the columns."""
    counted = {
        "documents": int(reader.live.sum()),
        "words": sum(int(lengths[reader.live].sum()) for lengths in reader.lengths.values()),
    }
    return [
        f"The index holds {found:,} {name} instead of {getattr(reader.manifest, name):,}."
        for name, found in counted.items()
        if found != getattr(reader.manifest, name)
    ]
