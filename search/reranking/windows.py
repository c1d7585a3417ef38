"""Windows: the part of a document where the words of a query stand most densely.

A window is searched at each match. Within a short one every word counts once; within a passage,
which is scored as a document by itself (Callan 1994), each counts by its saturated frequency.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from index.array_types import F64, I64
from search.matching.positions import SPAN
from search.reranking import kernels
from search.reranking.matches import WORTH_UNIT, Matches

_FREQUENCY_UNIT: Final = 1 << 20
_COUNTED: Final = 64
"""Occurrences of a word in a passage that are counted."""


def densest_window(matches: Matches, length: int) -> F64:
    """The largest sum of the worths of the words within ``length`` words of each document."""
    return _best(matches, length, np.array([0, _FREQUENCY_UNIT]))


def best_passage(matches: Matches, length: int, k1: float) -> F64:
    """The score of the best passage of ``length`` words of each document: the sum over its words
    of the worth times ``f (k1 + 1) / (k1 + f)``, where f is the frequency there."""
    counts = np.arange(_COUNTED + 1)
    saturated = np.rint(_FREQUENCY_UNIT * counts * (k1 + 1.0) / (k1 + counts)).astype(np.int64)
    return _best(matches, length, saturated)


def _best(matches: Matches, length: int, saturated: I64) -> F64:
    best = kernels.best_windows(
        matches.spots,
        matches.words,
        matches.levels,
        matches.worths[:, :, None] * saturated,
        SPAN,
        length,
        matches.documents,
    )
    return best / float(WORTH_UNIT * _FREQUENCY_UNIT)
