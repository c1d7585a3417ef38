"""Which documents may share text with a draft, and which passages are formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold
from index.array_types import I64, Mask
from index.copies.fingerprints import FingerprintTable
from index.copies.limits import COPY_LIMITS
from index.copies.shingles import SHINGLE_WORDS, fingerprint_values, shingle_hashes, word_keys
from search.comparison.shared_passages import CommonPassage
from search.coverage.draft import Draft
from search.coverage.story_days import UNDATED

_FORMULA_WORDS: Final = 40
"""Words of the longest passage that may be a formula."""

_UNDATED_FORMULA: Final = 40
"""Undated documents with a shingle from which it is part of a formula."""

_EXAMINED: Final = 200
"""Shingles of a draft, those of most documents, that may be part of a formula."""

_FEWEST_WORDS: Final = 12
"""Words in passages from which a document has the same text."""

_FEW_WORDS: Final = 5
_LARGE_SHARE: Final = 0.4
"""Fewer words are enough if they are so large a share of a draft."""


_COVERING_WORDS: Final = 60
"""Words in passages of one document from which a draft is covered."""

_COVERING_SHARE: Final = 0.25
"""The same as a share of the draft."""

_QUOTED_SHARE: Final = 0.8
"""The share of a quotation that a document has at least."""


DaysOf = Callable[[I64], I64]
"""The days of documents by their archive numbers, UNDATED for those without a date."""


class DraftShingles(NamedTuple):
    """The shingles of a draft in an archive.

    ``documents`` are numbers in the archive, those that share the most fingerprints first;
    ``counts[n]`` is how many documents have the shingle at word n as a fingerprint, ``formulas[n]``
    whether it is part of what is written again and again.
    """

    documents: I64
    counts: I64
    formulas: Mask


def find_shingles(draft: Draft, table: FingerprintTable, days_of: DaysOf) -> DraftShingles:
    """The documents that share fingerprints with any shingle of a draft."""
    forms = [fold(draft.written(word)) for word in range(len(draft.words))]
    values = fingerprint_values(shingle_hashes(word_keys(forms)))
    documents, shared = table.documents_with(values)
    counts = table.document_counts(values)
    formulas: Mask = counts > COPY_LIMITS.common_documents
    frequent = np.flatnonzero((counts >= COPY_LIMITS.formula_periods) & ~formulas)
    for place in frequent[np.argsort(-counts[frequent], kind="stable")][:_EXAMINED].tolist():
        having, _ = table.documents_with(values[place : place + 1])
        formulas[place] = _recurs(days_of(having))
    order = np.argsort(-shared, kind="stable")
    return DraftShingles(documents[order], counts, formulas)


def _recurs(days: I64) -> bool:
    """Whether documents of some days are of several periods, or very many without a date (see
    ``index.copies.formulas``)."""
    dated = np.sort(days[days != UNDATED])
    periods = (
        1 + int(np.count_nonzero(np.diff(dated) >= COPY_LIMITS.pause_days)) if len(dated) else 0
    )
    return periods >= COPY_LIMITS.formula_periods or len(days) - len(dated) >= _UNDATED_FORMULA


def without_formulas(
    passages: tuple[CommonPassage, ...], shingles: DraftShingles
) -> tuple[CommonPassage, ...]:
    """The passages that are no formulas: phrases and boilerplate that come again over time."""
    return tuple(each for each in passages if not _is_formula(each, shingles))


def _is_formula(passage: CommonPassage, shingles: DraftShingles) -> bool:
    """Whether two thirds of the shingles of a short passage that documents have are of formulas.

    The documents that have a formula have the same fingerprints of it; a sentence with a formula in
    it has others too.
    """
    first, last = passage.first_start, passage.first_end - SHINGLE_WORDS + 1
    found = int(np.count_nonzero(shingles.counts[first:last]))
    formulas = int(np.count_nonzero(shingles.formulas[first:last]))
    return last - first <= _FORMULA_WORDS and 0 < 2 * found <= 3 * formulas


def has_same_text(covered: int, size: int) -> bool:
    """Whether so many words of a draft of ``size`` words in passages are enough for the same text;
    passages that are formulas do not count."""
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
