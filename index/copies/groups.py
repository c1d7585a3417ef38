"""Groups of copies: each has a document of which all others are copies, so that unlike texts are
not joined by a chain of copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from index.array_types import I32, I64, U32, Array, Integers, Mask
from index.copies.pairs import Pairs

NO_GROUP: Final = -1
"""The group of a document without copies."""

_UNDATED: Final = np.int32(np.iinfo(np.int32).max)


class CopyGroups:
    """The groups of copies of an open index; ``group[N]`` is that of each document, or NO_GROUP.

    Groups are numbered by their first document in the index.
    """

    def __init__(self, group: I32, order: I64, bounds: I64) -> None:
        self.group = group
        self._order = order
        self._bounds = bounds

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def members(self, group: int) -> I64:
        """The documents of a group, the earliest first: by date, those without one last, and then
        in the order of their arrival."""
        return self._order[self._bounds[group] : self._bounds[group + 1]]

    @classmethod
    def open(cls, arrays: Mapping[str, Array], numbers: I64, live: Mask, dates: I32) -> CopyGroups:
        """The groups that ``group_arrays`` stored, for the documents of an index (see
        ``index.reader``)."""
        documents = np.flatnonzero(live)
        known = arrays["documents"].astype(np.int64)
        by_number = documents[np.argsort(numbers[documents], kind="stable")]
        found = np.searchsorted(numbers[by_number], known[arrays["groups.members"]])
        leaders = arrays["groups.leaders"].astype(np.int64)
        is_live = found < len(by_number)
        found, leaders = found[is_live], leaders[is_live]
        return cls.of(by_number[found], leaders, numbers, dates)

    @classmethod
    def of(cls, documents: I64, leaders: I64, numbers: I64, dates: I32) -> CopyGroups:
        """Groups of ``documents`` of an index, those with the same of ``leaders`` together."""
        group = np.full(len(numbers), NO_GROUP, np.int32)
        _, first, inverse = np.unique(leaders, return_index=True, return_inverse=True)
        smallest = np.full(len(first), len(numbers), np.int64)
        np.minimum.at(smallest, inverse, documents)
        ranks = np.argsort(np.argsort(smallest))
        group[documents] = ranks[inverse]
        days = np.where(dates[documents] > 0, dates[documents], _UNDATED)
        order = documents[np.lexsort((numbers[documents], days, group[documents]))]
        sizes = np.bincount(group[order], minlength=len(first)) if len(order) else np.zeros(0)
        return cls(group, order, np.append(0, np.cumsum(sizes)).astype(np.int64))


def leaders_of(pairs: Pairs, documents: int) -> tuple[U32, U32]:
    """The places of the documents that have copies, rising, and the leader of the group of each.

    The document with the most copies leads the first group, of all its copies; then the one of the
    rest with the most copies, and so on (a star cover: Aslam, Pelekhov and Rus 2004). Of documents
    with as many, the one at the first place leads.
    """
    ends = np.concatenate((pairs.first, pairs.second)).astype(np.int64)
    others = np.concatenate((pairs.second, pairs.first)).astype(np.int64)
    order = np.argsort(ends, kind="stable")
    others = others[order]
    degrees = np.bincount(ends, minlength=documents)
    bounds = np.append(0, np.cumsum(degrees))
    leaders = np.full(documents, -1, np.int64)
    paired = np.flatnonzero(degrees)
    for place in paired[np.argsort(-degrees[paired], kind="stable")].tolist():
        if leaders[place] < 0:
            leaders[place] = place
            near = others[bounds[place] : bounds[place + 1]]
            leaders[near[leaders[near] < 0]] = place
    return _with_others(leaders)


def _with_others(leaders: I64) -> tuple[U32, U32]:
    """The documents that have a leader, without those that lead no other."""
    sizes = np.bincount(leaders[leaders >= 0], minlength=len(leaders))
    grouped = np.flatnonzero(leaders >= 0)
    grouped = grouped[sizes[leaders[grouped]] > 1]
    return grouped.astype(np.uint32), leaders[grouped].astype(np.uint32)


def group_arrays(pairs: Pairs, documents: int) -> dict[str, Array]:
    """Pairs and their groups as arrays."""
    members, leaders = leaders_of(pairs, documents)
    found: dict[str, Integers] = {
        "pairs.first": pairs.first,
        "pairs.second": pairs.second,
        "pairs.percent": pairs.percent,
        "groups.members": members,
        "groups.leaders": leaders,
    }
    return dict(found)
