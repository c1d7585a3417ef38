"""The reranker: the second stage of ranking, over the best documents of the first.

It adds shares to the score of each of them, none negative, in the unit of the first stage, an
inverse document frequency. So they stay before all others, and pages neither repeat nor skip.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index.array_types import F32, F64, I32, I64, U32, Integers
from index.reader import MATCHED_DOCUMENTS
from search.explanation import CloseKind
from search.matching import sorting
from search.matching.deadline import CheckTime, Deadline, OutOfTime, no_deadline
from search.matching.matcher import Matched, Matcher
from search.matching.term_expansion import ClassKey, WordClasses
from search.query.nodes import Node
from search.query.syntax import TEXT_FIELDS
from search.request import Level
from search.reranking.beginning import early_worth
from search.reranking.coverage import coverage
from search.reranking.match_reader import MatchReader
from search.reranking.matches import Matches
from search.reranking.query_terms import QueryTerms, query_terms
from search.reranking.root_level import root_gains
from search.reranking.runs import best_run
from search.reranking.titles import title_gains
from search.reranking.windows import best_passage, densest_window


class CloseShare(NamedTuple):
    """What each of some documents gains for one thing that the second stage looks at."""

    kind: CloseKind
    gains: F64


class Reranker:
    """Reranks the best ``count`` documents of answers of one matcher.

    Raises ValueError where the parameter ``reranked`` is not from 1 to ``MATCHED_DOCUMENTS``.
    """

    def __init__(self, matcher: Matcher, clock: Callable[[], float] = time.monotonic) -> None:
        self.index = matcher.index
        self._lists = matcher.lists
        self._parameters = matcher.scorer.parameters
        self.count = self._parameters.reranked
        if not 1 <= self.count <= MATCHED_DOCUMENTS:
            raise ValueError(f"reranked must be from 1 to {MATCHED_DOCUMENTS}")
        self._reader = MatchReader(matcher.index, matcher.scorer)
        self._clock = clock

    def rerank(self, tree: Node, level: Level, matched: Matched, seconds: float) -> Matched:
        """The same documents with the scores of both stages; ``level`` is that of words without
        their own.

        The scores stay those of the first stage where that ran out of time, or where ``seconds`` do
        not suffice, which ``timed_out`` says.
        """
        if matched.timed_out or not len(matched.documents):
            return matched
        places = self._best(matched)
        documents = matched.documents[places].astype(np.uint32)
        try:
            shares = self.shares(tree, level, documents, Deadline(seconds, self._clock).check)
        except OutOfTime:
            return matched._replace(timed_out=True)
        scores = matched.scores.copy()
        scores[places] = sum_scores(scores[places], shares)
        return matched._replace(scores=scores)

    def best_documents(self, matched: Matched) -> U32:
        """The documents that are reranked, as rising numbers within the index."""
        best: U32 = matched.documents[self._best(matched)].astype(np.uint32)
        return best

    def typed(self, tree: Node) -> tuple[str, ...]:
        """The words of a query that the second stage looks for, as typed."""
        return query_terms(tree, "stem", self._lists).typed

    def _best(self, matched: Matched) -> Integers:
        """The places of the documents that are reranked, among those that match, rising."""
        return np.sort(sorting.best_places(self.index, matched, self.count))

    def shares(
        self, tree: Node, level: Level, documents: U32, check_time: CheckTime = no_deadline
    ) -> tuple[CloseShare, ...]:
        """The gains of documents, which are rising numbers within the index; raises OutOfTime."""
        query = query_terms(tree, level, self._lists)
        if not query.terms:
            return ()
        matches = self._reader.read(query, documents, check_time)
        check_time()
        occurrences = matches.occurrences()
        shares = (
            *self._word_shares(occurrences.counts, query, documents),
            *self._close_shares(matches, occurrences.first, query, documents),
        )
        check_time()
        return shares

    def _word_shares(self, counts: I64, query: QueryTerms, documents: U32) -> Iterator[CloseShare]:
        """The shares of words wherever they stand."""
        factors = np.stack([self._lists.factors[name][documents] for name in TEXT_FIELDS], axis=1)
        roots = [
            times * self._lists.idf(term.classes, "root", term.field)
            if isinstance(term.classes, WordClasses)
            else 0.0
            for term, times in zip(query.terms, query.rooted, strict=True)
        ]
        weights = self._parameters
        yield CloseShare("root", weights.root * root_gains(counts, factors, roots, weights.k1))
        stems: dict[int, int] = {}
        for number, (classes, field) in enumerate(query.terms):
            if field != "body" and isinstance(classes, WordClasses) and classes.stem is not None:
                stems.setdefault(classes.stem, number)
        idfs = {
            number: self._lists.idf_of(ClassKey("stem", stem)) for stem, number in stems.items()
        }
        lengths = self.index.lengths["title"][documents].astype(np.float64)
        yield CloseShare("title", weights.title * title_gains(counts, lengths, idfs))

    def _close_shares(
        self, matches: Matches, first: I32, query: QueryTerms, documents: U32
    ) -> Iterator[CloseShare]:
        """The shares of words by where they stand."""
        weights = self._parameters
        lengths = self.index.lengths["body"][documents].astype(np.float64)
        yield CloseShare("coverage", weights.coverage * coverage(first, matches.worths))
        window = densest_window(matches, weights.window_words)
        yield CloseShare("window", weights.window * window)
        # A short document is its own best passage, which the first stage has scored.
        long = lengths / (lengths + weights.passage_length)
        passage = best_passage(matches, weights.passage_words, weights.k1)
        yield CloseShare("passage", weights.passage * long * passage)
        early = early_worth(first, matches.worths, weights.early_halving)
        yield CloseShare("early", weights.early * early)
        joined = dict.fromkeys(each.of for each in query.spellings if len(each.of) > 1)
        run = best_run(matches, first, query.sequence, joined)
        yield CloseShare("run", weights.run * run)


def sum_scores(scores: F32, shares: Sequence[CloseShare]) -> F32:
    """Scores of the first stage with all shares of the second."""
    total = scores.astype(np.float64)
    for share in shares:
        total += share.gains
    return total.astype(np.float32)
