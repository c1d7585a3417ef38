"""Postings on disk, and the kernels: the loops over every posting and word.

The postings of a term in one field of a segment are one *entry*, a run of bytes. An entry holds, in
this order:

1. the document frequency of the term and its first document, each as a variable-length integer:
   seven bits a byte, the lowest bits first, the highest bit set on all but the last byte (LEB128,
   as Lucene's VInt). A term of one document has its whole posting here: the document is doubled,
   plus one where the term frequency, which then follows, is not 1;
2. for a term of more documents, two bytes for each block of 128 postings: the number of bits in
   which its document gaps and its frequencies are packed;
3. the blocks: the gap between each document and the one before (the first: 0), and each frequency
   less one, in as many bits as the largest of the block takes (frame of reference, as in Lucene's
   and Tantivy's blocks);
4. for each document, the positions as gaps, each a variable-length integer.

Scoring reads 1 to 3 and skips the positions. ``PADDING`` bytes follow the last entry, so that the
last packed integers can be read with whole 64-bit words.

``compiled``, ``compiled_words`` and ``compiled_shingles`` (Cython) have every kernel;
``numpy_postings``, ``numpy_words`` and ``numpy_shingles`` are their twins for installs without a C
compiler. Their results are equal to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.kernels.selection import use_compiled

COMPILED: Final = use_compiled("index.kernels.compiled") and use_compiled(
    "index.kernels.compiled_words"
)

if TYPE_CHECKING or COMPILED:
    from index.kernels.compiled import (
        FieldEntries,
        StringBlock,
        Sums,
        class_members,
        encode,
        find_matches,
        invert,
        merge,
        terms_of_forms,
    )
    from index.kernels.compiled_words import ChunkNumbers, StringTable
else:
    from index.kernels.numpy_postings import (
        FieldEntries,
        Sums,
        encode,
        find_matches,
        invert,
        merge,
    )
    from index.kernels.numpy_words import (
        ChunkNumbers,
        StringBlock,
        StringTable,
        class_members,
        terms_of_forms,
    )

if TYPE_CHECKING or use_compiled("index.kernels.compiled_shingles"):
    from index.kernels.compiled_shingles import choose_shingles, count_shared, shingle_hashes
else:
    from index.kernels.numpy_shingles import choose_shingles, count_shared, shingle_hashes

PADDING: Final = 8

__all__ = [
    "COMPILED",
    "PADDING",
    "ChunkNumbers",
    "FieldEntries",
    "StringBlock",
    "StringTable",
    "Sums",
    "choose_shingles",
    "class_members",
    "count_shared",
    "encode",
    "find_matches",
    "invert",
    "merge",
    "shingle_hashes",
    "terms_of_forms",
]
