"""A generation opened for reading: postings, lengths and columns over all its segments."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np

from corpus.messages import WarraqError
from index import generation
from index.array_types import F32, I32, I64, U8, U32, Array, Integers, Mask
from index.arrays import ArrayFile, DamagedError
from index.codec import EXTENSION, load_segment
from index.copies.fingerprints import FingerprintTable
from index.copies.groups import CopyGroups
from index.file_watch import FileWatch
from index.kernels import FieldEntries, Sums, find_matches
from index.segment import TEXT_FIELDS, Segment, merge_columns
from index.vocabulary import Vocabulary
from index.whoosh_storage import open_index

_NO_TERMS: Final = np.zeros(0, np.uint32)
_ATTEMPTS: Final = 5

MATCHED_DOCUMENTS: Final = 255
"""Documents whose matches are read at once: the kernel numbers them from 1 in a byte."""


class NoIndexError(WarraqError):
    """A home has no index yet."""


class Postings(NamedTuple):
    """``documents[n]`` (numbers in the index) with their ``frequencies[n]``, one for each pair of
    term and document."""

    documents: U32
    frequencies: U32


class _Part(NamedTuple):
    """A segment, the number of its first document, and its text fields by name."""

    data: Segment
    first: int
    fields: dict[str, FieldEntries]


class IndexReader:
    """One generation, read-only, whose N documents are numbered through all segments.

    ``numbers[N]`` are the row numbers of the archive, ``dates[N]`` days as yyyymmdd (0: not
    known), ``live[N]`` is False for deleted documents, ``lengths`` and ``average_length`` count
    words by field. Raises DamagedError where the generation cannot be used. Open one in each
    process, after a fork.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = generation.lock_for_reading(folder)
        self._watch = FileWatch()
        try:
            self._open(folder)
        except DamagedError:
            self.close()
            raise
        except Exception as error:  # Whoosh raises errors of many kinds for damaged files
            self.close()
            raise DamagedError(
                "generation_unreadable", generation=folder.name, reason=str(error)
            ) from error
        segments = [part.data for part in self._parts]
        self.size = sum(len(segment.numbers) for segment in segments)
        self.numbers = _joined([segment.numbers for segment in segments], np.int64)
        self.dates = _joined([segment.dates for segment in segments], np.int32)
        self.lengths = {
            name: _joined([segment.fields[name].lengths for segment in segments], np.uint32)
            for name in TEXT_FIELDS
        }
        documents = max(1, int(self.live.sum()))
        self.average_length = {
            name: float(lengths[self.live].sum()) / documents
            for name, lengths in self.lengths.items()
        }
        self._keywords: dict[str, tuple[I32, list[str]]] = {}

    @classmethod
    def current(cls, home: Path) -> Self:
        """The current generation of a home.

        Raises NoIndexError where nothing was built yet, DamagedError where it cannot be used.
        """
        for attempt in range(_ATTEMPTS):
            folder = generation.current(home)
            if folder is None:
                raise NoIndexError("index_missing", home=str(home))
            try:
                return cls(folder)
            except DamagedError:
                # A build may have switched generations between reading the name and opening.
                if attempt == _ATTEMPTS - 1 or generation.current(home) == folder:
                    raise
        raise AssertionError("unreachable")

    def _open(self, folder: Path) -> None:
        # Before anything is read, so that no change is missed.
        self._watch.open(sorted(folder.glob(f"*{EXTENSION}")))
        self.manifest = generation.read_manifest(folder)
        self.vocabulary = Vocabulary(ArrayFile(folder / generation.VOCABULARY))
        self._copies = ArrayFile(folder / generation.COPIES)
        self._parts = self._open_parts(folder)
        self._watch.expect(self.manifest.files)

    def _open_parts(self, folder: Path) -> list[_Part]:
        parts: list[_Part] = []
        live: list[Mask] = []
        first = 0
        index = open_index(folder)
        with_reader = index.reader()
        for leaf, _ in with_reader.leaf_readers():
            if not leaf.doc_count_all():
                continue
            segment = leaf.segment()
            data = load_segment(leaf.storage(), segment)
            fields = {name: postings.field(first) for name, postings in data.fields.items()}
            parts.append(_Part(data, first, fields))
            alive = np.ones(len(data.numbers), bool)
            alive[list(segment.deleted_docs())] = False
            live.append(alive)
            first += len(data.numbers)
        with_reader.close()
        self.live = _joined(live, np.bool_)
        return parts

    @cached_property
    def fingerprints(self) -> FingerprintTable:
        """Which documents have a fingerprint (see ``index.copies``)."""
        return FingerprintTable(self._copies)

    @cached_property
    def copies(self) -> CopyGroups:
        """The groups of copies among the documents."""
        return CopyGroups.open(self._copies, self.numbers, self.live, self.dates)

    def close(self) -> None:
        """Release the lock, so that the generation can be removed once another is current."""
        self._watch.close()
        self._lock.close()

    def among(self, documents: Mask) -> Self:
        """The same generation with no other live documents than those of ``documents[N]``.

        It shares the files of this reader, which alone is to be closed.
        """
        restricted = copy.copy(self)
        restricted.live = self.live & documents
        return restricted

    def check_files(self) -> None:
        """Raise DamagedError where a mapped file was changed after it was opened (see
        ``index.file_watch``)."""
        self._watch.check()

    def is_in_place(self) -> bool:
        """Whether the paths of the mapped files still lead to them."""
        return self._watch.is_in_place()

    def read_again(self) -> Iterator[None]:
        """Read every byte of the mapped files again, in steps, for ``check_files``."""
        return self._watch.read_again()

    def mark(self, mask: U8, field: str, terms: U32, skip: U32 = _NO_TERMS) -> int:
        """Set the flags in ``mask[N]`` of the documents that have any of some terms in a field, and
        are not deleted; returns how many were not set before.

        ``terms`` and ``skip`` are sorted; terms of ``skip`` are left out.
        """
        live = self.live.view(np.uint8)
        return sum(part.fields[field].mark(terms, live, mask, skip) for part in self._parts)

    def sums(self) -> Sums:
        """Empty sums over all documents that are not deleted, for ``add``."""
        return Sums(self.live)

    def add(
        self,
        sums: Sums,
        field: str,
        terms: U32,
        factors: F32,
        weight: float = 1.0,
        skip: U32 = _NO_TERMS,
    ) -> None:
        """Add ``weight · frequency · factors[document]`` for each posting of terms in a field.

        ``terms`` and ``skip`` are sorted; terms of ``skip`` are left out.
        """
        for part in self._parts:
            sums.add(part.fields[field], terms, factors, weight, skip)

    def postings(self, field: str, terms: Integers) -> Postings:
        """The postings of terms in a field, deleted documents included."""
        found = [part.fields[field].decode(_term_numbers(terms), False) for part in self._parts]
        return Postings(
            _joined([documents for _, documents, _, _ in found], np.uint32),
            _joined([frequencies for _, _, frequencies, _ in found], np.uint32),
        )

    def document_counts(self, field: str, terms: Integers, among: Mask) -> tuple[I64, I64]:
        """The document frequency of each term in a field: among the documents of ``among[N]``, and
        among all, deleted ones included."""
        inside = np.zeros(len(terms), np.int64)
        everywhere = np.zeros(len(terms), np.int64)
        for part in self._parts:
            counts, documents, _, _ = part.fields[field].decode(_term_numbers(terms), False)
            passed = np.zeros(len(documents) + 1, np.int64)
            np.cumsum(among[documents], out=passed[1:])
            ends = np.cumsum(counts)
            inside += passed[ends] - passed[ends - counts]
            everywhere += counts
        return inside, everywhere

    def occurrences(self, field: str, terms: Integers, wanted: U8) -> tuple[U32, U32]:
        """Documents and positions of every occurrence of terms in a field, unordered, in the
        documents whose flag in ``wanted[N]`` is set."""
        found = [
            part.fields[field].find_occurrences(
                _term_numbers(terms), wanted[part.first : part.first + len(part.data.numbers)]
            )
            for part in self._parts
        ]
        return (
            _joined([documents for documents, _ in found], np.uint32),
            _joined([positions for _, positions in found], np.uint32),
        )

    def matches(self, field: str, terms: U32, documents: U32, most: int) -> tuple[U32, U32, U32]:
        """The first ``most`` occurrences of each term in a field of each of a few documents: the
        place of its document among ``documents``, its position, and the place of its term among
        ``terms``.

        ``documents`` are numbers within the index, rising, at most
        ``MATCHED_DOCUMENTS``.
        """
        found = [find_matches(part.fields[field], terms, documents, most) for part in self._parts]
        return (
            _joined([places for places, _, _ in found], np.uint32),
            _joined([positions for _, positions, _ in found], np.uint32),
            _joined([which for _, _, which in found], np.uint32),
        )

    def words(self, field: str, wanted: Mask) -> tuple[I64, U32, U32]:
        """Document, position and term of every word of a field in the documents of ``wanted[N]``,
        term by term within each segment."""
        found = []
        for part in self._parts:
            last = part.first + len(part.data.numbers)
            flags = np.ascontiguousarray(wanted[part.first : last]).view(np.uint8)
            documents, positions, terms = part.data.fields[field].field().list_words(flags)
            found.append((documents.astype(np.int64) + part.first, positions, terms))
        return (
            _joined([documents for documents, _, _ in found], np.int64),
            _joined([positions for _, positions, _ in found], np.uint32),
            _joined([terms for _, _, terms in found], np.uint32),
        )

    def keyword(self, field: str) -> tuple[I32, list[str]]:
        """The column of a keyword field (see ``corpus.fields``): an ordinal for each document, and
        the sorted values, the first of which is the empty string for no value."""
        known = self._keywords.get(field)
        if known is None:
            column = merge_columns(part.data.keywords[field] for part in self._parts)
            ordinals = column.ordinals.astype(np.int32, copy=False)
            known = self._keywords[field] = (ordinals, list(column.values))
        return known


def _joined(parts: Sequence[Array], dtype: type) -> Array:
    if not parts:
        return np.zeros(0, dtype)
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _term_numbers(terms: Integers) -> U32:
    return np.ascontiguousarray(terms, np.uint32)
