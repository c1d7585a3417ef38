"""The copies of an archive after a build: what was stored before, with the new documents and
without those that were deleted or changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from index.array_types import I64, U32, U64, Array, Integers, Mask
from index.arrays import distinct
from index.copies.fingerprints import (
    FingerprintTable,
    entry_keys,
    entry_places,
    entry_values,
    table_arrays,
)
from index.copies.formulas import without_formulas
from index.copies.groups import group_arrays, group_pairs
from index.copies.pairs import (
    Pairs,
    candidate_pairs,
    copies_among,
    day_numbers,
    no_pairs,
)
from index.copies.texts import ComparedTexts, TextFile, TextShingler, fingerprints_of
from index.term_numbers import Analyzed

ReadTexts = Callable[[Sequence[int]], Sequence[str]]
"""The texts of documents by their numbers in the archive, in their order."""

_BATCH: Final = 256
_SORTED_AT_ONCE: Final = 2048
_NO_VALUES: Final = np.zeros(0, np.uint32)


class NewDocuments:
    """The documents of a build in the order in which they are indexed; their texts are in a file of
    ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.texts = TextFile(folder)
        self._numbers: list[I64] = []
        self._dates: list[I64] = []
        self._values: list[U32] = []
        self._counts: list[I64] = []

    def add(self, numbers: Sequence[int], dates: Sequence[int], analyzed: Analyzed) -> None:
        """Add documents by their numbers in the archive and their dates (yyyymmdd, 0 for none).

        ``analyzed`` has the words of other texts and then of theirs.
        """
        first = len(analyzed.lengths) - len(numbers)
        values, counts = fingerprints_of(analyzed, first)
        self._numbers.append(np.array(numbers, np.int64))
        self._dates.append(np.array(dates, np.int64))
        self._values.append(values)
        self._counts.append(counts)
        self.texts.add(analyzed, first)

    def close(self) -> None:
        """Give the file back to the disk."""
        self.texts.close()

    def numbers(self) -> I64:
        """The numbers of all documents."""
        return np.concatenate([np.zeros(0, np.int64), *self._numbers])

    def dates(self) -> I64:
        """The dates of all documents."""
        return np.concatenate([np.zeros(0, np.int64), *self._dates])

    def entries(self, first: int) -> U64:
        """The entries of all documents, of which the first one is at place ``first``; sorted."""
        counts = np.concatenate([np.zeros(0, np.int64), *self._counts])
        places = np.repeat(np.arange(first, first + len(counts)), counts)
        values = np.concatenate([_NO_VALUES, *self._values])
        self._values = []
        return distinct(entry_keys(values, places))


def grown_copies(
    base: Mapping[str, Array] | None, gone: Integers, new: NewDocuments, read: ReadTexts
) -> dict[str, Array]:
    """The arrays of the copies of an archive.

    ``base`` are those of the build before, ``gone`` the documents of it that were deleted or
    changed. Adding documents in several builds gives the same arrays as adding them in one.
    """
    documents, dates = np.zeros((2, 0), np.int64)
    entries, pairs = np.zeros(0, np.uint64), no_pairs()
    if base is not None:
        documents, dates, entries, pairs = _without(base, gone)
    since = len(documents)
    documents = np.concatenate((documents, new.numbers()))
    dates = np.concatenate((dates, new.dates()))
    fresh = new.entries(since)
    entries = np.sort(np.concatenate((entries, fresh)), kind="stable") if since else fresh
    counts = np.bincount(entry_places(entries), minlength=len(documents))
    days = day_numbers(dates)
    texts = _Texts(documents, since, new.texts, read)
    found = [pairs]
    for first, second in candidate_pairs(entries, counts, since):
        places = distinct(np.concatenate((first, second)))
        found.append(copies_among(first, second, texts.read(places), days))
    new.close()
    pairs = Pairs(*(np.concatenate(each) for each in zip(*found, strict=True)))
    grouped, groups = group_pairs(without_formulas(pairs, entries, days))
    return table_arrays(entries, documents, dates) | group_arrays(pairs, grouped, groups)


def _without(base: Mapping[str, Array], gone: Integers) -> tuple[I64, I64, U64, Pairs]:
    """Documents, dates, entries and pairs of a build without some documents."""
    table = FingerprintTable(base)
    documents, dates = table.documents.astype(np.int64), base["dates"].astype(np.int64)
    entries = table.entries()
    pairs = Pairs(*(base[f"pairs.{name}"] for name in Pairs._fields))
    kept: Mask = ~np.isin(documents, gone)
    if kept.all():
        return documents, dates, entries, pairs
    renumbered = np.cumsum(kept) - 1
    entries = entries[kept[entry_places(entries)]]
    entries = entry_keys(entry_values(entries), renumbered[entry_places(entries)])
    both = kept[pairs.first] & kept[pairs.second]
    numbers = renumbered.astype(np.uint32)
    pairs = pairs.chosen(both)
    pairs = pairs._replace(first=numbers[pairs.first], second=numbers[pairs.second])
    return documents[kept], dates[kept], entries, pairs


class _Texts:
    """The texts of documents: of the build before read from the archive, others from a file."""

    def __init__(self, documents: I64, since: int, new: TextFile, read: ReadTexts) -> None:
        self._documents = documents
        self._since = since
        self._new = new
        self._read = read
        self._shingler = TextShingler()

    def read(self, places: U32) -> ComparedTexts:
        """The texts of some places, which rise."""
        stored, fresh = np.split(places.astype(np.int64), [np.searchsorted(places, self._since)])
        found = []
        for start in range(0, len(stored), _BATCH):
            numbers = self._documents[stored[start : start + _BATCH]].tolist()
            found.append(self._shingler.read(self._read(numbers)))
        for start in range(0, len(fresh), _SORTED_AT_ONCE):
            batch = fresh[start : start + _SORTED_AT_ONCE]
            found.append(self._new.read(batch - self._since))
        return ComparedTexts.joined(found)
