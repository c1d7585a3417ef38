"""Buffers with one number a document, reused from one class of words to the next."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import numpy as np

from index.array_types import F64
from index.kernels import Sums
from index.reader import IndexReader


class ScoreBuffers:
    """Weighted frequencies (``sums``) and scores (``gains``) of every document, all zero outside of
    a ``with`` block.

    The block must leave ``gains`` zero; ``sums`` are cleared after it. After an exception, wherever
    it was raised, the next block begins with new buffers. Blocks must not be nested.
    """

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._dirty = False
        self.sums: Sums = index.sums()
        self.gains: F64 = np.zeros(index.size)

    def __enter__(self) -> Self:
        if self._dirty:
            self.sums = self._index.sums()
            self.gains = np.zeros(self._index.size)
        self._dirty = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.sums.clear()
            self._dirty = False
