"""Sorting the documents of an answer."""

from __future__ import annotations

from typing import Final, assert_never

import numpy as np

from index.array_types import F32, I64, Array, Integers
from index.reader import IndexReader
from search.matching import bm25f
from search.matching.collapsing import first_places
from search.matching.kernels import threshold
from search.matching.matcher import Matched
from search.request import Request, Sort

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
    by = _ranks(request.sort, matched.scores, days, numbers)
    return bm25f.best(by, days, numbers, wanted)[request.offset :]


def _ranks(sort: Sort, scores: F32, days: Integers, numbers: Integers) -> Array:
    """What orders documents before their days and numbers, the largest first."""
    match sort:
        case "relevance":
            return scores
        case "newest":
            return days.astype(np.int64)
        case "oldest":  # documents without a date come last, as with "newest"
            return np.where(days > 0, -days, _UNDATED).astype(np.int64)
        case "arrival":
            return numbers.astype(np.int64)
        case _:
            assert_never(sort)


def collapse(index: IndexReader, matched: Matched, sort: Sort, groups: Integers) -> Matched:
    """Of the documents that match, those that are listed when copies are collapsed: the first of
    each text in the order of the answer.

    In the order of arrival it is the one that arrived first, so that a new copy does not bring back
    a text that was there. ``groups[n]`` is the group of each document, -1 for none.
    """
    documents, scores = matched.documents, matched.scores
    days = index.dates[documents].astype(np.int64)
    numbers = index.numbers[documents].astype(np.int64)
    by = _ranks(sort, scores, days, numbers)
    first = numbers if sort == "arrival" else -by
    places = first_places(groups, first, -days, numbers)
    return matched._replace(documents=documents[places], scores=scores[places], leading=None)


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
