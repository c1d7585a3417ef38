"""Matching: a query tree against an index, on whole arrays."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from corpus.messages import Message
from index.arrays import Array, distinct
from index.reader import IndexReader
from search.limits import LIMITS, Limits
from search.matching import kernels
from search.matching.bm25f import PARAMETERS, Parameters
from search.matching.field_values import FieldNames, partly_named
from search.matching.positions import near_documents, phrase_documents
from search.matching.posting_lists import Lists, fields
from search.matching.scorer import Scorer
from search.matching.term_expansion import Class, ClassKey, class_key
from search.query.nodes import (
    And,
    DateRange,
    Everything,
    FieldIs,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Related,
    Wildcard,
    Word,
)
from search.query.query_words import written_words
from search.request import Level

# What is found is ranked by what it has been scored for, so scoring has a share of the time.
_MATCHING_SHARE: Final = 0.75


class _OutOfTime(Exception):
    """The deadline has passed."""


class Matched(NamedTuple):
    """The documents that match (numbers within the index, rising) with their scores.

    ``timed_out`` says that there was no time for all of it; ``complete`` that the documents are all
    that match even so, and only their scores lack something.
    """

    documents: Array
    scores: Array
    timed_out: bool
    complete: bool
    warnings: tuple[Message, ...]


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
        self._clock = clock
        self.lists = Lists(index, limits, parameters)
        self.scorer = Scorer(self.lists, index.lengths["title"], parameters)
        self._names = FieldNames(index)

    def match(
        self,
        tree: Node,
        level: Level,
        *,
        sources: Sequence[str] = (),
        seconds: float | None = None,
        scored: bool = True,
    ) -> Matched:
        """Documents that match a tree whose words are taken at ``level`` unless they say
        otherwise, and that come from one of ``sources`` if any is given; ``seconds`` is how long
        it may take (None: as the limits say). Unless ``scored``, every score is 0."""
        started = self._clock()
        whole = self.limits.search_seconds if seconds is None else seconds
        question = _Question(self, level, started + whole * _MATCHING_SHARE)
        try:
            mask = question.evaluate(tree)
            if sources:
                mask &= self._from_sources(sources, question.warnings)
        except _OutOfTime:
            mask = np.zeros(self.index.size, bool)
        complete = not question.timed_out
        mask &= self.index.live
        documents = np.flatnonzero(mask)
        question.deadline = started + whole
        scores = question.score(tree)[documents] if scored else np.zeros(len(documents), np.float32)
        return Matched(documents, scores, question.timed_out, complete, tuple(question.warnings))

    def expansions(self, leaf: Leaf, level: Level) -> list[Class]:
        """The class of each word of a leaf, in order."""
        return [self.lists.members(key) for key in self.lists.keys(leaf, level)]

    def _from_sources(self, sources: Sequence[str], warnings: list[Message]) -> Array:
        mask = np.zeros(self.index.size, bool)
        for source in sources:
            mask |= self.equals("source", source, warnings)
        return mask

    def equals(self, field: str, value: str, warnings: list[Message]) -> Array:
        """Documents whose keyword field is named by the value (``named``); what is named in
        part, or not at all, is told in a warning."""
        ordinals, partly = self._names.named(field, value)
        if partly:
            warnings.append(partly_named(field, value, partly))
        elif not ordinals:
            warnings.append(Message.of("value_not_found", field=field, value=value))
        found: Array = np.isin(self.index.keyword(field)[0], ordinals)
        return found

    def document_count(self, forms: Sequence[int]) -> int:
        """In how many documents any of the forms stands."""
        keys = [ClassKey("form", form) for form in forms]
        found = [self.lists.documents(key, None) for key in keys]
        return len(distinct(np.concatenate(found)))

    def importance(self, group: Class) -> float:
        """The inverse document frequency of a class, for choosing among passages."""
        return self.lists.importance(group.key)


class _Question:
    """One question on its way: its level, deadline and warnings."""

    def __init__(self, matcher: Matcher, level: Level, deadline: float) -> None:
        self._matcher = matcher
        self._index = matcher.index
        self._level = level
        self.deadline = deadline
        self.warnings: list[Message] = []
        self.timed_out = False

    def _check_time(self) -> None:
        if self._matcher._clock() > self.deadline:
            self.timed_out = True
            raise _OutOfTime

    def _mask(self, documents: Array) -> Array:
        mask = np.zeros(self._index.size, bool)
        kernels.mark(mask.view(np.uint8), documents)
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
            case Related(inner):
                others = self._matcher.scorer.related(node).documents
                return self.evaluate(inner) | self._mask(others)
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
        lists = self._matcher.lists
        if isinstance(leaf, Word):
            level = leaf.level or self._level
            words = written_words(leaf.text)
            if level != "exact" and len(words) == 1:
                # What is kept for the score of a word tells its documents as well.
                classes = lists.classes(words[0])
                self._tell_cut(leaf, lists.members(class_key(words[0], classes, level)))
                return self._mask(lists.word(classes, leaf.field).at(level))
        groups = []
        for key in self._matcher.lists.keys(leaf, self._level):
            self._check_time()
            groups.append(lists.members(key))
            self._tell_cut(leaf, groups[-1])
            if isinstance(leaf, Wildcard) and not len(groups[-1].forms):
                self.warnings.append(Message.of("no_wildcard_match", word=leaf.text))
        if not groups:
            return np.zeros(self._index.size, bool)
        if len(groups) == 1:
            return self._mask(lists.documents(groups[0].key, leaf.field))
        slop = leaf.slop if isinstance(leaf, Phrase) else 0
        mask = np.zeros(self._index.size, bool)
        for field in fields(leaf.field):
            for group in groups:
                self._check_time()
                lists.documents(group.key, field)
            self._check_time()
            places = lists.occurrences([group.key for group in groups], field)
            if not all(len(place) for place in places):
                continue
            if slop:
                # Only spellings written with marks share occurrences with others.
                overlapping = any(group.key.kind == "exact" for group in groups)
                found = near_documents(places, slop, overlapping=overlapping)
            else:
                found = phrase_documents(places)
            mask[found] = True
        return mask

    def _tell_cut(self, leaf: Leaf, group: Class) -> None:
        if group.cut:
            used = len(group.forms)
            self.warnings.append(
                Message.of("too_many_forms", word=leaf.text, found=used + group.cut, used=used)
            )

    def _dated(self, first: str | None, last: str | None) -> Array:
        dates = self._index.dates
        latest = dates + np.where(dates % 10_000 == 0, 1_231, np.where(dates % 100 == 0, 31, 0))
        mask: Array = dates > 0
        if first is not None:
            mask &= latest >= int(first.replace("-", ""))
        if last is not None:
            mask &= dates <= int(last.replace("-", ""))
        return mask

    def score(self, tree: Node) -> Array:
        """The score of every document for the words that a query asks for."""
        scores = np.zeros(self._index.size, np.float32)
        try:
            for share in self._matcher.scorer.shares(tree):
                kernels.add(scores, share.documents, np.float32(share.weight) * share.gains)
                self._check_time()
        except _OutOfTime:
            pass  # what is scored so far ranks the answer, which says timed_out
        return scores
