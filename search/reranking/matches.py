"""Matches: the occurrences of the words of a query in a few documents."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from index.array_types import I32, I64, U8, U16, U32
from search.matching.positions import SPAN
from search.reranking import kernels

LEVELS: Final = 4
"""Levels of a match, from narrow to wide: form, stem and root of the word, then its synonyms."""

SYNONYM: Final = 3
"""The level of synonyms and of other spellings."""

NOWHERE: Final = 0x7FFFFFFF
"""The position of a word that a document does not have."""

WORTH_UNIT: Final = 1 << 20
"""The worth 1, in whole numbers: sums of whole numbers are equal in any order."""

TITLE: Final = 0
BODY: Final = 1

_SLOT_BITS: Final = 16


class Occurrences(NamedTuple):
    """Of each word at each level in title and body of each document, ``[D, 2, W, LEVELS]``, the
    ``first`` position, ``NOWHERE`` where there is none, and the ``counts`` of occurrences."""

    first: I32
    counts: I64


class Matches(NamedTuple):
    """The occurrences of W query words in D documents.

    ``spots[n]`` is ``(2 · document + field) · SPAN + position``, sorted, with the documents
    numbered from 0; ``words[n]`` is the word and ``levels[n]`` the narrowest of ``LEVELS`` at which
    the occurrence matches. ``worths[W, LEVELS]`` is what a match of a word at a level is worth, its
    inverse document frequency, in units of ``WORTH_UNIT``.
    """

    documents: int
    spots: I64
    words: U16
    levels: U8
    worths: I64

    def occurrences(self) -> Occurrences:
        """Where each word first occurs at each level in title and body, and how often it does."""
        shape = self.documents, *self.worths.shape
        return Occurrences(*kernels.occurrences(self.spots, self.words, self.levels, SPAN, *shape))


def pack(places: U32, field: int, positions: U32, slots: U16) -> I64:
    """Matches as single numbers, which sort by spot; a slot is ``word · LEVELS + level``."""
    lines = 2 * places.astype(np.int64) + field
    return ((lines * SPAN + positions) << _SLOT_BITS) + slots


def unpack(codes: I64) -> tuple[I64, I64]:
    """The spots and slots of packed matches."""
    return codes >> _SLOT_BITS, codes & ((1 << _SLOT_BITS) - 1)
