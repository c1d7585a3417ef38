"""Texts as sets of shingles, for exact comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.array_types import U32, U64
from index.arrays import distinct
from index.copies.shingles import fingerprint_values, shingle_hashes
from index.term_numbers import LocalTerms


class ShingledText(NamedTuple):
    """The distinct shingles of a text, sorted."""

    shingles: U32


class TextShingler:
    """Turns texts into shingles; keeps the words that it has met."""

    def __init__(self) -> None:
        self._terms = LocalTerms()

    def hashes(self, text: str) -> U64:
        """The hashes of all shingles of a text in order (see ``index.copies.shingles``)."""
        words = np.frombuffer(self._terms.analyze([text]).words, np.int32)
        return shingle_hashes(self._terms.keys[words])

    def read(self, texts: Sequence[str]) -> list[ShingledText]:
        """Texts as sets of shingles."""
        return [ShingledText(distinct(fingerprint_values(self.hashes(text)))) for text in texts]
