"""Collapsing copies: one document of each text is listed, and counts are of texts.

A text is a group of copies, or a document that has none. Every function takes ``groups[n]``, the
group of each of some documents, -1 where it has no copy.
"""

from __future__ import annotations

import numpy as np

from index.array_types import I64, Array, Integers, Mask


def count_texts(groups: Integers) -> int:
    """How many texts some documents have."""
    grouped = groups[groups >= 0]
    found = np.zeros(int(grouped.max(initial=-1)) + 1, bool)
    found[grouped] = True
    return len(groups) - len(grouped) + int(np.count_nonzero(found))


def first_places(groups: Integers, *keys: Array) -> I64:
    """The places of the first document of each text, rising.

    The order is that of the smallest values in ``keys``, each ``[n]``: the first key decides, the
    next among equal ones.
    """
    grouped = np.flatnonzero(groups >= 0)
    order = grouped[np.lexsort((*(key[grouped] for key in reversed(keys)), groups[grouped]))]
    is_first = np.ones(len(order), bool)
    is_first[1:] = groups[order[1:]] != groups[order[:-1]]
    listed = groups < 0
    listed[order[is_first]] = True
    return np.flatnonzero(listed)


def once_by_value(groups: Integers, values: Integers) -> Mask:
    """Which documents to count so that a text counts once for each of its ``values[n]``."""
    grouped = np.flatnonzero(groups >= 0)
    pairs = groups[grouped].astype(np.int64) << 32 | values[grouped].astype(np.int64)
    counted: Mask = groups < 0
    counted[grouped[np.unique(pairs, return_index=True)[1]]] = True
    return counted


def count_by_group(groups: Integers, most: int) -> I64:
    """How many of the documents are in each group up to number ``most``."""
    counts: I64 = np.bincount(groups[groups >= 0], minlength=most + 1)
    return counts
