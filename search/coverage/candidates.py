"""The documents that a draft is compared with: those with its telling words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.array_types import F64, I64, Mask
from search.coverage.telling_words import TellingWord
from search.matching import bm25f, kernels
from search.matching.deadline import Deadline, OutOfTime
from search.matching.posting_lists import PostingLists
from search.matching.term_expansion import ClassKey


def score_documents(
    lists: PostingLists, words: Sequence[TellingWord], size: int, deadline: Deadline
) -> F64:
    """The score of each of ``size`` documents for some words at the level of stems, as far as there
    is time; ``deadline.passed`` says whether it was over."""
    scores: F64 = np.zeros(size)
    try:
        for each in words:
            deadline.check()
            if each.stem is None:
                continue
            found = lists.scored(ClassKey("stem", each.stem), None)
            kernels.add(scores, found.documents, found.gains, each.weight / each.idf)
    except OutOfTime:
        pass
    return scores


def best_documents(scores: F64, wanted: Mask, numbers: I64, count: int) -> I64:
    """The ``count`` documents of ``wanted[N]`` with the highest scores above 0, the best first."""
    found = np.flatnonzero(wanted & (scores > 0))
    places = bm25f.best(scores[found], np.zeros(len(found), np.int64), numbers[found], count)
    return found[places]
