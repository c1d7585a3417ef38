"""The kernels of scoring with numpy, the twins of ``search.matching.kernels.compiled``."""

from __future__ import annotations

import numpy as np

from index.array_types import F32, F64, I64, U8, U32


def saturate(gains: F64, frequencies: F64, documents: U32, k1: float, weight: float) -> None:
    """Add ``weight · f (k1 + 1) / (k1 + f)`` to the gains of documents."""
    found = frequencies[documents]
    gains[documents] += weight * (k1 + 1.0) * found / (k1 + found)


def take(gains: F64, documents: U32) -> F32:
    """The gains of documents, which are then set to 0."""
    taken = gains[documents].astype(np.float32)
    gains[documents] = 0.0
    return taken


def add(scores: F64, documents: U32, gains: F32, weight: float) -> None:
    """Add ``weight`` times the gains of documents, each listed once, to the scores of all."""
    scores[documents] += weight * gains.astype(np.float64)


def mark(mask: U8, documents: U32) -> None:
    """Set the flags of documents to 1."""
    mask[documents] = 1


def threshold(scores: F32, count: int) -> float:
    """The lowest of the ``count`` best scores; there must be more than ``count`` scores."""
    return float(np.partition(scores, len(scores) - count)[len(scores) - count])


def within_reach(scores: F64, wanted: U8, count: int, more: float) -> U8:
    """The documents of ``wanted`` that may be among the ``count`` best if scores grow by ``more``
    at most: one flag for each."""
    found = scores[wanted > 0]
    if len(found) <= count:
        return wanted
    least = np.partition(found, len(found) - count)[len(found) - count] - more
    kept: U8 = wanted & (scores >= least)
    return kept


def leading(scores: F64, wanted: U8, count: int) -> I64:
    """The documents of ``wanted``, rising, with the ``count`` best scores, and all whose scores are
    as good; scores are compared with 32 bits."""
    documents = np.flatnonzero(wanted)
    found = scores[documents].astype(np.float32)
    if len(found) <= count:
        return documents
    return documents[found >= threshold(found, count)]


def side_by_side(first: I64, second: I64, span: int) -> tuple[U32, I64]:
    """The documents where an occurrence of ``second`` directly follows one of ``first``, and how
    often it does.

    Occurrences are sorted, each ``document * span + position``.
    """
    starts = first[np.isin(first + 1, second, assume_unique=True)]
    documents, times = np.unique(starts // span, return_counts=True)
    return documents.astype(np.uint32), times.astype(np.int64)
