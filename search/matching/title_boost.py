"""The title boost: what a document gains for a title that consists of words of the query.

The gain is the inverse document frequency of the query's classes in the title, times the cube of
their share of its words: a title that the query has whole says what a document is about, one word
of a long title hardly does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from index.array_types import F32, U32, Integers


class TitleMatches(NamedTuple):
    """The titles that have a class: ``documents[n]``, each once, with ``counts[n]`` words of the
    class in the title, and the inverse document frequency of the class."""

    documents: U32
    counts: F32
    idf: float


def title_gains(titles: Iterable[TitleMatches], lengths: Integers) -> tuple[U32, F32]:
    """Documents, each once, and the gain of each: ``Σ idf · (Σ count / length)³``.

    ``lengths[N]`` are the words of the title of every document; the classes of ``titles`` differ.
    """
    found = [each for each in titles if len(each.documents)]
    if not found:
        return np.zeros(0, np.uint32), np.zeros(0, np.float32)
    matched = np.concatenate([each.documents for each in found])
    order = np.argsort(matched, kind="stable")
    matched = matched[order]
    starts = np.flatnonzero(np.concatenate([[True], matched[1:] != matched[:-1]]))
    idfs = np.repeat([each.idf for each in found], [len(each.documents) for each in found])
    idf_sums = np.add.reduceat(idfs[order], starts)
    counts = np.add.reduceat(np.concatenate([each.counts for each in found])[order], starts)
    documents = matched[starts]
    shares = np.minimum(1.0, counts / np.maximum(lengths[documents], 1))
    return documents, (idf_sums * shares**3).astype(np.float32)
