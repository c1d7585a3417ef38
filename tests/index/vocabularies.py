"""Vocabularies of given terms and counts, without an archive."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from arabic.analyzer import WordClass
from index.arrays import Array
from index.term_numbers import Numbering, Term
from index.vocabulary import Vocabulary
from index.vocabulary_growth import (
    TermCounts,
    empty_vocabulary,
    with_bare_forms,
    with_classes,
    with_counts,
    with_inflections,
    with_terms,
)


def grown_arrays(
    counts: Mapping[Term, int],
    classes: Mapping[str, tuple[str, str, str]] | None = None,
    before: Vocabulary | None = None,
) -> dict[str, Array]:
    """The arrays of a vocabulary after adding terms with their counts to ``before`` (None: an empty
    one).

    ``classes`` has the bare form, stem and root of a form; a form that it lacks is all three.
    """
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
    found = [WordClass(*(classes or {}).get(form, (form, form, form))) for form in fresh]
    arrays |= with_classes(known, found, arrays["forms.occurrences"])
    arrays |= with_inflections(known, arrays, [each.stem for each in found])
    return arrays | with_bare_forms(known, arrays, [each.bare for each in found])


def grown(
    counts: Mapping[Term, int],
    classes: Mapping[str, tuple[str, str, str]] | None = None,
    before: Vocabulary | None = None,
) -> Vocabulary:
    """The vocabulary of these arrays."""
    return Vocabulary(grown_arrays(counts, classes, before))
