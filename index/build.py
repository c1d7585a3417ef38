"""Building: from the archive to a new generation of the index, reading only what has changed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice, tee
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np

from arabic.analyzer import WordClass, classify
from arabic.attestation import INTRODUCERS, PREPOSITIONS, Attestation, Attested
from arabic.folding import fold
from arabic.roots import guess_root
from arabic.version import ANALYZER_VERSION, FORMS_VERSION
from corpus.archive import Archive, DocumentRow
from corpus.messages import Message
from index import generation
from index.analysis_pool import AnalysisPool
from index.archive_match import Base, find_base
from index.array_types import I32, I64, Array, Mask
from index.arrays import FORMAT_VERSION, ArrayFile, distinct, write_arrays
from index.attestation_table import ATTESTATION_ARRAYS, AttestationTable
from index.codec import ArraySegment, load_segment
from index.copies.growth import NewDocuments, grown_copies
from index.generation import Manifest
from index.inverter import MAX_WORDS
from index.purge import has_absent_words, without_absent_terms, without_absent_words
from index.segment import LARGEST_FIELD, Segment, keyword_names
from index.string_arrays import Strings
from index.term_numbers import Analyzed, LocalTerms, Numbering, Translation
from index.vocabulary import Vocabulary
from index.vocabulary_growth import (
    Guess,
    TermCounts,
    empty_vocabulary,
    guess_roots,
    in_class_order,
    spellings,
    with_bare_forms,
    with_classes,
    with_counts,
    with_inflections,
    with_terms,
)
from index.vocabulary_joins import NewForms, join_forms
from index.vocabulary_storage import stored_arrays
from index.whoosh_storage import IndexStorage, create_index, open_index, segments_of
from index.whoosh_writer import ArrayWriter
from index.worker_process import cores

Progress = Callable[[int], None]

# Below so many words, or once they have grown by so much, all forms are classified together.
_FEW_WORDS: Final = 200_000
_GROWTH: Final = 1.25
_BATCH_DOCUMENTS: Final = 256
_BATCH_FORMS: Final = 2_000
# For fewer than these, starting worker processes costs more time than they save.
_MANY_DOCUMENTS: Final = 2_000
_MANY_FORMS: Final = 20_000
_ATTESTATIONS: Final = "attestations.arrays"
_NOT_ATTESTED: Final = Attestation(0, 0)


class BuildReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did: how many documents it indexed and removed, and the manifest of the index
    after it.

    ``still_read`` counts earlier generations with deleted documents that a process still reads.
    """

    indexed: int
    removed: int
    manifest: Manifest
    still_read: int = 0


def day_number(date: str | None) -> int:
    """An ISO date, perhaps partial, as yyyymmdd with zeros for unknown parts; 0 for None."""
    if not date:
        return 0
    year, month, day = ([*date.split("-"), "0", "0"])[:3]
    return int(year) * 10_000 + int(month) * 100 + int(day)


def update(
    archive: Archive,
    home: Path,
    *,
    from_scratch: bool = False,
    progress: Progress | None = None,
    on_wait: Callable[[Message], None] | None = None,
    on_rebuild: Callable[[Message], None] | None = None,
    workers: int | None = None,
) -> BuildReport:
    """Bring the index of a home up to date with its archive and switch to it.

    A damaged index is rebuilt, and so is one of another archive, tokenizer or set of keyword
    fields; where only the classes of words have changed, only the vocabulary is. A build that
    removes deleted documents leaves no word of them in any file (see ``index.purge``), and removes
    all earlier generations, as one from scratch does. ``progress`` is called with the number of
    documents indexed, ``on_wait`` with a message while another writer holds the lock,
    ``on_rebuild`` with a message where the index cannot be used;
    ``workers`` is how many processes analyze a large build (None: one for each processor, 1: this
    process alone). Raises WorkerError where one of them ends early; the index is then as it was.
    """
    with generation.writing(home, on_wait):
        generation.sweep(home)
        with archive.snapshot() as snapshot:
            base = Base() if from_scratch else find_base(snapshot, home, FORMS_VERSION)
            before = base.manifest
            if before is not None and _is_current(before, snapshot):
                return BuildReport(indexed=0, removed=0, manifest=before)
            base = _whole(base)
            purges = _purges(snapshot, base)
            if purges and _must_start_again(snapshot, base):
                base = Base()
            if base.fault is not None and on_rebuild is not None:
                on_rebuild(Message.of("index_rebuilt", cause=base.fault))
            number, folder = generation.start(home, base.folder)
            try:
                with (
                    _without_garbage_collection(),
                    AnalysisPool(cores() if workers is None else workers) as pool,
                    closing(NewDocuments(folder)) as new,
                ):
                    build = _Build(
                        *(snapshot, home, number, folder, base, pool, new, progress),
                        purges=purges and base.folder is not None,
                    )
                    report = build.run()
            except BaseException:
                generation.discard(home, folder)
                raise
        if purges or base.folder is None:
            still_read = generation.remove_earlier(home)
            return msgspec.structs.replace(report, still_read=still_read)
        generation.sweep(home)
        return report


def _whole(base: Base) -> Base:
    """A base whose every byte was read, so that a build takes over no damage as its own."""
    if base.folder is None or base.manifest is None:
        return base
    fault = next(generation.changed_files(base.folder, base.manifest), None)
    return base if fault is None else Base(fault=fault)


def keeps_deleted(archive: Archive, home: Path) -> bool:
    """Whether the current index still has postings of documents that were deleted, as versions
    before 0.3 left them; an index from scratch has none."""
    base = find_base(archive, home, FORMS_VERSION)
    if base.folder is None:
        return False
    stored = np.array([number for number, _ in archive.numbers()], np.int64)
    return any(
        bool((~np.isin(data.numbers, stored)).any())
        for data, _ in (_load(base.folder, segment) for segment in segments_of(base.folder))
    )


def _purges(archive: Archive, base: Base) -> bool:
    """Whether a build takes deleted documents out of the files of its base."""
    return base.manifest is not None and bool(archive.deleted(base.manifest.sequence))


def _must_start_again(archive: Archive, base: Base) -> bool:
    """Whether a purge cannot merge the segments of its base into one."""
    return archive.count() == 0 or (
        base.folder is not None and _size_of(base.folder) >= LARGEST_FIELD // 2
    )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Turn off the search for reference cycles: words make none, and there are very many."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _is_current(manifest: Manifest, archive: Archive) -> bool:
    return manifest.sequence == archive.sequence and manifest.classes_version == ANALYZER_VERSION


class _LoadedSegment(NamedTuple):
    """A segment of a generation; ``live[N]`` is False for deleted documents."""

    data: Segment
    live: Mask


class _Batch(NamedTuple):
    """Rows with the terms of their texts in a row (all titles, then all bodies), and the texts as
    they were analyzed."""

    rows: list[DocumentRow]
    terms: I32
    analyzed: Analyzed


class _Classified(NamedTuple):
    """The arrays of a vocabulary, and whether known forms kept their classes.

    Terms are to be renumbered in the ``order`` of their numbers in the segments, unless it is None.
    """

    arrays: dict[str, Array]
    order: I64 | None
    keeps_classes: bool


class _Build(NamedTuple):
    """One build of a new generation ``number`` in ``folder``, from the generation ``base``."""

    archive: Archive
    home: Path
    number: int
    folder: Path
    base: Base
    pool: AnalysisPool
    new: NewDocuments
    progress: Progress | None
    purges: bool

    @property
    def since(self) -> int:
        """The last change of the archive that the base has."""
        return self.base.manifest.sequence if self.base.manifest else 0

    def run(self) -> BuildReport:
        """Build the generation and switch to it."""
        base, folder, before = self.base.folder, self.folder, self.base.manifest
        if base is None:
            create_index(folder)
        old = Vocabulary(ArrayFile(base / generation.VOCABULARY) if base else empty_vocabulary())
        sequence = self.archive.sequence
        numbering = Numbering(old)
        stale = self._stale()
        removed, removed_counts = self._delete(numbering, stale) if before else (0, _no_counts())
        indexed, added_counts = self._add(numbering)
        segments = segments_of(folder)
        loaded = [_load(folder, segment) for segment in segments]
        words = sum(
            int(postings.lengths[part.live].sum(dtype=np.int64))
            for part in loaded
            for postings in part.data.fields.values()
        )
        arrays = with_terms(old, numbering.added)
        del numbering  # the strings of all terms, before the classes of forms take their place
        self._write_copies(stale)
        arrays |= with_counts(old, arrays, _sum_counts(added_counts, removed_counts))
        arrays, order, keeps_classes = self._classify(old, arrays, added_counts, loaded, words)
        if order is not None or self.purges:
            writer = ArrayWriter(open_index(folder))
            writer.commit_whole() if order is None else writer.commit_ordered(order)
            segments = segments_of(folder)
        _write(folder / generation.VOCABULARY, stored_arrays(arrays))
        manifest = Manifest(
            format=FORMAT_VERSION,
            generation=self.number,
            built_at=generation.now(),
            forms_version=FORMS_VERSION,
            classes_version=ANALYZER_VERSION,
            archive=self.archive.identity,
            sequence=sequence,
            documents=sum(segment.doc_count() for segment in segments),
            words=words,
            classified_words=before.classified_words if before and keeps_classes else words,
            keyword_fields=keyword_names(),
        )
        finished = generation.finish(self.home, folder, manifest, before.files if before else {})
        return BuildReport(indexed=indexed, removed=removed, manifest=finished)

    def _classify(
        self,
        old: Vocabulary,
        arrays: dict[str, Array],
        added: TermCounts,
        loaded: Sequence[_LoadedSegment],
        words: int,
    ) -> _Classified:
        """A vocabulary with the classes of its forms, from its terms and their counts.

        A purge leaves no word in it that no document has.
        """
        before, terms = self.base.manifest, len(arrays["terms.form"])
        if before is not None and old.stores_bare_forms and _may_keep_classes(before, words):
            known = arrays | _classify_new(old, arrays, added)
            if not self.purges:
                return _Classified(known, None, True)
            purged = without_absent_words(known, _count_occurrences(loaded, terms))
            if purged is not None:
                return _Classified(purged, None, True)
        occurrences = _count_occurrences(loaded, terms)
        is_small = bool(loaded) and _size_of(self.folder) < LARGEST_FIELD
        renumbers = self.purges or (is_small and has_absent_words(old))
        kept = np.arange(terms)
        if renumbers:
            arrays, kept = without_absent_terms(arrays, occurrences)
        arrays = arrays | self._classify_all(arrays, occurrences[kept])
        if not renumbers and not (before is None and is_small):
            return _Classified(arrays, None, False)
        arrays, order = in_class_order(arrays)
        return _Classified(arrays, kept[order], False)

    def _stale(self) -> I64:
        """The numbers of the documents that were added, changed or deleted after the base."""
        changed = (*self.archive.deleted(self.since), *self.archive.changed(self.since))
        return distinct(np.array(changed, np.int64))

    def _delete(self, numbering: Numbering, stale: I64) -> tuple[int, TermCounts]:
        """Mark ``stale`` documents; returns how many were deleted, and the occurrences of terms in
        all marked documents as negative counts."""
        deleted = self.archive.deleted(self.since)
        counts = _no_counts()
        if not len(stale):
            return 0, counts
        writer = ArrayWriter(open_index(self.folder))
        preceding = _preceding(numbering)
        first = 0
        for data, live in (_load(self.folder, segment) for segment in segments_of(self.folder)):
            marked = live & np.isin(data.numbers, stale)
            if marked.any():
                in_marked = _count_terms(data, marked, preceding, len(numbering))
                counts = _sum_counts(counts, TermCounts(*(-each for each in in_marked)))
            for local in np.flatnonzero(marked).tolist():
                writer.delete_document(first + local)
            first += len(data.numbers)
        writer.commit(merge=False)
        return len(deleted), counts

    def _write_copies(self, stale: I64) -> None:
        """Find the copies among the documents, those of the base without ``stale`` ones."""
        path = None if self.base.folder is None else self.base.folder / generation.COPIES
        before = None if path is None else ArrayFile(path)
        arrays = grown_copies(before, stale, self.new, self._texts_of)
        _write(self.folder / generation.COPIES, arrays)

    def _texts_of(self, numbers: Sequence[int]) -> list[str]:
        rows = self.archive.rows(numbers)
        return [rows[number].text for number in numbers]

    def _add(self, numbering: Numbering) -> tuple[int, TermCounts]:
        """Index documents that were added or changed; returns how many, and the occurrences of
        terms in them. A build from scratch leaves every segment as it was written."""
        merge = self.base.manifest is not None
        counts = _no_counts()
        writer: ArrayWriter | None = None
        indexed = spilled = 0
        with closing(self.archive.changes(self.since)) as rows:
            for batch in self._analyze(rows, numbering):
                if writer is None:
                    writer = ArrayWriter(open_index(self.folder))
                _add_batch(writer, batch)
                numbers, days = zip(
                    *((row.number, day_number(row.date)) for row in batch.rows), strict=True
                )
                self.new.add(numbers, days, batch.analyzed)
                indexed += len(batch.rows)
                if self.progress is not None:
                    self.progress(indexed)
                if writer.inverter.words >= MAX_WORDS:
                    counts = _sum_counts(counts, _count_added(writer, numbering))
                    writer.commit_spilled()
                    spilled += 1
                    writer = None
        if writer is None and spilled > 1 and merge:
            writer = ArrayWriter(open_index(self.folder))
        if writer is not None:
            counts = _sum_counts(counts, _count_added(writer, numbering))
            if merge:
                writer.commit_merged(spilled)
            else:
                writer.commit_spilled()
        return indexed, counts

    def _analyze(self, rows: Iterable[DocumentRow], numbering: Numbering) -> Iterator[_Batch]:
        ahead, batches = tee(_batches(rows))
        texts = (_texts(batch) for batch in ahead)
        results: Iterator[Analyzed]
        if self.pool.count > 1 and self.archive.count_changed(self.since) >= _MANY_DOCUMENTS:
            results = self.pool.analyze(texts)
            translations = [Translation(numbering) for _ in range(self.pool.count)]
        else:
            results = map(LocalTerms().analyze, texts)
            translations = [Translation(numbering)]
        for place, (batch, analyzed) in enumerate(zip(batches, results, strict=True)):
            terms = translations[place % len(translations)].translate(analyzed)
            yield _Batch(batch, terms, analyzed)

    def _classify_all(self, arrays: Mapping[str, Array], occurrences: I64) -> dict[str, Array]:
        """The classes of all forms; ``occurrences[T]`` counts the terms."""
        forms = list(Strings.read(arrays, "forms"))
        spelled = spellings(arrays, occurrences, forms=forms)
        attested = AttestationTable(arrays)
        in_processes = self.pool.count > 1 and len(spelled) >= _MANY_FORMS
        if in_processes:
            path = self.folder / _ATTESTATIONS
            _write(path, {name: arrays[name] for name in ATTESTATION_ARRAYS})
            classified = self.pool.classify(_form_batches(spelled), path)
            path.unlink()
        else:
            classified = [classify(word, attested) for word in spelled]
        new = NewForms(forms, spelled, classified, arrays["forms.occurrences"].tolist())
        guess = self._start_to_guess(classified) if in_processes else guess_roots
        found = _with_all_classes(Vocabulary(empty_vocabulary()), arrays, new, attested, guess)
        self.pool.close()  # their memory is needed for merging
        return found

    def _start_to_guess(self, classes: Sequence[WordClass]) -> Guess:
        """Let the worker processes guess roots while the classes are joined: of the stems of forms
        whose root is not known, which are the stems that will need one, except for very few."""
        known = {each.stem for each in classes if each.root}
        stems = [*dict.fromkeys(each.stem for each in classes if each.stem not in known)]
        guessed = self.pool.guess_roots(_form_batches(stems))

        def guess(wanted: Sequence[str]) -> list[str]:
            roots = guessed()
            return [roots[stem] if stem in roots else guess_root(stem) for stem in wanted]

        return guess


def _write(path: Path, arrays: Mapping[str, Array]) -> None:
    with path.open("wb") as file:
        write_arrays(file, arrays)


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _may_keep_classes(before: Manifest, words: int) -> bool:
    """Whether known forms may keep their classes, so that only new forms are classified.

    Classes depend on how often forms are attested, so all are classified together again while the
    archive is small, or when it has grown by a quarter.
    """
    grown = words > _GROWTH * before.classified_words
    return before.classes_version == ANALYZER_VERSION and words >= _FEW_WORDS and not grown


def _no_counts() -> TermCounts:
    return TermCounts(*(np.zeros(0, np.int64) for _ in TermCounts._fields))


def _sum_counts(one: TermCounts, other: TermCounts) -> TermCounts:
    return TermCounts(*map(_padded_sum, one, other))


def _padded_sum(one: I64, other: I64) -> I64:
    total = np.zeros(max(len(one), len(other)), np.int64)
    total[: len(one)] += one
    total[: len(other)] += other
    return total


def _batches(rows: Iterable[DocumentRow]) -> Iterator[list[DocumentRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH_DOCUMENTS)):
        yield batch


def _texts(batch: Sequence[DocumentRow]) -> list[str]:
    """The texts of a batch: all titles, then all bodies."""
    return [row.title for row in batch] + [row.text for row in batch]


def _add_batch(writer: ArrayWriter, batch: _Batch) -> None:
    inverter, documents = writer.inverter, len(batch.rows)
    for row in batch.rows:
        inverter.add(row.number, day_number(row.date), row.keywords)
    lengths = batch.analyzed.lengths
    title_words = sum(lengths[:documents])
    inverter.add_words("title", batch.terms[:title_words], lengths[:documents])
    inverter.add_words("body", batch.terms[title_words:], lengths[documents:])


def _count_added(writer: ArrayWriter, numbering: Numbering) -> TermCounts:
    return TermCounts(*writer.inverter.counts(_preceding(numbering), len(numbering)))


def _preceding(numbering: Numbering) -> tuple[I64, I64]:
    """The terms that are prepositions, and those that introduce a name."""
    prepositions, introducers = (
        numbering.known((fold(word), word) for word in sorted(each))
        for each in (PREPOSITIONS, INTRODUCERS)
    )
    return prepositions, introducers


def _count_terms(data: Segment, wanted: Mask, preceding: tuple[I64, I64], terms: int) -> TermCounts:
    """The occurrences of terms in some documents of a segment, and those after each set of terms in
    ``preceding``."""
    counts = [np.zeros(terms, np.int64) for _ in TermCounts._fields]
    for postings in data.fields.values():
        documents, positions, words = postings.field().list_words(wanted.view(np.uint8))
        order = np.lexsort((positions, documents))
        documents, words = documents[order], words[order]
        counts[0] += np.bincount(words, minlength=terms)
        same = documents[1:] == documents[:-1]
        for counted, members in zip(counts[1:], preceding, strict=True):
            follows = np.isin(words[:-1], members) & same
            counted += np.bincount(words[1:][follows], minlength=terms)
    return TermCounts(*counts)


def _load(folder: Path, segment: ArraySegment) -> _LoadedSegment:
    data = load_segment(IndexStorage(str(folder)), segment)
    live = np.ones(len(data.numbers), bool)
    live[list(segment.deleted_docs())] = False
    return _LoadedSegment(data, live)


def _count_occurrences(loaded: Iterable[_LoadedSegment], terms: int) -> I64:
    """How often each term occurs in the live documents of segments."""
    total = np.zeros(terms, np.int64)
    for data, live in loaded:
        for postings in data.fields.values():
            counts = postings.field().count_occurrences(live.view(np.uint8))
            numbers = postings.terms if len(postings.terms) else np.arange(len(counts))
            total[numbers] += counts
    return total


def _classify_new(
    old: Vocabulary, arrays: Mapping[str, Array], added: TermCounts
) -> dict[str, Array]:
    """The classes of new forms, added to the classes of the old ones."""
    forms = Strings.read(arrays, "forms")
    occurrences = arrays["forms.occurrences"]
    counts = (occurrences, arrays["forms.prepositional"], arrays["forms.introduced"])

    def attested(form: str) -> Attestation:
        number = forms.find(form)
        if number is None:
            return _NOT_ATTESTED
        return Attestation(*(int(each[number]) for each in counts))

    known = len(old.forms)
    fresh = spellings(arrays, added.occurrences, known)
    classified = [classify(word, attested) for word in fresh]
    new = NewForms(forms[known:], fresh, classified, occurrences[known:].tolist())
    return _with_all_classes(old, arrays, new, attested)


def _with_all_classes(
    before: Vocabulary,
    arrays: Mapping[str, Array],
    new: NewForms,
    attested: Attested,
    guess: Guess = guess_roots,
) -> dict[str, Array]:
    """The classes of new forms at every level, added to those of ``before``."""
    joined = join_forms(new, before, attested)
    found = with_classes(before, joined.classes, arrays["forms.occurrences"], guess, joined.aliases)
    bare = with_bare_forms(before, {**arrays, **found}, [each.bare for each in new.classes])
    inflections = with_inflections(before, {**arrays, **found}, joined.inflections)
    return found | bare | inflections


def _form_batches(names: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), _BATCH_FORMS):
        yield list(names[start : start + _BATCH_FORMS])
