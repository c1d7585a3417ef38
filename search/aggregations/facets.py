"""Facets: how many documents of an answer have each value of a field, on whole arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.arrays import Array
from index.reader import IndexReader
from search.answer import Facet, FacetValue, Relation, YearCount
from search.request import FacetName


def count_facets(
    index: IndexReader,
    documents: Array,
    names: Iterable[FacetName],
    *,
    limit: int,
    relation: Relation,
) -> Iterator[Facet]:
    """The facets of some documents.

    ``documents[n]`` are numbers within the index; ``limit`` is how many values a facet lists;
    ``relation`` says whether the documents are all that match.
    """
    for name in names:
        match name:
            case "year":
                counts = by_year(index.dates[documents])
            case "month":
                counts = by_month(index.dates[documents])
            case "source" | "author" | "section":
                ordinals, values = index.keyword(name)
                counts = by_keyword(ordinals[documents], values)
        yield facet(name, counts, len(documents), limit=limit, relation=relation)


def by_keyword(ordinals: Array, values: Sequence[str]) -> list[FacetValue]:
    """Documents by value: ``ordinals[n]`` are places in ``values``, where the empty one is none."""
    counts = np.bincount(ordinals, minlength=len(values)).tolist()
    return [
        FacetValue(value, count)
        for value, count in zip(values, counts, strict=True)
        if value and count
    ]


def by_year(days: Array) -> list[FacetValue]:
    """Documents by the year of their dates; ``days[n]`` are yyyymmdd, zeros for what is not
    known."""
    years, counts = np.unique(days[days > 0] // 10_000, return_counts=True)
    pairs = zip(years.tolist(), counts.tolist(), strict=True)
    return [FacetValue(f"{year:04}", count) for year, count in pairs]


def by_month(days: Array) -> list[FacetValue]:
    """The same by month; a date known by its year alone has none."""
    months, counts = np.unique(days[days % 10_000 > 0] // 100, return_counts=True)
    pairs = zip(months.tolist(), counts.tolist(), strict=True)
    return [FacetValue(f"{month // 100:04}-{month % 100:02}", count) for month, count in pairs]


def year_counts(index: IndexReader) -> tuple[YearCount, ...]:
    """Documents of an index by year in order, then those without a date."""
    days = index.dates[index.live]
    known = sorted(by_year(days), key=lambda each: each.value)
    counts = [YearCount(each.value, each.documents) for each in known]
    missing = int(np.count_nonzero(days == 0))
    return (*counts, YearCount(None, missing)) if missing else tuple(counts)


def facet(
    name: FacetName,
    counts: Iterable[FacetValue],
    documents: int,
    *,
    limit: int,
    relation: Relation,
) -> Facet:
    """The largest counts first, ties by value; the rest summed up.

    ``documents`` is how many there are, with a value or without; each has one at most.
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
