"""What a segment holds: terms, postings with positions, lengths and columns.

A term is a word as it is written (marks included, tatweel aside) and is kept under a key that
begins with its form, so that the terms of one form, and the forms of one prefix, lie side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from index.arrays import Array, Strings, smallest, string_arrays

TEXT_FIELDS: Final = ("title", "body")
KEYWORD_FIELDS: Final = ("source", "author", "section")
_SEPARATOR: Final = "\0"


def term_key(form: str, exact: str) -> str:
    """The key of a term; keys sort by form, then by spelling."""
    return form if form == exact else f"{form}{_SEPARATOR}{exact}"


def key_form(key: str) -> str:
    """The form of a term key."""
    return key.partition(_SEPARATOR)[0]


def key_exact(key: str) -> str:
    """The written word of a term key."""
    form, separator, exact = key.partition(_SEPARATOR)
    return exact if separator else form


class FieldPostings(NamedTuple):
    """Postings of one text field: T terms, P postings, Q positions, N documents.

    ``starts[T + 1]`` bounds the postings of each term and ``position_starts[T + 1]`` its
    positions; ``documents[P]`` rise within a term; ``frequencies[P]`` say how many of the
    positions belong to each; ``lengths[N]`` counts the words of each document.
    """

    starts: Array
    documents: Array
    frequencies: Array
    position_starts: Array
    positions: Array
    lengths: Array


class KeywordColumn(NamedTuple):
    """A column of strings: ``ordinals[N]`` into ``values``; 0 is the empty string, not known."""

    ordinals: Array
    values: Sequence[str]


class Segment(NamedTuple):
    """A whole segment; ``keys`` are sorted term keys, ``numbers`` the archive's row numbers,
    ``dates`` days as yyyymmdd, 0 where not known; ``prepositional[T]`` counts how often each term
    follows a free preposition (see ``index.analysis.attestation``)."""

    keys: Sequence[str]
    fields: Mapping[str, FieldPostings]
    numbers: Array
    dates: Array
    keywords: Mapping[str, KeywordColumn]
    prepositional: Array


def segment_arrays(segment: Segment) -> dict[str, Array]:
    """A segment as named arrays, ready for ``write_arrays``."""
    arrays = string_arrays("terms", segment.keys)
    for name, postings in segment.fields.items():
        for part, array in postings._asdict().items():
            arrays[f"{name}.{part}"] = smallest(array)
    arrays["numbers"] = segment.numbers
    arrays["dates"] = segment.dates
    arrays["prepositional"] = smallest(segment.prepositional)
    for name, column in segment.keywords.items():
        arrays[f"{name}.ordinals"] = smallest(column.ordinals)
        arrays.update(string_arrays(f"{name}.values", column.values))
    return arrays


def read_segment(arrays: Mapping[str, Array]) -> Segment:
    """The segment that named arrays hold; nothing is copied."""
    fields = {
        name: FieldPostings(*(arrays[f"{name}.{part}"] for part in FieldPostings._fields))
        for name in TEXT_FIELDS
    }
    keywords = {
        name: KeywordColumn(
            arrays[f"{name}.ordinals"], list(Strings.read(arrays, f"{name}.values"))
        )
        for name in KEYWORD_FIELDS
    }
    return Segment(
        Strings.read(arrays, "terms"),
        fields,
        arrays["numbers"],
        arrays["dates"],
        keywords,
        arrays["prepositional"],
    )


def counts(starts: Array) -> Array:
    """How many entries lie between each bound and the next."""
    bounds = starts.astype(np.int64)
    return bounds[1:] - bounds[:-1]


def ranges(starts: Array, lengths: Array) -> Array:
    """Indices of many runs one after the other: run i has ``starts[i] + 0 … lengths[i] - 1``."""
    lengths = lengths.astype(np.int64, copy=False)
    total = int(lengths.sum())
    ends = np.cumsum(lengths)
    return np.repeat(starts.astype(np.int64) - (ends - lengths), lengths) + np.arange(total)


def _merge_field(
    name: str,
    segments: Sequence[Segment],
    ranks: Sequence[Array],
    keeps: Sequence[Array],
    terms: int,
) -> FieldPostings:
    term_parts, document_parts, frequency_parts, start_parts, length_parts = [], [], [], [], []
    position_blocks = []
    base = position_base = 0
    for segment, rank, keep in zip(segments, ranks, keeps, strict=True):
        postings = segment.fields[name]
        renumbered = np.cumsum(keep, dtype=np.int64) - 1 + base
        frequencies = postings.frequencies.astype(np.int64)
        position_of = np.cumsum(frequencies) - frequencies + position_base
        kept = keep[postings.documents]
        term = np.repeat(rank, counts(postings.starts))
        term_parts.append(term[kept])
        document_parts.append(renumbered[postings.documents[kept]])
        frequency_parts.append(frequencies[kept])
        start_parts.append(position_of[kept])
        position_blocks.append(postings.positions)
        length_parts.append(postings.lengths[keep])
        base += int(keep.sum())
        position_base += len(postings.positions)
    term = np.concatenate(term_parts)
    order = np.argsort(term, kind="stable")
    frequencies = np.concatenate(frequency_parts)[order]
    position_starts = np.concatenate(start_parts)[order]
    positions = np.concatenate(position_blocks)[ranges(position_starts, frequencies)]
    starts = np.zeros(terms + 1, np.int64)
    np.cumsum(np.bincount(term, minlength=terms), out=starts[1:])
    ends = np.concatenate(([0], np.cumsum(frequencies)))
    return FieldPostings(
        starts,
        np.concatenate(document_parts)[order],
        frequencies,
        ends[starts],
        positions,
        np.concatenate(length_parts),
    )


def merge(segments: Sequence[Segment], keeps: Sequence[Array]) -> Segment:
    """One segment of the documents of several, in their order.

    ``keeps`` has for each segment a boolean per document; the rest are left out, and so are
    terms that stand in no document any more.
    """
    keys = sorted(set().union(*(segment.keys for segment in segments)))
    rank_of = {key: rank for rank, key in enumerate(keys)}
    ranks = [
        np.fromiter((rank_of[key] for key in segment.keys), np.int64, len(segment.keys))
        for segment in segments
    ]
    fields = {name: _merge_field(name, segments, ranks, keeps, len(keys)) for name in TEXT_FIELDS}
    used = np.zeros(len(keys), bool)
    for postings in fields.values():
        used |= counts(postings.starts) > 0
    prepositional = np.zeros(len(keys), np.int64)
    for segment, rank in zip(segments, ranks, strict=True):
        prepositional[rank] += segment.prepositional
    if not used.all():
        bounds = np.concatenate((used, [True]))
        fields = {
            name: postings._replace(
                starts=postings.starts[bounds], position_starts=postings.position_starts[bounds]
            )
            for name, postings in fields.items()
        }
        prepositional = prepositional[used]
        keys = [key for key, kept in zip(keys, used.tolist(), strict=True) if kept]
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
        keys,
        fields,
        np.concatenate([s.numbers[k] for s, k in zip(segments, keeps, strict=True)]),
        np.concatenate([s.dates[k] for s, k in zip(segments, keeps, strict=True)]),
        keywords,
        prepositional,
    )
