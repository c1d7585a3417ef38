"""Taking deleted documents out of an index: a vocabulary without the words that only they had.

Pure functions from arrays to arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from index.array_types import I64, Array
from index.string_arrays import Strings
from index.vocabulary import Vocabulary
from index.vocabulary_growth import TermCounts, empty_vocabulary, with_counts, with_terms


class PurgedTerms(NamedTuple):
    """The arrays of forms and terms that occur, without classes, and ``kept[T]``, the number that
    each of the terms had before."""

    arrays: dict[str, Array]
    kept: I64


def without_absent_terms(arrays: Mapping[str, Array], occurrences: I64) -> PurgedTerms:
    """A vocabulary of the terms that occur alone, numbered in their order.

    ``arrays`` have all forms and terms with the counts of forms, ``occurrences[T]`` counts terms.
    """
    kept = np.flatnonzero(occurrences)
    forms = list(Strings.read(arrays, "forms"))
    form_of = arrays["terms.form"].astype(np.int64)
    written = dict(
        zip(arrays["spelled.terms"].tolist(), Strings.read(arrays, "spelled"), strict=True)
    )
    terms = []
    for term, form in zip(kept.tolist(), form_of[kept].tolist(), strict=True):
        terms.append((forms[form], written.get(term, forms[form])))
    # Counts of a form that are not counted for each term go to its first term.
    counted, first = np.unique(form_of[kept], return_index=True)
    counts = [occurrences[kept]]
    for name in ("forms.prepositional", "forms.introduced"):
        of_terms = np.zeros(len(kept), np.int64)
        of_terms[first] = arrays[name][counted]
        counts.append(of_terms)
    empty = Vocabulary(empty_vocabulary())
    found = with_terms(empty, terms)
    return PurgedTerms(found | with_counts(empty, found, TermCounts(*counts)), kept)
