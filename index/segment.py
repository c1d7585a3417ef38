"""What a segment holds: postings by term number, lengths and columns.

A term is a word as written (with its marks, without tatweel); the vocabulary of the index gives it
a number that never changes, so segments hold no words.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from corpus import fields
from index.array_types import I32, I64, U8, U32, Array, Integers, Mask, Unsigned
from index.arrays import distinct, smallest
from index.kernels import PADDING, FieldEntries, encode, merge
from index.string_arrays import read_string_list, string_list_arrays

TEXT_FIELDS: Final = ("title", "body")

LARGEST_FIELD: Final = 1 << 31
"""Bytes of entries above which segments are not merged: the start of an entry takes 32 bits."""

_LEFT_OUT: Final = 0xFFFFFFFF
_MERGED_BYTES: Final = 1 << 25
_NO_NUMBERS: Final = np.zeros(0, np.uint32)


def keyword_names() -> tuple[str, ...]:
    """The names of the keyword columns, from the table of ``corpus.fields``."""
    return fields.names(fields.KEYWORD_FIELDS)


class FieldPostings(NamedTuple):
    """Postings of one text field: T terms, N documents.

    ``terms[T]`` are sorted numbers, empty where they are 0 … T - 1; ``starts[T + 1]`` bounds the
    entry of each in ``entries``, padded (see ``index.kernels``); ``lengths[N]`` counts the words
    of each document.
    """

    terms: U32
    starts: U32
    entries: U8
    lengths: Unsigned

    def field(self, first: int = 0) -> FieldEntries:
        """The entries, documents counted from ``first``."""
        return FieldEntries(self.terms, self.starts, self.entries, first, len(self.lengths))

    def present(self) -> U32:
        """The numbers of the terms that occur in the field, sorted."""
        held = np.flatnonzero(self.starts[1:] != self.starts[:-1])
        return self.terms[held] if len(self.terms) else held.astype(np.uint32)


class KeywordColumn(NamedTuple):
    """A column of strings: ``ordinals[N]`` into ``values``; ordinal 0 is the empty string, which
    stands for no value."""

    ordinals: Integers
    values: Sequence[str]


class Segment(NamedTuple):
    """A whole segment of N documents.

    ``numbers[N]`` are the row numbers of the archive, ``dates[N]`` days as yyyymmdd, 0 where not
    known; ``keywords`` has a column for each keyword field.
    """

    fields: Mapping[str, FieldPostings]
    numbers: I64
    dates: I32
    keywords: Mapping[str, KeywordColumn]


def field_postings(terms: Integers, starts: I64, entries: U8, lengths: Integers) -> FieldPostings:
    """A field in its smallest form; ``terms[T]`` are sorted, ``starts[T + 1]`` bounds entries."""
    if len(entries) >= 1 << 32:
        raise ValueError("a field of a segment has more than 4 GiB of postings")
    size = int(terms[-1]) + 1 if len(terms) else 0
    if size <= 2 * len(terms):
        # Where most numbers are used, a start for each takes less space than the numbers.
        bounds = np.zeros(size + 1, np.uint32)
        bounds[terms.astype(np.int64) + 1] = np.diff(starts)
        all_starts = np.cumsum(bounds, dtype=np.uint32)
        return FieldPostings(_NO_NUMBERS, all_starts, entries, smallest(lengths))
    return FieldPostings(
        terms.astype(np.uint32), starts.astype(np.uint32), entries, smallest(lengths)
    )


def segment_arrays(segment: Segment) -> dict[str, Array]:
    """A segment as named arrays, ready for ``write_arrays``."""
    arrays: dict[str, Array] = {}
    for name, postings in segment.fields.items():
        for part, array in postings._asdict().items():
            arrays[f"{name}.{part}"] = array
    arrays["numbers"] = smallest(segment.numbers)
    arrays["dates"] = segment.dates
    for name, column in segment.keywords.items():
        arrays[f"{name}.ordinals"] = smallest(column.ordinals)
        arrays.update(string_list_arrays(f"{name}.values", column.values))
    return arrays


def read_segment(arrays: Mapping[str, Array]) -> Segment:
    """The segment in named arrays; postings are not copied. KeyError where an array is missing."""
    text_fields = {
        name: FieldPostings(*(arrays[f"{name}.{part}"] for part in FieldPostings._fields))
        for name in TEXT_FIELDS
    }
    keywords = {
        name: KeywordColumn(arrays[f"{name}.ordinals"], read_string_list(arrays, f"{name}.values"))
        for name in keyword_names()
    }
    return Segment(text_fields, arrays["numbers"].astype(np.int64), arrays["dates"], keywords)


def merge_columns(columns: Iterable[KeywordColumn]) -> KeywordColumn:
    """The column of the documents of several, in their order, with no value that none has."""
    parts = list(columns)
    used = [distinct(column.ordinals).tolist() for column in parts]
    present = (
        {column.values[ordinal] for ordinal in own} for column, own in zip(parts, used, strict=True)
    )
    values = sorted(set().union({""}, *present))
    ordinals = {value: ordinal for ordinal, value in enumerate(values)}
    renumbered = []
    for column, own in zip(parts, used, strict=True):
        numbers = np.zeros(len(column.values), np.int32)
        numbers[own] = [ordinals[column.values[ordinal]] for ordinal in own]
        renumbered.append(numbers[column.ordinals])
    return KeywordColumn(np.concatenate([np.zeros(0, np.int32), *renumbered]), values)


def _chunks(postings: Sequence[FieldPostings], terms: U32) -> Iterator[slice]:
    """Runs of terms, each with entries of bounded size together."""
    present = [part.present() for part in postings]
    # Terms that are left out may have the largest numbers.
    sizes = np.zeros(1 + max((int(own[-1]) for own in present if len(own)), default=0), np.int64)
    for part, own in zip(postings, present, strict=True):
        starts = part.starts.astype(np.int64)
        lengths: I64 = np.diff(starts)
        sizes[own] += lengths[lengths > 0]
    ends = np.cumsum(sizes[terms])
    start = 0
    while start < len(terms):
        before = int(ends[start - 1]) if start else 0
        end = int(np.searchsorted(ends, before + _MERGED_BYTES, side="right"))
        yield slice(start, max(start + 1, end))
        start = max(start + 1, end)


def _merge_field(
    parts: Sequence[FieldPostings],
    renumbered: list[U32],
    keeps: Sequence[Mask],
    folder: Path,
    order: Integers | None,
) -> FieldPostings:
    present = distinct(np.concatenate([postings.present() for postings in parts]))
    numbers: Integers
    if order is None:
        terms = numbers = present
    else:
        numbers = np.flatnonzero(np.isin(order, present))
        terms = order[numbers].astype(np.uint32)
    entries_of = [postings.field() for postings in parts]
    sizes: list[I64] = [np.zeros(1, np.int64)]
    # Entries go to a file, so that a merge takes no more memory than one run of terms.
    with tempfile.TemporaryFile(dir=folder) as file:
        for run in _chunks(parts, terms):
            starts, entries = merge(entries_of, renumbered, np.ascontiguousarray(terms[run]))
            sizes.append(np.diff(starts))
            file.write(entries.data)
        file.write(bytes(PADDING))
        file.flush()
        length = file.tell()
        merged = np.memmap(file, np.uint8, "r", shape=(length,))
    starts = np.cumsum(np.concatenate(sizes))
    held = np.flatnonzero(np.diff(starts))
    return field_postings(
        numbers[held],
        np.append(starts[held], starts[-1]),
        merged,
        np.concatenate([part.lengths[keep] for part, keep in zip(parts, keeps, strict=True)]),
    )


def merge_segments(
    segments: Sequence[Segment],
    keeps: Sequence[Mask],
    folder: Path,
    order: Integers | None = None,
) -> Segment:
    """One segment of the documents of several, in their order.

    ``keeps`` has a boolean per document for each segment; the rest are left out, and so are terms
    that no document has any more. Merged entries lie in an unnamed file of ``folder``. With
    ``order``, terms are renumbered: term i is the one that had the number ``order[i]``.
    """
    renumbered: list[U32] = []
    base = 0
    for keep in keeps:
        numbers = np.cumsum(keep, dtype=np.int64) - 1 + base
        renumbered.append(np.where(keep, numbers, _LEFT_OUT).astype(np.uint32))
        base += int(keep.sum())
    text_fields = {
        name: _merge_field(
            [segment.fields[name] for segment in segments], renumbered, keeps, folder, order
        )
        for name in TEXT_FIELDS
    }
    pairs = list(zip(segments, keeps, strict=True))
    keywords = {
        name: merge_columns(
            KeywordColumn(segment.keywords[name].ordinals[keep], segment.keywords[name].values)
            for segment, keep in pairs
        )
        for name in keyword_names()
    }
    return Segment(
        text_fields,
        np.concatenate([segment.numbers[keep] for segment, keep in pairs]),
        np.concatenate([segment.dates[keep] for segment, keep in pairs]),
        keywords,
    )


def encode_field(
    bounds: I64, documents: U32, frequencies: U32, positions: U32, lengths: I64
) -> FieldPostings:
    """A field from its postings (see ``index.kernels.encode``), terms numbered from 0."""
    starts, entries = encode(bounds, documents, frequencies, positions)
    held = np.flatnonzero(np.diff(bounds))
    padded = np.concatenate((entries, np.zeros(PADDING, np.uint8)))
    return field_postings(held, np.append(starts[held], starts[-1]), padded, lengths)
