"""What a segment holds: postings by term number, lengths and columns.

A term is a word as it is written (marks included, tatweel aside); its number is given by the
vocabulary of the index, once and for good, so segments hold no words.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from index.arrays import Array, distinct, smallest
from index.kernels import PADDING, Field, encode, merge
from index.string_arrays import read_string_list, string_list_arrays

TEXT_FIELDS: Final = ("title", "body")
KEYWORD_FIELDS: Final = ("source", "author", "section")

LARGEST_FIELD: Final = 1 << 31
"""Bytes of entries past which segments are not merged: where an entry starts takes 32 bits."""

_GONE: Final = 0xFFFFFFFF
_MERGED_AT_ONCE: Final = 1 << 25
_NONE: Final = np.zeros(0, np.uint32)


class FieldPostings(NamedTuple):
    """Postings of one text field: T terms, N documents.

    ``terms[T]`` are sorted numbers, empty where they are 0 … T - 1; ``starts[T + 1]`` bounds the
    entry of each in ``entries``, padded (see ``index.kernels``); ``lengths[N]`` counts the words
    of each document.
    """

    terms: Array
    starts: Array
    entries: Array
    lengths: Array

    def field(self, first: int = 0) -> Field:
        """The entries, documents counted from ``first``."""
        return Field(self.terms, self.starts, self.entries, first, len(self.lengths))

    def present(self) -> Array:
        """The numbers of the terms that stand in the field."""
        held = np.flatnonzero(self.starts[1:] != self.starts[:-1])
        return self.terms[held] if len(self.terms) else held.astype(np.uint32)


class KeywordColumn(NamedTuple):
    """A column of strings: ``ordinals[N]`` into ``values``; 0 is the empty string, not known."""

    ordinals: Array
    values: Sequence[str]


class Segment(NamedTuple):
    """A whole segment; ``numbers`` are the archive's row numbers, ``dates`` days as yyyymmdd, 0
    where not known."""

    fields: Mapping[str, FieldPostings]
    numbers: Array
    dates: Array
    keywords: Mapping[str, KeywordColumn]


def field_postings(terms: Array, starts: Array, entries: Array, lengths: Array) -> FieldPostings:
    """A field in its shortest shape; ``terms[T]`` are sorted and ``starts[T + 1]`` fits them."""
    if len(entries) >= 1 << 32:
        raise ValueError("a field of a segment has more than 4 GiB of postings")
    size = int(terms[-1]) + 1 if len(terms) else 0
    if size <= 2 * len(terms):
        # Where most numbers are used, a start for each takes less than the numbers would.
        bounds = np.zeros(size + 1, np.uint32)
        bounds[terms.astype(np.int64) + 1] = np.diff(starts)
        return FieldPostings(_NONE, np.cumsum(bounds, dtype=np.uint32), entries, smallest(lengths))
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
    """The segment that named arrays hold; postings are not copied."""
    fields = {
        name: FieldPostings(*(arrays[f"{name}.{part}"] for part in FieldPostings._fields))
        for name in TEXT_FIELDS
    }
    keywords = {
        name: KeywordColumn(arrays[f"{name}.ordinals"], read_string_list(arrays, f"{name}.values"))
        for name in KEYWORD_FIELDS
    }
    return Segment(fields, arrays["numbers"].astype(np.int64), arrays["dates"], keywords)


def _chunks(fields: Sequence[FieldPostings], terms: Array) -> Iterator[slice]:
    """Runs of terms whose entries are of bounded size together."""
    sizes = np.zeros(int(terms.max()) + 1 if len(terms) else 0, np.int64)
    for postings in fields:
        bytes_: Array = np.diff(postings.starts.astype(np.int64))
        sizes[postings.present()] += bytes_[bytes_ > 0]
    ends = np.cumsum(sizes[terms])
    start = 0
    while start < len(terms):
        before = int(ends[start - 1]) if start else 0
        end = int(np.searchsorted(ends, before + _MERGED_AT_ONCE, side="right"))
        yield slice(start, max(start + 1, end))
        start = max(start + 1, end)


def _merge_field(
    fields: Sequence[FieldPostings],
    renumbered: list[Array],
    keeps: Sequence[Array],
    folder: Path,
    order: Array | None,
) -> FieldPostings:
    present = distinct(np.concatenate([postings.present() for postings in fields]))
    if order is None:
        terms = numbers = present
    else:
        numbers = np.flatnonzero(np.isin(order, present))
        terms = order[numbers].astype(np.uint32)
    read = [postings.field() for postings in fields]
    sizes = [np.zeros(1, np.int64)]
    # Entries go to a file, so that a merge takes no more memory than a run of terms does.
    with tempfile.TemporaryFile(dir=folder) as file:
        for run in _chunks(fields, terms):
            starts, entries = merge(read, renumbered, np.ascontiguousarray(terms[run]))
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
        np.concatenate([field.lengths[keep] for field, keep in zip(fields, keeps, strict=True)]),
    )


def merge_segments(
    segments: Sequence[Segment], keeps: Sequence[Array], folder: Path, order: Array | None = None
) -> Segment:
    """One segment of the documents of several, in their order.

    ``keeps`` has for each segment a boolean per document; the rest are left out, and so are
    terms that stand in no document any more. ``folder`` is where what is too large for memory lies
    until the segment is let go. With ``order``, terms are numbered anew: term i is the one that had
    ``order[i]``.
    """
    renumbered = []
    base = 0
    for keep in keeps:
        numbers = np.cumsum(keep, dtype=np.int64) - 1 + base
        renumbered.append(np.where(keep, numbers, _GONE).astype(np.uint32))
        base += int(keep.sum())
    fields = {
        name: _merge_field(
            [segment.fields[name] for segment in segments], renumbered, keeps, folder, order
        )
        for name in TEXT_FIELDS
    }
    keywords = {}
    for name in KEYWORD_FIELDS:
        values = sorted(set().union({""}, *(segment.keywords[name].values for segment in segments)))
        index = {value: position for position, value in enumerate(values)}
        parts = [
            np.array([index[value] for value in segment.keywords[name].values], np.int64)[
                segment.keywords[name].ordinals[keep]
            ]
            for segment, keep in zip(segments, keeps, strict=True)
        ]
        keywords[name] = KeywordColumn(np.concatenate(parts), values)
    return Segment(
        fields,
        np.concatenate([s.numbers[k] for s, k in zip(segments, keeps, strict=True)]),
        np.concatenate([s.dates[k] for s, k in zip(segments, keeps, strict=True)]),
        keywords,
    )


def inverted(
    bounds: Array, documents: Array, frequencies: Array, positions: Array, lengths: Array
) -> FieldPostings:
    """A field from its postings (see ``index.kernels.invert``), terms numbered from 0."""
    starts, entries = encode(bounds, documents, frequencies, positions)
    held = np.flatnonzero(np.diff(bounds))
    padded = np.concatenate((entries, np.zeros(PADDING, np.uint8)))
    return field_postings(held, np.append(starts[held], starts[-1]), padded, lengths)
