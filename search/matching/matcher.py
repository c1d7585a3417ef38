"""The matcher: evaluates the tree of a query against an index, on whole arrays."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, assert_never

import numpy as np

from corpus.messages import Message
from index.array_types import F32, F64, I64, U32, Integers, Mask
from index.reader import IndexReader
from search.limits import LIMITS, Limits
from search.matching import kernels
from search.matching.deadline import CheckTime, Deadline, OutOfTime, no_deadline
from search.matching.field_values import FieldValueFinder, value_message
from search.matching.positions import near_documents, phrase_documents
from search.matching.posting_lists import PostingLists, fields
from search.matching.ranking_parameters import RANKING, RankingParameters
from search.matching.scorer import Scorer
from search.matching.term_expansion import Class, ClassKey, class_key
from search.query.nodes import (
    Addressed,
    And,
    DateRange,
    Everything,
    FieldIs,
    FieldMissing,
    Filter,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Related,
    Wildcard,
    Word,
)
from search.query.query_words import written_words
from search.request import Level

_MATCHING_SHARE: Final = 0.75
"""The share of the time for matching; the rest is for scoring, which ranks what was matched."""

_SPARSE: Final = 4
"""The best documents are found in an array over all documents where more than a quarter match."""


class Matched(NamedTuple):
    """The documents that match, with their scores.

    ``documents[n]`` are numbers within the index, rising, with ``scores[n]``. ``timed_out`` says
    that the deadline passed; ``complete`` that these are all documents that match even so, only
    their scores are incomplete. ``leading``, where it is known, has the places of some documents,
    rising: all others have lower scores.
    """

    documents: Integers
    scores: F32
    timed_out: bool
    complete: bool
    warnings: tuple[Message, ...]
    leading: I64 | None = None


class Matcher:
    """Matches trees against one opened index; posting lists are cached between queries."""

    def __init__(
        self,
        index: IndexReader,
        *,
        limits: Limits = LIMITS,
        parameters: RankingParameters = RANKING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.index = index
        self.limits = limits
        self.lists = PostingLists(index, limits, parameters)
        self.scorer = Scorer(self.lists, parameters)
        self._clock = clock
        self.values = FieldValueFinder(index)

    def among(self, documents: Mask) -> Matcher:
        """A matcher that finds the same documents as this one, but none outside of
        ``documents[N]``; it reads positions of these only."""
        restricted = Matcher(
            self.index.among(documents),
            limits=self.limits,
            parameters=self.scorer.parameters,
            clock=self._clock,
        )
        # A filter names values of the whole archive, also those that no document here has.
        restricted.values = self.values
        return restricted

    def match(
        self,
        tree: Node,
        level: Level,
        *,
        sources: Sequence[str] = (),
        seconds: float | None = None,
        scored: bool = True,
        best: int | None = None,
    ) -> Matched:
        """The documents that match a tree.

        ``level`` is that of words without their own; ``sources``, if any, restrict the answer to
        documents of one of them; ``seconds`` is the time allowed (None: that of the limits).
        Unless ``scored``, every score is 0. Only the ``best`` documents (None: all), with those as
        good as the last of them, have their whole score.
        """
        started = self._clock()
        allowed = self.limits.search_seconds if seconds is None else seconds
        evaluation = _Evaluation(self, level, self._clock, started + allowed * _MATCHING_SHARE)
        try:
            mask = evaluation.evaluate(tree)
            if sources:
                mask &= evaluation.from_sources(sources)
        except OutOfTime:
            mask = np.zeros(self.index.size, bool)
        complete = not evaluation.timed_out
        mask &= self.index.live
        evaluation.deadline = started + allowed
        documents = np.flatnonzero(mask)
        scores: F32 = np.zeros(len(documents), np.float32)
        leading: I64 | None = None
        if scored:
            found = evaluation.score(tree, mask, best)
            if best is None or _SPARSE * len(documents) < len(mask):
                scores = found[documents].astype(np.float32)
            else:
                best_documents = kernels.leading(found, mask.view(np.uint8), best)
                leading = np.searchsorted(documents, best_documents)
                scores[leading] = found[best_documents]
        warnings = tuple(evaluation.warnings)
        return Matched(documents, scores, evaluation.timed_out, complete, warnings, leading)

    def scores(self, tree: Node, level: Level, documents: Integers, seconds: float) -> F32:
        """The scores of some documents for the words of a tree, whether they match or not, as far
        as there is time."""
        wanted: Mask = np.zeros(self.index.size, bool)
        wanted[documents] = True
        check_time = Deadline(seconds, self._clock).check
        return self.scorer.score(tree, level, wanted, check_time)[documents].astype(np.float32)

    def expansions(self, leaf: Leaf, level: Level) -> list[Class]:
        """The class of each word of a leaf, in order."""
        return [self.lists.members(key) for key in self.lists.keys(leaf, level)]

    def with_value(
        self,
        field: str,
        value: str,
        warnings: list[Message],
        check_time: CheckTime = no_deadline,
    ) -> Mask:
        """The documents whose keyword field has a value in any spelling; a value that is found in
        part, or not at all, adds a warning."""
        found = self.values.find(field, value, check_time)
        message = value_message(field, value, found)
        if message is not None:
            warnings.append(message)
        return self.values.documents(field, found.names)

    def document_count(self, forms: Sequence[int]) -> int:
        """The number of documents that have any of the forms."""
        found: Mask = np.zeros(self.index.size, bool)
        for form in forms:
            found |= self.lists.mask(ClassKey("form", form), None)
        return int(np.count_nonzero(found))

    def importance(self, group: Class) -> float:
        """The inverse document frequency of a class, for choosing among passages."""
        return self.lists.importance(group.key)


class _Evaluation:
    """One query being evaluated: its level, deadline and warnings."""

    def __init__(
        self, matcher: Matcher, level: Level, clock: Callable[[], float], deadline: float
    ) -> None:
        self._matcher = matcher
        self._lists = matcher.lists
        self._index = matcher.index
        self._level = level
        self._clock = clock
        self.deadline = deadline
        self.warnings: list[Message] = []
        self.timed_out = False

    def _check_time(self) -> None:
        if self._clock() > self.deadline:
            self.timed_out = True
            raise OutOfTime

    def _no_documents(self) -> Mask:
        return np.zeros(self._index.size, bool)

    def _mask(self, documents: U32) -> Mask:
        mask = self._no_documents()
        kernels.mark(mask.view(np.uint8), documents)
        return mask

    def evaluate(self, node: Node) -> Mask:
        """The documents that match a node; recursive, as deep as ``limits.query_depth``."""
        self._check_time()
        match node:
            case And(nodes):
                return self._all_of(nodes)
            case Or(nodes):
                return self._any_of(nodes)
            case Not(inner):
                return self._none_of(inner)
            case Related():
                return self._related(node)
            case Everything():
                return self._index.live.copy()
            case Nothing():
                return self._no_documents()
            case FieldIs() | FieldMissing() | DateRange() | Addressed():
                return self._filter(node)
            case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy():
                return self._leaf(node)
            case _:
                assert_never(node)

    def _all_of(self, nodes: Sequence[Node]) -> Mask:
        mask = self.evaluate(nodes[0])
        for child in nodes[1:]:
            mask &= self.evaluate(child)
        return mask

    def _any_of(self, nodes: Sequence[Node]) -> Mask:
        """What was evaluated before the deadline, at least."""
        mask = self._no_documents()
        for child in nodes:
            try:
                mask |= self.evaluate(child)
            except OutOfTime:
                return mask
        return mask

    def _none_of(self, node: Node) -> Mask:
        mask = self.evaluate(node)
        if self.timed_out:
            raise OutOfTime  # a partial answer does not say what it must exclude
        return ~mask

    def from_sources(self, sources: Sequence[str]) -> Mask:
        """The documents of any of some sources; of those that were found before the deadline."""
        mask = self._no_documents()
        try:
            for source in dict.fromkeys(sources):
                self._check_time()
                mask |= self._with_value("source", source)
        except OutOfTime:
            pass  # a part of the documents match even so
        return mask

    def _with_value(self, field: str, value: str) -> Mask:
        return self._matcher.with_value(field, value, self.warnings, self._check_time)

    def _filter(self, node: Filter) -> Mask:
        match node:
            case FieldIs(field, value):
                return self._with_value(field, value)
            case FieldMissing(field):
                return self._without(field)
            case DateRange(first, last):
                return self._dated(first, last)
            case Addressed(_, numbers):
                found: Mask = np.isin(self._index.numbers, numbers)
                return found
            case _:
                assert_never(node)

    def _related(self, related: Related) -> Mask:
        mask = self.evaluate(related.node)
        near = [each for each in related.others if isinstance(each, Phrase) and each.slop]
        if len(near) < len(related.others):
            # The posting lists that are cached for the score give the documents too.
            mask |= self._mask(self._matcher.scorer.related(related).documents)
        for leaf in near:
            mask |= self._leaf(leaf)
        return mask

    def _leaf(self, leaf: Leaf) -> Mask:
        match leaf:
            case Word():
                return self._word(leaf)
            case Phrase():
                return self._sequence(leaf, self._groups(leaf), slop=leaf.slop)
            case Prefix() | Wildcard() | Fuzzy():
                return self._pattern(leaf)
            case _:
                assert_never(leaf)

    def _word(self, leaf: Word) -> Mask:
        words = written_words(leaf.text)
        level = leaf.level or self._level
        if level == "exact" or len(words) != 1:
            return self._sequence(leaf, self._groups(leaf), slop=0)
        classes = self._lists.classes(words[0])
        group = self._lists.members(class_key(words[0], classes, level))
        self._warn_if_cut(leaf, group)
        if level == "particles":
            return self._lists.mask(group.key, leaf.field)
        return self._lists.word_mask(classes, level, leaf.field)

    def _groups(self, leaf: Leaf) -> list[Class]:
        """The class of each word of a leaf."""
        groups = []
        for key in self._lists.keys(leaf, self._level):
            self._check_time()
            groups.append(self._lists.members(key))
            self._warn_if_cut(leaf, groups[-1])
        return groups

    def _pattern(self, leaf: Pattern) -> Mask:
        (group,) = self._groups(leaf)
        if isinstance(leaf, Wildcard) and not len(group.forms):
            self.warnings.append(Message.of("no_wildcard_match", word=leaf.text))
        return self._lists.mask(group.key, leaf.field)

    def _sequence(self, leaf: Word | Phrase, groups: Sequence[Class], *, slop: int) -> Mask:
        """The documents where the classes of a leaf occur side by side, or within ``slop``."""
        if not groups:
            return self._no_documents()
        if len(groups) == 1:
            return self._lists.mask(groups[0].key, leaf.field)
        mask = self._no_documents()
        for field in fields(leaf.field):
            for group in groups:
                self._check_time()
                self._lists.mask(group.key, field)
            self._check_time()
            occurrences = self._lists.occurrences([group.key for group in groups], field)
            if not all(len(each) for each in occurrences):
                continue
            if slop:
                # Only spellings with diacritics and prefixes share occurrences with others.
                overlapping = any(group.key.kind in ("exact", "prefix") for group in groups)
                found = near_documents(
                    occurrences, slop, overlapping=overlapping, check_time=self._check_time
                )
                mask[found] = True
            else:
                mask[phrase_documents(occurrences, self._check_time)] = True
        return mask

    def _warn_if_cut(self, leaf: Leaf, group: Class) -> None:
        if group.cut:
            used = len(group.forms)
            self.warnings.append(
                Message.of("too_many_forms", word=leaf.text, found=used + group.cut, used=used)
            )

    def _without(self, field: str) -> Mask:
        """The documents without a value of a field."""
        if field in self._index.lengths:
            missing: Mask = self._index.lengths[field] == 0
        elif field == "date":
            missing = self._index.dates == 0
        else:
            missing = self._matcher.values.documents(field, (0,), self._check_time)
        return missing

    def _dated(self, first: str | None, last: str | None) -> Mask:
        dates = self._index.dates
        latest = dates + np.where(dates % 10_000 == 0, 1_231, np.where(dates % 100 == 0, 31, 0))
        mask: Mask = dates > 0
        if first is not None:
            mask &= latest >= int(first.replace("-", ""))
        if last is not None:
            mask &= dates <= int(last.replace("-", ""))
        return mask

    def score(self, tree: Node, mask: Mask, best: int | None) -> F64:
        """The scores of the documents that match, by number; after the deadline the answer is
        ranked by the shares that were added before it, and says timed_out."""
        scorer = self._matcher.scorer
        return scorer.score(tree, self._level, mask, self._check_time, best)
