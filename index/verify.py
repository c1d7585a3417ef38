"""Checking an index against its files and its archive."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpus.archive import Archive
from index import generation
from index.arrays import DamagedError
from index.generation import Manifest
from index.reader import IndexReader


def verify(archive: Archive, home: Path) -> list[str]:
    """What is wrong with the archive and the current index of a home, a sentence each.

    Every byte of every file of the index is read and held against the manifest; every document of
    the archive has to be in the index once, and no other. An index that is merely behind the
    archive is told as such.
    """
    with archive.snapshot() as state:
        return [*state.verify(), *_index_faults(state, home)]


def _index_faults(archive: Archive, home: Path) -> list[str]:
    try:
        folder = generation.current(home)
        if folder is None:
            return ["There is no index yet."]
        reader = IndexReader(folder)
    except DamagedError as error:
        return [f"The index cannot be used: {error}."]
    try:
        faults = _file_faults(folder, reader.manifest)
        if reader.manifest.archive != archive.identity:
            return [*faults, "The index was built from another archive."]
        if reader.manifest.sequence != archive.sequence:
            return [*faults, "The index is behind the archive; `warraq add` brings it up."]
        return [*faults, *_document_faults(archive, reader)]
    finally:
        reader.close()


def _file_faults(folder: Path, manifest: Manifest) -> list[str]:
    return [
        f"{name} of {folder.name} is not what was written."
        for name, check in manifest.files.items()
        if generation.check_file(folder / name) != check
    ]


def _document_faults(archive: Archive, reader: IndexReader) -> list[str]:
    kept = np.array([number for number, _ in archive.numbers()], np.int64)
    indexed = np.sort(reader.numbers[reader.live])
    faults = []
    if len(np.unique(indexed)) < len(indexed):
        faults.append(f"{len(indexed) - len(np.unique(indexed)):,} documents are indexed twice.")
    missing = len(np.setdiff1d(kept, indexed))
    if missing:
        faults.append(f"{missing:,} documents of the archive are not in the index.")
    foreign = len(np.setdiff1d(indexed, kept))
    if foreign:
        faults.append(f"{foreign:,} documents of the index are not in the archive.")
    return faults
