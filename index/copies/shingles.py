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

from index import kernels
from index.array_types import I64, U32, U64, Mask
from index.arrays import ranges

SHINGLE_WORDS: Final = 5
"""Words of a shingle; the kernels have the same."""

WINDOW: Final = 16
"""Shingles in a row of which one at least is chosen; the kernels have the same."""

_LETTER: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HALF: Final = np.uint64(32)
_SHIFT: Final = np.uint64(33)


class Shingles(NamedTuple):
    """The shingles of several texts in a row, by their values as fingerprints, and those of them
    that are chosen as fingerprints; ``chosen_counts`` of these belong to each text."""

    values: U32
    chosen: U32
    chosen_counts: I64


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
    keys = np.add.reduceat(weighted, np.cumsum(lengths) - lengths)
    for factor in _MIX:  # the finalizer of MurmurHash3: every bit depends on all
        keys = (keys ^ (keys >> _SHIFT)) * factor
    mixed: U64 = keys ^ (keys >> _SHIFT)
    return mixed


def shingle_counts(lengths: I64) -> I64:
    """How many shingles texts of so many words have."""
    return np.maximum(lengths - SHINGLE_WORDS + 1, 0)


def shingle_hashes(keys: U64) -> U64:
    """The hash of every shingle of a text from the keys of its words, in order; none of a text with
    fewer than ``SHINGLE_WORDS`` words."""
    return kernels.shingle_hashes(keys, np.array([len(keys)], np.int64))


def fingerprint_values(hashes: U64) -> U32:
    """The values that shingles have as fingerprints, chosen or not."""
    return (hashes >> _HALF).astype(np.uint32)


def select_fingerprints(hashes: U64) -> tuple[I64, U32]:
    """The places of the chosen shingles of a text, rising, and their values as fingerprints.

    ``hashes`` are those of all its shingles in order. A text with fewer shingles than a window has
    one window.
    """
    places = np.flatnonzero(kernels.choose_shingles(hashes, np.array([len(hashes)], np.int64)))
    return places, fingerprint_values(hashes[places])


def text_shingles(keys: U64, lengths: I64) -> Shingles:
    """The shingles of several texts, from the keys of their words in a row, of which ``lengths``
    belong to each."""
    hashes = kernels.shingle_hashes(keys, lengths)
    counts = shingle_counts(lengths)
    chosen = kernels.choose_shingles(hashes, counts)
    values = fingerprint_values(hashes)
    return Shingles(values, values[chosen], count_in_runs(chosen, counts))


def count_in_runs(flags: Mask, lengths: I64) -> I64:
    """How many flags are set in each of several runs in a row of so many ``lengths``."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(flags, dtype=np.int64)))
    ends = np.cumsum(lengths)
    counts: I64 = sums[ends] - sums[ends - lengths]
    return counts
