"""Expansion: from a word of a query to the terms of its class at a level."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from arabic.analyzer import analyze
from arabic.folding import fold, fold_exact, strip_marks
from arabic.vocalization import marks_agree
from index.arrays import Array
from index.string_arrays import letters_of
from index.vocabulary import Vocabulary
from search.limits import Limits
from search.request import Level

ClassKind = Literal[
    "exact", "marked", "form", "stem", "root", "prefix", "wildcard", "fuzzy", "none"
]


class ClassKey(NamedTuple):
    """What makes a class: its kind, and the number of the vocabulary or the letters it is of."""

    kind: ClassKind
    of: int | str


class Class(NamedTuple):
    """The forms of a vocabulary that stand for a word at a level.

    ``terms`` are sorted numbers (uint32); ``cut`` is how many forms were left out for the limit.
    """

    key: ClassKey
    forms: Array
    terms: Array
    cut: int = 0


class WordClasses(NamedTuple):
    """Form, stem and root of a written word as numbers of a vocabulary, None where it has none."""

    form: int | None
    stem: int | None
    root: int | None


NOBODY: Final = ClassKey("none", "")
"""The class of a word that stands nowhere."""

_NONE: Final = np.zeros(0, np.uint32)


def classify(vocabulary: Vocabulary, word: str) -> WordClasses:
    """The classes of a written word.

    A form of the vocabulary has the classes that the vocabulary gives it; another word those of
    the analyzer.
    """
    form = vocabulary.form(fold(word))
    if form is not None:
        stem = vocabulary.stem_of(form)
        return WordClasses(form, stem, vocabulary.root_of(stem))
    analysis = analyze(word, vocabulary.attested)
    found = vocabulary.stems.find(analysis.stem)
    root = vocabulary.roots.find(analysis.root)
    if found is not None:
        root = vocabulary.root_of(found)
    return WordClasses(None, found, root)


def class_key(word: str, classes: WordClasses, level: Level) -> ClassKey:
    """The class of a written word at a level; words of one class share its key."""
    if level == "exact":
        return NOBODY if classes.form is None else ClassKey("exact", fold_exact(word))
    number: int | None = getattr(classes, level)
    return NOBODY if number is None else ClassKey(level, number)


def marked_key(word: str) -> ClassKey:
    """The class of the spellings that carry marks and agree with those of a word."""
    return ClassKey("marked", fold_exact(word))


def prefix_key(prefix: str) -> ClassKey:
    """The class of the forms that begin with a prefix."""
    return ClassKey("prefix", fold(prefix))


def wildcard_key(pattern: str) -> ClassKey:
    """The class of the forms like a pattern, in which ? stands for any letter and a * at the end
    for any letters."""
    pieces = (fold(piece) for piece in pattern.removesuffix("*").split("?"))
    return ClassKey("wildcard", "?".join(pieces) + "*" * pattern.endswith("*"))


def fuzzy_key(word: str, distance: int) -> ClassKey:
    """The class of the forms within an edit distance (Levenshtein's) of a word."""
    return ClassKey("fuzzy", f"{distance}{fold(word)}")


def members(vocabulary: Vocabulary, key: ClassKey, limits: Limits) -> Class:
    """The forms of a class and their terms; the most frequent, if they are more than the limits
    allow."""
    kind, of = key
    if isinstance(of, int):
        return _members_of_number(vocabulary, key, of, limits)
    match kind:
        case "exact" | "marked":
            return _spelt(vocabulary, key, of)
        case "prefix":
            forms, top = vocabulary.forms_with_prefix(of), limits.prefix_forms
        case "wildcard":
            forms, top = _like(vocabulary, of), limits.prefix_forms
        case "fuzzy":
            forms, top = _close(vocabulary, of[1:], int(of[0])), limits.fuzzy_forms
        case _:
            forms, top = _NONE, 0
    return _of_forms(vocabulary, key, forms, top)


def _members_of_number(vocabulary: Vocabulary, key: ClassKey, number: int, limits: Limits) -> Class:
    if key.kind == "root":
        forms = vocabulary.root_forms(number)
    elif key.kind == "stem":
        forms = vocabulary.stem_forms(number)
    else:
        forms = np.array([number])
    if len(forms) > limits.expansion_forms:
        forms = vocabulary.most_frequent(forms)
    return _of_forms(vocabulary, key, forms, limits.expansion_forms)


def _of_forms(vocabulary: Vocabulary, key: ClassKey, forms: Array, top: int) -> Class:
    kept = forms[:top]
    terms = vocabulary.terms_of_forms(kept).astype(np.uint32) if len(kept) else _NONE
    return Class(key, kept, terms, len(forms) - len(kept))


def _spelt(vocabulary: Vocabulary, key: ClassKey, word: str) -> Class:
    """Terms written with the same letters; marks count where the word has any."""
    form = vocabulary.form(fold(word))
    if form is None:
        return Class(key, _NONE, _NONE)
    letters = strip_marks(word)
    vocalized = letters != word
    terms = [
        term
        for term in vocabulary.terms_of_form(form).tolist()
        if strip_marks(spelling := vocabulary.spelling(term)) == letters
        and (not vocalized or marks_agree(spelling, word))
        and (key.kind == "exact" or spelling != letters)
    ]
    return Class(key, np.array([form]), np.array(terms, np.uint32))


def _like(vocabulary: Vocabulary, pattern: str) -> Array:
    """The forms like a pattern, the most frequent first."""
    pieces = pattern.removesuffix("*").split("?")
    shape = re.compile(".".join(map(re.escape, pieces)))
    matches = shape.match if pattern.endswith("*") else shape.fullmatch
    likely = vocabulary.forms_with_prefix(pieces[0])
    found = [form for form in likely.tolist() if matches(vocabulary.forms[form])]
    return np.array(found, likely.dtype)


def _close(vocabulary: Vocabulary, folded: str, distance: int) -> Array:
    """The forms within an edit distance, the most frequent first."""
    # An edit moves the length in UTF-8 by four bytes at most, and changes two letters at most.
    size = len(folded.encode("utf-8", "surrogatepass"))
    lengths = vocabulary.forms.lengths.astype(np.int64)
    others = np.bitwise_count(vocabulary.forms.letters ^ letters_of(folded))
    near = (abs(lengths - size) <= 4 * distance) & (others <= 2 * distance)
    likely = vocabulary.live(np.flatnonzero(near))
    found = process.extract(
        folded,
        [vocabulary.forms[form] for form in likely.tolist()],
        scorer=Levenshtein.distance,
        score_cutoff=distance,
        limit=None,
    )
    return vocabulary.most_frequent(likely[[place for _, _, place in found]])


def expand(vocabulary: Vocabulary, word: str, level: Level, limits: Limits) -> Class:
    """The class of one written word at a level."""
    return members(vocabulary, class_key(word, classify(vocabulary, word), level), limits)


def expand_prefix(vocabulary: Vocabulary, prefix: str, limits: Limits) -> Class:
    """The forms that begin with a prefix."""
    return members(vocabulary, prefix_key(prefix), limits)


def expand_fuzzy(vocabulary: Vocabulary, word: str, distance: int, limits: Limits) -> Class:
    """The forms within an edit distance of a word."""
    return members(vocabulary, fuzzy_key(word, distance), limits)
