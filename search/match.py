"""Matching: a query tree against an index, on whole arrays."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from index.analysis.fold import fold
from index.analysis.tokenizer import words as split_words
from index.arrays import Array
from index.reader import IndexReader
from search import rank
from search.answer import Level
from search.cache import ArrayCache
from search.expand import Class, expand, expand_fuzzy, expand_prefix
from search.limits import LIMITS, Limits
from search.positions import SPAN, near_documents, phrase_documents
from search.query import (
    And,
    DateRange,
    Everything,
    FieldIs,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Word,
    words,
)
from search.rank import PARAMETERS, Parameters

_FIELDS = ("title", "body")


class _OutOfTime(Exception):
    """The deadline has passed."""


class Matched(NamedTuple):
    """The documents that match (numbers within the index, rising) with their scores."""

    documents: Array
    scores: Array
    timed_out: bool
    warnings: tuple[str, ...]


class Matcher:
    """Answers trees over one opened index; keeps class lists between questions."""

    def __init__(
        self,
        index: IndexReader,
        *,
        limits: Limits = LIMITS,
        parameters: Parameters = PARAMETERS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.index = index
        self.limits = limits
        self._parameters = parameters
        self._clock = clock
        self._cache = ArrayCache(limits.class_cache_bytes)
        self._documents = int(index.live.sum())
        self._factors = {
            "title": rank.length_factors(
                index.lengths["title"],
                index.average_length["title"],
                parameters.title_weight,
                parameters.title_b,
            ),
            "body": rank.length_factors(
                index.lengths["body"],
                index.average_length["body"],
                parameters.body_weight,
                parameters.body_b,
            ),
        }

    def match(self, tree: Node, level: Level, *, sources: Sequence[str] = ()) -> Matched:
        """Documents that match a tree whose words are taken at ``level`` unless they say
        otherwise, and that come from one of ``sources`` if any is given."""
        question = _Question(self, level, self._clock() + self.limits.search_seconds)
        try:
            mask = question.evaluate(tree)
        except _OutOfTime:
            return Matched(np.zeros(0, np.int64), np.zeros(0, np.float32), True, ())
        mask &= self.index.live
        if sources:
            mask &= self._from_sources(sources, question.warnings)
        documents = np.flatnonzero(mask)
        scores = question.score(words(tree))[documents]
        return Matched(documents, scores, question.timed_out, tuple(question.warnings))

    def expansions(self, leaf: Leaf, level: Level) -> list[Class]:
        """The class of each word of a leaf, in order."""
        vocabulary = self.index.vocabulary
        match leaf:
            case Prefix(text):
                return [expand_prefix(vocabulary, text, self.limits)]
            case Fuzzy(text, distance):
                return [expand_fuzzy(vocabulary, text, distance, self.limits)]
            case Phrase(text, _, own):
                found = split_words(text)
                at = own or ("exact" if level == "exact" else "form")
            case Word(text, own):
                found = split_words(text)
                at = own or level
        return [expand(vocabulary, word, at, self.limits) for word in found if fold(word)]

    def frequencies(self, group: Class, field: str | None) -> tuple[Array, Array]:
        """Documents of a class, rising, with the weighted frequency of the class in each."""
        documents, weights = self._cache.get(
            (*group.key, len(group.terms), field), lambda: self._frequencies(group, field)
        )
        return documents, weights

    def _frequencies(self, group: Class, field: str | None) -> tuple[Array, Array]:
        documents: list[Array] = []
        weights: list[Array] = []
        for name in (field,) if field else _FIELDS:
            found = self.index.postings(name, group.terms)
            documents.append(found.documents)
            weights.append(found.frequencies * self._factors[name][found.documents])
        return _summed(
            np.concatenate(documents), np.concatenate(weights), self.index.size, self.index.live
        )

    def occurrences(self, group: Class, field: str) -> Array:
        """Where a class stands in a field, as sorted occurrences (see ``search.positions``)."""
        (found,) = self._cache.get(
            ("occurrences", *group.key, len(group.terms), field),
            lambda: (self._occurrences(group, field),),
        )
        return found

    def _occurrences(self, group: Class, field: str) -> Array:
        documents, positions = self.index.occurrences(field, group.terms)
        return np.sort(documents * SPAN + positions)

    def _from_sources(self, sources: Sequence[str], warnings: list[str]) -> Array:
        mask = np.zeros(self.index.size, bool)
        for source in sources:
            mask |= self.equals("source", source, warnings)
        return mask

    def equals(self, field: str, value: str, warnings: list[str]) -> Array:
        """Documents whose keyword field is the value, or has the same words after folding; a
        value that no document has is warned of."""
        mask = self._equals(field, value)
        if not mask.any():
            warnings.append(f"No document has the {field} {value}.")
        return mask

    def _equals(self, field: str, value: str) -> Array:
        ordinals, values = self.index.keyword(field)
        if value and value in values:
            same = [values.index(value)]
            return np.isin(ordinals, same)
        wanted = _folded(value)
        same = [
            number for number, known in enumerate(values) if wanted and _folded(known) == wanted
        ]
        return np.isin(ordinals, same)

    def document_count(self, forms: Sequence[int]) -> int:
        """In how many documents any of the forms stands."""
        terms = np.sort(self.index.vocabulary.terms_of_forms(np.array(forms, np.int64)))
        group = Class(("forms", str(tuple(forms))), np.array(forms), terms)
        return len(self.frequencies(group, None)[0])

    def importance(self, group: Class) -> float:
        """The inverse document frequency of a class, for choosing among passages."""
        return rank.idf(self._documents, len(self.frequencies(group, None)[0])) + 0.01

    def score_of(self, group: Class, field: str | None, weight: float, scores: Array) -> None:
        """Add the score of a class to the scores of all documents."""
        documents, frequencies = self.frequencies(group, field)
        if len(documents):
            factor = np.float32(weight * rank.idf(self._documents, len(documents)))
            scores[documents] += factor * rank.saturate(frequencies, self._parameters.k1)

    def weight(self, level: str) -> float:
        """The weight of a ranked level."""
        weights: dict[str, float] = {
            "form": self._parameters.form,
            "stem": self._parameters.stem,
            "root": self._parameters.root,
        }
        return weights[level]


class _Question:
    """One question on its way: its level, deadline and warnings."""

    def __init__(self, matcher: Matcher, level: Level, deadline: float) -> None:
        self._matcher = matcher
        self._index = matcher.index
        self._level = level
        self._deadline = deadline
        self.warnings: list[str] = []
        self.timed_out = False

    def _check_time(self) -> None:
        if self._matcher._clock() > self._deadline:
            self.timed_out = True
            raise _OutOfTime

    def _mask(self, documents: Array) -> Array:
        mask = np.zeros(self._index.size, bool)
        mask[documents] = True
        return mask

    def evaluate(self, node: Node) -> Array:
        """A boolean a document; recursive, as deep as ``limits.query_depth``."""
        self._check_time()
        match node:
            case And(nodes):
                mask = self.evaluate(nodes[0])
                for child in nodes[1:]:
                    mask &= self.evaluate(child)
                return mask
            case Or(nodes):
                mask = np.zeros(self._index.size, bool)
                for child in nodes:
                    try:
                        mask |= self.evaluate(child)
                    except _OutOfTime:
                        return mask
                return mask
            case Not(inner):
                inside = self.evaluate(inner)
                if self.timed_out:
                    raise _OutOfTime  # what a partial answer leaves out is not known
                return ~inside
            case Everything():
                return self._index.live.copy()
            case Nothing():
                return np.zeros(self._index.size, bool)
            case FieldIs(field, value):
                return self._matcher.equals(field, value, self.warnings)
            case DateRange(first, last):
                return self._dated(first, last)
        return self._leaf(node)

    def _leaf(self, leaf: Leaf) -> Array:
        groups = self._matcher.expansions(leaf, self._level)
        for group in groups:
            if group.cut:
                self.warnings.append(
                    f"{leaf.text} has {len(group.forms) + group.cut} forms; "
                    f"the {len(group.forms)} most frequent were used."
                )
        if not groups:
            return np.zeros(self._index.size, bool)
        if len(groups) == 1:
            return self._mask(self._matcher.frequencies(groups[0], leaf.field)[0])
        slop = leaf.slop if isinstance(leaf, Phrase) else 0
        mask = np.zeros(self._index.size, bool)
        for field in (leaf.field,) if leaf.field else _FIELDS:
            self._check_time()
            places = [self._matcher.occurrences(group, field) for group in groups]
            if all(len(place) for place in places):
                found = near_documents(places, slop) if slop else phrase_documents(places)
                mask[found] = True
        return mask

    def _dated(self, first: str | None, last: str | None) -> Array:
        dates = self._index.dates
        latest = dates + np.where(dates % 10_000 == 0, 1_231, np.where(dates % 100 == 0, 31, 0))
        mask: Array = dates > 0
        if first is not None:
            mask &= latest >= int(first.replace("-", ""))
        if last is not None:
            mask &= dates <= int(last.replace("-", ""))
        return mask

    def score(self, leaves: Sequence[Leaf]) -> Array:
        """The score of every document for the words that a query asks for."""
        scores = np.zeros(self._index.size, np.float32)
        try:
            for leaf in leaves:
                self._check_time()
                self._score(leaf, scores)
        except _OutOfTime:
            pass  # what is scored so far ranks the answer, which says timed_out
        return scores

    def _score(self, leaf: Leaf, scores: Array) -> None:
        matcher, vocabulary = self._matcher, self._index.vocabulary
        if isinstance(leaf, Prefix | Fuzzy):
            for group in matcher.expansions(leaf, self._level):
                matcher.score_of(group, leaf.field, 1.0, scores)
            return
        for word in split_words(leaf.text):
            if not fold(word):
                continue
            for level in rank.RANKED_LEVELS:
                group = expand(vocabulary, word, level, matcher.limits)
                matcher.score_of(group, leaf.field, matcher.weight(level), scores)


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


def _folded(value: str) -> str:
    return " ".join(fold(word) for word in split_words(value))
