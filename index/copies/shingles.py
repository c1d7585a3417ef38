"""Shingles and fingerprints: a text as the hashes of its runs of words, and a choice of them.

A shingle is a run of ``SHINGLE_WORDS`` words (Broder 1997), here of folded words. Of every
``WINDOW`` shingles in a row, the one with the smallest hash is chosen (winnowing: Schleimer,
Wilkerson and Aiken 2003), so that two texts with ``WINDOW + SHINGLE_WORDS - 1`` words in common, in
a row, share a fingerprint. All hashes depend on the letters of the words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, U32, U64, Integers, Mask
from index.arrays import ranges

SHINGLE_WORDS: Final = 5
"""Words of a shingle."""

WINDOW: Final = 16
"""Shingles of which one at least is chosen."""

_LETTER: Final = np.uint64(0x9E3779B97F4A7C15)
_WORD: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HALF: Final = np.uint64(32)
_SHIFT: Final = np.uint64(33)
_LAST: Final = np.uint32(0xFFFFFFFF)


class TextFingerprints(NamedTuple):
    """The fingerprints of several texts in a row, ``counts`` of them of each text."""

    values: U32
    counts: I64


def word_keys(words: Sequence[str]) -> U64:
    """A 64-bit hash of each of some folded words, none of them empty: the same in every process
    and on every machine."""
    if not words:
        return np.zeros(0, np.uint64)
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    powers = np.full(int(lengths.max()), _LETTER)
    powers[0] = 1
    powers = np.multiply.accumulate(powers)
    weighted = letters * powers[ranges(np.zeros(len(words), np.int64), lengths)]
    return _mixed(np.add.reduceat(weighted, np.cumsum(lengths) - lengths))


def _mixed(hashes: U64) -> U64:
    """Hashes whose every bit depends on all of them (the finalizer of MurmurHash3)."""
    for factor in _MIX:
        hashes = (hashes ^ (hashes >> _SHIFT)) * factor
    return hashes ^ (hashes >> _SHIFT)


def shingle_hashes(keys: U64) -> U64:
    """The hash of every shingle of a text from the keys of its words, in order; none of a text with
    fewer than ``SHINGLE_WORDS`` words."""
    size = max(0, len(keys) - SHINGLE_WORDS + 1)
    hashes = keys[:size].copy()
    for place in range(1, SHINGLE_WORDS):
        hashes *= _WORD
        hashes += keys[place : place + size]
    return _mixed(hashes)


def fingerprint_values(hashes: U64) -> U32:
    """The values that shingles have as fingerprints, chosen or not."""
    return (hashes >> _HALF).astype(np.uint32)


def select_fingerprints(hashes: U64) -> tuple[I64, U32]:
    """The places of the chosen shingles of a text, rising, and their values as fingerprints.

    ``hashes`` are those of all its shingles in order.
    """
    places = np.flatnonzero(_is_chosen(hashes, np.array([len(hashes)], np.int64)))
    return places, fingerprint_values(hashes[places])


def text_fingerprints(keys: U64, lengths: Integers) -> TextFingerprints:
    """The fingerprints of several texts, from the keys of their words in a row, of which
    ``lengths`` belong to each."""
    lengths = lengths.astype(np.int64)
    counts = np.maximum(lengths - SHINGLE_WORDS + 1, 0)
    within = ranges(np.cumsum(lengths) - lengths, counts)
    hashes = shingle_hashes(keys)[within]
    chosen = _is_chosen(hashes, counts)
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(chosen)))
    ends = np.cumsum(counts)
    return TextFingerprints(fingerprint_values(hashes[chosen]), sums[ends] - sums[ends - counts])


def _is_chosen(hashes: U64, counts: I64) -> Mask:
    """Which shingles of several texts in a row are the smallest of a window.

    A text with fewer shingles than a window has one window.
    """
    # Each text is followed by so many largest values that no window has shingles of two texts.
    gap = WINDOW - 1
    starts = np.cumsum(counts + gap) - (counts + gap)
    places = ranges(starts, counts)
    size = int(counts.sum()) + gap * len(counts)
    ranks = np.full(size + gap, _LAST)
    ranks[places] = hashes.astype(np.uint32)
    smallest = _sliding(np.minimum, ranks)
    windows = np.where(counts > 0, np.maximum(counts - gap, 1), 0)
    begins = np.zeros(size + gap, np.uint32)
    first = ranges(starts, windows)
    begins[first + gap] = smallest[first]
    # The largest of the smallest values of all windows with a shingle is its own if it is chosen.
    largest = _sliding(np.maximum, begins)
    chosen: Mask = largest[places] == ranks[places]
    return chosen


def _sliding(choose: np.ufunc, values: U32) -> U32:
    """The least or the largest of each ``WINDOW`` values in a row."""
    width = 1
    while width < WINDOW:
        step = min(width, WINDOW - width)
        values = choose(values[:-step], values[step:])
        width += step
    return values
