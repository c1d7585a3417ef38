"""The root level: what a document gains for words of the same roots as those of the query.

It is the share of BM25F (``search.matching.bm25f``) for the widest level. Only the best documents
get it: a root has several times as many postings as a stem, and without a match at the level of the
query it does not make a document match.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.array_types import F32, F64, I64
from search.reranking import kernels
from search.reranking.matches import SYNONYM


def root_gains(counts: I64, factors: F32, idfs: Sequence[float], k1: float) -> F64:
    """The gain of each document: ``Σ idf · f (k1 + 1) / (k1 + f)`` over the words.

    ``counts[D, 2, W, LEVELS]`` are occurrences (see ``search.reranking.matches``),
    ``factors[D, 2]`` the weight of one in each field, ``idfs[W]`` the inverse document frequencies
    of the roots, 0 for a word without a share.
    """
    return kernels.saturated(counts, SYNONYM, factors, np.array(idfs, np.float64), k1)
