"""The kernels of scoring with numpy, for where they could not be compiled."""

from __future__ import annotations

from typing import Final

import numpy as np

from index.array_types import F32, F64, I64, U8, U32

COMPILED: Final = False


def saturate(gains: F64, frequencies: F64, documents: U32, k1: float, weight: float) -> None:
    """Add ``weight · f (k1 + 1) / (k1 + f)`` to the gains of documents."""
    found = frequencies[documents]
    gains[documents] += weight * (k1 + 1.0) * found / (k1 + found)


def take(gains: F64, documents: U32) -> F32:
    """The gains of documents; they become zero in ``gains``."""
    taken = gains[documents].astype(np.float32)
    gains[documents] = 0.0
    return taken


def add(scores: F32, documents: U32, gains: F32) -> None:
    """Add the gains of documents, each listed once, to the scores of all documents."""
    scores[documents] += gains


def mark(mask: U8, documents: U32) -> None:
    """Set the flags of documents to 1."""
    mask[documents] = 1


def threshold(scores: F32, count: int) -> float:
    """The lowest of the ``count`` best scores; there must be more scores than that."""
    return float(np.partition(scores, len(scores) - count)[len(scores) - count])


def side_by_side(first: I64, second: I64, span: int) -> tuple[U32, I64]:
    """The documents where an occurrence of the second comes right after one of the first, and how
    often; occurrences are sorted: ``document * span + position``."""
    starts = first[np.isin(first + 1, second, assume_unique=True)]
    documents, times = np.unique(starts // span, return_counts=True)
    return documents.astype(np.uint32), times.astype(np.int64)
