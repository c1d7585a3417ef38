"""Counting what other queries would find: each is matched as a search would match it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import copy
from typing import Any, NamedTuple

import msgspec

from index.array_types import F32, Integers
from search.advice import query_rewriting
from search.answer import Kind, Parameter, Relation, Suggestion
from search.matching.deadline import OutOfTime
from search.matching.matcher import Matched, Matcher
from search.query.nodes import Node, Word, children, with_children
from search.request import BadRequest, Level, Request

MatchRequest = Callable[[Request, float], Matched]
"""Matches a request without scores within some seconds; raises BadRequest."""


class AnsweredQuery(NamedTuple):
    """A request with its tree as parsed (``typed``), as ``matched``, and the documents found."""

    request: Request
    typed: Node
    matched: Node
    found: Matched


class DocumentCount(NamedTuple):
    """How many documents match; a lower bound where the relation says so."""

    documents: int
    relation: Relation


class CountedQuery(NamedTuple):
    """A request with the number of documents that it finds."""

    request: Request
    documents: int
    relation: Relation


class QueryCounter:
    """Counts variants of an answered query, and single nodes, each once.

    Every count raises OutOfTime after the ``deadline``, in seconds of ``clock``.
    """

    def __init__(
        self,
        answered: AnsweredQuery,
        matcher: Matcher,
        match_request: MatchRequest,
        deadline: float,
        clock: Callable[[], float],
    ) -> None:
        self.answered = answered
        self.total = len(answered.found.documents)
        self._matcher = matcher
        self._match_request = match_request
        self._deadline = deadline
        self._clock = clock
        self._queries: dict[Request, CountedQuery | None] = {}
        self._nodes: dict[Node, DocumentCount] = {}

    def for_request(self, request: Request) -> QueryCounter:
        """A counter of the variants of another request, which shares the counts of this one."""
        typed = query_rewriting.read(request, request.query)
        other = copy(self)
        other.answered = self.answered._replace(request=request, typed=typed)
        return other

    def count_query(self, *, above: int | None = None, **changes: Any) -> CountedQuery | None:
        """The request with some fields changed, counted; None where it is refused, or finds no
        more than ``above`` (None: than the answered query)."""
        least = self.total if above is None else above
        request = msgspec.structs.replace(self.answered.request, **changes)
        if request not in self._queries:
            self._queries[request] = self._counted(request)
        found = self._queries[request]
        return found if found is not None and found.documents > least else None

    def _counted(self, request: Request) -> CountedQuery | None:
        try:
            matched = self._match_request(request, self._seconds_left())
        except BadRequest:
            return None  # such as a query that became too long
        return CountedQuery(request, *self._count_of(matched))

    def count_node(self, node: Node) -> DocumentCount:
        """How many documents of the whole archive match a node at the level of the request."""
        if node not in self._nodes:
            matched = self._matcher.match(
                node, self.answered.request.level, seconds=self._seconds_left(), scored=False
            )
            self._nodes[node] = self._count_of(matched)
        return self._nodes[node]

    def match_node(self, node: Node, *, filtered: bool = False) -> Matched:
        """The documents of the whole archive that match a node, without scores; if ``filtered``,
        those of the sources of the request."""
        request = self.answered.request
        matched = self._matcher.match(
            node,
            request.level,
            sources=request.sources if filtered else (),
            seconds=self._seconds_left(),
            scored=False,
        )
        if matched.timed_out:
            raise OutOfTime
        return matched

    def score(self, documents: Integers) -> F32:
        """The scores of some documents for the answered query, whether they match it or not."""
        answered = self.answered
        level = answered.request.level
        return self._matcher.scores(answered.matched, level, documents, self._seconds_left())

    def count_with_forms(self, words: Collection[Word]) -> int:
        """How many documents the answered query finds where some of its words, given with their
        levels, match only their own forms."""
        request = self.answered.request
        matched = self._matcher.match(
            _narrowed(self.answered.matched, words, request.level),
            request.level,
            sources=request.sources,
            seconds=self._seconds_left(),
            scored=False,
        )
        return self._count_of(matched).documents

    def documents(self, node: Node) -> int:
        """The number of ``count_node`` without its relation."""
        return self.count_node(node).documents

    def _seconds_left(self) -> float:
        left = self._deadline - self._clock()
        if left <= 0:
            raise OutOfTime
        return left

    def _count_of(self, matched: Matched) -> DocumentCount:
        if matched.timed_out and not len(matched.documents):
            raise OutOfTime
        return DocumentCount(len(matched.documents), "exact" if matched.complete else "at_least")


def _narrowed(node: Node, words: Collection[Word], level: Level) -> Node:
    """The node with some words, given with their levels, at the level of forms."""
    if isinstance(node, Word):
        at = msgspec.structs.replace(node, level=node.level or level)
        return msgspec.structs.replace(node, level="form") if at in words else node
    inside = children(node)
    return with_children(node, [_narrowed(each, words, level) for each in inside])


def suggestion(
    answered: AnsweredQuery, found: CountedQuery, kind: Kind, word: str = "", instead: str = ""
) -> Suggestion:
    """The record of a counted query; ``instead`` is written for ``word``."""
    before, after = answered.request, found.request
    without: list[Parameter] = ["source"] if before.sources != after.sources else []
    without += ["after"] if before.after != after.after else []
    without += ["before"] if before.before != after.before else []
    return Suggestion(
        kind=kind,
        query=after.query,
        documents=found.documents,
        relation=found.relation,
        level=after.level,
        operator=after.operator,
        without=tuple(without),
        word=word,
        instead=instead,
    )
