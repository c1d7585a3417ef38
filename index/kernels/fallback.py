"""The loops over every posting with numpy alone, where they could not be compiled.

What each does is told in ``index.kernels.compiled``; the layout of an entry in ``index.kernels``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from index.arrays import Array, DamagedError, distinct, ranges
from index.kernels.packing import (
    CUT,
    MOST_BYTES,
    Blocks,
    block_lengths,
    in_bytes,
    number_at,
    numbers_in,
    packed_bytes,
    rising,
    summed,
)

COMPILED: Final = False

_NOTHING: Final = np.zeros(0, np.uint32)
_PADDING: Final = 8
_GONE: Final = 0xFFFFFFFF


class _Entries:
    """Entries read whole: counts of documents by term, and all that the terms hold in a row."""

    def __init__(self, data: Array, lengths: Array, size: int) -> None:
        starts = summed(lengths)
        ends = starts[1:]
        # What is read past the end of an entry, three numbers at most, is never used.
        self._data = data = np.concatenate((data, np.zeros(3 * MOST_BYTES + 1, np.uint8)))
        self.counts = np.zeros(len(lengths), np.int64)
        held = np.flatnonzero(lengths)
        self.counts[held], places = number_at(data, starts[held])
        if len(held) and (int(self.counts.max()) > size or int(self.counts[held].min()) < 1):
            raise DamagedError(CUT)
        values, places = number_at(data, places)
        at = np.zeros(len(lengths), np.int64)
        first = np.zeros(len(lengths), np.int64)
        at[held], first[held] = places, values
        self.frequencies = np.ones(int(self.counts.sum()), np.int64)
        where = summed(self.counts)[:-1]
        single = np.flatnonzero(self.counts == 1)
        several = np.flatnonzero(self.counts > 1)
        repeated = single[first[single] & 1 > 0]
        self.frequencies[where[repeated]], at[repeated] = number_at(data, at[repeated])
        first[single] >>= 1
        steps = np.zeros(len(self.frequencies), np.int64)
        at[several] = self._read_blocks(several, at[several], ends[several], steps)
        self.documents = np.repeat(first, self.counts) + rising(steps, self.counts)
        whole = not len(self.documents) or int(self.documents.max()) < size
        if not whole or (at > ends)[held].any() or not self.frequencies.all():
            raise DamagedError(CUT)
        self._bounds = at, ends

    def _read_blocks(self, several: Array, at: Array, ends: Array, steps: Array) -> Array:
        """Read the blocks of entries of several documents; gives the places behind them."""
        blocks, lengths = block_lengths(self.counts[several])
        if (at + 2 * blocks > ends).any():
            raise DamagedError(CUT)
        widths = self._data[ranges(at, 2 * blocks)].astype(np.int64).reshape(-1, 2)
        sizes = packed_bytes(lengths[:, None], widths)
        before = summed(sizes.sum(axis=1))
        entry = np.repeat(at + 2 * blocks - before[summed(blocks)[:-1]], blocks)
        begins = entry + before[:-1]
        behind: Array = at + 2 * blocks + np.diff(before[summed(blocks)])
        # One more than a frequency of 32 bits could be nought in the compiled loops.
        if (behind > ends).any() or (widths > (32, 31)).any():
            raise DamagedError(CUT)
        where = summed(self.counts)[:-1]
        rows = ranges(where[several], self.counts[several])
        steps[rows] = Blocks(lengths, widths[:, 0], begins * 8).unpacked(self._data)
        more = Blocks(lengths, widths[:, 1], (begins + sizes[:, 0]) * 8).unpacked(self._data)
        self.frequencies[rows] = more + 1
        return behind

    def positions(self) -> Array:
        """The positions of every posting in a row."""
        at, ends = self._bounds
        lengths = np.where(self.counts > 0, ends - at, 0)
        steps, starts = numbers_in(self._data[ranges(at, lengths)])
        held = summed(self.frequencies)[summed(self.counts)]
        if held[-1] != len(steps) or (starts[held] != summed(lengths)).any():
            raise DamagedError(CUT)
        return rising(steps, self.frequencies)


class Field:
    """The entries of one field of one segment."""

    def __init__(self, terms: Array, starts: Array, entries: Array, first: int, size: int) -> None:
        if not len(starts) or len(terms) not in (0, len(starts) - 1):
            raise DamagedError("a field has not as many entries as terms")
        self._terms = terms
        self._starts = starts
        self._entries = entries
        self.first = first
        self.size = size

    def _places(self, terms: Array) -> tuple[Array, Array]:
        """The places of terms, and which of the terms have one."""
        count = len(self._starts) - 1
        if not count:
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), bool)
        if len(self._terms):
            places = np.minimum(np.searchsorted(self._terms, terms), count - 1)
            return places, self._terms[places] == terms
        return np.minimum(terms, count - 1).astype(np.int64), terms < count

    def _read(self, places: Array) -> _Entries:
        starts = self._starts[places].astype(np.int64)
        lengths = self._starts[places + 1].astype(np.int64) - starts
        ends = (starts + lengths)[lengths > 0]
        if (lengths < 0).any() or (ends > len(self._entries) - _PADDING).any():
            raise DamagedError(CUT)
        return _Entries(self._entries[ranges(starts, lengths)], lengths, self.size)

    def decode(self, terms: Array, with_positions: bool) -> tuple[Array, Array, Array, Array]:
        """Counts of documents by term, then documents, frequencies and positions in a row."""
        places, known = self._places(terms)
        entries = self._read(places[known])
        counts = np.zeros(len(terms), np.int64)
        counts[known] = entries.counts
        positions = entries.positions() if with_positions else _NOTHING
        return (
            counts,
            (entries.documents + self.first).astype(np.uint32),
            entries.frequencies.astype(np.uint32),
            positions.astype(np.uint32),
        )

    def places(self, terms: Array, wanted: Array) -> tuple[Array, Array]:
        """Document and position of every word of the terms in the wanted documents (one flag a
        document), in no order."""
        if len(wanted) != self.size:
            raise ValueError("a flag is needed for every document")
        places, known = self._places(terms)
        entries = self._read(places[known])
        documents = np.repeat(entries.documents, entries.frequencies)
        kept = wanted[documents] > 0
        return (
            (documents[kept] + self.first).astype(np.uint32),
            entries.positions()[kept].astype(np.uint32),
        )

    def occurrences(self, wanted: Array) -> Array:
        """How often each term stands in the wanted documents (one flag a document)."""
        entries = self._read(np.arange(len(self._starts) - 1))
        counted = entries.frequencies * (wanted[entries.documents] > 0)
        return np.diff(summed(counted)[summed(entries.counts)])

    def words(self, wanted: Array) -> tuple[Array, Array, Array]:
        """Document, position and term of every word of the wanted documents, in no order."""
        entries = self._read(np.arange(len(self._starts) - 1))
        positions = entries.positions()  # told here where there are fewer than said
        numbers = self._terms if len(self._terms) else np.arange(len(entries.counts))
        terms = np.repeat(np.repeat(numbers, entries.counts), entries.frequencies)
        documents = np.repeat(entries.documents, entries.frequencies)
        kept = wanted[documents] > 0
        return (
            documents[kept].astype(np.uint32),
            positions[kept].astype(np.uint32),
            terms[kept].astype(np.uint32),
        )


class Sums:
    """Weighted frequencies by document, added up."""

    def __init__(self, live: Array) -> None:
        self._live = live.astype(bool)
        self.values = np.zeros(len(live))
        self.documents = _NOTHING
        self.count = 0

    def add(
        self,
        field: Field,
        terms: Array,
        factors: Array,
        weight: float = 1.0,
        skip: Array = _NOTHING,
    ) -> None:
        """Add each term's frequency times the document's factor times the weight; what is not
        above nought is left out."""
        if len(skip):
            terms = np.setdiff1d(terms, skip, assume_unique=True)
        _, documents, frequencies, _ = field.decode(terms, False)
        self.add_counts(documents, frequencies, factors, weight)

    def add_counts(self, documents: Array, counts: Array, factors: Array, weight: float) -> None:
        """Add counts of documents that are no term's."""
        kept = self._live[documents]
        documents, counts = documents[kept], counts[kept]
        # One after the other, as the compiled loop does, so that sums agree to the last bit.
        amounts = weight * counts * factors[documents].astype(np.float64)
        documents, amounts = documents[amounts > 0], amounts[amounts > 0]
        np.add.at(self.values, documents, amounts)
        touched = np.setdiff1d(distinct(documents), self.documents)
        self.documents = np.concatenate((self.documents, touched)).astype(np.uint32)
        self.count = len(self.documents)

    def clear(self) -> None:
        """Set every sum to nought."""
        self.values[self.documents] = 0.0
        self.documents = _NOTHING
        self.count = 0


def encode(
    bounds: Array, documents: Array, frequencies: Array, positions: Array
) -> tuple[Array, Array]:
    """Entries and where each starts (see ``index.kernels.encode``)."""
    counts: Array = np.diff(bounds)
    documents, frequencies = documents.astype(np.int64), frequencies.astype(np.int64)
    held = np.flatnonzero(counts)
    first = np.zeros(len(counts), np.int64)
    first[held] = documents[bounds[:-1][held]]
    steps: Array = np.diff(documents, prepend=0)
    steps[bounds[:-1][held]] = 0
    single = counts == 1
    repeated = np.zeros(len(counts), bool)
    repeated[single] = frequencies[bounds[:-1][single]] != 1
    # The numbers before the blocks.
    head = np.zeros((len(counts), 3), np.int64)
    head[:, 0] = counts
    head[:, 1] = np.where(single, first << 1 | repeated, first)
    head[repeated, 2] = frequencies[bounds[:-1][repeated]]
    used = np.stack((counts > 0, counts > 0, repeated), axis=1)
    # The blocks.
    several = np.flatnonzero(counts > 1)
    rows = ranges(bounds[:-1][several], counts[several])
    blocks, lengths = block_lengths(counts[several])
    inside = summed(lengths)[:-1]
    packed = np.stack((steps[rows], frequencies[rows] - 1), axis=1)
    most = np.maximum.reduceat(packed, inside) if len(inside) else packed
    widths = np.ceil(np.log2(most + 1)).astype(np.int64)
    sizes = packed_bytes(lengths[:, None], widths)
    block_bytes = np.zeros(len(counts), np.int64)
    totals = summed(sizes.sum(axis=1))
    block_bytes[several] = 2 * blocks + np.diff(totals[summed(blocks)])
    # The positions.
    places = summed(frequencies)
    distances: Array = np.diff(positions.astype(np.int64), prepend=0)
    distances[places[:-1]] = positions[places[:-1]]
    tail, tail_places = in_bytes(distances)
    position_bytes = np.diff(tail_places[places[bounds]])
    heads, head_places = in_bytes(head[used])
    head_bytes = np.diff(head_places[summed(used.sum(axis=1))])
    starts = summed(head_bytes + block_bytes + position_bytes)
    data = np.zeros(int(starts[-1]) + MOST_BYTES, np.uint8)
    data[ranges(starts[:-1], head_bytes)] = heads
    data[ranges(starts[:-1] + head_bytes + block_bytes, position_bytes)] = tail
    at = (starts[:-1] + head_bytes)[several]
    data[ranges(at, 2 * blocks)] = widths.reshape(-1)
    begins = np.repeat(at + 2 * blocks - totals[summed(blocks)[:-1]], blocks) + totals[:-1]
    Blocks(lengths, widths[:, 0], begins * 8).pack(data, packed[:, 0])
    Blocks(lengths, widths[:, 1], (begins + sizes[:, 0]) * 8).pack(data, packed[:, 1])
    return starts, data[: int(starts[-1])]


def invert(words: Array, lengths: Array, terms: int) -> tuple[Array, Array, Array, Array]:
    """Postings from the term of every word in order (see ``index.kernels.invert``)."""
    documents = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    firsts = np.cumsum(lengths) - lengths
    positions = (np.arange(len(words)) - np.repeat(firsts, lengths)).astype(np.uint32)
    order = np.argsort(words, kind="stable")
    term, documents, positions = words[order], documents[order], positions[order]
    first = np.ones(len(term), bool)
    first[1:] = (term[1:] != term[:-1]) | (documents[1:] != documents[:-1])
    at = np.flatnonzero(first)
    frequencies = np.diff(np.append(at, len(term))).astype(np.uint32)
    bounds = summed(np.bincount(term[at], minlength=terms))
    return bounds, documents[at], frequencies, positions


def merge(fields: list[Field], renumbered: list[Array], terms: Array) -> tuple[Array, Array]:
    """One entry a term from those of several fields (see ``index.kernels.merge``)."""
    read = [field.decode(terms, True) for field in fields]
    numbers = [
        numbers[documents - np.uint32(field.first)]
        for field, numbers, (_, documents, _, _) in zip(fields, renumbered, read, strict=True)
    ]
    term = np.concatenate([np.repeat(np.arange(len(terms)), counts) for counts, *_ in read])
    documents = np.concatenate(numbers)
    frequencies = np.concatenate([frequencies for _, _, frequencies, _ in read])
    positions = np.concatenate([positions for *_, positions in read])
    first = np.cumsum(frequencies, dtype=np.int64) - frequencies
    order = np.argsort(term, kind="stable")
    order = order[documents[order] != _GONE]
    frequencies = frequencies[order]
    return encode(
        summed(np.bincount(term[order], minlength=len(terms))),
        documents[order],
        frequencies,
        positions[ranges(first[order], frequencies)],
    )
