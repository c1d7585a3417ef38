"""Building: from the archive to a new generation of the index, taking only what has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from corpus.archive import Archive, Row
from index import generation
from index.agreement import Base, base_of
from index.analysis.analyzer import ANALYZER_VERSION, FORMS_VERSION, classes
from index.analysis.attestation import Attested
from index.analysis.fold import fold
from index.arrays import FORMAT_VERSION, Array, ArrayFile, Strings, write_arrays
from index.codec import ArraySegment, load_segment
from index.generation import Manifest
from index.inverter import MAX_WORDS, TermNumbers
from index.schema import schema
from index.segment import FieldPostings, Segment, counts
from index.vocabulary import Classify, build_arrays
from index.writer import ArrayWriter

Progress = Callable[[int], None]

_INDEX_NAME: Final = "warraq"
_SMALL: Final = 200_000
_GROWTH: Final = 1.25


class BuildReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did: documents indexed and taken out, and the index it left."""

    indexed: int
    removed: int
    manifest: Manifest


def day_number(date: str | None) -> int:
    """An ISO date, perhaps partial, as yyyymmdd with zeros for what is not known; 0 for None."""
    if not date:
        return 0
    year, month, day = ([*date.split("-"), "0", "0"])[:3]
    return int(year) * 10_000 + int(month) * 100 + int(day)


def open_index(folder: Path) -> Any:
    """The Whoosh index of a generation."""
    return FileIndex(FileStorage(str(folder)), schema=schema(), indexname=_INDEX_NAME)


def segments_of(folder: Path) -> list[ArraySegment]:
    """The Whoosh segments of a generation, in document order."""
    toc = TOC.read(FileStorage(str(folder)), _INDEX_NAME, schema=schema())
    return list(toc.segments)


def update(
    archive: Archive,
    home: Path,
    *,
    from_scratch: bool = False,
    progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
    on_rebuild: Callable[[str], None] | None = None,
) -> BuildReport:
    """Bring the index of a home up to its archive and switch to it.

    ``progress`` is called with the number of documents indexed so far, ``on_wait`` with the holder
    of the lock while another writer is at work, ``on_rebuild`` with the reason (a clause) where
    the index that is there cannot be built upon. A damaged index, one of another archive or of
    another tokenizer is built from scratch; where only the classes of words have changed, the
    vocabulary alone is made anew.
    """
    with generation.writing(home, on_wait):
        generation.sweep(home)
        with archive.snapshot() as state:
            found = Base() if from_scratch else base_of(state, home, FORMS_VERSION)
            if found.reason and on_rebuild is not None:
                on_rebuild(found.reason)
            base, before = found.folder, found.manifest
            if before is not None and _is_current(before, state):
                return BuildReport(indexed=0, removed=0, manifest=before)
            number, folder = generation.start(home, base)
            try:
                report = _build(state, home, number, folder, base, before, progress)
            except BaseException:
                generation.discard(home, folder)
                raise
        generation.sweep(home)
        return report


def _is_current(manifest: Manifest, archive: Archive) -> bool:
    return manifest.sequence == archive.sequence and manifest.classes_version == ANALYZER_VERSION


def _build(
    archive: Archive,
    home: Path,
    number: int,
    folder: Path,
    base: Path | None,
    before: Manifest | None,
    progress: Progress | None,
) -> BuildReport:
    since = before.sequence if before else 0
    if base is None:
        FileIndex.create(FileStorage(str(folder)), schema(), _INDEX_NAME)
    sequence = archive.sequence
    removed = _delete(archive, folder, since) if before else 0
    indexed = _add(archive, folder, since, progress)
    segments = segments_of(folder)
    loaded = [_loaded(folder, segment) for segment in segments]
    words = sum(
        int(postings.lengths[part.live].sum())
        for part in loaded
        for postings in part.data.fields.values()
    )
    stand = before is not None and _classes_stand(before, words)
    known = ArrayFile(base / generation.VOCABULARY) if base and stand else None
    _write_vocabulary(folder, loaded, _classifier(known))
    manifest = Manifest(
        format=FORMAT_VERSION,
        generation=number,
        built_at=generation.now(),
        forms_version=FORMS_VERSION,
        classes_version=ANALYZER_VERSION,
        archive=archive.identity,
        sequence=sequence,
        documents=sum(segment.doc_count() for segment in segments),
        words=words,
        classified_words=before.classified_words if before and stand else words,
    )
    whole = generation.finish(home, folder, manifest, before.files if before else {})
    return BuildReport(indexed=indexed, removed=removed, manifest=whole)


def _classes_stand(before: Manifest, words: int) -> bool:
    """Whether the classes of known forms may be kept, and only new forms be worked out.

    Classes depend on how often forms are attested, so they are worked out together again when the
    archive is small or has grown by a quarter.
    """
    grown = words > _GROWTH * before.classified_words
    return before.classes_version == ANALYZER_VERSION and words >= _SMALL and not grown


def _delete(archive: Archive, folder: Path, since: int) -> int:
    """Mark what was deleted or changed since; returns how many documents were deleted."""
    deleted = archive.deleted(since)
    changed = [number for number, sequence in archive.numbers() if sequence > since]
    stale = np.array(sorted({*deleted, *changed}), np.int64)
    if not len(stale):
        return 0
    storage = FileStorage(str(folder))
    writer = ArrayWriter(open_index(folder), TermNumbers())
    first = 0
    for segment in segments_of(folder):
        numbers = load_segment(storage, segment).numbers
        for local in np.flatnonzero(np.isin(numbers, stale)).tolist():
            writer.delete_document(first + local)
        first += len(numbers)
    writer.commit(merge=False)
    return len(deleted)


def _texts(row: Row) -> dict[str, str]:
    return {"title": row.title, "body": row.text}


def _keywords(row: Row) -> dict[str, str | None]:
    return {"source": row.source, "author": row.author, "section": row.section}


def _add(archive: Archive, folder: Path, since: int, progress: Progress | None) -> int:
    terms = TermNumbers()
    writer: ArrayWriter | None = None
    indexed = 0
    for row in archive.changes(since):
        if writer is None:
            writer = ArrayWriter(open_index(folder), terms)
        writer.add_row(row.number, _texts(row), day_number(row.date), _keywords(row))
        indexed += 1
        if progress is not None:
            progress(indexed)
        if writer.inverter.words >= MAX_WORDS:
            writer.commit_merged()
            writer = None
    if writer is not None:
        writer.commit_merged()
    return indexed


def _classifier(previous: ArrayFile | None) -> Classify:
    """``classes``, remembering what the vocabulary before has worked out already.

    A form that its stem's other forms outvoted is asked again, for the next vote may go its way.
    """
    if previous is None:
        return classes
    stems = list(Strings.read(previous, "stems"))
    roots = list(Strings.read(previous, "roots"))
    stem_root = previous["stems.root"].tolist()
    form_stem = previous["forms.stem"].tolist()
    known = {
        form: stem
        for form, stem, agrees in zip(
            Strings.read(previous, "forms"), form_stem, previous["forms.agrees"], strict=True
        )
        if agrees
    }

    def classify(spelling: str, attested: Attested) -> tuple[str, str]:
        stem = known.get(fold(spelling))
        return (
            classes(spelling, attested) if stem is None else (stems[stem], roots[stem_root[stem]])
        )

    return classify


class _Loaded(NamedTuple):
    """A segment of a new generation; ``live[N]`` tells deleted documents apart."""

    name: str
    data: Segment
    live: Array


def _loaded(folder: Path, segment: ArraySegment) -> _Loaded:
    data = load_segment(FileStorage(str(folder)), segment)
    live = np.ones(len(data.numbers), bool)
    live[list(segment.deleted_docs())] = False
    return _Loaded(segment.segment_id(), data, live)


def _occurrences(postings: FieldPostings, live: Array) -> Array:
    """How often each term stands in live documents."""
    if live.all():
        return counts(postings.position_starts)
    term = np.repeat(np.arange(len(postings.starts) - 1), counts(postings.starts))
    frequencies = postings.frequencies * live[postings.documents]
    return np.bincount(term, frequencies, len(postings.starts) - 1).astype(np.int64)


def _write_vocabulary(folder: Path, loaded: list[_Loaded], classify: Classify) -> None:
    segments = [part.data for part in loaded]
    keys = _all_keys(segments)
    rank = {key: number for number, key in enumerate(keys)} if len(segments) > 1 else {}
    occurrences = np.zeros(len(keys), np.int64)
    prepositional = np.zeros(len(keys), np.int64)
    arrays: dict[str, Array] = {}
    for name, data, live in loaded:
        ranks = (
            np.fromiter((rank[key] for key in data.keys), np.int64, len(data.keys))
            if rank
            else np.arange(len(keys))
        )
        prepositional[ranks] += data.prepositional
        for postings in data.fields.values():
            occurrences[ranks] += _occurrences(postings, live)
        if rank:
            local = np.full(len(keys), -1, np.int32)
            local[ranks] = np.arange(len(ranks), dtype=np.int32)
            arrays[f"local.{name}"] = local
    arrays |= build_arrays(keys, occurrences, prepositional, classify)
    with (folder / generation.VOCABULARY).open("wb") as file:
        write_arrays(file, arrays)


def _all_keys(segments: list[Segment]) -> list[str]:
    if len(segments) == 1:
        return list(segments[0].keys)
    return sorted(set().union(*(segment.keys for segment in segments)))
