"""Posting lists: the documents of a class of words, their scores, and its positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from typing import Final, NamedTuple, assert_never

import numpy as np

from index.array_types import F32, F64, I64, U8, U32, Array, Mask
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
from search.query.nodes import Fuzzy, Leaf, Phrase, Prefix, Wildcard, Word
from search.query.query_words import PhraseTerm, phrase_terms, written_words
from search.query.syntax import TEXT_FIELDS, TextField
from search.request import Level

_WORDS_CACHED: Final = 8_192
_BITS: Final = 32
"""The bits of a document number in a list."""

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


class PostingLists:
    """The posting lists of classes in one opened index.

    Cached up to a limit in bytes are the documents of classes, and the scores of what has few
    documents or reads positions; words are scored for the documents of each query.
    """

    def __init__(self, index: IndexReader, limits: Limits, parameters: RankingParameters) -> None:
        self.vocabulary = index.vocabulary
        self._index = index
        self._limits = limits
        self._k1 = parameters.k1
        self._documents = int(np.count_nonzero(index.live))
        self._cache = ArrayCache(limits.class_cache_bytes)
        self._counts = ArrayCache(limits.class_count_bytes)
        weights = {
            "title": (parameters.title_weight, parameters.title_b),
            "body": (parameters.body_weight, parameters.body_b),
        }
        self.factors = {
            name: bm25f.length_factors(
                index.lengths[name], index.average_length[name], *weights[name]
            )
            for name in TEXT_FIELDS
        }
        self._weighs = {name: weight > 0 for name, (weight, _) in weights.items()}
        self._level_weights = {level: parameters.level_weight(level) for level in RANKED_LEVELS}
        self._buffers = ScoreBuffers(index)
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

    # Documents

    def count(self, key: ClassKey, field: TextField | None) -> int:
        """The document frequency of a class."""
        (found,) = self._counts.get((key, field), lambda: self._count(key, field))
        return int(found[0])

    def _count(self, key: ClassKey, field: TextField | None) -> tuple[Array, ...]:
        mask: U8 = np.zeros(self._index.size, np.uint8)
        return (np.array([self._mark(mask, self.members(key).terms, field)]),)

    def word_count(self, classes: WordClasses, level: RankedLevel, field: TextField | None) -> int:
        """The document frequency of a word at a level, 0 where it has no class there."""
        key, stem = classes.key(level), classes.key("stem")
        if key is None:
            return 0
        if level != "root" or stem is None or ("mask", stem, field) not in self._cache:
            return self.count(key, field)
        (found,) = self._counts.get((key, field), lambda: self._count_more(key, stem, field))
        return int(found[0])

    def _count_more(
        self, key: ClassKey, within: ClassKey, field: TextField | None
    ) -> tuple[Array, ...]:
        """The document frequency of a class that contains another, whose documents are cached."""
        group, inner = self.members(key), self.members(within)
        if group.cut or inner.cut:
            return self._count(key, field)
        mask = self.mask(within, field)
        more = self._mark(mask.view(np.uint8), group.terms, field, inner.terms)
        return (np.array([self.count(within, field) + more]),)

    def mask(self, key: ClassKey, field: TextField | None) -> Mask:
        """The documents of a class, as a new mask over all documents."""
        return self._unpacked(
            self._cache.get(("mask", key, field), lambda: self._packed(self._mask(key, field)))
        )

    def word_mask(self, classes: WordClasses, level: RankedLevel, field: TextField | None) -> Mask:
        """The documents of a word at a level, as a new mask over all documents.

        The document frequencies that its score needs are counted in the same pass.
        """
        key = classes.key(level)
        if key is None:
            return np.zeros(self._index.size, bool)
        return self._unpacked(
            self._cache.get(
                ("mask", key, field), lambda: self._packed(self._word_mask(classes, key, field))
            )
        )

    def _word_mask(self, classes: WordClasses, key: ClassKey, field: TextField | None) -> Mask:
        mask: U8 = np.zeros(self._index.size, np.uint8)
        found, added = 0, _NONE
        for each in classes.keys_up_to(key):
            group = self.members(each)
            if group.cut:
                # A class that was cut need not contain the narrower one.
                return self._mask(key, field)
            found += self._mark(mask, group.terms, field, added)
            added = group.terms
            self._keep_count(each, field, found)
        return mask.view(bool)

    def _keep_count(self, key: ClassKey, field: TextField | None, count: int) -> None:
        self._counts.get((key, field), lambda: (np.array([count]),))

    def _mask(self, key: ClassKey, field: TextField | None) -> Mask:
        mask: U8 = np.zeros(self._index.size, np.uint8)
        self._keep_count(key, field, self._mark(mask, self.members(key).terms, field))
        return mask.view(bool)

    def _mark(self, mask: U8, terms: U32, field: TextField | None, skip: U32 = _NONE) -> int:
        """Set the flags of the documents of terms; returns how many were not set before."""
        weighed = (name for name in fields(field) if self._weighs[name])
        return sum(self._index.mark(mask, name, terms, skip) for name in weighed)

    def _packed(self, mask: Mask) -> tuple[Array, ...]:
        """A mask in the fewest bytes: the documents, or a bit for each."""
        if _BITS * np.count_nonzero(mask) < len(mask):
            return (np.flatnonzero(mask).astype(np.uint32),)
        return (np.packbits(mask),)

    def _unpacked(self, packed: tuple[Array, ...]) -> Mask:
        (found,) = packed
        if found.dtype == np.uint8:
            return np.unpackbits(found, count=self._index.size).view(bool)
        mask: U8 = np.zeros(self._index.size, np.uint8)
        kernels.mark(mask, found)
        return mask.view(bool)

    def documents(self, key: ClassKey, field: TextField | None) -> U32:
        """The documents of a class, rising."""
        return np.flatnonzero(self.mask(key, field)).astype(np.uint32)

    # Scores

    def scored_key(self, classes: WordClasses, level: RankedLevel) -> ClassKey | None:
        """The class of a word that is scored at a level: of a stem only the inflections of the
        word, since singular and plural are ranked better apart; all of a stem that was cut."""
        key = classes.key(level)
        if level != "stem" or classes.inflection is None or key is None or self.members(key).cut:
            return key
        return ClassKey("inflection", classes.inflection)

    def add_word(
        self,
        scores: F64,
        classes: WordClasses,
        field: TextField | None,
        levels: Iterable[RankedLevel],
        wanted: Mask,
    ) -> None:
        """Add the scores of a word at some levels, from narrow to wide, to those of the documents
        of ``wanted[N]``."""
        keys = [(level, self.scored_key(classes, level)) for level in levels]
        idfs = {
            level: bm25f.idf(self._documents, self.count(key, field))
            for level, key in keys
            if key is not None
        }
        added = _NONE
        with self._buffers as buffers:
            sums = buffers.sums
            sums.restrict(wanted)
            for level, key in keys:
                if key is None:
                    continue
                group = self.members(key)
                if group.cut:
                    # It need not contain the narrower one.
                    sums.clear()
                    sums.restrict(wanted)
                    added = _NONE
                self._add(group.terms, field, skip=added)
                added = group.terms
                weight = self._level_weights[level] * idfs[level]
                kernels.saturate(scores, sums.values, sums.documents, self._k1, weight)

    def bound(
        self, classes: WordClasses, field: TextField | None, levels: Iterable[RankedLevel]
    ) -> tuple[float, int]:
        """The most that ``add_word`` can add to a score, and the documents that it reads."""
        most, documents = 0.0, 0
        for level in levels:
            key = self.scored_key(classes, level)
            if key is not None:
                documents = self.count(key, field)
                idf = bm25f.idf(self._documents, documents)
                most += self._level_weights[level] * idf * (self._k1 + 1.0)
        return most, documents

    def word(self, classes: WordClasses) -> Scored:
        """The documents of a word at any level, each with its score over all levels."""
        scores: F64 = np.zeros(self._index.size)
        self.add_word(scores, classes, None, RANKED_LEVELS, self._index.live)
        documents = np.flatnonzero(scores).astype(np.uint32)
        return Scored(documents, scores[documents].astype(np.float32))

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
                self._index.add(self._buffers.sums, name, terms, self.factors[name], weight, skip)

    def _take_scores(self) -> tuple[Array, ...]:
        """The documents of the sums, and their gains as those of one term."""
        buffers = self._buffers
        documents: U32 = buffers.sums.documents.copy()
        idf = bm25f.idf(self._documents, len(documents))
        kernels.saturate(buffers.gains, buffers.sums.values, documents, self._k1, idf)
        return documents, kernels.take(buffers.gains, documents)

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
                buffers.sums.add_counts(documents, counts, self.factors[name], weight)
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
        masks = (self.mask(key, field) for key in dict.fromkeys(keys))
        wanted: U8 = reduce(np.logical_and, masks).view(np.uint8)
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

    def bigram(self, first: ClassKey, second: ClassKey, field: TextField | None) -> Scored:
        """The documents where two classes occur side by side in order, each with its score at
        weight 1."""
        key = ("bigram", first, second, field)
        return Scored(*self._cache.get(key, lambda: self._bigram((first, second), field)))

    def _bigram(
        self, pair: tuple[ClassKey, ClassKey], field: TextField | None
    ) -> tuple[Array, ...]:
        both = self.mask(pair[0], field) & self.mask(pair[1], field)
        if not both.any():
            return _NONE, np.zeros(0, np.float32)
        wanted, terms = both.view(np.uint8), [self.members(key).terms for key in pair]
        with self._buffers as buffers:
            for name in fields(field):
                first = self._occurrences_in(name, terms[0], wanted)
                if not len(first):
                    continue
                second = self._occurrences_in(name, terms[1], wanted)
                found = kernels.side_by_side(first, second, SPAN)
                buffers.sums.add_counts(*found, self.factors[name], 1.0)
            return self._take_scores()

    def idf_of(self, key: ClassKey) -> float:
        """The inverse document frequency of a class in any field."""
        return bm25f.idf(self._documents, self.count(key, None))

    def idf(self, classes: WordClasses, level: RankedLevel, field: TextField | None) -> float:
        """The inverse document frequency of a word at a level."""
        return bm25f.idf(self._documents, self.word_count(classes, level, field))

    def importance(self, key: ClassKey) -> float:
        """The inverse document frequency of a class, for choosing among passages."""
        return self.idf_of(key) + 0.01
