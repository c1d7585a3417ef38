"""Phrases and proximity on whole arrays of occurrences.

An occurrence is ``document * SPAN + position``, so that one sorted array of integers holds all
occurrences of a word. Positions count words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from index.array_types import I64, Mask
from index.arrays import distinct
from search.matching.deadline import CheckTime, no_deadline

# Positions stay below this: a document has at most 5 MB of text.
SPAN: Final = 1 << 23

_COMBINED: Final = 6
"""Words of which every combination is checked."""

_FEWER: Final = 8
"""So many times fewer values are looked up one by one in a sorted array, which costs less than
sorting both together."""


def phrase_starts(words: Sequence[I64], check_time: CheckTime = no_deadline) -> I64:
    """The occurrences of the first word at which the words occur side by side in order, sorted.

    ``words[i]`` are the sorted occurrences of word i.
    """
    # The rarest words first keep the intermediate arrays short.
    order = sorted(range(len(words)), key=lambda place: len(words[place]))
    first = order[0]
    starts = words[first] - first
    for place in order[1:]:
        if not len(starts):
            break
        check_time()
        starts = starts[_are_in(starts + place, words[place])]
    return starts


def _are_in(places: I64, others: I64) -> Mask:
    """For each of some places whether it is among others; both are sorted, each value once."""
    if _FEWER * len(places) > len(others):
        return np.isin(places, others, assume_unique=True)
    at = np.minimum(np.searchsorted(others, places), len(others) - 1)
    found: Mask = others[at] == places
    return found


def phrase_documents(words: Sequence[I64], check_time: CheckTime = no_deadline) -> I64:
    """The documents where the words occur side by side in order, sorted, each once."""
    return distinct(phrase_starts(words, check_time) // SPAN)


def near_documents(
    words: Sequence[I64],
    slop: int,
    *,
    overlapping: bool = False,
    check_time: CheckTime = no_deadline,
) -> I64:
    """The documents where all the words occur in any order with at most ``slop`` others among them.

    A word that the query repeats must occur as often. For each occurrence taken as the first of a
    window, the window must contain the next occurrence of every other word. Where words may have
    occurrences in common (``overlapping``), the window must also contain at least n occurrences of
    any n of them together, so that each has one of its own (Hall 1935); of more than six words that
    overlap, only pairs and all together are checked.
    """
    if not words or not all(len(occurrences) for occurrences in words):
        return np.zeros(0, np.int64)
    wanted: dict[bytes, tuple[I64, int]] = {}
    each_once = {id(occurrences): occurrences for occurrences in words}
    names = {place: occurrences.tobytes() for place, occurrences in each_once.items()}
    for occurrences in words:
        name = names[id(occurrences)]
        wanted[name] = (occurrences, wanted[name][1] + 1 if name in wanted else 1)
    held = list(wanted.values())
    if overlapping:
        held += _unions(held)
    # The rarest words first leave few windows to check.
    held.sort(key=lambda each: len(each[0]))
    width = len(words) + slop
    found: list[I64] = []
    for first, _ in wanted.values():
        starts = first
        for occurrences, times in held:
            if not len(starts):
                break
            if occurrences is first and times == 1:
                continue  # each window begins with an occurrence of it
            check_time()
            at = np.searchsorted(occurrences, starts) + times - 1
            last = occurrences[np.minimum(at, len(occurrences) - 1)]
            ends = np.minimum(starts + width, (starts | (SPAN - 1)) + 1)
            starts = starts[(at < len(occurrences)) & (last < ends)]
        found.append(distinct(starts // SPAN))
    return distinct(np.concatenate(found))


def _unions(wanted: Sequence[tuple[I64, int]]) -> list[tuple[I64, int]]:
    """The joint occurrences of words that have occurrences in common, and the number of words."""
    shared = _shared([occurrences for occurrences, _ in wanted])
    # A word without common occurrences adds nothing to the condition on the others.
    overlapping = [(own, times) for own, times in wanted if _have_common(own, shared)]
    sizes = (
        range(2, len(overlapping) + 1) if len(overlapping) <= _COMBINED else (2, len(overlapping))
    )
    found = []
    for size in sizes:
        for chosen in combinations(overlapping, size):
            union = distinct(np.concatenate([occurrences for occurrences, _ in chosen]))
            if len(union) < sum(len(occurrences) for occurrences, _ in chosen):
                found.append((union, sum(times for _, times in chosen)))
    return found


def _shared(words: Sequence[I64]) -> I64:
    """The occurrences that several words have, sorted."""
    together = np.sort(np.concatenate([np.zeros(0, np.int64), *words]), kind="stable")
    return distinct(together[1:][together[1:] == together[:-1]])


def _have_common(one: I64, other: I64) -> bool:
    """Whether two sorted arrays have a value in common."""
    if not len(one) or not len(other):
        return False
    at = np.minimum(np.searchsorted(one, other), len(one) - 1)
    return bool((one[at] == other).any())
