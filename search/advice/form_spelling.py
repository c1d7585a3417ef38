"""How a form is shown to a reader: in its most frequent spelling, without marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from arabic.folding import fold, strip_marks
from index.reader import IndexReader


def spell_form(index: IndexReader, form: int) -> str:
    """The most frequent spelling of a form, by number; marks are left out if the form stays."""
    vocabulary = index.vocabulary
    letters = vocabulary.forms[form]
    spellings: dict[str, list[int]] = {}
    for term in vocabulary.terms_of_form(form).tolist():
        spelling = vocabulary.spelling(term)
        bare = strip_marks(spelling)
        shown = bare if fold(bare) == letters else spelling
        spellings.setdefault(shown, []).append(term)
    if len(spellings) == 1:
        return next(iter(spellings))
    return max(spellings, key=lambda word: (_documents(index, spellings[word]), word))


def spell_word(index: IndexReader, form: str) -> str:
    """The most frequent spelling of a form, or the form itself where it occurs nowhere."""
    number = index.vocabulary.form(form)
    return form if number is None else spell_form(index, number)


def _documents(index: IndexReader, terms: Sequence[int]) -> int:
    return len(index.postings("body", np.array(terms, np.uint32)).documents)
