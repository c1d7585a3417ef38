"""Runs: words of a query that a document has side by side in the order of the query.

A run is scored as a phrase, by its rarity, also where each of its words is common. How rare a pair
of neighbours is is counted among the best documents: the share of those with both words that have
them side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from index.array_types import F64, I32, Mask
from search.matching.positions import SPAN
from search.reranking import kernels
from search.reranking.matches import BODY, NOWHERE, SYNONYM, TITLE, WORTH_UNIT, Matches

_FORM: Final = 0
_WORD_SHARE: Final = 0.5
"""The part of the worth of the commoner word that a pair is worth beside its own rarity."""


def best_run(
    matches: Matches,
    first: I32,
    sequence: Sequence[int],
    joined: Iterable[tuple[int, ...]] = (),
) -> F64:
    """The worth of the best run of each document.

    A pair is worth half of the smaller worth of its two forms, plus ``log(b / s)`` where ``b``
    documents have both and ``s`` side by side (each plus a half). A run is worth the sum of its
    pairs times the fourth power of its share of all pairs of the query: a whole query side by side
    is a name, two words of a long one hardly are. ``sequence`` has the words of the query in order,
    -1 between words that are not neighbours; ``first`` are the first positions. ``joined`` are the
    words of each part that has other spellings, such as a name of two words that is written as one:
    these are runs as well.
    """
    words: I32 = np.array(sequence, np.int32)
    neighbours = np.count_nonzero((words[1:] >= 0) & (words[:-1] >= 0))
    if not neighbours:
        return np.zeros(matches.documents)
    lengths = kernels.run_lengths(
        matches.spots, matches.words, matches.levels, words, SPAN, matches.documents
    )
    spelled = np.minimum(first[:, TITLE, :, SYNONYM], first[:, BODY, :, SYNONYM]) < NOWHERE
    _add_joined(lengths, spelled, sequence, joined)
    forms = matches.worths[:, _FORM] / WORTH_UNIT
    return kernels.run_worths(lengths, first, words, forms, _WORD_SHARE, float(neighbours))


def _add_joined(
    lengths: I32, spelled: Mask, sequence: Sequence[int], joined: Iterable[tuple[int, ...]]
) -> None:
    """Add the runs of documents that have another spelling, ``spelled[D, W]``, of whole parts."""
    for part in joined:
        has: Mask = np.all(spelled[:, list(part)], axis=1)
        for end in range(len(part), len(sequence) + 1):
            if tuple(sequence[end - len(part) : end]) == part:
                last = lengths[:, end - 1]
                last[has] = np.maximum(last[has], len(part) - 1)
