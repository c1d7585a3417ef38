"""Coverage: how much of a query a document has, however often."""

from __future__ import annotations

import numpy as np

from index.array_types import F64, I32, I64, Mask
from search.reranking.matches import BODY, NOWHERE, TITLE, WORTH_UNIT


def coverage(first: I32, worths: I64) -> F64:
    """The sum of the worths of the words that each document has, each at the narrowest level there.

    ``first[D, 2, W, LEVELS]`` are the first positions (see ``search.reranking.matches``).
    """
    present: Mask = np.minimum(first[:, TITLE], first[:, BODY]) < NOWHERE
    narrowest = present.argmax(axis=2)
    held = np.take_along_axis(worths[None], narrowest[:, :, None], axis=2)[:, :, 0]
    covered: F64 = (held * present.any(axis=2)).sum(axis=1) / WORTH_UNIT
    return covered
