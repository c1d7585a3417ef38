"""The kernels over the matches of a few documents with numpy, the twins of ``compiled``.

Of n matches, ``spots[n]`` says where each stands, ``(2 · document + field) · span + position``,
sorted; ``words[n]`` is its word of the query and ``levels[n]`` the narrowest level at which it
matches.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from index.array_types import I32, I64, U8, U16

_NOWHERE: Final = 0x7FFFFFFF


def _check(spots: I64, words: U16, end: int) -> None:
    """Raise ValueError unless the spots are sorted and below ``end`` and all have a word."""
    if len(words) != len(spots):
        raise ValueError("a word is needed for every spot")
    if len(spots) and (spots[0] < 0 or spots[-1] >= end or (spots[1:] < spots[:-1]).any()):
        raise ValueError("the spots are not sorted or out of range")


def _check_range(words: U16, levels: U8, size: int, depth: int) -> None:
    if len(words) and (int(words.max()) >= size or int(levels.max()) >= depth):
        raise ValueError("a word or level is out of range")


def first_positions(
    spots: I64, words: U16, levels: U8, span: int, documents: int, size: int, depth: int
) -> I32:
    """The first position of each of ``size`` words at each of ``depth`` levels in title and body of
    each document: ``[documents, 2, size, depth]``, 2³¹ - 1 where there is none."""
    _check(spots, words, 2 * documents * span)
    _check_range(words, levels, size, depth)
    found: I32 = np.full((2 * documents, size, depth), _NOWHERE, np.int32)
    lines, positions = np.divmod(spots, span)
    np.minimum.at(found, (lines, words, levels), positions.astype(np.int32))
    return found.reshape(documents, 2, size, depth)


def best_windows(
    spots: I64,
    words: U16,
    levels: U8,
    worths: I64,
    span: int,
    length: int,
    documents: int,
) -> I64:
    """The worth of the best window of ``length`` words in each document.

    A word that a window holds n times counts ``worths[word, level, n]`` of the narrowest level
    among them (the last for a larger n).
    """
    _check(spots, words, 2 * documents * span)
    size, depth, most = worths.shape
    _check_range(words, levels, size, depth)
    if not most:
        raise ValueError("worths are needed")
    ends = np.minimum(spots + length, (spots // span + 1) * span)
    values: I64 = np.zeros(len(spots), np.int64)
    # A window begins at a match, so matches at its spot before it are left out, as when compiled.
    order = np.arange(len(spots))
    for word in range(size):
        total: I64 = np.zeros(len(spots), np.int64)
        narrowest: I64 = np.zeros(len(spots), np.int64)
        for level in reversed(range(depth)):
            places = np.flatnonzero((words == word) & (levels == level))
            stop = np.searchsorted(spots[places], ends)
            counts = stop - np.searchsorted(places, order)
            total += counts
            narrowest = np.where(counts > 0, level, narrowest)
        counted = worths[word, narrowest, np.minimum(total, most - 1)]
        values += np.where(total > 0, counted, 0)
    best: I64 = np.zeros(documents, np.int64)
    np.maximum.at(best, spots // (2 * span), values)
    return best


def run_lengths(spots: I64, words: U16, sequence: I32, span: int, documents: int) -> I32:
    """The longest run of the sequence that ends at each of its places, in each document, counted
    in pairs of words side by side: ``[documents, len(sequence)]``.

    ``sequence`` has the words of the query in order, -1 between two runs; no spot may have several
    words. Two equal words in a row are no pair.
    """
    _check(spots, words, 2 * documents * span)
    longest: I32 = np.zeros((documents, len(sequence)), np.int32)
    before, reached = spots[:0], np.zeros(0, np.int32)
    for place, word in enumerate(sequence.tolist()):
        here = spots[words == word] if word >= 0 else spots[:0]
        found: I32 = np.zeros(len(here), np.int32)
        if len(before) and len(here) and sequence[place - 1] != word:
            at = np.minimum(np.searchsorted(before, here - 1), len(before) - 1)
            follows = before[at] == here - 1
            found[follows] = reached[at[follows]] + 1
        np.maximum.at(longest[:, place], here // (2 * span), found)
        before, reached = here, found
    return longest
