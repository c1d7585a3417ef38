"""Pairs of documents that are copies: candidates by fingerprints, then their exact overlap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, U8, U32, U64, Mask
from index.arrays import distinct, ranges
from index.copies.fingerprints import entry_keys, entry_places, entry_values
from index.copies.limits import COPY_LIMITS
from index.copies.texts import ComparedTexts
from index.kernels import count_shared

OTHER_NUMBERS: Final = 0.5
"""Share of the numbers of the shorter text that the longer lacks, for two texts of different
stories, where their dates say that too."""

NO_DATE: Final = -1
"""Stands for the days between two dates of which one is not known."""

_DAILY_NUMBERS: Final = 0.75
_MANY_NUMBERS: Final = 6
_NEAR_DAYS: Final = 1
_CANDIDATE: Final = 0.25
_PAIRS: Final = 2_000_000
_HALF: Final = np.uint64(32)
_FIRST_DAY: Final = -1_000_000


class Pairs(NamedTuple):
    """Pairs of copies by the places of their documents, sorted by the later, ``second``.

    ``containment`` is the share of the shingles of the shorter text that the longer has,
    ``resemblance`` the share of the shingles of either that both have (their Jaccard index), both
    in per cent.
    """

    first: U32
    second: U32
    containment: U8
    resemblance: U8

    def chosen(self, flags: Mask) -> Pairs:
        """The pairs whose flags are set."""
        return Pairs(
            self.first[flags],
            self.second[flags],
            self.containment[flags],
            self.resemblance[flags],
        )


def no_pairs() -> Pairs:
    """No pair."""
    return Pairs(*np.zeros((2, 0), np.uint32), *np.zeros((2, 0), np.uint8))


def candidate_pairs(entries: U64, counts: I64, since: int) -> Iterator[tuple[U32, U32]]:
    """Pairs of documents, the earlier first, that share a quarter of the fingerprints of one of
    them; sorted by the later.

    ``entries`` are those of a table, ``counts[D]`` how many of them each place has. The later of a
    pair is at place ``since`` or after it. Of each fingerprint, the nearest earlier documents are
    read. Comes in steps of bounded size.
    """
    values = entry_values(entries)
    places = entry_places(entries)
    begins = np.append(True, values[1:] != values[:-1])
    starts = np.flatnonzero(begins)
    later = np.flatnonzero(~begins & (places >= since))
    later = later[np.argsort(places[later], kind="stable")]
    earlier = later - starts[np.searchsorted(starts, later, side="right") - 1]
    earlier = np.minimum(earlier, COPY_LIMITS.earlier_documents)
    for step in _steps(places[later], earlier):
        read = places[ranges(later[step] - earlier[step], earlier[step])]
        keys = entry_keys(np.repeat(places[later[step]], earlier[step]), read)
        pairs, shared = np.unique(keys, return_counts=True)
        second, first = (pairs >> _HALF).astype(np.uint32), entry_places(pairs)
        enough = shared >= _CANDIDATE * np.minimum(counts[first], counts[second])
        yield first[enough], second[enough]


def _steps(documents: U32, sizes: I64) -> Iterator[slice]:
    """Runs of entries with all of a document, whose ``sizes`` are bounded together."""
    ends = np.cumsum(sizes)
    start = 0
    while start < len(documents):
        before = int(ends[start - 1]) if start else 0
        last = int(np.searchsorted(ends, before + _PAIRS, side="right"))
        last = min(max(last, start), len(documents) - 1)
        # All entries of the last document belong to the same step.
        end = int(np.searchsorted(documents, documents[last], side="right"))
        yield slice(start, end)
        start = end


def copies_among(first: U32, second: U32, texts: ComparedTexts, days: I64) -> Pairs:
    """The pairs of documents that are copies, of those at the places ``first[P]`` and
    ``second[P]``.

    ``texts`` has the texts of all these places in their order, ``days[D]`` the day of each place, 0
    where not known.
    """
    places = distinct(np.concatenate((first, second)))
    one, other = np.searchsorted(places, first), np.searchsorted(places, second)
    sizes = texts.shingles.sizes
    shared = count_shared(*texts.shingles, one, other)
    fewer = np.minimum(sizes[one], sizes[other])
    found = np.flatnonzero(
        (shared >= COPY_LIMITS.shared_shingles)
        & (100 * shared >= COPY_LIMITS.containment_percent * fewer)
    )
    shorter = np.where(sizes[one] <= sizes[other], one, other)[found]
    numbers = texts.digits.sizes[shorter]
    known = count_shared(*texts.digits, one[found], other[found])
    apart = days_between(days[first[found]], days[second[found]])
    kept = found[~have_other_numbers(numbers, numbers - known, apart)]
    either = sizes[one] + sizes[other] - shared
    return Pairs(
        first[kept],
        second[kept],
        (100 * shared[kept] // fewer[kept]).astype(np.uint8),
        (100 * shared[kept] // either[kept]).astype(np.uint8),
    )


def day_numbers(dates: I64) -> I64:
    """Dates (yyyymmdd) as days in a row, the first of them 1; 0 where the day is not known."""
    years, months, days = dates // 10_000, dates // 100 % 100, dates % 100
    known = (months > 0) & (days > 0)
    first = (years - 1970).astype("M8[Y]").astype("M8[M]") + np.maximum(months - 1, 0)
    numbers = first.astype("M8[D]").astype(np.int64) + days
    return np.where(known, numbers - _FIRST_DAY, 0)


def days_between(one: I64, other: I64) -> I64:
    """The days between dates, ``NO_DATE`` where one of them is not known."""
    return np.where((one > 0) & (other > 0), np.abs(one - other), NO_DATE)


def have_other_numbers(numbers: I64, missing: I64, apart: I64) -> Mask:
    """Whether two similar texts are about different things, as reports of prices, weather or games
    are: of the ``numbers`` of the shorter the longer lacks some, and they are days ``apart``.

    Of the same day they may be two versions of one text. A day apart, or without a date, more is
    asked: papers of the next day write other numbers for the day and the date.
    """
    lacks = missing >= OTHER_NUMBERS * numbers
    daily = (numbers >= _MANY_NUMBERS) & (missing >= _DAILY_NUMBERS * numbers)
    return np.where(
        apart == NO_DATE,
        (numbers > 1) & lacks,
        np.where(apart > _NEAR_DAYS, (numbers > 0) & lacks, (apart > 0) & daily),
    )
