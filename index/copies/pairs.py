"""Pairs of documents that are copies: candidates by fingerprints, then their exact overlap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, U8, U32, U64
from index.arrays import ranges
from index.copies.fingerprints import entry_keys, entry_places, entry_values
from index.copies.texts import ShingledText

CONTAINMENT: Final = 0.5
"""Share of the shingles of the shorter text that the longer has, for two copies."""

FEWEST_SHARED: Final = 16
"""Shingles that two copies share at least."""

_CANDIDATE: Final = 0.2
_EARLIER: Final = 64
_PAIRS: Final = 4_000_000
_HALF: Final = np.uint64(32)


class Pairs(NamedTuple):
    """Pairs of copies by the places of their documents: ``first`` is the earlier, ``percent`` their
    containment."""

    first: U32
    second: U32
    percent: U8


def no_pairs() -> Pairs:
    """No pair."""
    return Pairs(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint8))


def candidate_pairs(entries: U64, counts: I64, since: int) -> Iterator[tuple[U32, U32]]:
    """Pairs of documents, the earlier first, that share a fifth of the fingerprints of one of them.

    ``entries`` are those of a table, ``counts[D]`` how many of them each place has. The later of a
    pair is at place ``since`` or after it. Of each fingerprint, the nearest earlier documents are
    read. Comes in steps of bounded size.
    """
    values = entry_values(entries)
    places = entry_places(entries)
    begins = np.append(True, values[1:] != values[:-1])
    starts = np.flatnonzero(begins)
    later = np.flatnonzero(~begins & (places >= since))
    later = later[np.argsort(places[later], kind="stable")]
    earlier = later - starts[np.searchsorted(starts, later, side="right") - 1]
    earlier = np.minimum(earlier, _EARLIER)
    for step in _steps(places[later], earlier):
        read = places[ranges(later[step] - earlier[step], earlier[step])]
        keys = entry_keys(np.repeat(places[later[step]], earlier[step]), read)
        pairs, shared = np.unique(keys, return_counts=True)
        second, first = (pairs >> _HALF).astype(np.uint32), entry_places(pairs)
        enough = shared >= _CANDIDATE * np.minimum(counts[first], counts[second])
        yield first[enough], second[enough]


def _steps(documents: U32, sizes: I64) -> Iterator[slice]:
    """Runs of entries with all of a document, whose ``sizes`` are bounded together."""
    ends = np.cumsum(sizes)
    start = 0
    while start < len(documents):
        before = int(ends[start - 1]) if start else 0
        last = int(np.searchsorted(ends, before + _PAIRS, side="right"))
        last = min(max(last, start), len(documents) - 1)
        # All entries of the last document belong to the same step.
        end = int(np.searchsorted(documents, documents[last], side="right"))
        yield slice(start, end)
        start = end


def containment(one: ShingledText, other: ShingledText) -> float:
    """The share of the shingles of the shorter text that the longer has; 0 where they share fewer
    than ``FEWEST_SHARED``."""
    shorter, longer = sorted((one.shingles, other.shingles), key=len)
    if len(shorter) < FEWEST_SHARED:
        return 0.0
    found = np.searchsorted(longer, shorter)
    found[found == len(longer)] = 0
    shared = int((longer[found] == shorter).sum())
    return shared / len(shorter) if shared >= FEWEST_SHARED else 0.0
