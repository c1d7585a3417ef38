"""Building: from the archive to a new generation of the index, taking only what has changed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice, tee
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from arabic.analyzer import classify
from arabic.attestation import PREPOSITIONS, Attestation
from arabic.folding import fold
from arabic.version import ANALYZER_VERSION, FORMS_VERSION
from corpus.archive import Archive, DocumentRow
from index import generation
from index.analysis_pool import Workers
from index.archive_match import Base, base_of
from index.arrays import FORMAT_VERSION, Array, ArrayFile, distinct, write_arrays
from index.generation import Manifest
from index.inverter import MAX_WORDS
from index.segment import LARGEST_FIELD, Segment
from index.string_arrays import Strings
from index.term_numbers import LocalTerms, Numbering, Translation
from index.vocabulary import Vocabulary
from index.vocabulary_growth import (
    Counted,
    attestations,
    in_class_order,
    no_arrays,
    spellings,
    with_classes,
    with_counts,
    with_terms,
)
from index.whoosh_codec import ArraySegment, load_segment
from index.whoosh_schema import schema
from index.whoosh_writer import ArrayWriter
from index.worker_process import cores

Progress = Callable[[int], None]

_INDEX_NAME: Final = "warraq"
_SMALL: Final = 200_000
_GROWTH: Final = 1.25
_BATCH: Final = 256
_FORMS: Final = 2_000
# Below these the start of worker processes costs more than they save.
_MANY_DOCUMENTS: Final = 2_000
_MANY_FORMS: Final = 20_000
_ATTESTATIONS: Final = "attestations.arrays"


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
    workers: int | None = None,
) -> BuildReport:
    """Bring the index of a home up to its archive and switch to it.

    ``progress`` is called with the number of documents indexed so far, ``on_wait`` with the holder
    of the lock while another writer is at work, ``on_rebuild`` with the reason (a clause) where
    the index that is there cannot be built upon; ``workers`` is how many processes analyse what is
    much (None: one a core; 1: this process alone). A damaged index, one of another archive or of
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
                with _uncollected(), Workers(cores() if workers is None else workers) as started:
                    report = _build(state, home, number, folder, base, before, progress, started)
            except BaseException:
                generation.discard(home, folder)
                raise
        generation.sweep(home)
        return report


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles of objects meanwhile: words make none, and there are very many."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


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
    workers: Workers,
) -> BuildReport:
    since = before.sequence if before else 0
    if base is None:
        FileIndex.create(FileStorage(str(folder)), schema(), _INDEX_NAME)
    old = Vocabulary(ArrayFile(base / generation.VOCABULARY) if base else no_arrays())
    sequence = archive.sequence
    numbering = Numbering(old)
    removed, gone = _delete(archive, folder, since, numbering) if before else (0, _no_counts())
    indexed, came = _add(archive, folder, since, numbering, progress, workers, merge=bool(before))
    segments = segments_of(folder)
    loaded = [_loaded(folder, segment) for segment in segments]
    words = sum(
        int(postings.lengths[part.live].sum(dtype=np.int64))
        for part in loaded
        for postings in part.data.fields.values()
    )
    stand = before is not None and _classes_stand(before, words)
    arrays = with_terms(old, numbering.added)
    arrays |= with_counts(old, arrays, _plus(came, gone, len(numbering)))
    if stand:
        arrays |= _classes_of_new(old, arrays, came)
    else:
        arrays |= _classes_of_all(folder, arrays, _occurrences(loaded, len(numbering)), workers)
    if base is None and segments and _size_of(folder) < LARGEST_FIELD:
        arrays, order = in_class_order(arrays)
        ArrayWriter(open_index(folder)).commit_ordered(order)
        segments = segments_of(folder)
    with (folder / generation.VOCABULARY).open("wb") as file:
        write_arrays(file, arrays)
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


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _classes_stand(before: Manifest, words: int) -> bool:
    """Whether the classes of known forms may be kept, and only new forms be worked out.

    Classes depend on how often forms are attested, so they are worked out together again when the
    archive is small or has grown by a quarter.
    """
    grown = words > _GROWTH * before.classified_words
    return before.classes_version == ANALYZER_VERSION and words >= _SMALL and not grown


def _no_counts() -> Counted:
    return Counted(np.zeros(0, np.int64), np.zeros(0, np.int64))


def _plus(one: Counted, other: Counted, terms: int) -> Counted:
    both = []
    for mine, theirs in zip(one, other, strict=True):
        total = np.zeros(max(terms, len(mine), len(theirs)), np.int64)
        total[: len(mine)] += mine
        total[: len(theirs)] += theirs
        both.append(total)
    return Counted(*both)


def _delete(
    archive: Archive, folder: Path, since: int, numbering: Numbering
) -> tuple[int, Counted]:
    """Mark what was deleted or changed since; returns how many documents were deleted, and how
    often each term stood in all that were marked, below nought."""
    deleted = archive.deleted(since)
    stale = distinct(np.array([*deleted, *archive.changed(since)], np.int64))
    counted = _no_counts()
    if not len(stale):
        return 0, counted
    writer = ArrayWriter(open_index(folder))
    free = _prepositions(numbering)
    first = 0
    for data, live in (_loaded(folder, segment) for segment in segments_of(folder)):
        marked = live & np.isin(data.numbers, stale)
        if marked.any():
            gone = _counts_of(data, marked, free, len(numbering))
            counted = _plus(counted, Counted(*(-part for part in gone)), 0)
        for local in np.flatnonzero(marked).tolist():
            writer.delete_document(first + local)
        first += len(data.numbers)
    writer.commit(merge=False)
    return len(deleted), counted


def _batches(rows: Iterable[DocumentRow]) -> Iterator[list[DocumentRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _texts(batch: Sequence[DocumentRow]) -> list[str]:
    """The texts of a batch, field by field."""
    return [row.title for row in batch] + [row.text for row in batch]


def _analysed(
    rows: Iterable[DocumentRow], many: bool, workers: Workers, numbering: Numbering
) -> Iterator[tuple[list[DocumentRow], Array, list[int]]]:
    """Batches of rows with the terms of their texts in a row, and how many each text has."""
    ahead, batches = tee(_batches(rows))
    if many:
        found = workers.analysed(_texts(batch) for batch in ahead)
        translations = [Translation(numbering) for _ in range(workers.count)]
    else:
        found = map(LocalTerms().analyse, map(_texts, ahead))
        translations = [Translation(numbering)]
    for place, (batch, analysed) in enumerate(zip(batches, found, strict=True)):
        yield batch, translations[place % len(translations)].of(analysed), analysed.lengths


def _add(
    archive: Archive,
    folder: Path,
    since: int,
    numbering: Numbering,
    progress: Progress | None,
    workers: Workers,
    *,
    merge: bool,
) -> tuple[int, Counted]:
    """Index what was added or changed since; returns how many documents, and how often each term
    stands in them; without ``merge`` every segment is left as it was written."""
    counted = _no_counts()
    many = workers.count > 1 and archive.count_changed(since) >= _MANY_DOCUMENTS
    writer: ArrayWriter | None = None
    indexed = spilled = 0
    with closing(archive.changes(since)) as rows:
        for batch, terms, lengths in _analysed(rows, many, workers, numbering):
            if writer is None:
                writer = ArrayWriter(open_index(folder))
            for row in batch:
                writer.inverter.add(row.number, day_number(row.date), row.keywords)
            titles = sum(lengths[: len(batch)])
            writer.inverter.add_words("title", terms[:titles], lengths[: len(batch)])
            writer.inverter.add_words("body", terms[titles:], lengths[len(batch) :])
            indexed += len(batch)
            if progress is not None:
                progress(indexed)
            if writer.inverter.words >= MAX_WORDS:
                counted = _with(counted, writer, numbering)
                writer.commit_spilled()
                spilled += 1
                writer = None
    if writer is None and spilled > 1 and merge:
        writer = ArrayWriter(open_index(folder))
    if writer is not None:
        counted = _with(counted, writer, numbering)
        if merge:
            writer.commit_merged(spilled)
        else:
            writer.commit_spilled()
    return indexed, counted


def _with(counted: Counted, writer: ArrayWriter, numbering: Numbering) -> Counted:
    found = Counted(*writer.inverter.counts(_prepositions(numbering), len(numbering)))
    return _plus(counted, found, len(numbering))


def _prepositions(numbering: Numbering) -> Array:
    return numbering.known((fold(word), word) for word in sorted(PREPOSITIONS))


def _counts_of(data: Segment, wanted: Array, prepositions: Array, terms: int) -> Counted:
    """How often terms stand in some documents of a segment, and how often after a preposition."""
    occurrences = np.zeros(terms, np.int64)
    following = np.zeros(terms, np.int64)
    for postings in data.fields.values():
        documents, positions, words = postings.field().words(wanted.view(np.uint8))
        order = np.lexsort((positions, documents))
        documents, words = documents[order], words[order]
        behind = np.isin(words[:-1], prepositions) & (documents[1:] == documents[:-1])
        occurrences += np.bincount(words, minlength=terms)
        following += np.bincount(words[1:][behind], minlength=terms)
    return Counted(occurrences, following)


class _Loaded(NamedTuple):
    """A segment of a new generation; ``live[N]`` tells deleted documents apart."""

    data: Segment
    live: Array


def _loaded(folder: Path, segment: ArraySegment) -> _Loaded:
    data = load_segment(FileStorage(str(folder)), segment)
    live = np.ones(len(data.numbers), bool)
    live[list(segment.deleted_docs())] = False
    return _Loaded(data, live)


def _occurrences(loaded: Iterable[_Loaded], terms: int) -> Array:
    """How often each term stands in the live documents of segments."""
    total = np.zeros(terms, np.int64)
    for data, live in loaded:
        for postings in data.fields.values():
            found = postings.field().occurrences(live.view(np.uint8))
            numbers = postings.terms if len(postings.terms) else np.arange(len(found))
            total[numbers] += found
    return total


def _classes_of_new(
    old: Vocabulary, arrays: Mapping[str, Array], came: Counted
) -> dict[str, Array]:
    """The classes of new forms beside those of the others, which stand."""
    forms = Strings.read(arrays, "forms")
    occurrences, prepositional = arrays["forms.occurrences"], arrays["forms.prepositional"]

    def attested(form: str) -> Attestation:
        number = forms.find(form)
        if number is None:
            return Attestation(0, 0)
        return Attestation(int(occurrences[number]), int(prepositional[number]))

    found = spellings(arrays, came.occurrences, len(old.forms))
    return with_classes(old, [classify(each, attested) for each in found], occurrences)


def _cut_up(names: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), _FORMS):
        yield list(names[start : start + _FORMS])


def _classes_of_all(
    folder: Path, arrays: Mapping[str, Array], occurrences: Array, workers: Workers
) -> dict[str, Array]:
    """The classes of all forms; ``occurrences[T]`` count the terms."""
    found = spellings(arrays, occurrences)
    nobody = Vocabulary(no_arrays())
    if workers.count > 1 and len(found) >= _MANY_FORMS:
        path = folder / _ATTESTATIONS
        with path.open("wb") as file:
            write_arrays(file, {n: a for n, a in arrays.items() if n.startswith("forms.")})
        classified = workers.classified(_cut_up(found), path)
        path.unlink()
        return with_classes(
            nobody,
            classified,
            arrays["forms.occurrences"],
            lambda stems: workers.guessed(_cut_up(stems)),
        )
    known = attestations(arrays)
    nothing = Attestation(0, 0)
    alone = [classify(each, lambda form: known.get(form, nothing)) for each in found]
    return with_classes(nobody, alone, arrays["forms.occurrences"])
