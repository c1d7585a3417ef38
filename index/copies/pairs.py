"""Pairs of documents that are copies: candidates by fingerprints, then their exact overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, U8, U32, U64, Mask
from index.arrays import distinct, ranges
from index.copies.fingerprints import entry_keys, entry_places, entry_values
from index.copies.limits import COPY_LIMITS
from index.copies.texts import ComparedText
from index.kernels import count_shared

OTHER_NUMBERS: Final = 0.5
"""Share of the numbers of the shorter text that the longer lacks, for two texts of different
stories, where their dates say that too."""

_DAILY_NUMBERS: Final = 0.75
_MANY_NUMBERS: Final = 6
_NEAR_DAYS: Final = 1
_CANDIDATE: Final = 0.25
_PAIRS: Final = 4_000_000
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


def copies_among(first: U32, second: U32, texts: Mapping[int, ComparedText], days: I64) -> Pairs:
    """The pairs of documents that are copies, of those at the places ``first[P]`` and
    ``second[P]``.

    ``texts`` has the texts of their places, ``days[D]`` the day of each place, 0 where not known.
    """
    places = distinct(np.concatenate((first, second)))
    sets = [texts[place].shingles for place in places.tolist()]
    sizes = np.array([len(each) for each in sets], np.int64)
    bounds = np.append(0, np.cumsum(sizes))
    one, other = np.searchsorted(places, first), np.searchsorted(places, second)
    values = np.concatenate([np.zeros(0, np.uint32), *sets])
    shared = count_shared(values, bounds, one, other)
    shorter = np.minimum(sizes[one], sizes[other])
    found = np.flatnonzero(
        (shared >= COPY_LIMITS.shared_shingles)
        & (100 * shared >= COPY_LIMITS.containment_percent * shorter)
    )
    same = [
        not have_other_numbers(texts[earlier], texts[later], days_between(days, earlier, later))
        for earlier, later in zip(first[found].tolist(), second[found].tolist(), strict=True)
    ]
    kept = found[np.array(same, np.bool_)]
    either = sizes[one] + sizes[other] - shared
    return Pairs(
        first[kept],
        second[kept],
        (100 * shared[kept] // shorter[kept]).astype(np.uint8),
        (100 * shared[kept] // either[kept]).astype(np.uint8),
    )


def day_numbers(dates: I64) -> I64:
    """Dates (yyyymmdd) as days in a row, the first of them 1; 0 where the day is not known."""
    years, months, days = dates // 10_000, dates // 100 % 100, dates % 100
    known = (months > 0) & (days > 0)
    first = (years - 1970).astype("M8[Y]").astype("M8[M]") + np.maximum(months - 1, 0)
    numbers = first.astype("M8[D]").astype(np.int64) + days
    return np.where(known, numbers - _FIRST_DAY, 0)


def days_between(days: I64, one: int, other: int) -> int | None:
    """The days between the dates of two places, None where one has none."""
    if not (days[one] and days[other]):
        return None
    return abs(int(days[one]) - int(days[other]))


def have_other_numbers(one: ComparedText, other: ComparedText, apart: int | None) -> bool:
    """Whether two similar texts are about different things, as reports of prices, weather or games
    do: the longer lacks the numbers of the shorter, and the texts are days ``apart``.

    Of the same day they may be two versions of one text. A day apart, or without a date, more is
    asked: papers of the next day write other numbers for the day and the date.
    """
    shorter, longer = sorted((one, other), key=lambda text: len(text.shingles))
    numbers = len(shorter.numbers)
    missing = numbers - len(np.intersect1d(shorter.numbers, longer.numbers, assume_unique=True))
    if apart is None:
        return numbers > 1 and missing >= OTHER_NUMBERS * numbers
    if apart > _NEAR_DAYS:
        return numbers > 0 and missing >= OTHER_NUMBERS * numbers
    return bool(apart) and numbers >= _MANY_NUMBERS and missing >= _DAILY_NUMBERS * numbers
