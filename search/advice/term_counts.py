"""What was searched: in how many documents each part of a query stands by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec.structs import replace

from search.advice.trial import Count
from search.answer import Level, Request, TermCount
from search.query.nodes import (
    And,
    DateRange,
    FieldIs,
    Fuzzy,
    Leaf,
    Node,
    Or,
    Phrase,
    Prefix,
    Related,
    Word,
    unparse,
)
from search.query.query_words import written_words


def level_of(leaf: Word | Phrase, level: Level) -> Level:
    """The level that a word or phrase is taken at in a search at a level."""
    if isinstance(leaf, Word) or leaf.level:
        return leaf.level or level
    return "exact" if level == "exact" else "form"


def term_counts(
    matched: Node, request: Request, count: Callable[[Node], Count]
) -> Iterator[TermCount]:
    """The parts of a query that are asked for, in its order, the words of a phrase that stands
    nowhere after it; then the sources of the request."""
    told: set[TermCount] = set()
    filters = [FieldIs("source", source) for source in request.sources]
    for part in (*_asked_for(matched), *filters):
        for node in (part, *_words_of(part, request.level)):
            if node is not part and count(part).documents:
                break
            term = _term(node, request.level, count(node))
            if term not in told:
                told.add(term)
                yield term


def _asked_for(matched: Node) -> Iterator[Leaf | Related | FieldIs | DateRange]:
    stack = [matched]
    while stack:
        node = stack.pop()
        match node:
            case And(nodes) | Or(nodes):
                stack.extend(reversed(nodes))
            case Word() | Phrase() | Prefix() | Fuzzy() | Related() | FieldIs() | DateRange():
                yield node
            case _:
                pass


def _words_of(part: Node, level: Level) -> Iterator[Word]:
    if isinstance(part, Word | Phrase) and len(found := written_words(part.text)) > 1:
        for word in found:
            yield Word(word, level_of(part, level), part.field)


def _term(node: Node, level: Level, count: Count) -> TermCount:
    inner = node.node if isinstance(node, Related) else node
    counted = TermCount(text="", kind="word", documents=count.documents, relation=count.relation)
    match inner:
        case Word(text, _, field) | Phrase(text, _, _, field):
            kind: Literal["word", "phrase"] = "word" if isinstance(inner, Word) else "phrase"
            at = level_of(inner, level)
            return replace(counted, text=text, kind=kind, level=at, field=field)
        case Prefix(text, field):
            return replace(counted, text=f"{text}*", kind="prefix", field=field)
        case Fuzzy(text, distance, field):
            return replace(counted, text=f"{text}~{distance}", kind="fuzzy", field=field)
        case FieldIs(name, value):
            return replace(counted, text=value, kind="filter", field=name)
        case DateRange():
            return replace(counted, text=unparse(inner).removeprefix("date:"), kind="date")
    return replace(counted, text=unparse(inner), level=level)  # a month of several words
