"""Expansion: from a word of a query to the terms of its class at a level."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from pyarabic import araby
from rapidfuzz.distance import Levenshtein

from index.analysis.analyzer import analyze
from index.analysis.fold import fold, fold_exact, strip_marks
from index.arrays import Array
from index.vocabulary import Vocabulary
from search.answer import Level
from search.limits import Limits


class Class(NamedTuple):
    """The forms of a vocabulary that stand for a word at a level.

    ``key`` names the class for a cache; ``terms`` are sorted numbers; ``cut`` is how many forms
    were left out for the limit.
    """

    key: tuple[str, int | str]
    forms: Array
    terms: Array
    cut: int = 0


_NONE = np.zeros(0, np.int64)


def _of_forms(vocabulary: Vocabulary, key: tuple[str, int | str], forms: Array, top: int) -> Class:
    kept = forms[:top]
    terms = np.sort(vocabulary.terms_of_forms(kept)) if len(kept) else _NONE
    return Class(key, kept, terms, len(forms) - len(kept))


def classify(vocabulary: Vocabulary, word: str) -> tuple[int | None, int | None, int | None]:
    """Form, stem and root of a written word as numbers of the vocabulary, None where it has none.

    A form of the vocabulary has the classes that the vocabulary gives it; another word those of
    the analyzer.
    """
    form = vocabulary.form(fold(word))
    if form is not None:
        stem = vocabulary.stem_of(form)
        return form, stem, vocabulary.root_of(stem)
    analysis = analyze(word, vocabulary.attested)
    found = vocabulary.stems.find(analysis.stem)
    root = vocabulary.roots.find(analysis.root)
    if found is not None:
        root = vocabulary.root_of(found)
    return None, found, root


def expand(vocabulary: Vocabulary, word: str, level: Level, limits: Limits) -> Class:
    """The class of one written word at a level; at most ``limits.expansion_forms`` forms, the most
    frequent ones."""
    form, stem, root = classify(vocabulary, word)
    top = limits.expansion_forms
    if level == "root":
        forms = _NONE if root is None else vocabulary.forms_of_root(root)
        return _of_forms(vocabulary, ("root", -1 if root is None else root), forms, top)
    if level == "stem":
        forms = _NONE if stem is None else vocabulary.forms_of_stem(stem)
        return _of_forms(vocabulary, ("stem", -1 if stem is None else stem), forms, top)
    forms = _NONE if form is None else np.array([form])
    if level == "form" or form is None:
        return _of_forms(vocabulary, ("form", -1 if form is None else form), forms, top)
    return _exact(vocabulary, fold_exact(word), form)


def _exact(vocabulary: Vocabulary, word: str, form: int) -> Class:
    """Terms written with the same letters; marks count where the word has any."""
    letters = strip_marks(word)
    vocalized = letters != word
    terms = [
        term
        for term in vocabulary.terms_of_form(form).tolist()
        if strip_marks(spelling := vocabulary.spelling(term)) == letters
        and (not vocalized or araby.vocalizedlike(spelling, word))
    ]
    return Class(("exact", word), np.array([form]), np.array(terms, np.int64))


def expand_prefix(vocabulary: Vocabulary, prefix: str, limits: Limits) -> Class:
    """The forms that begin with a prefix, the most frequent ``limits.prefix_forms`` of them."""
    folded = fold(prefix)
    forms = vocabulary.forms_with_prefix(folded)
    return _of_forms(vocabulary, ("prefix", folded), forms, limits.prefix_forms)


def expand_fuzzy(vocabulary: Vocabulary, word: str, distance: int, limits: Limits) -> Class:
    """The most frequent ``limits.fuzzy_forms`` forms within an edit distance (Levenshtein's) of a
    word."""
    folded = fold(word)
    found = [
        number
        for number, form in enumerate(vocabulary.forms)
        if abs(len(form) - len(folded)) <= distance
        and Levenshtein.distance(form, folded, score_cutoff=distance) <= distance
    ]
    forms = np.array(found, np.int64)
    if len(forms):
        forms = forms[np.argsort(-vocabulary.occurrences[forms].astype(np.int64), kind="stable")]
    return _of_forms(vocabulary, ("fuzzy", f"{folded}~{distance}"), forms, limits.fuzzy_forms)
