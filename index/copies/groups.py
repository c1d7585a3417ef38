"""Groups of copies, in which most documents are copies of each other, so that unlike texts are not
joined by a chain of copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import numpy as np

from index.array_types import I32, I64, U32, Array, Mask
from index.arrays import distinct, smallest
from index.copies.limits import COPY_LIMITS
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
        by_number = np.flatnonzero(live)
        by_number = by_number[np.argsort(numbers[by_number], kind="stable")]
        wanted = arrays["documents"][arrays["groups.documents"]].astype(np.int64)
        found = np.searchsorted(numbers[by_number], wanted)
        return cls.of(by_number[found], arrays["groups.numbers"].astype(np.int64), numbers, dates)

    @classmethod
    def of(cls, documents: I64, groups: I64, numbers: I64, dates: I32) -> CopyGroups:
        """Groups of some ``documents`` of an index from the number of the group of each; the groups
        are numbered again, by their first documents."""
        group = np.full(len(numbers), NO_GROUP, np.int32)
        by_place = np.argsort(documents, kind="stable")
        documents, groups = documents[by_place], groups[by_place]
        _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
        group[documents] = np.argsort(np.argsort(first))[inverse]
        days = np.where(dates[documents] > 0, dates[documents], _UNDATED)
        order = documents[np.lexsort((numbers[documents], days, group[documents]))]
        sizes = np.bincount(group[order], minlength=len(first))
        return cls(group, order, np.append(0, np.cumsum(sizes)).astype(np.int64))


def group_pairs(pairs: Pairs) -> tuple[U32, U32]:
    """The places of the documents that have copies, rising, and the number of the group of each.

    Groups are merged along the pairs, the most similar first, where at least half of the documents
    of one and the other are copies of each other (average linkage): a survey that has the texts of
    several stories does not join them. Pairs of equal similarity come in the order of their places.
    """
    clusters = _Clusters(pairs)
    similarity = pairs.containment.astype(np.int64) * pairs.resemblance
    for pair in np.lexsort((pairs.first, pairs.second, -similarity)).tolist():
        clusters.merge(int(pairs.first[pair]), int(pairs.second[pair]))
    places = distinct(np.concatenate((pairs.first, pairs.second)))
    roots = np.array([clusters.root(place) for place in places.tolist()], np.int64)
    _, first, group, sizes = np.unique(
        roots, return_index=True, return_inverse=True, return_counts=True
    )
    # Numbered by the first document of each.
    number = np.argsort(np.argsort(first))
    kept = sizes[group] > 1
    return places[kept], number[group[kept]].astype(np.uint32)


class _Clusters:
    """Disjoint sets of documents with the number of pairs between each two of them."""

    def __init__(self, pairs: Pairs) -> None:
        self._parents: dict[int, int] = {}
        self._sizes: dict[int, int] = {}
        self._links: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for one, other in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
            self._links[one][other] = self._links[other][one] = 1

    def root(self, place: int) -> int:
        """The document that stands for the set of one."""
        while place in self._parents:
            place = self._parents[place]
        return place

    def merge(self, one: int, other: int) -> None:
        """Merge the sets of two documents, if half of the pairs between them are copies.

        Of a large set, only some documents are counted, as each was compared with so many earlier
        ones at most.
        """
        one, other = self.root(one), self.root(other)
        if one == other:
            return
        size, other_size = (self._sizes.get(each, 1) for each in (one, other))
        most = COPY_LIMITS.counted_members
        if 2 * self._links[one][other] < min(size, most) * min(other_size, most):
            return
        if len(self._links[one]) < len(self._links[other]):
            one, other = other, one
        self._parents[other] = one
        self._sizes[one] = size + other_size
        links = self._links[one]
        del links[other]
        for third, count in self._links.pop(other).items():
            if third != one:
                near = self._links[third]
                del near[other]
                near[one] = links[third] = links.get(third, 0) + count


def group_arrays(pairs: Pairs, documents: U32, groups: U32) -> dict[str, Array]:
    """Pairs and the ``groups`` of ``documents`` as arrays."""
    found = {f"pairs.{name}": array for name, array in pairs._asdict().items()}
    return found | {"groups.documents": smallest(documents), "groups.numbers": smallest(groups)}
