"""Vocabularies of given terms and counts, without an archive."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.arrays import Array
from index.term_numbers import Numbering, Term
from index.vocabulary import Vocabulary
from index.vocabulary_growth import (
    Classes,
    TermCounts,
    empty_vocabulary,
    with_classes,
    with_counts,
    with_terms,
)


def grown_arrays(
    counts: Mapping[Term, int],
    classes: Mapping[str, Classes] | None = None,
    before: Vocabulary | None = None,
) -> dict[str, Array]:
    """The arrays of a vocabulary after adding terms with their counts to ``before`` (None: an empty
    one); a form is its own stem and root where ``classes`` does not have it."""
    known = Vocabulary(empty_vocabulary()) if before is None else before
    numbering = Numbering(known)
    numbers = [numbering.number(term) for term in counts]
    occurrences = np.zeros(len(numbering), np.int64)
    occurrences[numbers] = list(counts.values())
    arrays = with_terms(known, numbering.added)
    arrays |= with_counts(
        known, arrays, TermCounts(occurrences, *(np.zeros_like(occurrences) for _ in range(2)))
    )
    fresh = list(
        dict.fromkeys(form for form, _ in numbering.added if known.forms.find(form) is None)
    )
    found = [(classes or {}).get(form, (form, form)) for form in fresh]
    return arrays | with_classes(known, found, arrays["forms.occurrences"])


def grown(
    counts: Mapping[Term, int],
    classes: Mapping[str, Classes] | None = None,
    before: Vocabulary | None = None,
) -> Vocabulary:
    """The vocabulary of these arrays."""
    return Vocabulary(grown_arrays(counts, classes, before))
