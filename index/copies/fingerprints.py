"""The table of fingerprints: which documents have one, sorted, in five bytes an entry, mapped.

The entries are pairs of a fingerprint and a document, sorted by both. The first bits of a
fingerprint name a bucket, of which only the bounds are stored; documents are numbered by their
``places`` in the table, in the order in which they were indexed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from index.array_types import I64, U32, U64, Array, Integers
from index.arrays import distinct, ranges, smallest
from index.copies.limits import COPY_LIMITS

_BITS: Final = 32
_MOST_BUCKET_BITS: Final = 16
_BUCKET_SIZE: Final = 8
_PLACE: Final = np.uint64(0xFFFFFFFF)
_HALF: Final = np.uint64(32)
_LOW_BITS: Final = 16


class FingerprintTable:
    """The fingerprints of documents; ``documents[D]`` are their numbers in the archive."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.documents: Integers = arrays["documents"]
        self._starts = arrays["fingerprints.starts"]
        self._rest = arrays["fingerprints.rest"]
        self._low = arrays["places.low"]
        self._high = arrays["places.high"]
        self._shift = _BITS - (len(self._starts) - 1).bit_length() + 1

    def __len__(self) -> int:
        return len(self._rest)

    def documents_with(self, fingerprints: U32) -> tuple[I64, I64]:
        """The documents that have some of ``fingerprints``, and how many of them each has.

        Documents are numbers in the archive, rising. Common fingerprints are ignored, which are
        part of a formula.
        """
        wanted = distinct(fingerprints)
        entries, asked = self._entries_of(wanted)
        found = np.bincount(asked, minlength=len(wanted))
        is_rare = found <= COPY_LIMITS.common_documents
        places, counts = np.unique(self._places(entries[is_rare[asked]]), return_counts=True)
        numbers = self.documents[places].astype(np.int64)
        order = np.argsort(numbers)
        return numbers[order], counts[order].astype(np.int64)

    def document_counts(self, fingerprints: U32) -> I64:
        """How many documents have each of ``fingerprints``, common ones too."""
        _, asked = self._entries_of(fingerprints)
        return np.bincount(asked, minlength=len(fingerprints))

    def _entries_of(self, wanted: U32) -> tuple[I64, I64]:
        """The entries of some fingerprints, and the place of the fingerprint of each."""
        buckets = (wanted >> np.uint32(self._shift)).astype(np.int64)
        starts = self._starts[buckets].astype(np.int64)
        sizes = self._starts[buckets + 1] - starts
        entries = ranges(starts, sizes)
        asked = np.repeat(np.arange(len(wanted)), sizes)
        rest = (wanted & np.uint32((1 << self._shift) - 1)).astype(self._rest.dtype)
        is_equal = self._rest[entries] == rest[asked]
        return entries[is_equal], asked[is_equal]

    def _places(self, entries: I64) -> U32:
        places = self._low[entries].astype(np.uint32)
        if len(self._high):
            places |= self._high[entries].astype(np.uint32) << np.uint32(_LOW_BITS)
        return places

    def entries(self) -> U64:
        """All entries, sorted (see ``entry_keys``)."""
        sizes = self._starts[1:].astype(np.int64) - self._starts[:-1]
        buckets = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
        values = (buckets << np.uint64(self._shift)) | self._rest
        return (values << _HALF) | self._places(np.arange(len(self)))


def entry_keys(values: U32, places: Integers) -> U64:
    """Entries as integers that sort by fingerprint, then by place."""
    return (values.astype(np.uint64) << _HALF) | places.astype(np.uint64)


def entry_values(entries: U64) -> U32:
    """The fingerprints of entries."""
    return (entries >> _HALF).astype(np.uint32)


def entry_places(entries: U64) -> U32:
    """The places of the documents of entries."""
    return (entries & _PLACE).astype(np.uint32)


def table_arrays(entries: U64, documents: Integers, dates: Integers) -> dict[str, Array]:
    """The arrays of a table from its sorted entries, and the numbers and dates (yyyymmdd, 0 for
    none) of its documents by their places."""
    bits = min(max(1, (len(entries) // _BUCKET_SIZE).bit_length()), _MOST_BUCKET_BITS)
    shift = _BITS - bits
    values = entry_values(entries)
    bounds = np.arange(1 << bits, dtype=np.uint64) << np.uint64(shift + _BITS)
    places = entry_places(entries)
    high = places >> np.uint32(_LOW_BITS)
    return {
        "documents": smallest(documents),
        "dates": smallest(dates),
        "fingerprints.starts": np.append(np.searchsorted(entries, bounds), len(entries)).astype(
            np.uint32
        ),
        "fingerprints.rest": (values & np.uint32((1 << shift) - 1)).astype(
            np.uint16 if shift <= _LOW_BITS else np.uint32
        ),
        "places.low": (places & np.uint32(0xFFFF)).astype(np.uint16),
        "places.high": smallest(high) if high.any() else high[:0].astype(np.uint8),
    }
