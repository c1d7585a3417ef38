"""Scoring: BM25F over the classes of a word at several levels.

Within a level the occurrences of a class in title and body become one weighted frequency, which is
then saturated (Robertson, Zaragoza and Taylor 2004, simple BM25F; Robertson and Zaragoza 2009).
The score of a word is the weighted sum over its levels, so that the narrowest level that agrees
counts most.
"""

from __future__ import annotations

import math
from typing import Final

import msgspec
import numpy as np

from index.arrays import Array
from search.matching.kernels import threshold
from search.request import Level


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of ranking: BM25's k1, weight and length normalisation b of each field, the
    weight of each level, that of spellings whose marks agree with those of the query, that of
    neighbours side by side, if neither is commoner than ``bigram_idf``, and that of titles that the
    query names (see ``search.matching.boosts``)."""

    k1: float = 0.9
    title_weight: float = 1.5
    title_b: float = 0.4
    body_weight: float = 1.0
    body_b: float = 0.6
    form: float = 0.4
    stem: float = 1.0
    root: float = 0.4
    marks: float = 2.0
    bigrams: float = 0.3
    bigram_idf: float = 2.0
    titles: float = 0.8

    def of(self, level: Level) -> float:
        """The weight of a ranked level."""
        weight: float = getattr(self, level)
        return weight


PARAMETERS: Final = Parameters()

RANKED_LEVELS: Final[tuple[Level, ...]] = ("form", "stem", "root")


def length_factors(lengths: Array, average: float, weight: float, b: float) -> Array:
    """What one occurrence is worth in each document of a field: ``w / (1 - b + b · l / avg)``.

    ``lengths[N]`` and ``average`` are in words.
    """
    norms = 1.0 - b + b * (lengths / max(average, 1.0))
    return (weight / norms).astype(np.float32)


def idf(documents: int, matching: int) -> float:
    """The inverse document frequency of BM25, never negative (as Lucene has it)."""
    return math.log(1.0 + (documents - matching + 0.5) / (matching + 0.5))


def best(scores: Array, days: Array, numbers: Array, count: int) -> Array:
    """The places of the ``count`` best scores in order; ties go to the newer day, then to the lower
    archive number, so that pages neither repeat nor skip.

    ``scores[n]``, ``days[n]`` and ``numbers[n]`` belong together.
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
