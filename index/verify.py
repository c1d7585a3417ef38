"""Checking an index against its files and its archive."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from corpus.archive import Archive
from corpus.messages import Message
from corpus.schema import ArchiveError
from index import generation
from index.archive_match import archive_fault
from index.arrays import DamagedError, distinct
from index.generation import Manifest, changed_files
from index.reader import IndexReader

_ATTEMPTS: Final = 5


def verify(archive: Archive, home: Path) -> list[Message]:
    """Every fault of the archive and of the current index of a home; empty where there is none.

    Reads every byte of every file of the index and compares it with the manifest. Every document of
    the archive must match the hash of its content and be in the index once, and the index must have
    no other. That the index is behind the archive is reported as a fault; the remains of a killed
    build are not, as the next writer removes them.
    """
    for _ in range(_ATTEMPTS):
        before = _current_name(home)
        faults = _find_faults(archive, home)
        # A build may have switched meanwhile, and a deletion removes the generation before.
        if not faults or _current_name(home) == before:
            break
    return faults


def _find_faults(archive: Archive, home: Path) -> list[Message]:
    try:
        with archive.snapshot() as snapshot:
            return [*snapshot.verify(), *_index_faults(snapshot, home)]
    except ArchiveError as error:
        return [error.message]


def _current_name(home: Path) -> str:
    try:
        folder = generation.current(home)
    except DamagedError:
        return ""
    return "" if folder is None else folder.name


def find_damage(home: Path) -> Message | None:
    """Why the current index of a home is not what was written, as a clause, after reading every
    byte of it; None where it is."""
    try:
        locked = generation.lock_current(home)
        if locked is None:
            return None
        folder, lock = locked
        with lock:
            return next(changed_files(folder, generation.read_manifest(folder)), None)
    except DamagedError as error:
        return error.message
    except FileNotFoundError as error:
        return Message.of("index_file_lost", file=Path(error.filename or "").name)
    return None


def _unusable(cause: Message) -> Message:
    return Message.of("index_unusable", cause=cause)


def _index_faults(archive: Archive, home: Path) -> list[Message]:
    try:
        locked = generation.lock_current(home)
        if locked is None:
            return [Message.of("index_not_built")]
        folder, lock = locked
        with lock:
            manifest = generation.read_manifest(folder)
            # Files with a wrong digest are never opened.
            changed = [_unusable(cause) for cause in changed_files(folder, manifest)]
            return changed or _match_faults(archive, folder, manifest)
    except DamagedError as error:
        return [_unusable(error.message)]
    except FileNotFoundError as error:
        return [_unusable(Message.of("index_file_lost", file=Path(error.filename or "").name))]


def _match_faults(archive: Archive, folder: Path, manifest: Manifest) -> list[Message]:
    fault = archive_fault(archive, manifest)
    if fault is not None:
        return [_unusable(fault)]
    if manifest.sequence != archive.sequence:
        return [Message.of("index_behind")]
    reader = IndexReader(folder)
    try:
        return [
            *_document_faults(archive, reader),
            *_total_faults(reader),
            *_copy_faults(reader),
            *_deletion_faults(archive, reader, folder),
        ]
    finally:
        reader.close()


def _document_faults(archive: Archive, reader: IndexReader) -> list[Message]:
    kept = np.array([number for number, _ in archive.numbers()], np.int64)
    indexed = np.sort(reader.numbers[reader.live])
    faults = []
    twice = len(indexed) - len(distinct(indexed))
    if twice:
        faults.append(Message.of("documents_indexed_twice", count=twice))
    missing = len(np.setdiff1d(kept, indexed))
    if missing:
        faults.append(Message.of("documents_not_indexed", count=missing))
    foreign = len(np.setdiff1d(indexed, kept))
    if foreign:
        faults.append(Message.of("documents_not_archived", count=foreign))
    return faults


def _copy_faults(reader: IndexReader) -> list[Message]:
    """Whether the table of copies has every document once, and no other."""
    known = reader.fingerprints.documents.astype(np.int64)
    indexed = reader.numbers[reader.live]
    found = int(np.isin(distinct(known), indexed).sum())
    if found == len(known) == len(indexed):
        return []
    return [Message.of("copies_incomplete", found=found, expected=len(indexed))]


def _deletion_faults(archive: Archive, reader: IndexReader, folder: Path) -> list[Message]:
    """Whether words of deleted documents are left in this generation or in an earlier one."""
    stored = [number for number, _ in archive.numbers()]
    kept = reader.numbers[~np.isin(reader.numbers, stored)]
    faults = [Message.of("index_keeps_deleted", count=len(kept))] if len(kept) else []
    for path in generation.earlier(folder):
        try:
            sequence = generation.read_manifest(path).sequence
        except DamagedError:
            continue  # the remains of a killed build
        if archive.deleted(sequence):
            faults.append(Message.of("generation_keeps_deleted", generation=path.name))
    return faults


def _total_faults(reader: IndexReader) -> list[Message]:
    """Whether the totals of the manifest are those of the columns."""
    manifest = reader.manifest
    documents = int(reader.live.sum())
    words = sum(int(lengths[reader.live].sum()) for lengths in reader.lengths.values())
    faults = []
    if documents != manifest.documents:
        faults.append(
            Message.of("document_total_wrong", found=documents, expected=manifest.documents)
        )
    if words != manifest.words:
        faults.append(Message.of("word_total_wrong", found=words, expected=manifest.words))
    return faults
