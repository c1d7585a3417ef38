"""Term counts: in how many documents each part of a query occurs, without the other parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from search.advice.query_counter import DocumentCount
from search.answer import TermCount
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
    Phrase,
    Prefix,
    Related,
    Wildcard,
    Word,
    unparse,
)
from search.query.query_words import phrase_terms, written_words
from search.request import Level, Request

_Part: TypeAlias = Leaf | Related | Filter


def level_of(leaf: Word | Phrase, level: Level) -> Level:
    """The level at which a word or phrase is matched in a search at ``level``."""
    if isinstance(leaf, Word) or leaf.level:
        return leaf.level or level
    return "exact" if level == "exact" else "form"


def term_counts(
    matched: Node, request: Request, count: Callable[[Node], DocumentCount]
) -> Iterator[TermCount]:
    """The counts of the parts that a query requires, in its order, then of the sources of the
    request; a phrase that occurs nowhere is followed by its words."""
    seen: set[TermCount] = set()
    filters = [FieldIs("source", source) for source in request.sources]
    for part in (*_required_parts(matched), *filters):
        for node in (part, *_words_of(part, request.level)):
            if node is not part and count(part).documents:
                break
            term = _term(node, request.level, count(node))
            if term not in seen:
                seen.add(term)
                yield term


def _required_parts(matched: Node) -> Iterator[_Part]:
    stack = [matched]
    while stack:
        node = stack.pop()
        match node:
            case And(nodes) | Or(nodes):
                stack.extend(reversed(nodes))
            case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy() | Related():
                yield node
            case FieldIs() | FieldMissing() | DateRange() | Addressed():
                yield node
            case Not() | Everything() | Nothing():
                pass
            case _:
                assert_never(node)


def _words_of(part: Node, level: Level) -> Iterator[Word | Prefix]:
    if not isinstance(part, Word | Phrase) or len(written_words(part.text)) < 2:
        return
    for term in phrase_terms(part.text):
        if term.begun and isinstance(part, Phrase):
            yield Prefix(term.word, part.field)
        else:
            yield Word(term.word, level_of(part, level), part.field)


def _term(node: _Part, level: Level, count: DocumentCount) -> TermCount:
    counted = TermCount(text="", kind="word", documents=count.documents, relation=count.relation)
    inner = node.node if isinstance(node, Related) else node
    match inner:
        case Word(text, _, field) | Phrase(text, _, _, field):
            kind: Literal["word", "phrase"] = "word" if isinstance(inner, Word) else "phrase"
            at = level_of(inner, level)
            return replace(counted, text=text, kind=kind, level=at, field=field)
        case Prefix(text, field):
            return replace(counted, text=f"{text}*", kind="prefix", field=field)
        case Wildcard(text, field):
            return replace(counted, text=text, kind="wildcard", field=field)
        case Fuzzy(text, distance, field):
            return replace(counted, text=f"{text}~{distance}", kind="fuzzy", field=field)
        case FieldIs(name, value):
            return replace(counted, text=value, kind="filter", field=name)
        case FieldMissing(name):
            return replace(
                counted, text=unparse(inner), kind="date" if name == "date" else "filter"
            )
        case DateRange():
            return replace(counted, text=unparse(inner).removeprefix("date:"), kind="date")
        case Addressed(address):
            return replace(counted, text=address, kind="filter")
        case And() | Or() | Not() | Related() | Everything() | Nothing():
            # A month of several words, such as «كانون الأول».
            return replace(counted, text=unparse(inner), level=level)
        case _:
            assert_never(inner)
