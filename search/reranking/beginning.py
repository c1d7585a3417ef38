"""Early occurrence: how near the beginning of its text a document has the words of a query.

News and encyclopedias say first what they are about.
"""

from __future__ import annotations

from index.array_types import F64, I32, I64
from search.reranking import kernels
from search.reranking.matches import WORTH_UNIT


def early_worth(first: I32, worths: I64, halving: float) -> F64:
    """The sum of the worths of the words of each body, each divided by ``1 + p / halving`` at
    position p: that of the occurrence which then counts most.

    ``first[D, 2, W, LEVELS]`` are the first positions (see ``search.reranking.matches``).
    """
    return kernels.early(first, worths / WORTH_UNIT, halving)
