"""The kernels over shingles with numpy, the twins of those in ``compiled_shingles``."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from index.array_types import I64, U32, U64, Mask
from index.arrays import ranges

_SHINGLE_WORDS: Final = 5
_WINDOW: Final = 16
_WORD: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_SHIFT: Final = np.uint64(33)
_LAST: Final = np.uint32(0xFFFFFFFF)


def shingle_hashes(keys: U64, lengths: I64) -> U64:
    """The hashes of the shingles of several texts in a row (see ``index.copies.shingles``);
    ``lengths`` of the word ``keys`` belong to each."""
    size = max(0, len(keys) - _SHINGLE_WORDS + 1)
    hashes = keys[:size].copy()
    for place in range(1, _SHINGLE_WORDS):
        hashes *= _WORD
        hashes += keys[place : place + size]
    for factor in _MIX:
        hashes = (hashes ^ (hashes >> _SHIFT)) * factor
    hashes ^= hashes >> _SHIFT
    counts = np.maximum(lengths - _SHINGLE_WORDS + 1, 0)
    return hashes[ranges(np.cumsum(lengths) - lengths, counts)]


def choose_shingles(hashes: U64, counts: I64) -> Mask:
    """Flags of the shingles that are the smallest of a window (see ``index.copies.shingles``);
    ``counts`` of the ``hashes`` belong to each text."""
    # Each text is followed by so many largest values that no window has shingles of two texts.
    gap = _WINDOW - 1
    starts = np.cumsum(counts + gap) - (counts + gap)
    places = ranges(starts, counts)
    size = int(counts.sum()) + gap * len(counts)
    ranks = np.full(size + gap, _LAST)
    ranks[places] = hashes.astype(np.uint32)
    smallest = _sliding(np.minimum, ranks)
    first = ranges(starts, np.where(counts > 0, np.maximum(counts - gap, 1), 0))
    begins = np.zeros(size + gap, np.uint32)
    begins[first + gap] = smallest[first]
    # The largest of the smallest values of all windows with a shingle is its own if it is chosen.
    largest = _sliding(np.maximum, begins)
    chosen: Mask = largest[places] == ranks[places]
    return chosen


def _sliding(choose: np.ufunc, values: U32) -> U32:
    """The least or the largest of each ``_WINDOW`` values in a row."""
    width = 1
    while width < _WINDOW:
        step = min(width, _WINDOW - width)
        values = choose(values[:-step], values[step:])
        width += step
    return values


def count_shared(values: U32, bounds: I64, first: I64, second: I64) -> I64:
    """How many values two sets share, for pairs of sets; set s has ``values`` from ``bounds[s]`` to
    ``bounds[s + 1]``, distinct and sorted."""
    sets = [values[start:end] for start, end in pairwise(bounds.tolist())]
    return np.array(
        [
            len(np.intersect1d(sets[one], sets[other], assume_unique=True))
            for one, other in zip(first.tolist(), second.tolist(), strict=True)
        ],
        np.int64,
    )
