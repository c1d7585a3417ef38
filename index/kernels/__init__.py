"""Postings as they lie on disk: one entry a term, in bytes.

An entry holds, in this order:

1. how many documents the term stands in, and the first of them, each as a number of seven bits a
   byte, the lowest bits first, the highest bit set on all but its last byte (LEB128, as Lucene's
   VInt). A term of one document keeps its posting there, with no table elsewhere: its document is
   doubled, and one more where the frequency, which then follows, is not 1;
2. for a term of more documents, two bytes for each block of 128: in how many bits its documents
   and its frequencies are packed;
3. the blocks: how far each document lies behind the one before (the first: 0), and each frequency
   less one, in as many bits as the largest of the block takes (frame of reference, as in Lucene's
   and Tantivy's blocks);
4. for each document, the positions, each as its distance from the one before, seven bits a byte.

Scoring reads 1 to 3 and never passes over the positions. ``PADDING`` bytes lie behind the last
entry, so that the last numbers can be read with whole words.

The loops are compiled where a C compiler was at hand when warraq was installed, else numpy does
them; the results are the same. ``WARRAQ_KERNEL=numpy`` asks for numpy.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.kernels.compiled import (
        COMPILED,
        Chunks,
        Field,
        Sums,
        Texts,
        encode,
        invert,
        members,
        merge,
        terms_of,
    )
else:
    try:
        if os.environ.get("WARRAQ_KERNEL") == "numpy":
            raise ImportError("numpy was asked for")
        from index.kernels.compiled import (
            COMPILED,
            Chunks,
            Field,
            Sums,
            Texts,
            encode,
            invert,
            members,
            merge,
            terms_of,
        )
    except ImportError:
        from index.kernels.fallback import COMPILED, Field, Sums, encode, invert, merge
        from index.kernels.fallback_words import Chunks, Texts, members, terms_of

PADDING: Final = 8

__all__ = [
    "COMPILED",
    "PADDING",
    "Chunks",
    "Field",
    "Sums",
    "Texts",
    "encode",
    "invert",
    "members",
    "merge",
    "terms_of",
]
