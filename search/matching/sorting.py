"""Sorting the documents of an answer."""

from __future__ import annotations

from typing import Final, assert_never

import numpy as np

from index.array_types import I64, Array
from index.reader import IndexReader
from search.matching import bm25f
from search.matching.kernels import threshold
from search.matching.matcher import Matched
from search.request import Request

_UNDATED: Final = -99_999_999


def page(index: IndexReader, matched: Matched, request: Request) -> I64:
    """The places within the matched documents of the hits of one page, in order.

    The order is total, so that pages neither repeat nor skip documents.
    """
    wanted = request.offset + request.limit
    if request.sort == "relevance":
        return best_places(index, matched, wanted)[request.offset :]
    days = index.dates[matched.documents]
    numbers = index.numbers[matched.documents]
    by: Array
    match request.sort:
        case "newest":
            by = days.astype(np.int64)
        case "oldest":  # documents without a date come last, as with "newest"
            by = np.where(days > 0, -days, _UNDATED).astype(np.int64)
        case "arrival":
            by = numbers.astype(np.int64)
        case _:
            assert_never(request.sort)
    return bm25f.best(by, days, numbers, wanted)[request.offset :]


def best_places(index: IndexReader, matched: Matched, count: int) -> I64:
    """The places of the best documents among those that match, in order."""
    # Dates and numbers are read for these alone.
    if matched.leading is not None and count <= len(matched.leading):
        places = matched.leading
    elif count < len(matched.documents):
        places = np.flatnonzero(matched.scores >= threshold(matched.scores, count))
    else:
        places = np.arange(len(matched.documents))
    documents = matched.documents[places]
    days, numbers = index.dates[documents], index.numbers[documents]
    return places[bm25f.best(matched.scores[places], days, numbers, count)]
