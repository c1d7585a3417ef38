"""Sorting the documents of an answer."""

from __future__ import annotations

from typing import Final, assert_never

import numpy as np

from index.array_types import I64, Array
from index.reader import IndexReader
from search.matching import bm25f
from search.matching.matcher import Matched
from search.request import Request

_UNDATED: Final = -99_999_999


def page(index: IndexReader, matched: Matched, request: Request) -> I64:
    """The places within the matched documents of the hits of one page, in order.

    The order is total, so that pages neither repeat nor skip documents.
    """
    wanted = request.offset + request.limit
    days = index.dates[matched.documents]
    numbers = index.numbers[matched.documents]
    by: Array
    match request.sort:
        case "relevance":
            by = matched.scores
        case "newest":
            by = days.astype(np.int64)
        case "oldest":  # documents without a date come last, as with "newest"
            by = np.where(days > 0, -days, _UNDATED).astype(np.int64)
        case "arrival":
            by = numbers.astype(np.int64)
        case _:
            assert_never(request.sort)
    return bm25f.best(by, days, numbers, wanted)[request.offset :]
