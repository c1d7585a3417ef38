"""Coverage: how much of a query a document has, however often."""

from __future__ import annotations

from index.array_types import F64, I32, I64
from search.reranking import kernels
from search.reranking.matches import WORTH_UNIT


def coverage(first: I32, worths: I64) -> F64:
    """The sum of the worths of the words that each document has, each at the narrowest level there.

    ``first[D, 2, W, LEVELS]`` are the first positions (see ``search.reranking.matches``).
    """
    return kernels.covered(first, worths) / float(WORTH_UNIT)
