"""Formulas: fingerprints that come again and again over time, which are no evidence of a copy.

The documents of one story are published within days of each other. A fingerprint of documents of
several periods is part of what is written each time: the wording of an announcement, the text
around the articles of a site.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from index.array_types import I64, U64, Mask
from index.arrays import distinct, ranges
from index.copies.fingerprints import entry_places, entry_values
from index.copies.limits import COPY_LIMITS
from index.copies.pairs import Pairs
from index.kernels import count_shared

_OWN_SHARE: Final = 0.35
_LEAST_OWN_SHARE: Final = 0.2
_FEW: Final = 2
_HALF: Final = np.uint64(32)


def formula_entries(entries: U64, days: I64) -> Mask:
    """Which entries of a table are of a formula; ``days[D]`` are the days of the places, 0 where
    not known."""
    values = entry_values(entries)
    bounds = np.append(np.flatnonzero(np.append(True, values[1:] != values[:-1])), len(values))
    sizes = np.diff(bounds)
    runs = np.flatnonzero(sizes >= COPY_LIMITS.formula_periods)
    entry = ranges(bounds[runs], sizes[runs])
    run = np.repeat(runs, sizes[runs])
    day = days[entry_places(entries[entry])]
    dated = np.flatnonzero(day)
    order = dated[np.lexsort((day[dated], run[dated]))]
    gaps = np.diff(day[order])
    pauses = (run[order][1:] == run[order][:-1]) & (gaps >= COPY_LIMITS.pause_days)
    counts = np.bincount(run[order][1:][pauses], minlength=len(sizes))
    is_formula: Mask = np.zeros(len(entries), np.bool_)
    recurs = counts >= COPY_LIMITS.formula_periods - 1
    is_formula[ranges(bounds[:-1][recurs], sizes[recurs])] = True
    return is_formula


def without_formulas(pairs: Pairs, entries: U64, days: I64) -> Pairs:
    """The pairs of documents that share more than formulas.

    Of the fingerprints of the shorter text that are no formulas, the longer has
    ``_OWN_SHARE``, or for documents of the same days ``_LEAST_OWN_SHARE`` where they
    share mostly formulas.
    """
    is_formula = formula_entries(entries, days)
    if not is_formula.any():
        return pairs
    paired = distinct(np.concatenate((pairs.first, pairs.second)))
    place = np.full(len(days), -1, np.int64)
    place[paired] = np.arange(len(paired))
    one, other = place[pairs.first], place[pairs.second]
    all_sizes, shared = _shared(entries, place, one, other)
    sizes, formulas = _shared(entries[is_formula], place, one, other)
    shorter = np.where(all_sizes[one] <= all_sizes[other], one, other)
    own = all_sizes[shorter] - sizes[shorter]
    own_share = (shared - formulas) / np.maximum(own, 1)
    first_day, second_day = days[pairs.first], days[pairs.second]
    apart = (first_day > 0) & (second_day > 0) & (np.abs(first_day - second_day) > 1)
    fails = (formulas > 0) & np.where(
        apart,
        (own < _FEW) | (own_share < _OWN_SHARE),
        (2 * formulas >= shared) & (own >= _FEW) & (own_share < _LEAST_OWN_SHARE),
    )
    return pairs.chosen(~fails)


def _shared(entries: U64, place: I64, one: I64, other: I64) -> tuple[I64, I64]:
    """How many of some entries each paired document has, and how many fingerprints of them pairs
    share."""
    owner = place[entry_places(entries)]
    held = owner >= 0
    # Entries are sorted by fingerprint, so a stable sort by owner keeps those of each sorted.
    order = np.argsort(owner[held], kind="stable")
    sizes = np.bincount(owner[held], minlength=int(place.max(initial=-1)) + 1)
    bounds = np.append(0, np.cumsum(sizes))
    values = np.ascontiguousarray(entry_values(entries[held])[order])
    return sizes, count_shared(values, bounds, one, other)
