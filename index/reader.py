"""An opened generation: postings, lengths and columns over all its segments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from index import generation
from index.arrays import Array, ArrayFile, DamagedError
from index.build import open_index
from index.codec import load_segment
from index.segment import Segment, ranges
from index.vocabulary import Vocabulary


class Postings(NamedTuple):
    """``documents[n]`` (numbers within the index) with their ``frequencies[n]``; a document
    comes once for every term that it has."""

    documents: Array
    frequencies: Array


class _Part(NamedTuple):
    """A segment with its first document number and its place for each term (None: the same)."""

    data: Segment
    first: int
    local: Array | None


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
            vocabulary = ArrayFile(folder / generation.VOCABULARY)
            self.vocabulary = Vocabulary(vocabulary)
            self._parts = self._open_parts(folder, vocabulary)
        except (OSError, KeyError, EOFError) as error:
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

    def _open_parts(self, folder: Path, vocabulary: ArrayFile) -> list[_Part]:
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
            local = vocabulary.get(f"local.{segment.segment_id()}")
            parts.append(_Part(data, first, local))
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

    def _local(self, part: _Part, terms: Array) -> Array:
        if part.local is None:
            return terms
        local = part.local[terms]
        return local[local >= 0]

    def postings(self, field: str, terms: Array) -> Postings:
        """The postings of terms (numbers of the vocabulary) in a field, deleted ones included."""
        documents: list[Array] = []
        frequencies: list[Array] = []
        for part in self._parts:
            postings = part.data.fields[field]
            at = _spans(postings.starts, np.sort(self._local(part, terms)))
            found = postings.documents[at]
            documents.append(found + np.uint32(part.first) if part.first else found)
            frequencies.append(postings.frequencies[at])
        return Postings(_joined(documents, np.uint32), _joined(frequencies, np.uint8))

    def occurrences(self, field: str, terms: Array) -> tuple[Array, Array]:
        """Where terms stand in a field: documents and positions, one entry a word, unordered."""
        documents: list[Array] = []
        positions: list[Array] = []
        for part in self._parts:
            postings = part.data.fields[field]
            local = np.sort(self._local(part, terms))
            at = _spans(postings.starts, local)
            found = np.repeat(postings.documents[at].astype(np.int64), postings.frequencies[at])
            documents.append(found + part.first)
            positions.append(postings.positions[_spans(postings.position_starts, local)])
        return _joined(documents, np.int64), _joined(positions, np.int64).astype(np.int64)

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


def _spans(starts: Array, terms: Array) -> Array | slice:
    """Where the entries of terms lie, as a slice where they lie together."""
    if not len(terms):
        return slice(0, 0)
    if len(terms) == int(terms[-1]) - int(terms[0]) + 1:
        return slice(int(starts[terms[0]]), int(starts[terms[-1] + 1]))
    first = starts[terms].astype(np.int64)
    return ranges(first, starts[terms + 1].astype(np.int64) - first)
