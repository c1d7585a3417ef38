"""Titles: what a document gains for a title that consists of words of the query.

The gain is the inverse document frequency of the stems of the query in the title, times the cube of
their share of its words: a title that the query has whole says what a document is about, one word
of a long title hardly does.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.array_types import F64, I64
from search.reranking import kernels

_STEM = 1


def title_gains(counts: I64, lengths: F64, idfs: Mapping[int, float]) -> F64:
    """The gain of each document: ``Σ idf · (Σ count / length)³`` over the stems in its title.

    ``counts[D, 2, W, LEVELS]`` are occurrences (see ``search.reranking.matches``), ``lengths[D]``
    the words of titles; ``idfs`` has the inverse document frequency of each stem by the number of a
    word that has it.
    """
    words, worths = np.array(list(idfs), np.int64), np.array(list(idfs.values()), np.float64)
    return kernels.in_titles(counts, _STEM + 1, lengths, words, worths)
