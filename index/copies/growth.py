"""The copies of an archive after a build: what was stored before, with the new documents and
without those that were deleted or changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from index.array_types import I64, U32, U64, Array, Integers, Mask
from index.arrays import distinct
from index.copies.fingerprints import (
    FingerprintTable,
    entry_keys,
    entry_places,
    table_arrays,
)
from index.copies.groups import group_arrays
from index.copies.pairs import CONTAINMENT, Pairs, candidate_pairs, containment, no_pairs
from index.copies.texts import ShingledText, TextShingler

ReadTexts = Callable[[Sequence[int]], Iterable[str]]
"""The texts of documents by their numbers in the archive, in their order."""

_BATCH: Final = 256
_HALF: Final = np.uint64(32)


class NewDocuments:
    """The fingerprints of the documents of a build, in the order in which they are indexed."""

    def __init__(self) -> None:
        self._numbers: list[Sequence[int]] = []
        self._values: list[U32] = []
        self._counts: list[Sequence[int]] = []

    def add(self, numbers: Sequence[int], fingerprints: U32, counts: Sequence[int]) -> None:
        """Add documents by their numbers in the archive; ``counts`` of the ``fingerprints`` belong
        to each."""
        self._numbers.append(numbers)
        self._values.append(fingerprints)
        self._counts.append(counts)

    def numbers(self) -> I64:
        """The numbers of all documents."""
        return np.array([number for numbers in self._numbers for number in numbers], np.int64)

    def entries(self, first: int) -> U64:
        """The entries of all documents, of which the first one is at place ``first``; sorted."""
        counts = [count for counts in self._counts for count in counts]
        places = np.repeat(np.arange(first, first + len(counts)), counts)
        values = np.concatenate([np.zeros(0, np.uint32), *self._values])
        self._values = []
        return distinct(entry_keys(values, places))


def grown_copies(
    base: Mapping[str, Array] | None, gone: Integers, new: NewDocuments, read: ReadTexts
) -> dict[str, Array]:
    """The arrays of the copies of an archive.

    ``base`` are those of the build before, ``gone`` the documents of it that were deleted or
    changed. Adding documents in several builds gives the same arrays as adding them in one.
    """
    if base is None:
        documents, entries, pairs = np.zeros(0, np.int64), np.zeros(0, np.uint64), no_pairs()
    else:
        documents, entries, pairs = _without(base, gone)
    since = len(documents)
    documents = np.concatenate((documents, new.numbers()))
    fresh = new.entries(since)
    entries = np.sort(np.concatenate((entries, fresh)), kind="stable") if since else fresh
    counts = np.bincount(entry_places(entries), minlength=len(documents))
    found = [pairs]
    for first, second in candidate_pairs(entries, counts, since):
        found.append(_copies_among(first, second, documents, read))
    pairs = Pairs(*(np.concatenate(each) for each in zip(*found, strict=True)))
    return table_arrays(entries, documents) | group_arrays(pairs, len(documents))


def _without(base: Mapping[str, Array], gone: Integers) -> tuple[I64, U64, Pairs]:
    """Documents, entries and pairs of a build without some documents."""
    table = FingerprintTable(base)
    documents = table.documents.astype(np.int64)
    entries = table.entries()
    pairs = Pairs(base["pairs.first"], base["pairs.second"], base["pairs.percent"])
    kept: Mask = ~np.isin(documents, gone)
    if kept.all():
        return documents, entries, pairs
    renumbered = (np.cumsum(kept) - 1).astype(np.uint64)
    places = entry_places(entries)
    of_kept = kept[places]
    entries, places = entries[of_kept], places[of_kept]
    entries = (entries & ~np.uint64(0xFFFFFFFF)) | renumbered[places]
    both = kept[pairs.first] & kept[pairs.second]
    numbers = renumbered.astype(np.uint32)
    pairs = Pairs(numbers[pairs.first[both]], numbers[pairs.second[both]], pairs.percent[both])
    return documents[kept], entries, pairs


def _copies_among(first: U32, second: U32, documents: I64, read: ReadTexts) -> Pairs:
    """The candidates that are copies."""
    texts = _shingled(distinct(np.concatenate((first, second))), documents, read)
    shares = np.array(
        [
            containment(texts[one], texts[other])
            for one, other in zip(first.tolist(), second.tolist(), strict=True)
        ],
        np.float64,
    )
    are_copies = shares >= CONTAINMENT
    percent = (shares[are_copies] * 100).astype(np.uint8)
    return Pairs(first[are_copies], second[are_copies], percent)


def _shingled(places: U32, documents: I64, read: ReadTexts) -> dict[int, ShingledText]:
    shingler = TextShingler()
    found: dict[int, ShingledText] = {}
    for start in range(0, len(places), _BATCH):
        batch = places[start : start + _BATCH]
        texts = list(read(documents[batch].tolist()))
        found |= zip(batch.tolist(), shingler.read(texts), strict=True)
    return found
