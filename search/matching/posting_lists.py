"""Posting lists: the documents of a class of words, their scores, and its positions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple, assert_never

import numpy as np

from index.array_types import F32, I64, U8, U32, Array
from index.arrays import DamagedError, distinct
from index.reader import IndexReader
from search.limits import Limits
from search.matching import bm25f, kernels
from search.matching.byte_cache import ArrayCache
from search.matching.positions import SPAN, phrase_starts
from search.matching.ranking_parameters import RANKED_LEVELS, RankedLevel, RankingParameters
from search.matching.score_buffers import ScoreBuffers
from search.matching.term_expansion import (
    Class,
    ClassKey,
    WordClasses,
    class_key,
    classify,
    members,
    pattern_key,
)
from search.matching.title_boost import TitleMatches
from search.query.nodes import Fuzzy, Leaf, Phrase, Prefix, Wildcard, Word
from search.query.query_words import PhraseTerm, phrase_terms, written_words
from search.query.syntax import TEXT_FIELDS, TextField
from search.request import Level

_WORDS_CACHED: Final = 8_192
_NONE: Final[U32] = np.zeros(0, np.uint32)


def fields(field: TextField | None) -> tuple[TextField, ...]:
    """The fields that a word of a query may match in."""
    return TEXT_FIELDS if field is None else (field,)


class ClassSequence(NamedTuple):
    """Classes of words that match side by side in order."""

    keys: tuple[ClassKey, ...]


class Scored(NamedTuple):
    """``documents[n]`` in no order, each once, with ``gains[n]``, the score of each at weight 1."""

    documents: U32
    gains: F32


class WordList(NamedTuple):
    """The documents of a word at any of its levels, each once, with the score of each over all
    levels; and the documents of each level."""

    documents: U32
    gains: F32
    form: U32
    stem: U32
    root: U32

    def at(self, level: RankedLevel) -> U32:
        """The documents of a level."""
        match level:
            case "form":
                return self.form
            case "stem":
                return self.stem
            case "root":
                return self.root
            case _:
                assert_never(level)


class PostingLists:
    """The posting lists of classes in one opened index, cached up to a limit in bytes."""

    def __init__(self, index: IndexReader, limits: Limits, parameters: RankingParameters) -> None:
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
        self._level_weights = {level: parameters.level_weight(level) for level in RANKED_LEVELS}
        self._buffers = ScoreBuffers(index)
        self._ones: F32 = np.ones(index.size, np.float32)
        self._classify = lru_cache(_WORDS_CACHED)(lambda word: classify(index.vocabulary, word))

    def classes(self, word: str) -> WordClasses:
        """The classes of a written word."""
        return self._classify(word)

    def keys(self, leaf: Leaf, level: Level) -> list[ClassKey]:
        """The key of the class of each word of a leaf, in order."""
        match leaf:
            case Word(text, own):
                at = own or level
            case Phrase(text, _, own):
                at = own or ("exact" if level == "exact" else "form")
                return [self._term_key(term, at) for term in phrase_terms(text)]
            case Prefix() | Wildcard() | Fuzzy():
                return [pattern_key(leaf)]
            case _:
                assert_never(leaf)
        return [class_key(word, self.classes(word), at) for word in written_words(text)]

    def _term_key(self, term: PhraseTerm, level: Level) -> ClassKey:
        if term.begun:
            return pattern_key(Prefix(term.word))
        return class_key(term.word, self.classes(term.word), level)

    def members(self, key: ClassKey) -> Class:
        """The forms and terms of a class."""
        forms, terms, cut = self._cache.get(("members", key), lambda: self._members(key))
        return Class(key, forms, terms, len(cut))

    def _members(self, key: ClassKey) -> tuple[Array, ...]:
        group = members(self._index.vocabulary, key, self._limits)
        return group.forms, group.terms, np.zeros(group.cut, bool)

    # Scores

    def word(self, classes: WordClasses, field: TextField | None, *, stem: bool = True) -> WordList:
        """The list of a word by its classes; without ``stem``, the score for its stem is left out
        of the gains."""
        return WordList(
            *self._cache.get(
                ("word", classes, field, stem), lambda: self._word(classes, field, stem)
            )
        )

    def _word(self, classes: WordClasses, field: TextField | None, stem: bool) -> tuple[Array, ...]:
        groups = [self._ranked_members(classes, level) for level in RANKED_LEVELS]
        within: list[U32] = []
        added = _NONE
        nested = True
        with self._buffers as buffers:
            for level, group in zip(RANKED_LEVELS, groups, strict=True):
                terms = _NONE if group is None else group.terms
                if group is not None and group.cut:
                    # A class that was cut need not contain the narrower one.
                    nested = False
                    within = [found.copy() for found in within]
                    buffers.sums.clear()
                    added = _NONE
                weight = self._level_weights[level] if stem or level != "stem" else 0.0
                key = classes.scored_key(level)
                if nested and key is not None and key.kind == "inflection":
                    # Plurals match and are not scored here.
                    scored = self.members(key).terms
                    self._add(scored, field, skip=added)
                    self._saturate(buffers.sums.documents, weight)
                    added, weight = scored, 0.0
                self._add(terms, field, skip=added)
                added = terms
                found = buffers.sums.documents
                self._saturate(found, weight)
                within.append(found if nested else found.copy())
            documents = buffers.sums.documents.copy() if nested else _union(within)
            gains = kernels.take(buffers.gains, documents)
        if nested:
            # Each class contains the narrower ones, so its documents begin with theirs.
            within = [documents[: len(found)] for found in within]
        return documents, gains, *within

    def _ranked_members(self, classes: WordClasses, level: RankedLevel) -> Class | None:
        number = classes.at(level)
        return None if number is None else self.members(ClassKey(level, number))

    def _add(
        self,
        terms: U32,
        field: TextField | None,
        *,
        weight: float = 1.0,
        skip: U32 = _NONE,
    ) -> None:
        """Add the frequencies of terms, without those of ``skip``, to the sums."""
        for name in fields(field):
            if self._weighs[name]:
                self._index.add(self._buffers.sums, name, terms, self._factors[name], weight, skip)

    def _saturate(self, documents: U32, weight: float, idf: float | None = None) -> None:
        """Add the scores of the sums of documents, as those of one term, to the gains."""
        idf = bm25f.idf(self._documents, len(documents)) if idf is None else idf
        buffers = self._buffers
        kernels.saturate(buffers.gains, buffers.sums.values, documents, self._k1, weight * idf)

    def _take_scores(self, idf: float | None = None) -> tuple[Array, ...]:
        """The documents of the sums, and their gains as those of one term."""
        documents: U32 = self._buffers.sums.documents.copy()
        self._saturate(documents, 1.0, idf)
        return documents, kernels.take(self._buffers.gains, documents)

    def documents(self, key: ClassKey, field: TextField | None) -> U32:
        """The documents of a class, in no order."""
        return self.scored(key, field).documents

    def count_live(self, documents: U32) -> int:
        """How many documents of a list are not deleted."""
        if self._documents == self._index.size:
            return len(documents)
        return int(np.count_nonzero(self._index.live[documents]))

    def scored(self, key: ClassKey, field: TextField | None) -> Scored:
        """The documents of a class, each with its score at weight 1."""
        return Scored(*self._cache.get(("scored", key, field), lambda: self._scored(key, field)))

    def _scored(self, key: ClassKey, field: TextField | None) -> tuple[Array, ...]:
        terms = self.members(key).terms
        with self._buffers:
            self._add(terms, field)
            return self._take_scores()

    def synonyms(
        self,
        sequences: Sequence[ClassSequence],
        weight: float,
        beside: ClassKey | None,
        field: TextField | None,
    ) -> Scored:
        """The same for weighted synonyms: each a sequence of classes, of one class or more.

        They and the class ``beside`` are one term with one document frequency: an occurrence of
        that class counts 1, one of a synonym ``weight``.
        """
        return Scored(
            *self._cache.get(
                ("synonyms", tuple(sequences), weight, beside, field),
                lambda: self._synonyms(sequences, weight, beside, field),
            )
        )

    def _synonyms(
        self,
        sequences: Sequence[ClassSequence],
        weight: float,
        beside: ClassKey | None,
        field: TextField | None,
    ) -> tuple[Array, ...]:
        own = self.members(beside).terms if beside is not None else _NONE
        single = [self.members(each.keys[0]).terms for each in sequences if len(each.keys) == 1]
        singles = distinct(np.concatenate([_NONE, *single]))
        # Positions are read before the buffers are in use: reading them scores their classes.
        counted = [
            (name, *self._sequence_counts(each, name))
            for each in sequences
            if len(each.keys) > 1
            for name in fields(field)
        ]
        with self._buffers as buffers:
            self._add(own, field)
            self._add(singles, field, weight=weight, skip=own)
            for name, documents, counts in counted:
                buffers.sums.add_counts(documents, counts, self._factors[name], weight)
            return self._take_scores()

    def _sequence_counts(self, sequence: ClassSequence, field: TextField) -> tuple[U32, I64]:
        """The documents where a sequence occurs in a field, and how often."""
        starts = phrase_starts(self.occurrences(sequence.keys, field))
        documents, counts = np.unique(starts // SPAN, return_counts=True)
        return documents.astype(np.uint32), counts.astype(np.int64)

    # Positions

    def occurrences(self, keys: Sequence[ClassKey], field: TextField) -> tuple[I64, ...]:
        """The sorted occurrences (see ``search.matching.positions``) of each class in a field of
        the documents that have all of the classes there."""
        every = tuple(keys)
        return self._cache.get(
            ("occurrences", every, field), lambda: self._occurrences(every, field)
        )

    def _occurrences(self, keys: Sequence[ClassKey], field: TextField) -> tuple[I64, ...]:
        wanted: U8 = np.ones(self._index.size, np.uint8)
        for key in dict.fromkeys(keys):
            flags: U8 = np.zeros(self._index.size, np.uint8)
            kernels.mark(flags, self.documents(key, field))
            wanted &= flags
        found = {
            key: self._occurrences_in(field, self.members(key).terms, wanted)
            for key in dict.fromkeys(keys)
        }
        return tuple(found[key] for key in keys)

    def _occurrences_in(self, field: TextField, terms: U32, wanted: U8) -> I64:
        documents, positions = self._index.occurrences(field, terms, wanted)
        if len(positions) and int(positions.max()) >= SPAN:
            raise DamagedError("positions_out_of_range")
        # The occurrences of each term are sorted already.
        return np.sort(documents.astype(np.int64) * SPAN + positions, kind="stable")

    # Proximity and titles

    def bigram(
        self, first: WordClasses, second: WordClasses, field: TextField | None, idf: float | None
    ) -> Scored:
        """The documents where two forms occur side by side in order, each with its score at weight
        1; ``idf`` is the inverse document frequency of the bigram (None: its own)."""
        key = ("bigram", first.form, second.form, field, idf is None)
        return Scored(*self._cache.get(key, lambda: self._bigram((first, second), field, idf)))

    def _bigram(
        self, pair: tuple[WordClasses, WordClasses], field: TextField | None, idf: float | None
    ) -> tuple[Array, ...]:
        flags: U8 = np.zeros((2, self._index.size), np.uint8)
        for one, classes in zip(flags, pair, strict=True):
            kernels.mark(one, self.word(classes, field).form)
        both: U8 = flags[0] & flags[1]
        if not both.any():
            return _NONE, np.zeros(0, np.float32)
        terms = [self.members(ClassKey("form", classes.form or 0)).terms for classes in pair]
        with self._buffers as buffers:
            for name in fields(field):
                first = self._occurrences_in(name, terms[0], both)
                if not len(first):
                    continue
                second = self._occurrences_in(name, terms[1], both)
                found = kernels.side_by_side(first, second, SPAN)
                buffers.sums.add_counts(*found, self._factors[name], 1.0)
            return self._take_scores(idf)

    def title_matches(self, classes: WordClasses) -> TitleMatches:
        """The titles that have the stem of a word."""
        documents, counts = self._cache.get(
            ("titles", classes.stem), lambda: self._title_matches(classes.stem)
        )
        return TitleMatches(documents, counts, self.idf(classes, "stem", None))

    def _title_matches(self, stem: int | None) -> tuple[Array, ...]:
        if stem is None:
            return _NONE, _NONE
        terms = self.members(ClassKey("stem", stem)).terms
        with self._buffers as buffers:
            self._index.add(buffers.sums, "title", terms, self._ones)
            documents: U32 = buffers.sums.documents.copy()
            return documents, buffers.sums.values[documents].astype(np.float32)

    def idf(self, classes: WordClasses, level: RankedLevel, field: TextField | None) -> float:
        """The inverse document frequency of a word at a level."""
        return bm25f.idf(self._documents, len(self.word(classes, field).at(level)))

    def importance(self, key: ClassKey) -> float:
        """The inverse document frequency of a class, for choosing among passages."""
        return bm25f.idf(self._documents, len(self.documents(key, None))) + 0.01


def _union(lists: Sequence[U32]) -> U32:
    return distinct(np.concatenate(lists))
