"""Trying out other questions beside one that was asked: each is counted as it would be asked."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, NamedTuple

import msgspec

from search.advice import query_rewriting
from search.answer import BadRequest, Kind, Parameter, Relation, Request, Suggestion
from search.matching.matcher import Matched, Matcher
from search.query.nodes import Node

Ask = Callable[[Request, float], Matched]
"""The documents of a request, unscored, within so many seconds; raises BadRequest."""


class Late(Exception):
    """There is no time for another question."""


class Question(NamedTuple):
    """A request with its tree as it was read, the same as it was matched, and what it found."""

    request: Request
    typed: Node
    matched: Node
    found: Matched


class Count(NamedTuple):
    """How many documents match."""

    documents: int
    relation: Relation


class Found(NamedTuple):
    """What another question would find."""

    request: Request
    documents: int
    relation: Relation


class Trial:
    """Other questions beside one; all raise Late once the deadline has passed."""

    def __init__(
        self,
        question: Question,
        matcher: Matcher,
        ask: Ask,
        deadline: float,
        clock: Callable[[], float],
    ) -> None:
        self.question = question
        self.total = len(question.found.documents)
        self._matcher = matcher
        self._ask = ask
        self._deadline = deadline
        self._clock = clock
        self._found: dict[Request, Found | None] = {}
        self._counted: dict[Node, Count] = {}

    def of(self, request: Request) -> Trial:
        """The same for another request, which must find more than this one."""
        typed = query_rewriting.read(request, request.query)
        other = copy(self)
        other.question = self.question._replace(request=request, typed=typed)
        return other

    def find(self, **changes: Any) -> Found | None:
        """What the request finds with some of its fields changed; None where it may not be asked,
        or finds no more than the question itself."""
        request = msgspec.structs.replace(self.question.request, **changes)
        if request not in self._found:
            self._found[request] = self._asked(request)
        found = self._found[request]
        return found if found is not None and found.documents > self.total else None

    def _asked(self, request: Request) -> Found | None:
        try:
            matched = self._ask(request, self._left())
        except BadRequest:
            return None  # longer than a query may be
        return Found(request, *self._count_of(matched))

    def count(self, node: Node) -> Count:
        """How many documents of the whole archive match a node, at the level of the request."""
        if node not in self._counted:
            matched = self._matcher.match(
                node, self.question.request.level, seconds=self._left(), scored=False
            )
            self._counted[node] = self._count_of(matched)
        return self._counted[node]

    def documents(self, node: Node) -> int:
        """The number of ``count`` by itself."""
        return self.count(node).documents

    def _left(self) -> float:
        left = self._deadline - self._clock()
        if left <= 0:
            raise Late
        return left

    def _count_of(self, matched: Matched) -> Count:
        if matched.timed_out and not len(matched.documents):
            raise Late
        return Count(len(matched.documents), "exact" if matched.complete else "at_least")


def suggestion(
    question: Question, found: Found, kind: Kind, word: str = "", instead: str = ""
) -> Suggestion:
    """The record of a question that finds something."""
    asked, other = question.request, found.request
    left_out: list[Parameter] = ["source"] if asked.sources != other.sources else []
    left_out += ["after"] if asked.after != other.after else []
    left_out += ["before"] if asked.before != other.before else []
    return Suggestion(
        kind=kind,
        query=other.query,
        documents=found.documents,
        relation=found.relation,
        level=other.level,
        operator=other.operator,
        without=tuple(left_out),
        word=word,
        instead=instead,
    )
