"""The loops of scoring with numpy alone, where they could not be compiled."""

from __future__ import annotations

from typing import Final

import numpy as np

from index.arrays import Array

COMPILED: Final = False


def saturate(gains: Array, frequencies: Array, documents: Array, k1: float, weight: float) -> None:
    """Add ``weight · f (k1 + 1) / (k1 + f)`` to the gains of documents."""
    found = frequencies[documents]
    gains[documents] += weight * (k1 + 1.0) * found / (k1 + found)


def take(gains: Array, documents: Array) -> Array:
    """The gains of documents, which are set to nought."""
    taken = gains[documents].astype(np.float32)
    gains[documents] = 0.0
    return taken


def add(scores: Array, documents: Array, gains: Array) -> None:
    """Add the gains of documents, each there once, to the scores of all."""
    scores[documents] += gains


def mark(mask: Array, documents: Array) -> None:
    """Set the flags of documents."""
    mask[documents] = 1


def threshold(scores: Array, count: int) -> float:
    """The score of the last of the ``count`` best; there are more scores than that."""
    return float(np.partition(scores, len(scores) - count)[len(scores) - count])


def side_by_side(first: Array, second: Array, span: int) -> tuple[Array, Array]:
    """The documents where an occurrence of the second comes right after one of the first, and how
    often; occurrences are sorted, ``document * span + position``."""
    starts = first[np.isin(first + 1, second, assume_unique=True)]
    documents, times = np.unique(starts // span, return_counts=True)
    return documents.astype(np.uint32), times.astype(np.int64)
