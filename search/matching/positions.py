"""Phrases and proximity on whole arrays of occurrences.

An occurrence is ``document * SPAN + position``, so that one sorted array of integers holds where a
word stands in all documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from index.arrays import Array, distinct

# Positions stay below this: a document has at most 5 MB of text.
SPAN: Final = 1 << 23

_TOGETHER: Final = 6


def phrase_starts(words: Sequence[Array]) -> Array:
    """The occurrences at which the words stand side by side in order, sorted.

    ``words[i]`` are the sorted occurrences of word i.
    """
    # The rarest words first keep what is carried along short.
    order = sorted(range(len(words)), key=lambda place: len(words[place]))
    first = order[0]
    starts = words[first] - first
    for place in order[1:]:
        starts = starts[np.isin(starts + place, words[place], assume_unique=True)]
    return starts


def phrase_documents(words: Sequence[Array]) -> Array:
    """The documents where the words stand side by side in order, sorted, each once."""
    return distinct(phrase_starts(words) // SPAN)


def near_documents(words: Sequence[Array], slop: int, *, overlapping: bool = False) -> Array:
    """The documents where all the words stand, in any order, with at most ``slop`` others among
    them.

    A word that the query repeats has to stand as often. For each occurrence taken as the first of
    a window, the window must hold the next occurrence of every other word. Where words may have
    occurrences in common (``overlapping``), the window must also hold as many occurrences for any
    of them together as they are words, so that each has one of its own (Hall 1935); of more than
    six that overlap, pairs and all together are looked at.
    """
    if not words or not all(len(occurrences) for occurrences in words):
        return np.zeros(0, np.int64)
    wanted: dict[bytes, tuple[Array, int]] = {}
    for occurrences in words:
        name = occurrences.tobytes()
        wanted[name] = (occurrences, wanted[name][1] + 1 if name in wanted else 1)
    held = list(wanted.values())
    if overlapping:
        held += _unions(held)
    # The rarest first leave few windows to look at.
    held.sort(key=lambda each: len(each[0]))
    width = len(words) + slop
    found: list[Array] = []
    for first, _ in wanted.values():
        starts = first
        for occurrences, times in held:
            if occurrences is first and times == 1:
                continue  # each window begins with one
            at = np.searchsorted(occurrences, starts) + times - 1
            last = occurrences[np.minimum(at, len(occurrences) - 1)]
            ends = np.minimum(starts + width, (starts | (SPAN - 1)) + 1)
            starts = starts[(at < len(occurrences)) & (last < ends)]
        found.append(distinct(starts // SPAN))
    return distinct(np.concatenate(found))


def _unions(wanted: Sequence[tuple[Array, int]]) -> list[tuple[Array, int]]:
    """The occurrences of words taken together, and how many words they are, for words that have
    occurrences in common."""
    shared = _shared([occurrences for occurrences, _ in wanted])
    # What shares none with any other word adds nothing to what is asked of the others.
    alike = [(own, times) for own, times in wanted if _have_common(own, shared)]
    sizes = range(2, len(alike) + 1) if len(alike) <= _TOGETHER else (2, len(alike))
    found = []
    for size in sizes:
        for chosen in combinations(alike, size):
            union = distinct(np.concatenate([occurrences for occurrences, _ in chosen]))
            if len(union) < sum(len(occurrences) for occurrences, _ in chosen):
                found.append((union, sum(times for _, times in chosen)))
    return found


def _shared(words: Sequence[Array]) -> Array:
    """The occurrences that more than one word has, sorted."""
    together = np.sort(np.concatenate([np.zeros(0, np.int64), *words]), kind="stable")
    return distinct(together[1:][together[1:] == together[:-1]])


def _have_common(one: Array, other: Array) -> bool:
    """Whether two sorted arrays have a value in common."""
    if not len(one) or not len(other):
        return False
    at = np.minimum(np.searchsorted(one, other), len(one) - 1)
    return bool((one[at] == other).any())
