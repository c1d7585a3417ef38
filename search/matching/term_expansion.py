"""Term expansion: from a word of a query to the terms of its class at a level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, assert_never

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from arabic.analyzer import analyze
from arabic.folding import fold, fold_beginnings, fold_exact, fold_part, strip_marks
from arabic.vocalization import marks_agree
from index.array_types import U32, Integers
from index.string_arrays import letters_of
from index.unknown_words import find_stem
from index.vocabulary import Vocabulary
from search.limits import Limits
from search.matching.ranking_parameters import RankedLevel
from search.query.nodes import Fuzzy, Pattern, Prefix, Wildcard
from search.query.query_words import form
from search.request import Level

ClassKind = Literal[
    "exact",
    "marked",
    "form",
    "particles",
    "inflection",
    "stem",
    "root",
    "prefix",
    "wildcard",
    "fuzzy",
    "none",
]


class ClassKey(NamedTuple):
    """The identity of a class: its kind, and a number of the vocabulary or letters."""

    kind: ClassKind
    of: int | str


class Class(NamedTuple):
    """The forms of a vocabulary that match a word at a level.

    ``forms`` and ``terms`` are numbers of the vocabulary, ``terms`` sorted; ``cut`` is how many
    forms were left out at the limit.
    """

    key: ClassKey
    forms: Integers
    terms: U32
    cut: int = 0


class WordClasses(NamedTuple):
    """Form, bare class, stem and root of a written word as numbers of a vocabulary, None where it
    has none.

    ``inflection`` is its inflection class if the stem class has several (see ``Vocabulary``).
    """

    form: int | None
    bare: int | None
    stem: int | None
    root: int | None
    inflection: int | None = None

    def key(self, level: RankedLevel) -> ClassKey | None:
        """The class that matches at a level."""
        number = self.at(level)
        return None if number is None else ClassKey(level, number)

    def keys_up_to(self, widest: ClassKey) -> Iterator[ClassKey]:
        """The classes that match or are scored, from narrow to the ``widest``, each within the
        next."""
        inflection = None if self.inflection is None else ClassKey("inflection", self.inflection)
        for key in (self.key("form"), inflection, self.key("stem"), self.key("root")):
            if key is not None:
                yield key
            if key == widest:
                return

    def at(self, level: RankedLevel | Literal["particles"]) -> int | None:
        """The number at a level."""
        match level:
            case "form":
                return self.form
            case "particles":
                return self.bare
            case "stem":
                return self.stem
            case "root":
                return self.root
            case _:
                assert_never(level)


EMPTY: Final = ClassKey("none", "")
"""The class of a word that the vocabulary does not have."""

_NONE: Final[U32] = np.zeros(0, np.uint32)


def classify(vocabulary: Vocabulary, word: str) -> WordClasses:
    """The classes of a written word.

    Those of the vocabulary for one of its forms, else those of another spelling, else those of the
    analyzer.
    """
    number = vocabulary.form(form(word))
    if number is not None:
        own = vocabulary.stem_of(number)
        return WordClasses(
            number,
            vocabulary.bare_of(number),
            own,
            vocabulary.root_of(own),
            vocabulary.inflection_of(number),
        )
    analysis = analyze(word, vocabulary.attested)
    found = find_stem(vocabulary, analysis)
    if found is None:
        return WordClasses(None, None, None, vocabulary.roots.find(analysis.root))
    bare = vocabulary.find_bare(analysis.bare, found.stem)
    return WordClasses(None, bare, found.stem, vocabulary.root_of(found.stem))


def class_key(word: str, classes: WordClasses, level: Level) -> ClassKey:
    """The class of a written word at a level; words of one class share its key."""
    if level == "exact":
        return EMPTY if classes.form is None else ClassKey("exact", fold_exact(word))
    number = classes.at(level)
    return EMPTY if number is None else ClassKey(level, number)


def marked_key(word: str) -> ClassKey:
    """The class of the spellings whose diacritics agree with those of a word."""
    return ClassKey("marked", fold_exact(word))


def pattern_key(leaf: Pattern) -> ClassKey:
    """The class of the forms that a prefix, wildcard or fuzzy word matches."""
    match leaf:
        case Prefix(text):
            return ClassKey("prefix", fold_exact(text))
        case Wildcard(text):
            pieces = text.removesuffix("*").split("?")
            last = len(pieces) - 1
            folded = (
                fold_part(piece, begins=place == 0, ends=place == last and not text.endswith("*"))
                for place, piece in enumerate(pieces)
            )
            return ClassKey("wildcard", "?".join(folded) + "*" * text.endswith("*"))
        case Fuzzy(text, distance):
            return ClassKey("fuzzy", f"{distance}{fold(text)}")
        case _:
            assert_never(leaf)


def members(vocabulary: Vocabulary, key: ClassKey, limits: Limits) -> Class:
    """The forms of a class and their terms, cut to the most frequent forms at the limits."""
    kind, of = key
    if isinstance(of, int):
        return _numbered_members(vocabulary, key, of, limits)
    forms: Integers
    match kind:
        case "exact" | "marked":
            return _with_spelling(vocabulary, key, of)
        case "prefix":
            forms, most = _with_prefix(vocabulary, of), limits.prefix_forms
        case "wildcard":
            forms, most = _matching_wildcard(vocabulary, of), limits.prefix_forms
        case "fuzzy":
            forms, most = _within_distance(vocabulary, of[1:], int(of[0])), limits.fuzzy_forms
        case "none" | "form" | "particles" | "inflection" | "stem" | "root":
            forms, most = _NONE, 0
        case _:
            assert_never(kind)
    return _of_forms(vocabulary, key, forms, most)


def _numbered_members(vocabulary: Vocabulary, key: ClassKey, number: int, limits: Limits) -> Class:
    if key.kind == "root":
        forms = vocabulary.root_forms(number)
    elif key.kind == "stem":
        forms = vocabulary.stem_forms(number)
    elif key.kind == "particles":
        forms = vocabulary.bare_forms(number)
    elif key.kind == "inflection":
        forms = vocabulary.inflections(number)
    else:
        forms = np.array([number])
    if len(forms) > limits.expansion_forms:
        forms = vocabulary.most_frequent(forms)
    return _of_forms(vocabulary, key, forms, limits.expansion_forms)


def _of_forms(vocabulary: Vocabulary, key: ClassKey, forms: Integers, most: int) -> Class:
    kept = forms[:most]
    terms = vocabulary.terms_of_forms(kept).astype(np.uint32) if len(kept) else _NONE
    return Class(key, kept, terms, len(forms) - len(kept))


def _with_spelling(vocabulary: Vocabulary, key: ClassKey, word: str) -> Class:
    """Terms of the same letters; diacritics must agree where the word has any."""
    number = vocabulary.form(form(word))
    if number is None:
        return Class(key, _NONE, _NONE)
    letters = strip_marks(word)
    vocalized = letters != word
    terms = [
        term
        for term in vocabulary.terms_of_form(number).tolist()
        if strip_marks(spelling := vocabulary.spelling(term)) == letters
        and (not vocalized or marks_agree(spelling, word))
        and (key.kind == "exact" or spelling != letters)
    ]
    return Class(key, np.array([number]), np.array(terms, np.uint32))


def _with_prefix(vocabulary: Vocabulary, beginning: str) -> Integers:
    """The forms that begin with the letters of a word."""
    found = [vocabulary.forms_with_prefix(each) for each in fold_beginnings(beginning)]
    return found[0] if len(found) == 1 else vocabulary.most_frequent(np.unique(np.hstack(found)))


def _matching_wildcard(vocabulary: Vocabulary, pattern: str) -> Integers:
    """The forms that a pattern matches, the most frequent first."""
    pieces = pattern.removesuffix("*").split("?")
    shape = re.compile(".".join(map(re.escape, pieces)))
    matches = shape.match if pattern.endswith("*") else shape.fullmatch
    candidates = vocabulary.forms_with_prefix(pieces[0])
    found = [each for each in candidates.tolist() if matches(vocabulary.forms[each])]
    return np.array(found, candidates.dtype)


def _within_distance(vocabulary: Vocabulary, folded: str, distance: int) -> Integers:
    """The forms within an edit distance, the most frequent first."""
    # An edit changes the length by at most one letter, and at most two letters.
    lengths = vocabulary.forms.letter_counts.astype(np.int16)
    others = np.bitwise_count(vocabulary.forms.letters ^ letters_of(folded))
    near = (abs(lengths - len(folded)) <= distance) & (others <= 2 * distance)
    candidates = vocabulary.live(np.flatnonzero(near))
    found = process.extract(
        folded,
        [vocabulary.forms[each] for each in candidates.tolist()],
        scorer=Levenshtein.distance,
        score_cutoff=distance,
        limit=None,
    )
    return vocabulary.most_frequent(candidates[[place for _, _, place in found]])
