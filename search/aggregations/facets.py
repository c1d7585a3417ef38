"""Facets: the number of documents of an answer by each value of a field, on whole arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import msgspec
import numpy as np

from index.array_types import Integers
from index.reader import IndexReader
from search.answer import Facet, FacetValue, Relation, YearCount
from search.limits import Limits
from search.matching.collapsing import once_by_value
from search.matching.deadline import CheckTime, no_deadline
from search.matching.matcher import Matcher
from search.matching.value_spellings import ValueSpellings
from search.request import FacetName


def count_facets(
    matcher: Matcher,
    documents: Integers,
    names: Iterable[FacetName],
    *,
    relation: Relation,
    groups: Integers | None = None,
    check_time: CheckTime = no_deadline,
) -> Iterator[Facet]:
    """The facets of some documents; raises what ``check_time`` does.

    ``documents[n]`` are numbers within the index; ``names`` are of ``search.request.FACETS``;
    ``relation`` says whether the documents are all that match. With ``groups[n]``, the groups of
    copies, texts are counted: each once for every value that one of its documents has.
    """
    index, limits = matcher.index, matcher.limits
    for name in names:
        count_dates = _DATE_COUNTS.get(name)
        if count_dates is not None:
            days = index.dates[documents]
            if groups is not None:
                days = days[once_by_value(groups, _PERIODS[name](days))]
            yield _facet(name, count_dates(days), len(days), limits, relation)
            continue
        spellings = matcher.values.spellings(name, check_time)
        ordinals = index.keyword(name)[0][documents]
        by_value = np.bincount(ordinals, minlength=len(spellings.names))
        if groups is None:
            counted, count = by_value, len(documents)
        else:
            once = ordinals[once_by_value(groups, spellings.names[ordinals])]
            counted, count = np.bincount(once, minlength=len(spellings.names)), len(once)
        found = _facet(name, by_keyword(counted, spellings), count, limits, relation)
        listed = (_with_spellings(each, spellings, by_value, limits) for each in found.values)
        yield msgspec.structs.replace(found, values=tuple(listed))


def by_keyword(counts: Integers, spellings: ValueSpellings) -> list[FacetValue]:
    """Documents by name; ``counts[ordinal]`` are the documents of each value of a column."""
    totals: Integers = np.zeros(int(spellings.names.max(initial=0)) + 1, np.int64)
    np.add.at(totals, spellings.names, counts)
    return [
        FacetValue(spellings.label(name), int(totals[name]))
        for name in np.flatnonzero(totals).tolist()
        if name
    ]


def _with_spellings(
    listed: FacetValue, spellings: ValueSpellings, counts: Integers, limits: Limits
) -> FacetValue:
    name = spellings.find(listed.value)
    found = spellings.spellings(name, counts) if name is not None else ()
    return msgspec.structs.replace(listed, spellings=found[: limits.facet_spellings])


def by_year(days: Integers) -> list[FacetValue]:
    """Documents by the year of their dates; ``days[n]`` are yyyymmdd, zeros for unknown parts."""
    years, counts = np.unique(days[days > 0] // 10_000, return_counts=True)
    pairs = zip(years.tolist(), counts.tolist(), strict=True)
    return [FacetValue(f"{year:04}", count) for year, count in pairs]


def by_month(days: Integers) -> list[FacetValue]:
    """The same by month; a date with a year alone has none."""
    months, counts = np.unique(days[days % 10_000 > 0] // 100, return_counts=True)
    pairs = zip(months.tolist(), counts.tolist(), strict=True)
    return [FacetValue(f"{month // 100:04}-{month % 100:02}", count) for month, count in pairs]


_DATE_COUNTS: Final[Mapping[str, Callable[[Integers], list[FacetValue]]]] = {
    "year": by_year,
    "month": by_month,
}
"""How each of ``search.request.DATE_FACETS`` is counted."""


_PERIODS: Final[Mapping[str, Callable[[Integers], Integers]]] = {
    "year": lambda days: days // 10_000,
    "month": lambda days: np.where(days % 10_000 > 0, days // 100, 0),
}
"""The value of each of these facets that a date has, 0 for none."""


def year_counts(index: IndexReader) -> tuple[YearCount, ...]:
    """Documents of an index by year in order, then those without a date."""
    days = index.dates[index.live]
    known = sorted(by_year(days), key=lambda each: each.value)
    counts = [YearCount(each.value, each.documents) for each in known]
    missing = int(np.count_nonzero(days == 0))
    return (*counts, YearCount(None, missing)) if missing else tuple(counts)


def _facet(
    name: FacetName,
    counts: Iterable[FacetValue],
    documents: int,
    limits: Limits,
    relation: Relation,
) -> Facet:
    return facet(name, counts, documents, limit=limits.facet_values, relation=relation)


def facet(
    name: FacetName,
    counts: Iterable[FacetValue],
    documents: int,
    *,
    limit: int,
    relation: Relation,
) -> Facet:
    """A facet of counts: the largest first, equal ones by value, the rest summed up.

    ``documents`` is the number of documents with a value or without; each has at most one.
    """
    known = sorted(counts, key=lambda each: (-each.documents, each.value))
    listed = tuple(known[:limit])
    with_value = sum(each.documents for each in known)
    return Facet(
        name=name,
        values=listed,
        others=with_value - sum(each.documents for each in listed),
        missing=documents - with_value,
        relation=relation,
    )
