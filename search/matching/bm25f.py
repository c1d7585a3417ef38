"""BM25F over the classes of a word at several levels.

Within a level the occurrences of a class in title and body become one weighted frequency, which is
then saturated (Robertson, Zaragoza and Taylor 2004, simple BM25F; Robertson and Zaragoza 2009).
The score of a word is the weighted sum over its levels, so that a match at a narrower level scores
higher.
"""

from __future__ import annotations

import math
from typing import Final, Literal, assert_never, get_args

import msgspec
import numpy as np

from index.array_types import F32, I64, Array, Integers
from search.matching.kernels import threshold

RankedLevel = Literal["form", "stem", "root"]
RANKED_LEVELS: Final[tuple[RankedLevel, ...]] = get_args(RankedLevel)
"""The levels that are scored, from narrow to wide."""


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of ranking.

    ``k1`` saturates frequencies; each field has a weight and a length normalisation ``b``; each
    level has a weight. ``marks`` is the weight of spellings whose diacritics agree with those of
    the query, ``bigrams`` that of neighbours (``search.matching.proximity``) of which neither has
    an inverse document frequency below ``bigram_idf``, ``titles`` that of the title boost
    (``search.matching.title_boost``).
    """

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

    def of(self, level: RankedLevel) -> float:
        """The weight of a level."""
        match level:
            case "form":
                return self.form
            case "stem":
                return self.stem
            case "root":
                return self.root
            case _:
                assert_never(level)


PARAMETERS: Final = Parameters()


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
