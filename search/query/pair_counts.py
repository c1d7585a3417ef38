"""How often two forms occur side by side in an archive."""

from __future__ import annotations

import weakref
from functools import lru_cache, partial
from typing import Final

import numpy as np

from index.array_types import I64, U8, U32
from index.reader import IndexReader
from search.query.syntax import TEXT_FIELDS, TextField

_PAIRS_CACHED: Final = 8_192
_POSITION_BITS: Final = 32


class PairCounts:
    """Counts pairs in one opened index; counts are cached."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        # A cache must not hold a reference to its owner, or the index would stay mapped after it.
        self._cached = lru_cache(_PAIRS_CACHED)(partial(PairCounts._count, weakref.proxy(self)))

    def count(self, first: int, second: int) -> int:
        """How often the form number ``second`` directly follows ``first`` in any document."""
        return self._cached(first, second)

    def _count(self, first: int, second: int) -> int:
        vocabulary = self._index.vocabulary
        occurrences = vocabulary.occurrences
        rarer, other, step = first, second, 1
        if occurrences[second] < occurrences[first]:
            rarer, other, step = second, first, -1
        rarer_terms, other_terms = map(vocabulary.terms_of_form, (rarer, other))
        live = self._index.live.view(np.uint8)
        total = 0
        for field in TEXT_FIELDS:
            places = self._places(field, rarer_terms, live)
            if not len(places):
                continue
            # Only the documents of the rarer form are read.
            wanted: U8 = np.zeros(self._index.size, np.uint8)
            wanted[places >> _POSITION_BITS] = 1
            others = self._places(field, other_terms, wanted)
            total += _count_common(others, np.sort(places + step))
        return total

    def _places(self, field: TextField, terms: U32, wanted: U8) -> I64:
        documents, positions = self._index.occurrences(field, terms, wanted)
        places: I64 = (documents.astype(np.int64) << _POSITION_BITS) + positions
        return places


def _count_common(places: I64, others: I64) -> int:
    """How many of some places are among others, which are sorted."""
    if not len(others):
        return 0
    at = np.minimum(np.searchsorted(others, places), len(others) - 1)
    return int(np.count_nonzero(others[at] == places))
