"""Which documents may share text with a draft, and which passages are formulas."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold
from index.array_types import I64
from index.copies.fingerprints import FingerprintTable
from index.copies.shingles import SHINGLE_WORDS, fingerprint_values, shingle_hashes, word_keys
from search.comparison.shared_passages import CommonPassage, covered_words
from search.coverage.draft import Draft

_FORMULA: Final = 8
"""Documents with a chosen shingle at the median of a passage from which it is a formula. A shingle
is chosen in about an eighth of the texts that have it, if what is around it differs."""

_FEWEST_WORDS: Final = 12
"""Words in passages from which a document has the same text."""

_FEW_WORDS: Final = 6
_LARGE_SHARE: Final = 0.4
"""Fewer words are enough if they are so large a share of a draft."""


_COVERING_WORDS: Final = 60
"""Words in passages of one document from which a draft is covered."""

_COVERING_SHARE: Final = 0.25
"""The same as a share of the draft."""

_QUOTED_SHARE: Final = 0.8
"""The share of a quotation that a document has at least."""


class DraftShingles(NamedTuple):
    """The shingles of a draft in an archive.

    ``documents`` are numbers in the archive, those that share the most fingerprints first;
    ``counts[n]`` is how many documents have the shingle at word n as a fingerprint.
    """

    documents: I64
    counts: I64


def find_shingles(draft: Draft, table: FingerprintTable) -> DraftShingles:
    """The documents that share fingerprints with any shingle of a draft."""
    forms = [fold(draft.written(word)) for word in range(len(draft.words))]
    values = fingerprint_values(shingle_hashes(word_keys(forms)))
    documents, shared = table.documents_with(values)
    order = np.argsort(-shared, kind="stable")
    return DraftShingles(documents[order], table.document_counts(values))


def without_formulas(
    passages: tuple[CommonPassage, ...], shingles: DraftShingles
) -> tuple[CommonPassage, ...]:
    """The passages that are no formulas: phrases and boilerplate that many documents have."""
    return tuple(each for each in passages if not _is_formula(each, shingles.counts))


def _is_formula(passage: CommonPassage, counts: I64) -> bool:
    own = counts[passage.first_start : passage.first_end - SHINGLE_WORDS + 1]
    return len(own) > 0 and float(np.median(own)) >= _FORMULA


def has_same_text(passages: tuple[CommonPassage, ...], size: int) -> bool:
    """Whether passages, none of them a formula, have enough of a draft of ``size`` words."""
    covered = covered_words(passages, size)
    return covered >= _FEWEST_WORDS or (covered >= _FEW_WORDS and covered >= _LARGE_SHARE * size)


def is_covered_by(covered: int, size: int) -> bool:
    """Whether so many words of a draft in one document make a draft of ``size`` words covered."""
    return covered >= _COVERING_WORDS or covered >= _COVERING_SHARE * size


def has_quotation(passages: tuple[CommonPassage, ...], first: int, last: int) -> bool:
    """Whether passages have most of the words ``[first, last)`` of a draft."""
    shared = sum(
        max(0, min(last, each.first_end) - max(first, each.first_start)) for each in passages
    )
    return shared >= _QUOTED_SHARE * (last - first)
