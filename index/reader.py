"""An opened generation: postings, lengths and columns over all its segments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np

from index import generation
from index.arrays import Array, ArrayFile, DamagedError
from index.build import open_index
from index.kernels import Field, Sums
from index.segment import Segment
from index.vocabulary import Vocabulary
from index.whoosh_codec import load_segment

_NOTHING: Final = np.zeros(0, np.uint32)


class Postings(NamedTuple):
    """``documents[n]`` (numbers within the index) with their ``frequencies[n]``; a document
    comes once for every term that it has."""

    documents: Array
    frequencies: Array


class _Part(NamedTuple):
    """A segment, and its text fields with documents numbered through all segments."""

    data: Segment
    first: int
    fields: dict[str, Field]


class IndexReader:
    """One generation, read-only; documents are numbered through all segments.

    ``numbers`` are the archive's row numbers, ``dates`` days as yyyymmdd (0: not known), ``live``
    tells deleted documents apart, ``lengths`` and ``average_length`` count words by field. Open it
    after a fork, one a process.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hold = generation.hold(folder)
        try:
            self.manifest = generation.read_manifest(folder)
            self.vocabulary = Vocabulary(ArrayFile(folder / generation.VOCABULARY))
            self._parts = self._open_parts(folder)
        except (OSError, KeyError, IndexError, EOFError, ValueError) as error:
            self._hold.close()
            raise DamagedError(f"{folder.name} cannot be read: {error}") from error
        except DamagedError:
            self._hold.close()
            raise
        segments = [part.data for part in self._parts]
        self.size = sum(len(segment.numbers) for segment in segments)
        self.numbers = _joined([segment.numbers for segment in segments], np.int64)
        self.dates = _joined([segment.dates for segment in segments], np.int32)
        self.lengths = {
            name: _joined([segment.fields[name].lengths for segment in segments], np.uint32)
            for name in ("title", "body")
        }
        documents = max(1, int(self.live.sum()))
        self.average_length = {
            name: float(lengths[self.live].sum()) / documents
            for name, lengths in self.lengths.items()
        }
        self._keywords: dict[str, tuple[Array, list[str]]] = {}

    @classmethod
    def current(cls, home: Path) -> Self:
        """The current generation of a home.

        Raises FileNotFoundError where nothing was built yet, DamagedError where it is not whole.
        """
        for attempt in range(5):
            folder = generation.current(home)
            if folder is None:
                raise FileNotFoundError(f"{home} has no index yet")
            try:
                return cls(folder)
            except DamagedError:
                # A switch may have come between reading the name and opening the folder.
                if attempt == 4 or generation.current(home) == folder:
                    raise
        raise AssertionError("unreachable")

    def _open_parts(self, folder: Path) -> list[_Part]:
        parts: list[_Part] = []
        live: list[Array] = []
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

    def close(self) -> None:
        """Let the generation be removed once another is current."""
        self._hold.close()

    def sums(self) -> Sums:
        """Sums over all documents, deleted ones left out, for ``add``."""
        return Sums(self.live)

    def add(
        self,
        sums: Sums,
        field: str,
        terms: Array,
        factors: Array,
        weight: float = 1.0,
        skip: Array = _NOTHING,
    ) -> None:
        """Add each term's frequency in a field times the document's factor times the weight.

        ``terms`` and ``skip`` are sorted numbers (uint32); those of ``skip`` are left out.
        """
        for part in self._parts:
            sums.add(part.fields[field], terms, factors, weight, skip)

    def postings(self, field: str, terms: Array) -> Postings:
        """The postings of terms in a field, deleted documents included."""
        found = [part.fields[field].decode(_numbers(terms), False) for part in self._parts]
        return Postings(
            _joined([documents for _, documents, _, _ in found], np.uint32),
            _joined([frequencies for _, _, frequencies, _ in found], np.uint32),
        )

    def document_counts(self, field: str, terms: Array, among: Array) -> tuple[Array, Array]:
        """In how many of some documents (a boolean a document) each term stands in a field, and in
        how many of all, deleted ones included."""
        inside = np.zeros(len(terms), np.int64)
        everywhere = np.zeros(len(terms), np.int64)
        for part in self._parts:
            counts, documents, _, _ = part.fields[field].decode(_numbers(terms), False)
            passed = np.zeros(len(documents) + 1, np.int64)
            np.cumsum(among[documents], out=passed[1:])
            ends = np.cumsum(counts)
            inside += passed[ends] - passed[ends - counts]
            everywhere += counts
        return inside, everywhere

    def occurrences(self, field: str, terms: Array, wanted: Array) -> tuple[Array, Array]:
        """Where terms stand in a field of the wanted documents: documents and positions, one entry
        a word, unordered; ``wanted[N]`` is a flag (uint8) for each document."""
        found = [
            part.fields[field].places(
                _numbers(terms), wanted[part.first : part.first + len(part.data.numbers)]
            )
            for part in self._parts
        ]
        return (
            _joined([documents for documents, _ in found], np.uint32),
            _joined([positions for _, positions in found], np.uint32),
        )

    def words(self, field: str, wanted: Array) -> tuple[Array, Array, Array]:
        """Document, position and term of every word of a field of the wanted documents (a boolean
        a document), in the order of the terms within each segment."""
        found = []
        for part in self._parts:
            last = part.first + len(part.data.numbers)
            flags = np.ascontiguousarray(wanted[part.first : last]).view(np.uint8)
            documents, positions, terms = part.data.fields[field].field().words(flags)
            found.append((documents.astype(np.int64) + part.first, positions, terms))
        return (
            _joined([documents for documents, _, _ in found], np.int64),
            _joined([positions for _, positions, _ in found], np.uint32),
            _joined([terms for _, _, terms in found], np.uint32),
        )

    def keyword(self, field: str) -> tuple[Array, list[str]]:
        """A keyword column: an ordinal for each document, and the values."""
        known = self._keywords.get(field)
        if known is not None:
            return known
        values = sorted(
            {"", *(v for part in self._parts for v in part.data.keywords[field].values)}
        )
        index = {value: number for number, value in enumerate(values)}
        ordinals = [
            np.array([index[value] for value in part.data.keywords[field].values], np.int32)[
                part.data.keywords[field].ordinals
            ]
            for part in self._parts
        ]
        self._keywords[field] = (_joined(ordinals, np.int32), values)
        return self._keywords[field]


def _joined(parts: Sequence[Array], dtype: type) -> Array:
    if not parts:
        return np.zeros(0, dtype)
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _numbers(terms: Array) -> Array:
    return np.ascontiguousarray(terms, np.uint32)
