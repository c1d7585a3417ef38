"""The kernels over the matches of a few documents with numpy, the twins of ``compiled``.

Of n matches, ``spots[n]`` says where each stands, ``(2 · document + field) · span + position``,
sorted; ``words[n]`` is its word of the query and ``levels[n]`` the narrowest level at which it
matches.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from index.array_types import F32, F64, I32, I64, U8, U16

_NOWHERE: Final = 0x7FFFFFFF
_TITLE: Final = 0
_BODY: Final = 1
_WHOLE: Final = 4


def _check(spots: I64, words: U16, end: int) -> None:
    """Raise ValueError unless the spots are sorted and below ``end`` and all have a word."""
    if len(words) != len(spots):
        raise ValueError("a word is needed for every spot")
    if len(spots) and (spots[0] < 0 or spots[-1] >= end or (spots[1:] < spots[:-1]).any()):
        raise ValueError("the spots are not sorted or out of range")


def _check_range(words: U16, levels: U8, size: int, depth: int) -> None:
    if len(words) and (int(words.max()) >= size or int(levels.max()) >= depth):
        raise ValueError("a word or level is out of range")


def occurrences(
    spots: I64, words: U16, levels: U8, span: int, documents: int, size: int, depth: int
) -> tuple[I32, I64]:
    """The first position of each of ``size`` words at each of ``depth`` levels in title and body of
    each document, 2³¹ - 1 where there is none, and how often it occurs there, both of the shape
    ``[documents, 2, size, depth]``."""
    _check(spots, words, 2 * documents * span)
    _check_range(words, levels, size, depth)
    shape = (documents, 2, size, depth)
    lines, positions = np.divmod(spots, span)
    cells = (lines * size + words) * depth + levels
    first: I32 = np.full(2 * documents * size * depth, _NOWHERE, np.int32)
    # Of spots that rise, the first one of each cell is written last.
    first[cells[::-1]] = positions[::-1]
    counts = np.bincount(cells, minlength=len(first))
    return first.reshape(shape), counts.reshape(shape)


def _check_worths(first: I32, worths: I64 | F64) -> None:
    if first.shape[1] != 2 or first.shape[2:] != worths.shape:
        raise ValueError("a worth is needed for each word and level")


def covered(first: I32, worths: I64) -> I64:
    """The sum of ``worths[W, L]`` of the words that each document has, each at the narrowest level
    there; ``first[D, 2, W, L]`` are first positions."""
    _check_worths(first, worths)
    present = np.minimum(first[:, _TITLE], first[:, _BODY]) < _NOWHERE
    narrowest = present.argmax(axis=2)
    held = np.take_along_axis(worths[None], narrowest[:, :, None], axis=2)[:, :, 0]
    found: I64 = (held * present.any(axis=2)).sum(axis=1)
    return found


def early(first: I32, worths: F64, halving: float) -> F64:
    """The sum of ``worths[W, L]`` of the words of each body, each divided by ``1 + p / halving`` at
    its first position p, at the level where it then counts most."""
    _check_worths(first, worths)
    positions = first[:, _BODY]
    worth = worths / (1.0 + positions / halving) * (positions < _NOWHERE)
    found: F64 = worth.max(axis=2, initial=0.0).sum(axis=1)
    return found


def saturated(counts: I64, depth: int, factors: F32, idfs: F64, k1: float) -> F64:
    """The sum of ``idf · f (k1 + 1) / (k1 + f)`` over the words of each document, where f is how
    often it has the word at the first ``depth`` levels, weighted by field.

    ``counts[D, F, W, L]`` are occurrences, ``factors[D, F]`` weights, ``idfs[W]`` those of words.
    """
    documents, places, size, levels = counts.shape
    if len(idfs) != size or levels < depth:
        raise ValueError("a weight is needed for every word")
    if factors.shape != (documents, places):
        raise ValueError("a factor is needed for every field of every document")
    frequencies = np.einsum("df,dfw->dw", factors, counts[..., :depth].sum(axis=3))
    found: F64 = (frequencies * (k1 + 1.0) / (k1 + frequencies)) @ idfs
    return found


def in_titles(counts: I64, depth: int, lengths: F64, words: I64, idfs: F64) -> F64:
    """The sum of ``idfs[K]`` of those of ``words[K]`` that the title of each document has at the
    first ``depth`` levels, times the cube of their share of its ``lengths[D]`` words."""
    if counts.shape[1] != 2 or counts.shape[3] < depth or len(words) != len(idfs):
        raise ValueError("a weight is needed for every word")
    if len(lengths) != len(counts):
        raise ValueError("a length is needed for every document")
    if len(words) and not 0 <= words.min() <= words.max() < counts.shape[2]:
        raise ValueError("a word is out of range")
    held = counts[:, _TITLE, words, :depth].sum(axis=2)
    shares = np.minimum(1.0, held.sum(axis=1) / np.maximum(lengths, 1))
    found: F64 = (held > 0) @ idfs * shares**3
    return found


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


def run_lengths(
    spots: I64, words: U16, levels: U8, sequence: I32, span: int, documents: int
) -> I32:
    """The longest run of the sequence that ends at each of its places, in each document, counted
    in pairs of words side by side at the narrowest level: ``[documents, len(sequence)]``.

    ``sequence`` has the words of the query in order, -1 between two runs; no spot may have several
    words at that level. Two equal words in a row are no pair.
    """
    _check(spots, words, 2 * documents * span)
    if len(levels) != len(spots):
        raise ValueError("a level is needed for every spot")
    spots, words = spots[levels == 0], words[levels == 0]
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


def run_worths(
    lengths: I32, first: I32, sequence: I32, forms: F64, share: float, pairs: float
) -> F64:
    """The worth of the best run of each document.

    ``lengths[D, S]`` are those of the runs that end at each place of ``sequence[S]``,
    ``first[D, 2, W, L]`` first positions and ``forms[W]`` worths. A pair of neighbours is worth
    ``share`` of the smaller worth of its words, plus ``log(b / s)`` where b documents have both and
    s side by side (each plus a half); a run the sum of its pairs, times the fourth power of its
    share of all ``pairs``.
    """
    if lengths.shape[1] != len(sequence) or first.shape[:2] != (len(lengths), 2):
        raise ValueError("the runs are not those of the sequence")
    if first.shape[2] != len(forms) or not first.shape[3]:
        raise ValueError("a worth is needed for every word")
    if len(sequence) and int(sequence.max()) >= len(forms):
        raise ValueError("a word is out of range")
    one, other = sequence[:-1], sequence[1:]
    present = np.minimum(first[:, _TITLE, :, 0], first[:, _BODY, :, 0]) < _NOWHERE
    has_pair = lengths[:, 1:] > 0
    both = (present[:, other] & present[:, one] | has_pair).sum(axis=0)
    beside = has_pair.sum(axis=0)
    rarity = np.log((both + 0.5) / (beside + 0.5))
    worths = np.where(beside > 0, share * np.minimum(forms[other], forms[one]) + rarity, 0.0)
    sums = np.concatenate([[0.0, 0.0], np.cumsum(worths)])
    ends = np.arange(len(sequence)) + 1
    found: F64 = (sums[ends] - sums[ends - lengths]) * (lengths / pairs) ** _WHOLE
    best: F64 = found.max(axis=1, initial=0.0)
    return best
