"""Wider queries: without filters, without quotes, at a wider level, without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from search.advice import query_rewriting
from search.advice.query_counter import CountedQuery, QueryCounter, suggestion
from search.answer import Kind, Suggestion
from search.query.nodes import Filter, Node, Phrase, Word, leaves, unparse
from search.query.optional_words import need_not_match
from search.query.query_words import written_words
from search.request import LEVELS

_IsFilter: TypeAlias = Callable[[Node], bool]
_OMISSIONS: Final = 2
_MOST_PARTS: Final = 12


def without_filters(counter: QueryCounter) -> Iterator[Suggestion]:
    """Without values of fields; without dates; without either, where that finds more."""
    request, typed = counter.answered.request, counter.answered.typed
    found_leaves = list(leaves(typed))
    kinds: list[tuple[Kind, _IsFilter]] = []
    if request.sources or any(map(query_rewriting.is_of_field, found_leaves)):
        kinds.append(("sources", query_rewriting.is_of_field))
    if request.after or request.before or any(map(query_rewriting.is_of_date, found_leaves)):
        kinds.append(("dates", query_rewriting.is_of_date))
    if len(kinds) > 1:
        kinds.append(("filters", _is_filter))
    most = 0
    for kind, dropped in kinds:
        changes: dict[str, Any] = {}
        if kind != "dates":
            changes["sources"] = ()
        if kind != "sources":
            changes |= {"after": None, "before": None}
        if any(map(dropped, found_leaves)):
            changes["query"] = query_rewriting.without_filters(request, typed, dropped)
            if changes["query"] is None:
                continue  # nothing but filters
        found = counter.count_query(**changes)
        if found is not None and found.documents > most:
            most = found.documents
            yield suggestion(counter.answered, found, kind)


def without_quotes(counter: QueryCounter) -> Iterator[Suggestion]:
    """With the words of phrases in any order and place."""
    request, typed = counter.answered.request, counter.answered.typed
    phrases = [leaf for leaf in leaves(typed) if isinstance(leaf, Phrase)]
    if any(len(written_words(phrase.text)) > 1 for phrase in phrases):
        yield from _rewritten("quotes", counter, query_rewriting.without_quotes(request, typed))


def at_wider_levels(counter: QueryCounter) -> Iterator[Suggestion]:
    """At each wider level that finds more, after the query without its own level operators."""
    request, typed = counter.answered.request, counter.answered.typed
    most = 0
    tries: list[dict[str, Any]] = []
    scoped = [leaf for leaf in leaves(typed) if isinstance(leaf, Word | Phrase) and leaf.level]
    if scoped and (query := query_rewriting.without_levels(request, typed)) is not None:
        tries.append({"query": query})
    tries += [{"level": level} for level in LEVELS[LEVELS.index(request.level) + 1 :]]
    for changes in tries:
        found = counter.count_query(**changes)
        if found is not None and found.documents > most:
            most = found.documents
            yield suggestion(counter.answered, found, "level")


def without_words(counter: QueryCounter) -> Iterator[Suggestion]:
    """Without the parts that match no document; where each matches some, without one part, those
    first that find the fewest documents."""
    parts = query_rewriting.required_parts(counter.answered.typed)
    required = [node for node in dict.fromkeys(parts) if not need_not_match(node)]
    if len(required) < 2:
        return
    nowhere = [node for node in required if not counter.documents(node)]
    if nowhere:
        yield from _without(counter, nowhere)
        return
    if len(required) > _MOST_PARTS:
        return
    found = [each for node in required for each in _without(counter, [node])]
    yield from sorted(found, key=lambda each: each.documents)[:_OMISSIONS]


def any_of_the_words(counter: QueryCounter) -> Iterator[Suggestion]:
    """With any of the words instead of all."""
    request, typed = counter.answered.request, counter.answered.typed
    if request.operator == "all" and query_rewriting.required_parts(typed):
        found = counter.count_query(operator="any")
        if found is not None:
            yield suggestion(counter.answered, found, "any")


def _is_filter(node: Node) -> bool:
    return isinstance(node, Filter)


def _without(counter: QueryCounter, nodes: list[Node]) -> Iterator[Suggestion]:
    request, typed = counter.answered.request, counter.answered.typed
    word = " ".join(unparse(node) for node in nodes)
    yield from _rewritten("omit", counter, query_rewriting.without(request, typed, nodes), word)


def _rewritten(
    kind: Kind, counter: QueryCounter, query: str | None, word: str = ""
) -> Iterator[Suggestion]:
    found: CountedQuery | None = None if query is None else counter.count_query(query=query)
    if found is not None:
        yield suggestion(counter.answered, found, kind, word)
