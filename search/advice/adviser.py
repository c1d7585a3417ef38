"""Suggestions for a query with few results or none, and the count of each of its parts.

Every suggestion is counted as a search would count it, and finds more than the query itself.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, Literal, NamedTuple

import msgspec

from arabic.folding import fold
from corpus.messages import Message
from search.advice import query_rewriting, relaxations
from search.advice.doubtful_words import DoubtfulWord, is_doubtful, rare_words
from search.advice.keyboard_layout import other_layouts
from search.advice.missing_forms import missing_form_messages
from search.advice.most_words import PartialMatches, most_words
from search.advice.query_counter import (
    AnsweredQuery,
    MatchRequest,
    QueryCounter,
    suggestion,
)
from search.advice.rewordings import COMMONER, Rewording, corrected, rewordings
from search.advice.speller import Speller
from search.advice.term_counts import term_counts
from search.answer import Kind, Suggestion, TermCount
from search.matching.deadline import OutOfTime
from search.matching.matcher import Matcher
from search.query.addresses import WebAddress
from search.query.nodes import FieldIs, Nothing, unparse, wanted_parts
from search.query.syntax import escape

OUT_OF_TIME: Final = Message("advice_out_of_time")

_LEAST_KNOWN_BY_STEM: Final = 4
_REWORDINGS: Final = 12
_RELAXATIONS: Final = (
    relaxations.without_filters,
    relaxations.without_quotes,
    relaxations.at_wider_levels,
    relaxations.without_words,
    relaxations.any_of_the_words,
)


class QueryAdvice(NamedTuple):
    """What an answer has beside its hits: suggestions, the counts of the parts of the query, and
    documents with most of its words."""

    suggestions: tuple[Suggestion, ...] = ()
    terms: tuple[TermCount, ...] = ()
    warnings: tuple[Message, ...] = ()
    most_words: PartialMatches | None = None


class Adviser:
    """Makes suggestions for queries to one open index."""

    def __init__(self, matcher: Matcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._matcher = matcher
        self._clock = clock
        self._speller = Speller(matcher.index)

    def advise(
        self, answered: AnsweredQuery, match_request: MatchRequest, seconds: float
    ) -> QueryAdvice:
        """Suggestions for an answered query, in at most ``seconds`` seconds.

        ``match_request`` matches the queries to count. Other keyboard layouts are always tried; on
        the first page of a complete answer doubtful words are corrected, and all else is tried if
        it has fewer documents than ``limits.few_documents``.
        """
        limits = self._matcher.limits
        deadline = self._clock() + min(seconds, limits.advice_seconds)
        counter = QueryCounter(answered, self._matcher, match_request, deadline, self._clock)
        suggestions: list[Suggestion] = []
        terms: list[TermCount] = []
        warnings: list[Message] = []
        partial: PartialMatches | None = None
        try:
            suggestions += self._layouts(counter)
            if self._is_first_page(answered):
                rare = rare_words(answered.matched, answered.request.level, self._matcher)
                doubtful = [each for each in rare if self._is_doubtful(each)]
                if counter.total:
                    warnings += missing_form_messages(
                        rare, doubtful, self._matcher, counter.documents
                    )
                if counter.total < limits.few_documents:
                    terms += term_counts(answered.matched, answered.request, counter.count_node)
                if not suggestions:
                    suggestions += self._rewordings(counter, doubtful)
                if counter.total < limits.few_documents:
                    _add_relaxations(counter, suggestions)
                    partial = most_words(counter, self._matcher.index.size, limits.partial_hits)
        except OutOfTime:
            if not answered.found.timed_out:
                warnings.append(OUT_OF_TIME)
        return QueryAdvice(
            tuple(suggestions[: limits.suggestions]), tuple(terms), tuple(warnings), partial
        )

    def advise_on_address(
        self,
        answered: AnsweredQuery,
        address: WebAddress,
        source: str | None,
        match_request: MatchRequest,
        seconds: float,
    ) -> QueryAdvice:
        """Suggestions for an address that no document of the answer has: without filters, the words
        in it, and the ``source`` of other documents of its site."""
        deadline = self._clock() + min(seconds, self._matcher.limits.advice_seconds)
        counter = QueryCounter(answered, self._matcher, match_request, deadline, self._clock)
        suggestions: list[Suggestion] = []
        try:
            for kind, word, changes in _address_rewritings(address, source):
                found = counter.count_query(**changes)
                if found is not None and all(each.kind != kind for each in suggestions):
                    suggestions.append(suggestion(answered, found, kind, word))
        except OutOfTime:
            return QueryAdvice(tuple(suggestions), warnings=(OUT_OF_TIME,))
        return QueryAdvice(tuple(suggestions))

    def _is_first_page(self, answered: AnsweredQuery) -> bool:
        first_page = not isinstance(answered.typed, Nothing) and not answered.request.offset
        return first_page and not answered.found.timed_out

    def _layouts(self, counter: QueryCounter) -> Iterator[Suggestion]:
        for query in other_layouts(counter.answered.request.query, self._is_known):
            found = counter.count_query(query=query)
            if found is not None:
                yield suggestion(counter.answered, found, "layout")

    def _is_known(self, word: str) -> bool:
        classes = self._matcher.lists.classes(word)
        known_by_stem = classes.stem is not None and len(fold(word)) >= _LEAST_KNOWN_BY_STEM
        return classes.form is not None or known_by_stem

    def _is_doubtful(self, word: DoubtfulWord) -> bool:
        return is_doubtful(word, self._matcher, self._speller)

    def _rewordings(
        self, counter: QueryCounter, doubtful: Sequence[DoubtfulWord]
    ) -> list[Suggestion]:
        """Rewordings that find something, the likeliest first; where none finds anything with all
        that the query requires, the likeliest that do so with less.

        A doubtful word is compared with its own form, because its class may be a wrong reading.
        """
        request, typed, _, _ = counter.answered
        if counter.total < self._matcher.limits.few_documents:
            candidates = rewordings(
                counter.answered, doubtful, self._matcher, self._speller, counter.documents
            )
        else:
            candidates = corrected(doubtful, self._matcher, self._speller, counter.documents)
        if not candidates:
            return []
        least = counter.total
        if doubtful and least:
            least = counter.count_with_forms([each.node for each in doubtful])
        queries: dict[str, Rewording] = {}
        for each in candidates[:_REWORDINGS]:
            query = query_rewriting.with_words(request, typed, each.changes)
            if query is not None:
                queries.setdefault(query, each)
        ranked = self._ranked(counter, queries, least)
        if ranked or counter.total:
            return ranked
        most = self._matcher.limits.spelling_suggestions
        relaxed: dict[int, Suggestion] = {}
        for query, each in islice(queries.items(), most):
            found_with_less = _relaxed(counter, each, query)
            if found_with_less is not None:
                # Equal counts come from words of one class.
                relaxed.setdefault(found_with_less.documents, found_with_less)
        return list(relaxed.values())

    def _ranked(
        self, counter: QueryCounter, queries: Mapping[str, Rewording], least: int
    ) -> list[Suggestion]:
        """The queries that find more than ``least``, and many times as many, as suggestions.

        One that finds less than the query itself, whose word may be read wrongly, is offered only
        if none that is likelier finds more.
        """
        several_words = len(wanted_parts(counter.answered.matched)) > 1
        ranked: list[tuple[float, Suggestion]] = []
        for query, each in queries.items():
            found = counter.count_query(query=query, above=least)
            if found is not None and found.documents >= COMMONER * least:
                # Beside other words of the query, how often they occur together counts as well.
                together = math.log(found.documents) if several_words else 0.0
                reworded = suggestion(counter.answered, found, _kind(each), *_words(each))
                ranked.append((each.log_likelihood + together, reworded))
        ranked.sort(key=lambda pair: -pair[0])
        offered = list(_without_lesser([each for _, each in ranked], counter.total))
        return offered[: self._matcher.limits.spelling_suggestions]


def _address_rewritings(
    address: WebAddress, source: str | None
) -> Iterator[tuple[Kind, str, dict[str, Any]]]:
    """The queries to count for an address: kind, word and changed fields of each."""
    yield "filters", "", {"sources": (), "after": None, "before": None}
    if address.words:
        query = " ".join(map(escape, address.words))
        yield "words", "", {"query": query}
        yield "words", "", {"query": query, "operator": "any"}
    if source is not None:
        yield "site", address.site, {"query": unparse(FieldIs("source", source))}


def _without_lesser(ranked: Sequence[Suggestion], total: int) -> Iterator[Suggestion]:
    """The suggestions without those that find less than the query, its ``total``, after the first
    that finds more."""
    finds_more = False
    for each in ranked:
        finds_more = finds_more or each.documents > total
        if each.documents >= total or not finds_more:
            yield each


def _add_relaxations(counter: QueryCounter, suggestions: list[Suggestion]) -> None:
    """Add the wider queries; those counted before time runs out are kept."""
    for relaxation in _RELAXATIONS:
        for each in relaxation(counter):
            if not _is_duplicate(each, suggestions):
                suggestions.append(each)


def _is_duplicate(new: Suggestion, suggestions: list[Suggestion]) -> bool:
    """Whether another suggestion is the same request, or ``any`` finds only what ``omit`` does."""
    return any(
        (each.query, each.level, each.operator, each.without)
        == (new.query, new.level, new.operator, new.without)
        or (each.kind, new.kind, each.documents) == ("omit", "any", new.documents)
        for each in suggestions
    )


def _relaxed(counter: QueryCounter, rewording: Rewording, query: str) -> Suggestion | None:
    """A rewording with fewer requirements, where the query itself finds nothing with them."""
    reworded = counter.for_request(msgspec.structs.replace(counter.answered.request, query=query))
    for relaxation in (
        relaxations.without_filters,
        relaxations.without_quotes,
        relaxations.any_of_the_words,
    ):
        for each in relaxation(reworded):
            word, instead = _words(rewording)
            return msgspec.structs.replace(each, kind=_kind(rewording), word=word, instead=instead)
    return None


def _kind(rewording: Rewording) -> Literal["spelling", "split"]:
    return "split" if rewording.splits else "spelling"


def _words(rewording: Rewording) -> tuple[str, str]:
    """The words of the query that are replaced, and their replacement."""
    changes = rewording.changes
    return " ".join(" ".join(words) for words in changes), " ".join(changes.values())
