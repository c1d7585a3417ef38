"""Rewriting a query: other words, fewer words, no filters, with as few changes to its text as
possible.

Each function returns the text of the rewritten query, or None where there is none. The text of the
user is edited in place where it then parses to the wanted tree; otherwise (a word that is an
operator, a group that shares its field) the tree is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import msgspec

from arabic.tokenizer import tokenize
from search.query import parse_cache
from search.query.lexer import lex
from search.query.nodes import (
    And,
    DateRange,
    Everything,
    FieldIs,
    FieldMissing,
    Filter,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Word,
    children,
    conjunction,
    disjunction,
    normalise,
    unparse,
    with_children,
)
from search.query.query_words import phrase_terms
from search.query.syntax import ANGLE, CURLY, repaired
from search.query.tokens import trimmed
from search.request import Level, Operator, Request

Changes: TypeAlias = Mapping[tuple[str, ...], str]
"""Replacements of consecutive written words; white space in one separates words."""

_GAP: Final = 3
_NO_MARKS: Final = dict.fromkeys(map(ord, CURLY + ANGLE))


def read(request: Request, text: str) -> Node:
    """The tree of a text parsed as the query of a request."""
    return parse_cache.read(request, text).tree


def with_words(request: Request, tree: Node, changes: Changes) -> str | None:
    """The query with some of its words replaced; excluded words are kept."""
    changed = _map_leaves(
        tree, lambda leaf: _with_changes(leaf, changes, request.operator), changes=changes
    )
    return _text_of(request, tree, changed, _spliced(request.query, changes))


def without(request: Request, tree: Node, left_out: Collection[Node]) -> str | None:
    """The query without some of its nodes: its leaves, or parts that it requires."""
    changed = _map_leaves(
        tree, lambda leaf: Nothing() if leaf in left_out else leaf, whole=left_out
    )
    return _text_of(request, tree, changed, _without_tokens(request, left_out))


def narrowed(request: Request, tree: Node, node: Filter, written: str) -> str:
    """The query that also requires a filter; ``written`` is the filter in the language of the
    reader."""
    beginning = before_filter(request)
    if beginning is None:
        return unparse(normalise(conjunction((tree, node))), operator=request.operator)
    return beginning + written


def before_filter(request: Request) -> str | None:
    """The query in a form that a filter can be appended to, None where there is none.

    All filters parse alike, so that one example decides.
    """
    example = FieldIs(field="source", value="1")
    wanted = normalise(conjunction((read(request, request.query), example)))
    for beginning in (f"{request.query} ", f"({request.query}) "):
        if read(request, beginning + unparse(example)) == wanted:
            return beginning
    return None


def is_of_date(node: Node) -> bool:
    """Whether a node is a filter by date."""
    return isinstance(node, DateRange) or node == FieldMissing("date")


def is_of_field(node: Node) -> bool:
    """Whether a node is a filter by another field."""
    return isinstance(node, FieldIs | FieldMissing) and not is_of_date(node)


def without_filters(
    request: Request, tree: Node, is_left_out: Callable[[Node], bool]
) -> str | None:
    """The query without those of its filters that are to be left out."""
    filters: list[Node] = []

    def kept(node: Node) -> Node:
        if is_left_out(node):
            filters.append(node)
            return Nothing()
        return node

    changed = _map_leaves(tree, kept, excluded=True)
    return _text_of(request, tree, changed, _without_tokens(request, filters))


def without_quotes(request: Request, tree: Node) -> str | None:
    """The query with its phrases replaced by their words."""

    def opened(leaf: Node) -> Node:
        if not isinstance(leaf, Phrase):
            return leaf
        return conjunction(
            Prefix(term.word, leaf.field) if term.begun else Word(term.word, leaf.level, leaf.field)
            for term in phrase_terms(leaf.text)
        )

    return _text_of(request, tree, _map_leaves(tree, opened), request.query.translate(_NO_MARKS))


def without_levels(request: Request, tree: Node) -> str | None:
    """The query with every word and phrase at the level of the request."""

    def bare(leaf: Node) -> Node:
        if isinstance(leaf, Word | Phrase):
            return msgspec.structs.replace(leaf, level=None)
        return leaf

    return _text_of(request, tree, _map_leaves(tree, bare), None)


def at_level(request: Request, tree: Node, word: Word, level: Level) -> str | None:
    """The query with one of its words at a level of its own."""
    changed_word = msgspec.structs.replace(word, level=level)
    changed = _map_leaves(tree, lambda leaf: changed_word if leaf == word else leaf)
    text = _spliced(request.query, {(word.text,): unparse(changed_word)}) if _plain(word) else None
    return _text_of(request, tree, changed, text)


def _text_of(request: Request, tree: Node, changed: Node, text: str | None) -> str | None:
    """The text of a changed tree: ``text`` where it parses to it, else the tree printed."""
    wanted = normalise(changed)
    if wanted == tree or isinstance(wanted, Nothing | Everything):
        return None
    if text is not None and text != request.query and read(request, text) == wanted:
        return text
    return None if request.plain else unparse(wanted, operator=request.operator)


def _map_leaves(
    node: Node,
    change: Callable[[Node], Node],
    *,
    changes: Changes | None = None,
    whole: Collection[Node] = (),
    excluded: bool = False,
) -> Node:
    """The tree with its leaves changed, after joining words that ``changes`` write as one.

    Nodes of ``whole`` are changed like leaves; those under a ``Not`` only if ``excluded``.
    """

    def mapped(node: Node) -> Node:
        if node in whole:
            return change(node)
        if isinstance(node, Not) and not excluded:
            return node
        inside: Iterable[Node] = children(node)
        if not inside:
            return change(node)
        if isinstance(node, And | Or):
            inside = _joined(node.nodes, changes or {})
        return with_children(node, [mapped(child) for child in inside])

    return mapped(node)


def _joined(nodes: Sequence[Node], changes: Changes) -> Iterator[Node]:
    """The nodes, two plain words replaced by one where the changes say so."""
    place = 0
    while place < len(nodes):
        node = nodes[place]
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        if isinstance(node, Word) and isinstance(following, Word) and _plain(node, following):
            joined = changes.get((node.text, following.text))
            if joined is not None:
                yield Word(joined)
                place += 2
                continue
        yield node
        place += 1


def _plain(*words: Word) -> bool:
    return all(word.level is None and word.field is None for word in words)


def _with_changes(leaf: Node, changes: Changes, operator: Operator) -> Node:
    if isinstance(leaf, Phrase):
        return msgspec.structs.replace(leaf, text=_spliced(leaf.text, changes))
    if isinstance(leaf, Word):
        written = _spliced(leaf.text, changes).split()
        parts = [Word(part, leaf.level, leaf.field) for part in written]
        return conjunction(parts) if operator == "all" else disjunction(parts)
    return leaf


def _spliced(text: str, changes: Changes) -> str:
    """The text with replacements in the place of its words."""
    spans = list(tokenize(text))
    found = [text[span.start : span.end] for span in spans]
    longest = max(map(len, changes), default=0)
    pieces: list[str] = []
    place = last = 0
    while place < len(spans):
        for count in range(min(longest, len(spans) - place), 0, -1):
            run = tuple(found[place : place + count])
            start, end = spans[place].start, spans[place + count - 1].end
            if run in changes and end - start <= sum(map(len, run)) + _GAP * count:
                pieces += [text[last:start], changes[run]]
                last, place = end, place + count
                break
        else:
            place += 1
    return "".join([*pieces, text[last:]])


def _without_tokens(request: Request, left_out: Collection[Node]) -> str:
    """The text without the tokens of some nodes."""
    if request.plain:
        kept = [
            chunk
            for chunk in request.query.split()
            if Word(trimmed(repaired(chunk))[0]) not in left_out
        ]
        return " ".join(kept)
    tokens, _ = lex(repaired(request.query))
    pieces: list[str] = []
    last = 0
    drops_dates = any(isinstance(node, DateRange) for node in left_out)
    for before, token in pairwise([None, *tokens]):
        assert token is not None
        undated = token.node is None and token.role == "operand"
        if (token.node is not None and token.node in left_out) or (undated and drops_dates):
            excluded = before is not None and before.role == "not"
            start = before.start if before is not None and excluded else token.start
            pieces.append(request.query[last : max(last, start)])
            last = token.end
    pieces.append(request.query[last:])
    return " ".join("".join(pieces).split())


def required_parts(tree: Node) -> tuple[Node, ...]:
    """The parts of a query that must all match and that search for words."""
    if not isinstance(tree, And):
        return ()
    return tuple(node for node in tree.nodes if isinstance(node, Leaf | Or | And))
