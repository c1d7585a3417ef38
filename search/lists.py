"""Lists: in which documents a class of words stands, how much of it, and where."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from index.arrays import Array
from index.reader import IndexReader
from search import rank
from search.cache import ArrayCache
from search.expand import Class, ClassKey, WordClasses, classify, members
from search.limits import Limits
from search.positions import SPAN, phrase_starts
from search.rank import Parameters
from search.syntax import TextField

TEXT_FIELDS: Final[tuple[TextField, ...]] = ("title", "body")

_WORDS_KEPT: Final = 8_192


def fields(field: TextField | None) -> tuple[TextField, ...]:
    """The fields that a word of a query is sought in."""
    return TEXT_FIELDS if field is None else (field,)


class Row(NamedTuple):
    """Classes of words that stand in a row."""

    keys: tuple[ClassKey, ...]


class Scored(NamedTuple):
    """Documents, rising, with what each gets for a word at a level of weight 1."""

    documents: Array
    scores: Array


class Lists:
    """The lists of one opened index; those asked for lately are kept, bounded in bytes."""

    def __init__(self, index: IndexReader, limits: Limits, parameters: Parameters) -> None:
        self._index = index
        self._limits = limits
        self._k1 = parameters.k1
        self._documents = int(index.live.sum())
        self._cache = ArrayCache(limits.class_cache_bytes)
        weights = {
            "title": (parameters.title_weight, parameters.title_b),
            "body": (parameters.body_weight, parameters.body_b),
        }
        self._factors = {
            name: rank.length_factors(
                index.lengths[name], index.average_length[name], *weights[name]
            )
            for name in TEXT_FIELDS
        }
        self._classify = lru_cache(_WORDS_KEPT)(lambda word: classify(index.vocabulary, word))

    def classes(self, word: str) -> WordClasses:
        """Form, stem and root of a written word."""
        return self._classify(word)

    def members(self, key: ClassKey) -> Class:
        """The forms and terms of a class."""
        made: list[Class] = []

        def make() -> tuple[Array, ...]:
            made.append(members(self._index.vocabulary, key, self._limits))
            return made[0].forms, made[0].terms, np.array([made[0].cut])

        forms, terms, cut = self._cache.get(("members", key), make)
        return made[0] if made else Class(key, forms, terms, int(cut[0]))

    def documents(self, key: ClassKey, field: TextField | None) -> Array:
        """The documents of a class, rising."""
        return self.scored(key, field).documents

    def scored(self, key: ClassKey, field: TextField | None) -> Scored:
        """The documents of a class, rising, each with its score at weight 1."""
        return Scored(
            *self._cache.get(
                ("scored", key, field),
                lambda: self._scored(*self._weighted(self.members(key).terms, field)),
            )
        )

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
    ) -> Scored:
        own = self.members(beside).terms if beside is not None else np.zeros(0, np.int64)
        single = [self.members(row.keys[0]).terms for row in rows if len(row.keys) == 1]
        terms = np.unique(np.concatenate([*single, own[:0]]))
        terms = np.setdiff1d(terms, own, assume_unique=True)
        parts = [self._weighted(own, field)]
        others = [self._weighted(terms, field)]
        others += [self._weighted_row(row, field) for row in rows if len(row.keys) > 1]
        parts += [(documents, weights * np.float32(weight)) for documents, weights in others]
        return self._scored(
            *_summed(
                np.concatenate([documents for documents, _ in parts]),
                np.concatenate([weights for _, weights in parts]),
                self._index.size,
                self._index.live,
            )
        )

    def _weighted(self, terms: Array, field: TextField | None) -> tuple[Array, Array]:
        """Documents of terms, rising, with the weighted frequency of the terms in each."""
        if not len(terms):
            return np.zeros(0, np.uint32), np.zeros(0, np.float32)
        documents: list[Array] = []
        weights: list[Array] = []
        for name in fields(field):
            found = self._index.postings(name, terms)
            documents.append(found.documents)
            weights.append(found.frequencies * self._factors[name][found.documents])
        return _summed(
            np.concatenate(documents), np.concatenate(weights), self._index.size, self._index.live
        )

    def _weighted_row(self, row: Row, field: TextField | None) -> tuple[Array, Array]:
        """Documents, rising, with the weighted number of times that a row stands in each."""
        documents: list[Array] = []
        weights: list[Array] = []
        for name in fields(field):
            places = [self.occurrences(key, name) for key in row.keys]
            found, times = np.unique(phrase_starts(places) // SPAN, return_counts=True)
            documents.append(found)
            weights.append(times * self._factors[name][found])
        return _summed(
            np.concatenate(documents), np.concatenate(weights), self._index.size, self._index.live
        )

    def _scored(self, documents: Array, weights: Array) -> Scored:
        idf = np.float32(rank.idf(self._documents, len(documents)))
        return Scored(documents, idf * rank.saturate(weights, self._k1))

    def occurrences(self, key: ClassKey, field: TextField) -> Array:
        """Where a class stands in a field, as sorted occurrences (see ``search.positions``)."""
        (found,) = self._cache.get(
            ("occurrences", key, field), lambda: (self._occurrences(key, field),)
        )
        return found

    def _occurrences(self, key: ClassKey, field: TextField) -> Array:
        documents, positions = self._index.occurrences(field, self.members(key).terms)
        return np.sort(documents * SPAN + positions)

    def importance(self, key: ClassKey) -> float:
        """The inverse document frequency of a class, for choosing among passages."""
        return rank.idf(self._documents, len(self.documents(key, None))) + 0.01


def _summed(documents: Array, weights: Array, size: int, live: Array) -> tuple[Array, Array]:
    """Each live document once, rising, with the sum of its weights."""
    if len(documents) * 8 > size:
        sums = np.bincount(documents, weights, minlength=size)
        sums[~live] = 0.0
        distinct = np.flatnonzero(sums)
        return distinct.astype(np.uint32), sums[distinct].astype(np.float32)
    order = np.argsort(documents, kind="stable")
    documents, weights = documents[order], weights[order]
    keep = live[documents]
    if not keep.all():
        documents, weights = documents[keep], weights[keep]
    if not len(documents):
        return documents.astype(np.uint32), weights.astype(np.float32)
    at = np.flatnonzero(np.concatenate(([True], documents[1:] != documents[:-1])))
    return documents[at].astype(np.uint32), np.add.reduceat(weights, at).astype(np.float32)
