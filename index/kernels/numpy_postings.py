"""The kernels over every posting with numpy, the twins of those in ``compiled``.

``index.kernels`` describes the layout of an entry.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np

from index.array_types import F32, I32, I64, U8, U32, Mask
from index.arrays import DamagedError, distinct, ranges
from index.kernels.numpy_packing import (
    BLOCK,
    MAX_BYTES,
    PackedBlocks,
    block_lengths,
    decode_integers,
    encode_integers,
    integers_at,
    packed_bytes,
    running_totals,
    sum_gaps,
)

_EMPTY: Final = np.zeros(0, np.uint32)
_PADDING: Final = 8
_LEFT_OUT: Final = 0xFFFFFFFF


class _Entries:
    """Whole entries: document frequencies by term, and the postings of all terms in a row."""

    def __init__(self, data: U8, lengths: I64, size: int) -> None:
        starts = running_totals(lengths)
        ends = starts[1:]
        # At most three integers are read past the end of an entry, and are never used.
        self._data = data = np.concatenate((data, np.zeros(3 * MAX_BYTES + 1, np.uint8)))
        self.counts = np.zeros(len(lengths), np.int64)
        held = np.flatnonzero(lengths)
        self.counts[held], places = integers_at(data, starts[held])
        if len(held) and (int(self.counts.max()) > size or int(self.counts[held].min()) < 1):
            raise DamagedError("postings_cut_short")
        # So that a wrong number of documents does not ask for much memory.
        blocks = -(-self.counts // BLOCK)
        if ((self.counts > 1) & (2 * blocks > lengths)).any():
            raise DamagedError("postings_cut_short")
        values, places = integers_at(data, places)
        at = np.zeros(len(lengths), np.int64)
        first = np.zeros(len(lengths), np.int64)
        at[held], first[held] = places, values
        self._where = where = running_totals(self.counts)[:-1]
        single = np.flatnonzero(self.counts == 1)
        several = np.flatnonzero(self.counts > 1)
        repeated = single[first[single] & 1 > 0]
        again, at[repeated] = integers_at(data, at[repeated])
        self._repeated = where[repeated], again
        first[single] >>= 1
        gaps = np.zeros(int(self.counts.sum()), np.int64)
        at[several] = self._read_blocks(several, at[several], ends[several], gaps)
        self.documents = np.repeat(first, self.counts) + sum_gaps(gaps, self.counts)
        whole = not len(self.documents) or int(self.documents.max()) < size
        if not whole or (at > ends)[held].any() or not again.all():
            raise DamagedError("postings_cut_short")
        self._bounds = at, ends

    @cached_property
    def frequencies(self) -> I64:
        """The frequencies of all postings in a row."""
        found = np.ones(len(self.documents), np.int64)
        places, again = self._repeated
        found[places] = again
        rows, packed = self._packed_frequencies
        found[rows] = packed.unpack(self._data) + 1
        return found

    def _read_blocks(self, several: I64, at: I64, ends: I64, gaps: I64) -> I64:
        """Read the blocks of entries of several documents; returns the places after them."""
        blocks, lengths = block_lengths(self.counts[several])
        if (at + 2 * blocks > ends).any():
            raise DamagedError("postings_cut_short")
        widths = self._data[ranges(at, 2 * blocks)].astype(np.int64).reshape(-1, 2)
        sizes = packed_bytes(lengths[:, None], widths)
        before = running_totals(sizes.sum(axis=1))
        entry = np.repeat(at + 2 * blocks - before[running_totals(blocks)[:-1]], blocks)
        begins = entry + before[:-1]
        after: I64 = at + 2 * blocks + np.diff(before[running_totals(blocks)])
        # A stored frequency of 32 bits plus 1 could overflow to 0 in the compiled kernel.
        if (after > ends).any() or (widths > (32, 31)).any():
            raise DamagedError("postings_cut_short")
        rows = ranges(self._where[several], self.counts[several])
        gaps[rows] = PackedBlocks(lengths, widths[:, 0], begins * 8).unpack(self._data)
        packed = PackedBlocks(lengths, widths[:, 1], (begins + sizes[:, 0]) * 8)
        self._packed_frequencies = rows, packed
        return after

    def positions(self) -> I64:
        """The positions of all postings in a row."""
        at, ends = self._bounds
        lengths = np.where(self.counts > 0, ends - at, 0)
        gaps, starts = decode_integers(self._data[ranges(at, lengths)])
        held = running_totals(self.frequencies)[running_totals(self.counts)]
        if held[-1] != len(gaps) or (starts[held] != running_totals(lengths)).any():
            raise DamagedError("postings_cut_short")
        return sum_gaps(gaps, self.frequencies)


class FieldEntries:
    """The entries of one field of one segment (see ``compiled.FieldEntries``)."""

    def __init__(self, terms: U32, starts: U32, entries: U8, first: int, size: int) -> None:
        if not len(starts) or len(terms) not in (0, len(starts) - 1):
            raise DamagedError("field_entries_differ")
        self._terms = terms
        self._starts = starts
        self._entries = entries
        self.first = first
        self.size = size

    def _places(self, terms: U32) -> tuple[I64, Mask]:
        """The places of terms, and which of the terms have one."""
        count = len(self._starts) - 1
        if not count:
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), bool)
        if len(self._terms):
            places = np.minimum(np.searchsorted(self._terms, terms), count - 1)
            return places, self._terms[places] == terms
        return np.minimum(terms, count - 1).astype(np.int64), terms < count

    def _read(self, places: I64) -> _Entries:
        starts = self._starts[places].astype(np.int64)
        lengths = self._starts[places + 1].astype(np.int64) - starts
        ends = (starts + lengths)[lengths > 0]
        if (lengths < 0).any() or (ends > len(self._entries) - _PADDING).any():
            raise DamagedError("postings_cut_short")
        return _Entries(self._entries[ranges(starts, lengths)], lengths, self.size)

    def decode(self, terms: U32, with_positions: bool) -> tuple[I64, U32, U32, U32]:
        """Document frequencies by term, then documents, frequencies and positions in a row."""
        places, known = self._places(terms)
        entries = self._read(places[known])
        counts = np.zeros(len(terms), np.int64)
        counts[known] = entries.counts
        positions = entries.positions() if with_positions else _EMPTY
        return (
            counts,
            (entries.documents + self.first).astype(np.uint32),
            entries.frequencies.astype(np.uint32),
            positions.astype(np.uint32),
        )

    def read_documents(self, terms: U32) -> tuple[I64, I64]:
        """Document frequencies by term, then the documents in a row."""
        places, known = self._places(terms)
        entries = self._read(places[known])
        counts = np.zeros(len(terms), np.int64)
        counts[known] = entries.counts
        return counts, entries.documents + self.first

    def mark(self, terms: U32, live: U8, mask: U8, skip: U32 = _EMPTY) -> int:
        """Set the flags of the live documents of terms; returns how many were not set before."""
        if min(len(live), len(mask)) < self.first + self.size:
            raise ValueError("a flag is needed for every document")
        places, known = self._places(_without(terms, skip))
        documents = self._read(places[known]).documents + self.first
        own = mask[self.first : self.first + self.size]
        before = np.count_nonzero(own)
        mask[documents[live[documents] > 0]] = 1
        return int(np.count_nonzero(own) - before)

    def find_occurrences(self, terms: U32, wanted: U8) -> tuple[U32, U32]:
        """Document and position of every occurrence of terms in some documents, unordered."""
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

    def count_occurrences(self, wanted: U8) -> I64:
        """How often each term occurs in the documents whose flag in ``wanted`` is set."""
        entries = self._read(np.arange(len(self._starts) - 1))
        counted = entries.frequencies * (wanted[entries.documents] > 0)
        return np.diff(running_totals(counted)[running_totals(entries.counts)])

    def list_words(self, wanted: U8) -> tuple[U32, U32, U32]:
        """Document, position and term of every word of the documents whose flag in ``wanted`` is
        set, term by term."""
        entries = self._read(np.arange(len(self._starts) - 1))
        positions = entries.positions()  # first, as it checks their number
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
    """Sums of weighted term frequencies, one for each document (see ``compiled.Sums``)."""

    def __init__(self, live: Mask) -> None:
        self._live = self._kept = live.astype(bool)
        self.values = np.zeros(len(live))
        self.documents: U32 = _EMPTY
        self.count = 0

    def restrict(self, wanted: Mask) -> None:
        """Add sums only to the documents of ``wanted`` until ``clear``."""
        if len(wanted) != len(self.values):
            raise ValueError("a flag is needed for every document")
        self._kept = wanted.astype(bool)

    def add(
        self,
        field: FieldEntries,
        terms: U32,
        factors: F32,
        weight: float = 1.0,
        skip: U32 = _EMPTY,
    ) -> None:
        """Add ``weight · frequency · factors[document]`` for each posting of sorted terms."""
        _, documents, frequencies, _ = field.decode(_without(terms, skip), False)
        self.add_counts(documents, frequencies.astype(np.int64), factors, weight)

    def add_counts(self, documents: U32, counts: I64, factors: F32, weight: float) -> None:
        """Add ``weight · counts[i] · factors[documents[i]]`` for counts that are not a term's."""
        kept = self._kept[documents]
        documents, counts = documents[kept], counts[kept]
        # In the order of the compiled kernel, so that sums are equal to the last bit.
        amounts = weight * counts * factors[documents].astype(np.float64)
        documents, amounts = documents[amounts > 0], amounts[amounts > 0]
        np.add.at(self.values, documents, amounts)
        touched = np.setdiff1d(distinct(documents), self.documents)
        self.documents = np.concatenate((self.documents, touched)).astype(np.uint32)
        self.count = len(self.documents)

    def clear(self) -> None:
        """Set every sum to 0, for any documents that are not deleted."""
        self.values[self.documents] = 0.0
        self.documents = _EMPTY
        self.count = 0
        self._kept = self._live


def _without(terms: U32, skip: U32) -> U32:
    return np.setdiff1d(terms, skip, assume_unique=True) if len(skip) else terms


def encode(bounds: I64, documents: U32, frequencies: U32, positions: U32) -> tuple[I64, U8]:
    """The entries of terms, and where each starts (see ``compiled.encode``)."""
    counts: I64 = np.diff(bounds)
    firsts = bounds[:-1]
    docs, times = documents.astype(np.int64), frequencies.astype(np.int64)
    several = np.flatnonzero(counts > 1)
    heads, head_bytes = _encode_heads(counts, firsts, docs, times)
    blocks = _Blocks(counts[several], firsts[several], docs, times)
    block_bytes = np.zeros(len(counts), np.int64)
    block_bytes[several] = blocks.entry_bytes
    tail, position_bytes = _encode_positions(bounds, times, positions)
    starts = running_totals(head_bytes + block_bytes + position_bytes)
    data = np.zeros(int(starts[-1]) + MAX_BYTES, np.uint8)
    after_head = starts[:-1] + head_bytes
    data[ranges(starts[:-1], head_bytes)] = heads
    data[ranges(after_head + block_bytes, position_bytes)] = tail
    blocks.write(data, after_head[several])
    return starts, data[: int(starts[-1])]


def _encode_heads(counts: I64, firsts: I64, documents: I64, frequencies: I64) -> tuple[U8, I64]:
    """The integers before the blocks of each entry, and how many bytes each entry has of them.

    ``firsts`` is the place of the first posting of each term.
    """
    held = np.flatnonzero(counts)
    first = np.zeros(len(counts), np.int64)
    first[held] = documents[firsts[held]]
    single = counts == 1
    repeated = np.zeros(len(counts), bool)
    repeated[single] = frequencies[firsts[single]] != 1
    head = np.zeros((len(counts), 3), np.int64)
    head[:, 0] = counts
    head[:, 1] = np.where(single, first << 1 | repeated, first)
    head[repeated, 2] = frequencies[firsts[repeated]]
    used = np.stack((counts > 0, counts > 0, repeated), axis=1)
    heads, places = encode_integers(head[used])
    return heads, np.diff(places[running_totals(used.sum(axis=1))])


def _encode_positions(bounds: I64, frequencies: I64, positions: U32) -> tuple[U8, I64]:
    """The positions of all entries, and how many bytes each entry has of them."""
    places = running_totals(frequencies)
    signed = positions.astype(np.int64)
    distances: I64 = np.diff(signed, prepend=np.int64(0))
    distances[places[:-1]] = positions[places[:-1]]
    tail, tail_places = encode_integers(distances)
    return tail, np.diff(tail_places[places[bounds]])


class _Blocks:
    """The blocks of the entries of several documents; ``entry_bytes`` is their size by entry."""

    def __init__(self, counts: I64, firsts: I64, documents: I64, frequencies: I64) -> None:
        rows = ranges(firsts, counts)
        gaps: I64 = np.diff(documents, prepend=np.int64(0))
        gaps[firsts] = 0
        self._packed = np.stack((gaps[rows], frequencies[rows] - 1), axis=1)
        self._blocks, self._lengths = block_lengths(counts)
        inside = running_totals(self._lengths)[:-1]
        packed = self._packed
        largest = np.maximum.reduceat(packed, inside) if len(inside) else packed
        self._widths = np.ceil(np.log2(largest + 1)).astype(np.int64)
        self._sizes = packed_bytes(self._lengths[:, None], self._widths)
        self._totals = running_totals(self._sizes.sum(axis=1))
        self.entry_bytes = 2 * self._blocks + np.diff(self._totals[running_totals(self._blocks)])

    def write(self, data: U8, at: I64) -> None:
        """Write the widths and blocks of each entry from its place in ``at``."""
        blocks, totals, widths = self._blocks, self._totals, self._widths
        data[ranges(at, 2 * blocks)] = widths.reshape(-1)
        shifts = at + 2 * blocks - totals[running_totals(blocks)[:-1]]
        begins = np.repeat(shifts, blocks) + totals[:-1]
        packed = self._packed
        PackedBlocks(self._lengths, widths[:, 0], begins * 8).pack(data, packed[:, 0])
        frequency_begins = begins + self._sizes[:, 0]
        PackedBlocks(self._lengths, widths[:, 1], frequency_begins * 8).pack(data, packed[:, 1])


def invert(words: I32, lengths: I64, terms: int) -> tuple[I64, U32, U32, U32]:
    """Postings by term from the term of every word (see ``compiled.invert``)."""
    documents = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    firsts = np.cumsum(lengths) - lengths
    positions = (np.arange(len(words)) - np.repeat(firsts, lengths)).astype(np.uint32)
    order = np.argsort(words, kind="stable")
    term, documents, positions = words[order], documents[order], positions[order]
    first = np.ones(len(term), bool)
    first[1:] = (term[1:] != term[:-1]) | (documents[1:] != documents[:-1])
    at = np.flatnonzero(first)
    frequencies = np.diff(np.append(at, len(term))).astype(np.uint32)
    bounds = running_totals(np.bincount(term[at], minlength=terms))
    return bounds, documents[at], frequencies, positions


def merge(fields: list[FieldEntries], renumbered: list[U32], terms: U32) -> tuple[I64, U8]:
    """One entry for each term from the entries of several fields (see ``compiled.merge``)."""
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
    order = order[documents[order] != _LEFT_OUT]
    frequencies = frequencies[order]
    return encode(
        running_totals(np.bincount(term[order], minlength=len(terms))),
        documents[order],
        frequencies,
        positions[ranges(first[order], frequencies)],
    )


def find_matches(
    field: FieldEntries, terms: U32, documents: U32, most: int
) -> tuple[U32, U32, U32]:
    """The first occurrences of terms in a few documents (see ``compiled.find_matches``)."""
    if len(documents) > 255:
        raise ValueError("there are too many documents")
    # Positions are read of the terms alone that any of the documents has.
    held, among = field.read_documents(terms)
    wanted: Mask = np.zeros(field.first + field.size, bool)
    wanted[documents[documents < len(wanted)]] = True
    which = np.flatnonzero(
        np.bincount(np.repeat(np.arange(len(terms)), held)[wanted[among]], minlength=len(terms))
    )
    counts, found, frequencies, positions = field.decode(terms[which], True)
    kept = wanted[found]
    starts = np.cumsum(frequencies, dtype=np.int64) - frequencies
    rank = np.arange(len(positions)) - np.repeat(starts, frequencies)
    times = np.minimum(frequencies[kept], most)
    places = np.searchsorted(documents, found[kept]).astype(np.uint32)
    return (
        np.repeat(places, times),
        positions[np.repeat(kept, frequencies) & (rank < most)],
        np.repeat(np.repeat(which.astype(np.uint32), counts)[kept], times),
    )
