"""Copies: how many documents have the same text, which was first, and how alike they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from corpus.archive import DocumentRow
from index.array_types import I32, I64, Integers
from search.answer import Copy, CopyGroup, FirstCopy, HitCopies
from search.matching.collapsing import count_by_group, first_places
from search.matching.matcher import Matcher
from search.request import CopyOrder
from search.similar import Rows, Shingles, forms_of, overlap, shingles

_UNDATED: Final = 99_999_999

Headings = Mapping[int, DocumentRow]
"""Documents by their archive numbers, without their texts."""


class GroupMatches(NamedTuple):
    """Groups of copies in order, and how many documents of each match."""

    groups: I64
    matching: I64


class _Wanted(NamedTuple):
    """The members of a group to describe, the earliest first; the document that those ``listed``
    are compared with; and how many of them match (None: there is no query)."""

    members: Integers
    compared: int
    listed: Integers
    matching: int | None


class CopyFinder:
    """Describes the groups of copies of one open index.

    ``rows`` reads documents by archive numbers, with the beginnings of their texts.
    """

    def __init__(
        self, matcher: Matcher, rows: Rows, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._index = matcher.index
        self._values = matcher.values
        self._longest = matcher.limits.similar_code_points
        self._rows = rows
        self._clock = clock

    def groups_of(self, documents: Integers) -> I32:
        """The group of each of some documents, -1 where it has no copy."""
        groups: I32 = self._index.copies.group[documents]
        return groups

    def of_hits(self, documents: Integers, matches: Integers) -> dict[int, HitCopies]:
        """The copies of those documents that have any; ``matches`` are the groups of all documents
        of the answer."""
        groups = self.groups_of(documents)
        matching = count_by_group(matches, int(groups.max(initial=0)))
        found = {
            document: (self._members(group), int(matching[group]))
            for document, group in zip(documents.tolist(), groups.tolist(), strict=True)
            if group >= 0
        }
        headings = self._headings(members for members, _ in found.values())
        return {
            document: HitCopies(**fields, matching=count)
            for document, (members, count) in found.items()
            if len(members) > 1 and (fields := self._fields(members, headings)) is not None
        }

    def of_documents(
        self, numbers: Sequence[int], count: int, *, start: int = 0, deadline: float
    ) -> dict[int, CopyGroup]:
        """Documents, by archive number, with their copies: ``count`` of each group after the first
        ``start``, compared with the document unless the ``deadline`` is over. A document without a
        copy is a group of one."""
        index = self._index
        places = np.flatnonzero(np.isin(index.numbers, numbers) & index.live)
        wanted: dict[int, _Wanted] = {}
        for place, group in zip(places.tolist(), self.groups_of(places).tolist(), strict=True):
            members = self._members(group) if group >= 0 else np.array([place])
            listed = members[start : start + count]
            wanted[int(index.numbers[place])] = _Wanted(members, place, listed, None)
        found = self._compared(tuple(wanted.values()), deadline)
        return {
            number: group for number, group in zip(wanted, found, strict=True) if group is not None
        }

    def groups_with(self, documents: Integers, least: int, order: CopyOrder) -> GroupMatches:
        """The groups of at least ``least`` copies to which some documents belong.

        They are in the order of their earliest documents, undated ones last, or by ``size`` before
        that.
        """
        index = self._index
        live = np.flatnonzero((index.copies.group >= 0) & index.live)
        groups, numbers = self.groups_of(live), index.numbers[live]
        days = np.where(index.dates[live] > 0, index.dates[live], _UNDATED)
        firsts = first_places(groups, days, numbers)
        most = int(groups.max(initial=0))
        sizes = count_by_group(groups, most)[groups[firsts]]
        matching = count_by_group(self.groups_of(documents), most)[groups[firsts]]
        kept = np.flatnonzero((sizes >= max(2, least)) & (matching > 0))
        first, by_size = firsts[kept], -sizes[kept]
        keys = (numbers[first], days[first], *((by_size,) if order == "size" else ()))
        ordered = kept[np.lexsort(keys)]
        return GroupMatches(groups[firsts[ordered]].astype(np.int64), matching[ordered])

    def describe(self, found: GroupMatches, count: int, deadline: float) -> tuple[CopyGroup, ...]:
        """Some groups, each with its ``count`` earliest copies compared with the earliest unless
        the ``deadline`` is over."""
        wanted = [
            _Wanted(members, int(members[0]), members[:count], matching)
            for group, matching in zip(found.groups.tolist(), found.matching.tolist(), strict=True)
            if len(members := self._members(group))
        ]
        return tuple(filter(None, self._compared(wanted, deadline)))

    def _members(self, group: int) -> Integers:
        members = self._index.copies.members(group)
        found: Integers = members[self._index.live[members]]
        return found

    def _headings(self, groups: Iterable[Integers]) -> Headings:
        """The earliest documents of groups."""
        firsts = [int(self._index.numbers[members[0]]) for members in groups if len(members)]
        return self._rows(firsts, 0)

    def _fields(self, members: Integers, headings: Headings) -> dict[str, Any] | None:
        """What is said of a group; None if its earliest document was deleted a moment ago."""
        index = self._index
        first = headings.get(int(index.numbers[members[0]]))
        if first is None:
            return None
        sources = index.keyword("source")[0][members]
        names = np.unique(self._values.spellings("source").names[sources])
        return {
            "documents": len(members),
            "sources": int(np.count_nonzero(names)),
            "first": FirstCopy(
                id=first.id, title=first.title, date=first.date, source=first.source
            ),
            "last_date": _iso_date(int(index.dates[members].max())),
        }

    def _compared(self, wanted: Sequence[_Wanted], deadline: float) -> list[CopyGroup | None]:
        numbers = self._index.numbers
        headings = self._headings(each.members for each in wanted)
        documents = [each.compared for each in wanted]
        documents += [document for each in wanted for document in each.listed.tolist()]
        texts = self._rows(numbers[documents].tolist() if documents else [], self._longest)
        found: list[CopyGroup | None] = []
        for each in wanted:
            fields = self._fields(each.members, headings)
            if fields is None:
                found.append(None)
                continue
            own = texts.get(int(numbers[each.compared]))
            listed = [texts[n] for n in numbers[each.listed].tolist() if n in texts]
            copies = tuple(self._copies(own, listed, deadline))
            found.append(CopyGroup(**fields, matching=each.matching, copies=copies))
        return found

    def _copies(
        self, own: DocumentRow | None, listed: Sequence[DocumentRow], deadline: float
    ) -> Iterable[Copy]:
        compared = _shingles(own) if own is not None and self._clock() < deadline else None
        for row in listed:
            shared = None
            if own is not None and compared is not None and self._clock() < deadline:
                same = row.number == own.number
                shared = 1.0 if same else round(overlap(compared, _shingles(row)), 3)
            yield Copy(
                id=row.id,
                title=row.title,
                date=row.date,
                source=row.source,
                url=row.url,
                overlap=shared,
            )


def _shingles(row: DocumentRow) -> Shingles:
    return shingles(forms_of(f"{row.title}\n{row.text}"))


def _iso_date(day: int) -> str | None:
    """A date yyyymmdd, zeros for unknown parts, as ISO; None for 0."""
    year, month, day_of_month = day // 10_000, day // 100 % 100, day % 100
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day_of_month) if part)]
    return "-".join(parts) if year else None
