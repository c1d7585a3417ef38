"""Lists: in which documents a class of words stands, how much of it, and where."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from index.arrays import Array, distinct
from index.kernels import Sums
from index.reader import IndexReader
from search.limits import Limits
from search.matching import bm25f, kernels
from search.matching.bm25f import RANKED_LEVELS, Parameters
from search.matching.boosts import Titles
from search.matching.byte_cache import ArrayCache
from search.matching.positions import SPAN, phrase_starts
from search.matching.term_expansion import (
    Class,
    ClassKey,
    WordClasses,
    class_key,
    classify,
    fuzzy_key,
    members,
    prefix_key,
    wildcard_key,
)
from search.query.nodes import Fuzzy, Leaf, Phrase, Prefix, Wildcard, Word
from search.query.query_words import written_words
from search.query.syntax import TextField
from search.request import Level

TEXT_FIELDS: Final[tuple[TextField, ...]] = ("title", "body")

_WORDS_KEPT: Final = 8_192
_NONE: Final = np.zeros(0, np.uint32)


def fields(field: TextField | None) -> tuple[TextField, ...]:
    """The fields that a word of a query is sought in."""
    return TEXT_FIELDS if field is None else (field,)


class Row(NamedTuple):
    """Classes of words that stand in a row."""

    keys: tuple[ClassKey, ...]


class Scored(NamedTuple):
    """Documents, in no order, each once, with what each gets for a class at weight 1."""

    documents: Array
    gains: Array


class WordList(NamedTuple):
    """The documents of a word at any of its levels, each once, with what each gets for the word
    over all levels; and those of each level by itself."""

    documents: Array
    gains: Array
    form: Array
    stem: Array
    root: Array

    def at(self, level: Level) -> Array:
        """The documents of a level, but for ``exact``."""
        found: Array = getattr(self, level)
        return found


class Lists:
    """The lists of one opened index; those asked for lately are kept, bounded in bytes."""

    def __init__(self, index: IndexReader, limits: Limits, parameters: Parameters) -> None:
        self.vocabulary = index.vocabulary
        self._index = index
        self._limits = limits
        self._k1 = parameters.k1
        self._documents = int(np.count_nonzero(index.live))
        self._cache = ArrayCache(limits.class_cache_bytes)
        weights = {
            "title": (parameters.title_weight, parameters.title_b),
            "body": (parameters.body_weight, parameters.body_b),
        }
        self._factors = {
            name: bm25f.length_factors(
                index.lengths[name], index.average_length[name], *weights[name]
            )
            for name in TEXT_FIELDS
        }
        self._weighs = {name: weight > 0 for name, (weight, _) in weights.items()}
        self._level_weights = {level: parameters.of(level) for level in RANKED_LEVELS}
        self._sums: Sums = index.sums()
        self._gains = np.zeros(index.size)
        self._ones = np.ones(index.size, np.float32)
        self._classify = lru_cache(_WORDS_KEPT)(lambda word: classify(index.vocabulary, word))

    def classes(self, word: str) -> WordClasses:
        """Form, stem and root of a written word."""
        return self._classify(word)

    def keys(self, leaf: Leaf, level: Level) -> list[ClassKey]:
        """The key of the class of each word of a leaf, in order."""
        match leaf:
            case Prefix(text):
                return [prefix_key(text)]
            case Wildcard(text):
                return [wildcard_key(text)]
            case Fuzzy(text, distance):
                return [fuzzy_key(text, distance)]
            case Phrase(text, _, own):
                at = own or ("exact" if level == "exact" else "form")
            case Word(text, own):
                at = own or level
        return [class_key(word, self.classes(word), at) for word in written_words(text)]

    def members(self, key: ClassKey) -> Class:
        """The forms and terms of a class."""
        forms, terms, cut = self._cache.get(("members", key), lambda: self._members(key))
        return Class(key, forms, terms, len(cut))

    def _members(self, key: ClassKey) -> tuple[Array, ...]:
        group = members(self._index.vocabulary, key, self._limits)
        return group.forms, group.terms, np.zeros(group.cut, bool)

    # Scores

    def word(self, classes: WordClasses, field: TextField | None, *, stem: bool = True) -> WordList:
        """The list of a word by its classes; without ``stem``, what it gets at its stem is left
        out of the gains."""
        return WordList(
            *self._cache.get(
                ("word", classes, field, stem), lambda: self._word(classes, field, stem)
            )
        )

    def _word(self, classes: WordClasses, field: TextField | None, stem: bool) -> tuple[Array, ...]:
        sums = self._sums
        within: list[Array] = []
        added = _NONE
        nested = True
        try:
            for level in RANKED_LEVELS:
                number = getattr(classes, level)
                group = None if number is None else self.members(ClassKey(level, number))
                terms = _NONE if group is None else group.terms
                if group is not None and group.cut:
                    # Of a class that is cut, what was counted so far need not be a part.
                    nested = False
                    within = [found.copy() for found in within]
                    sums.clear()
                    added = _NONE
                self._add(terms, field, skip=added)
                added = terms
                weight = self._level_weights[level] if stem or level != "stem" else 0.0
                found = sums.documents
                self._saturate(found, weight)
                within.append(found if nested else found.copy())
            documents = sums.documents.copy() if nested else distinct(np.concatenate(within))
        finally:
            sums.clear()
        if nested:
            # A class holds the narrower ones, so its documents begin with theirs.
            within = [documents[: len(found)] for found in within]
        return documents, kernels.take(self._gains, documents), *within

    def _add(
        self,
        terms: Array,
        field: TextField | None,
        *,
        weight: float = 1.0,
        skip: Array = _NONE,
    ) -> None:
        for name in fields(field):
            if self._weighs[name]:
                self._index.add(self._sums, name, terms, self._factors[name], weight, skip)

    def _saturate(self, documents: Array, weight: float) -> None:
        idf = bm25f.idf(self._documents, len(documents))
        kernels.saturate(self._gains, self._sums.values, documents, self._k1, weight * idf)

    def _taken(self, idf: float | None = None) -> tuple[Array, Array]:
        documents = self._sums.documents.copy()
        worth = bm25f.idf(self._documents, len(documents)) if idf is None else idf
        kernels.saturate(self._gains, self._sums.values, documents, self._k1, worth)
        self._sums.clear()
        return documents, kernels.take(self._gains, documents)

    def documents(self, key: ClassKey, field: TextField | None) -> Array:
        """The documents of a class, in no order."""
        return self.scored(key, field).documents

    def scored(self, key: ClassKey, field: TextField | None) -> Scored:
        """The documents of a class, each with its gain at weight 1."""
        return Scored(*self._cache.get(("scored", key, field), lambda: self._scored(key, field)))

    def _scored(self, key: ClassKey, field: TextField | None) -> tuple[Array, ...]:
        self._add(self.members(key).terms, field)
        return self._taken()

    def instead(
        self,
        rows: Sequence[Row],
        weight: float,
        beside: ClassKey | None,
        field: TextField | None,
    ) -> Scored:
        """The same for rows of classes that will do instead of a class, at less weight.

        What stands ``beside`` is counted together with them, as one term with one document
        frequency: an occurrence of it counts 1, one of the others ``weight``.
        """
        return Scored(
            *self._cache.get(
                ("instead", tuple(rows), weight, beside, field),
                lambda: self._instead(rows, weight, beside, field),
            )
        )

    def _instead(
        self,
        rows: Sequence[Row],
        weight: float,
        beside: ClassKey | None,
        field: TextField | None,
    ) -> tuple[Array, ...]:
        own = self.members(beside).terms if beside is not None else _NONE
        single = [self.members(row.keys[0]).terms for row in rows if len(row.keys) == 1]
        self._add(own, field)
        self._add(distinct(np.concatenate([_NONE, *single])), field, weight=weight, skip=own)
        for row in rows:
            if len(row.keys) > 1:
                self._add_row(row, field, weight)
        return self._taken()

    def _add_row(self, row: Row, field: TextField | None, weight: float) -> None:
        for name in fields(field):
            places = self.occurrences(row.keys, name)
            found, times = np.unique(phrase_starts(places) // SPAN, return_counts=True)
            self._sums.add_counts(
                found.astype(np.uint32), times.astype(np.int64), self._factors[name], weight
            )

    # Places

    def occurrences(self, keys: Sequence[ClassKey], field: TextField) -> tuple[Array, ...]:
        """Where each class stands in a field of the documents that have all of them there, as
        sorted occurrences (see ``search.matching.positions``)."""
        row = tuple(keys)
        return self._cache.get(("occurrences", row, field), lambda: self._occurrences(row, field))

    def _occurrences(self, keys: Sequence[ClassKey], field: TextField) -> tuple[Array, ...]:
        wanted = np.ones(self._index.size, np.uint8)
        for key in dict.fromkeys(keys):
            flags = np.zeros(self._index.size, np.uint8)
            kernels.mark(flags, self.documents(key, field))
            wanted &= flags
        found = {
            key: self._occurrences_in(field, self.members(key).terms, wanted)
            for key in dict.fromkeys(keys)
        }
        return tuple(found[key] for key in keys)

    # Agreement

    def bigram(
        self, first: WordClasses, second: WordClasses, field: TextField | None, idf: float
    ) -> Scored:
        """The documents where two forms stand side by side in order, each with its gain at weight
        1; ``idf`` is what the bigram is worth."""
        key = ("bigram", first.form, second.form, field)
        return Scored(*self._cache.get(key, lambda: self._bigram((first, second), field, idf)))

    def _bigram(
        self, pair: tuple[WordClasses, WordClasses], field: TextField | None, idf: float
    ) -> tuple[Array, ...]:
        flags = np.zeros((2, self._index.size), np.uint8)
        for one, classes in zip(flags, pair, strict=True):
            kernels.mark(one, self.word(classes, field).form)
        both = flags[0] & flags[1]
        if not both.any():
            return _NONE, np.zeros(0, np.float32)
        terms = [self.members(ClassKey("form", classes.form or 0)).terms for classes in pair]
        for name in fields(field):
            one, other = (self._occurrences_in(name, each, both) for each in terms)
            found = kernels.side_by_side(one, other, SPAN)
            self._sums.add_counts(*found, self._factors[name], 1.0)
        return self._taken(idf)

    def _occurrences_in(self, field: TextField, terms: Array, wanted: Array) -> Array:
        documents, positions = self._index.occurrences(field, terms, wanted)
        return np.sort(documents.astype(np.int64) * SPAN + positions)

    def titles(self, classes: WordClasses) -> Titles:
        """In which titles the stem of a word stands."""
        documents, counts = self._cache.get(
            ("titles", classes.stem), lambda: self._titles(classes.stem)
        )
        return Titles(documents, counts, self.idf(classes, "stem", None))

    def _titles(self, stem: int | None) -> tuple[Array, ...]:
        if stem is None:
            return _NONE, _NONE
        terms = self.members(ClassKey("stem", stem)).terms
        self._index.add(self._sums, "title", terms, self._ones)
        documents = self._sums.documents.copy()
        counts = self._sums.values[documents].astype(np.float32)
        self._sums.clear()
        return documents, counts

    def idf(self, classes: WordClasses, level: Level, field: TextField | None) -> float:
        """The inverse document frequency of a word at a level, but for ``exact``."""
        return bm25f.idf(self._documents, len(self.word(classes, field).at(level)))

    def importance(self, key: ClassKey) -> float:
        """The inverse document frequency of a class, for choosing among passages."""
        return bm25f.idf(self._documents, len(self.documents(key, None))) + 0.01
