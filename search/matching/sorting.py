"""In which order the documents of an answer stand."""

from __future__ import annotations

from typing import Final

import numpy as np

from index.arrays import Array
from index.reader import IndexReader
from search.matching import bm25f
from search.matching.matcher import Matched
from search.request import Request

_UNDATED: Final = -99_999_999


def page(index: IndexReader, matched: Matched, request: Request) -> Array:
    """The places, within the matched documents, of the hits asked for, in order.

    The order is total, so that pages neither repeat nor skip.
    """
    wanted = request.offset + request.limit
    days = index.dates[matched.documents]
    numbers = index.numbers[matched.documents]
    match request.sort:
        case "relevance":
            by = matched.scores
        case "newest":
            by = days.astype(np.int64)
        case "oldest":  # documents without a date come last either way
            by = np.where(days > 0, -days, _UNDATED).astype(np.int64)
        case "arrival":
            by = numbers.astype(np.int64)
    return bm25f.best(by, days, numbers, wanted)[request.offset :]
