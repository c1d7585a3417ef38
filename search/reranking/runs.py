"""Runs: words of a query that a document has side by side in the order of the query.

A run is scored as a phrase, by its rarity, also where each of its words is common. How rare a pair
of neighbours is is taken from the documents at hand: the share of those with both words that have
them side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.array_types import F64, I32, I64, U16
from search.matching.positions import SPAN
from search.reranking import kernels
from search.reranking.matches import NOWHERE, WORTH_UNIT, Matches

_FORM = 0


def best_run(matches: Matches, first: I32, sequence: Sequence[int]) -> F64:
    """The worth of the best run of each document.

    A pair is worth the smaller worth of its two forms, plus ``log(b / s)`` where ``b`` documents
    have both and ``s`` side by side (each plus a half); a run is the sum of its pairs.
    ``sequence`` has the words of the query in order, -1 between words that are not neighbours.
    """
    words: I32 = np.array(sequence, np.int32)
    if len(words) < 2:
        return np.zeros(matches.documents)
    lengths = _lengths(*matches.at_level(_FORM), words, matches.documents)
    present = (first[..., _FORM] < NOWHERE).any(axis=1)
    both = (present[:, words[1:]] & present[:, words[:-1]]).sum(axis=0)
    beside = (lengths[:, 1:] > 0).sum(axis=0)
    forms = matches.worths[:, _FORM] / WORTH_UNIT
    pairs = np.minimum(forms[words[1:]], forms[words[:-1]])
    pairs = np.where(beside > 0, pairs + np.log((both + 0.5) / (beside + 0.5)), 0.0)
    sums = np.concatenate([[0.0, 0.0], np.cumsum(pairs)])
    ends = np.arange(len(words)) + 1
    return np.asarray((sums[ends] - sums[ends - lengths]).max(axis=1), np.float64)


def _lengths(spots: I64, words: U16, sequence: I32, documents: int) -> I32:
    return kernels.run_lengths(spots, words, sequence, SPAN, documents)
