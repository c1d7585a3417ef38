"""Asking for less: the same question without filters, at a wider level, without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from search.advice import query_rewriting
from search.advice.trial import Found, Trial, suggestion
from search.answer import LEVELS, Kind, Suggestion
from search.query.nodes import DateRange, FieldIs, Node, Phrase, Word, leaves, unparse
from search.query.optional_words import need_not_match
from search.query.query_words import written_words

_Filters: TypeAlias = tuple[type[FieldIs | DateRange], ...]
_OMISSIONS: Final = 2
_MOST_PARTS: Final = 12


def without_filters(trial: Trial) -> Iterator[Suggestion]:
    """Without sources, authors and sections; without dates; without either, if that finds more."""
    request, typed = trial.question.request, trial.question.typed
    told = list(leaves(typed))
    kinds: list[tuple[Kind, _Filters]] = []
    if request.sources or any(isinstance(leaf, FieldIs) for leaf in told):
        kinds.append(("sources", (FieldIs,)))
    if request.after or request.before or any(isinstance(leaf, DateRange) for leaf in told):
        kinds.append(("dates", (DateRange,)))
    if len(kinds) > 1:
        kinds.append(("filters", (FieldIs, DateRange)))
    most = 0
    for kind, dropped in kinds:
        changes: dict[str, Any] = {}
        if FieldIs in dropped:
            changes["sources"] = ()
        if DateRange in dropped:
            changes |= {"after": None, "before": None}
        if any(isinstance(leaf, dropped) for leaf in told):
            changes["query"] = query_rewriting.without_filters(request, typed, dropped)
            if changes["query"] is None:
                continue  # nothing but filters
        found = trial.find(**changes)
        if found is not None and found.documents > most:
            most = found.documents
            yield suggestion(trial.question, found, kind)


def without_quotes(trial: Trial) -> Iterator[Suggestion]:
    """With the words of phrases wherever they stand."""
    request, typed = trial.question.request, trial.question.typed
    phrases = [leaf for leaf in leaves(typed) if isinstance(leaf, Phrase)]
    if any(len(written_words(phrase.text)) > 1 for phrase in phrases):
        yield from _rewritten("quotes", trial, query_rewriting.without_quotes(request, typed))


def at_wider_levels(trial: Trial) -> Iterator[Suggestion]:
    """At each wider level that finds more; first without the levels that the query names."""
    request, typed = trial.question.request, trial.question.typed
    most = 0
    tries: list[dict[str, Any]] = []
    named = [leaf for leaf in leaves(typed) if isinstance(leaf, Word | Phrase) and leaf.level]
    if named and (query := query_rewriting.without_levels(request, typed)) is not None:
        tries.append({"query": query})
    tries += [{"level": level} for level in LEVELS[LEVELS.index(request.level) + 1 :]]
    for changes in tries:
        found = trial.find(**changes)
        if found is not None and found.documents > most:
            most = found.documents
            yield suggestion(trial.question, found, "level")


def without_words(trial: Trial) -> Iterator[Suggestion]:
    """Without the words that stand nowhere; if all stand somewhere, without any one of them, those
    first that find the fewest documents."""
    parts = query_rewriting.required(trial.question.typed)
    asked = [node for node in dict.fromkeys(parts) if not need_not_match(node)]
    if len(asked) < 2:
        return
    nowhere = [node for node in asked if not trial.documents(node)]
    if nowhere:
        yield from _without(trial, nowhere)
        return
    if len(asked) > _MOST_PARTS:
        return
    found = [told for node in asked for told in _without(trial, [node])]
    yield from sorted(found, key=lambda told: told.documents)[:_OMISSIONS]


def any_of_the_words(trial: Trial) -> Iterator[Suggestion]:
    """With any of the words instead of all."""
    request, typed = trial.question.request, trial.question.typed
    if request.operator == "all" and query_rewriting.required(typed):
        found = trial.find(operator="any")
        if found is not None:
            yield suggestion(trial.question, found, "any")


def _without(trial: Trial, nodes: list[Node]) -> Iterator[Suggestion]:
    request, typed = trial.question.request, trial.question.typed
    word = " ".join(unparse(node) for node in nodes)
    yield from _rewritten("omit", trial, query_rewriting.without(request, typed, nodes), word)


def _rewritten(kind: Kind, trial: Trial, query: str | None, word: str = "") -> Iterator[Suggestion]:
    found: Found | None = None if query is None else trial.find(query=query)
    if found is not None:
        yield suggestion(trial.question, found, kind, word)
