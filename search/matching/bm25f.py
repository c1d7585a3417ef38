"""BM25F over the classes of a word at several levels.

Within a level the occurrences of a class in title and body become one weighted frequency, which is
then saturated (Robertson, Zaragoza and Taylor 2004, simple BM25F; Robertson and Zaragoza 2009).
The score of a word is the weighted sum over its levels, so that a match at a narrower level scores
higher.
"""

from __future__ import annotations

import math

import numpy as np

from index.array_types import F32, I64, Array, Integers
from search.matching.kernels import threshold


def length_factors(lengths: Integers, average: float, weight: float, b: float) -> F32:
    """The weight of one occurrence in a field of each document: ``w / (1 - b + b · l / avg)``.

    ``lengths[N]`` and ``average`` are in words.
    """
    norms = 1.0 - b + b * (lengths / max(average, 1.0))
    return (weight / norms).astype(np.float32)


def idf(documents: int, matching: int) -> float:
    """The inverse document frequency of BM25, never negative (Lucene's variant)."""
    return math.log(1.0 + (documents - matching + 0.5) / (matching + 0.5))


def best(scores: Array, days: Integers, numbers: Integers, count: int) -> I64:
    """The places of the ``count`` best scores in order; among equal scores the newer day comes
    first, then the lower archive number, so that pages neither repeat nor skip documents.

    ``scores[n]``, ``days[n]`` and ``numbers[n]`` are of one document; ``scores`` are of any dtype.
    """
    places = np.arange(len(scores))
    if count < len(scores):
        last = (
            threshold(scores, count)
            if scores.dtype == np.float32
            else np.partition(scores, len(scores) - count)[len(scores) - count]
        )
        places = np.flatnonzero(scores >= last)
    order = np.lexsort((numbers[places], -days[places].astype(np.int64), -scores[places]))
    return places[order[:count]]
