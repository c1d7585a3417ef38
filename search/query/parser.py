"""Reading a query: ``parse`` turns any text into a tree, ``check`` holds it against the limits.

The language, narrowest binding first:

- a word, ``"phrase"`` (any quotation mark), ``"near words"~10``, ``prefix*``, ``any?letter``,
  ``fuzzy~1``, ``(group)``, ``*`` for every document; before each of them ``field:`` or ``level:``
  or ``=``;
- ``NOT x``, ``-x``;
- ``x AND y``, ``x & y``;
- ``x y``: the default operator, with filters and exclusions always required;
- ``x OR y``, ``x | y``.

Latin operators count in capitals only, and any operator only with something to join on its
sides; else it is text. أو and ليس are also ordinary words of headlines, so they are operators only
where nobody writes them otherwise: أو where each alternative around it, within its parentheses, is
one word, phrase or group (تدمر أو بصرى; not: وزير الخارجية أو الداخلية); ليس right before a
parenthesis or a field, or right after AND, & or OR (ليس مصدر:سانا; not: ليس كل ما يلمع ذهبا).
Either way a remark names the reading. A bare و is never an operator. A backslash makes the next
sign ordinary, and the word it begins no operator.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

import msgspec

from arabic.folding import fold
from corpus.messages import Message
from search.answer import BadRequest, Operator
from search.limits import LIMITS, Limits
from search.query.date_ranges import dated
from search.query.lexer import lex, nesting
from search.query.nodes import (
    And,
    DateRange,
    Everything,
    FieldIs,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    complete,
    conjunction,
    disjunction,
    leaves,
    negation,
    unparse,
)
from search.query.notices import REFUSALS, Notices
from search.query.operators import resolved
from search.query.query_words import forms
from search.query.syntax import repaired, signs
from search.query.tokens import Scope, Token, trimmed

DEEPEST: Final = 64
"""Groups deeper than this, twice the limit of a request, are read as if they had no parentheses,
so that no tree is deep enough to exhaust a stack."""

# NFKC composes four code points into one at most.
_SHRINKING: Final = 4


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed query, with the messages about it in the order of the text."""

    tree: Node
    notices: tuple[Message, ...] = ()

    @property
    def warnings(self) -> tuple[Message, ...]:
        """The messages about parts that may have been read differently than intended."""
        return tuple(message for message in self.notices if message.code not in REFUSALS)

    @property
    def refused(self) -> Message | None:
        """The first message about unsupported syntax, if the query has any.

        An answer to such a query would mislead; in the tree that syntax is read as words.
        """
        return next((message for message in self.notices if message.code in REFUSALS), None)


def parse(text: str, *, operator: Operator = "all") -> Parsed:
    """Read a query; ``operator`` joins words that stand side by side.

    Total: any text gives a tree in normal form (see ``query``), in linear time and bounded
    depth. Lone surrogates are read as U+FFFD. Nothing is raised.
    """
    tokens, notices = lex(repaired(text))
    tokens = dated(tokens, notices)
    tokens = resolved(tokens, notices)
    tree = _built(tokens, notices, operator)
    if isinstance(tree, Nothing) and not notices.in_order():
        notices.add("no_words", "", 0, len(text))
    return Parsed(tree=tree, notices=notices.in_order())


def parse_plain(text: str, *, operator: Operator = "all") -> Parsed:
    """Read a text as words only, parted by white space, with no sign meaning anything."""
    chunks = (trimmed(chunk)[0] for chunk in repaired(text).split())
    nodes = [Word(chunk) for chunk in chunks if chunk]
    return Parsed(tree=conjunction(nodes) if operator == "all" else disjunction(nodes))


def check(text: str, tree: Node, limits: Limits = LIMITS) -> None:
    """Hold a query and its tree against the limits.

    Terms are the words of the tree, those of phrases included, and its filters. The length of a
    word and the letters before * are those of its form, without tashkeel and tatweel.

    Raises ``BadRequest`` with a sentence that names the limit and what was found.
    """
    check_text(text, limits)
    if signs(text).count("(") > limits.query_depth:
        depth = nesting(repaired(text))
        if depth > limits.query_depth:
            raise _past_limit("query_too_deep", limits.query_depth, depth)
    terms = 0
    for leaf in leaves(tree):
        match leaf:
            case FieldIs() | DateRange():
                terms += 1
            case Wildcard(written):
                terms += 1
                if len(fold(written)) > limits.word_code_points:
                    raise _past_limit("word_too_long", limits.word_code_points, len(fold(written)))
            case Word(written) | Phrase(written) | Prefix(written) | Fuzzy(written):
                found = forms(written)
                terms += len(found)
                longest = max(map(len, found), default=0)
                if longest > limits.word_code_points:
                    raise _past_limit("word_too_long", limits.word_code_points, longest)
                if isinstance(leaf, Phrase) and leaf.slop > limits.slop:
                    raise _past_limit("slop_too_large", limits.slop, leaf.slop)
                if isinstance(leaf, Prefix) and longest < limits.prefix_letters:
                    raise BadRequest(
                        "prefix_too_short",
                        parameter="query",
                        prefix=written,
                        least=limits.prefix_letters,
                        found=longest,
                    )
                if isinstance(leaf, Fuzzy) and not (
                    limits.fuzzy_letters_min <= longest <= limits.fuzzy_letters_max
                ):
                    raise BadRequest(
                        "fuzzy_length",
                        parameter="query",
                        word=written,
                        least=limits.fuzzy_letters_min,
                        most=limits.fuzzy_letters_max,
                        found=longest,
                    )
            case _:
                pass
    if terms > limits.query_terms:
        raise _past_limit("query_too_many_terms", limits.query_terms, terms)


def check_text(text: str, limits: Limits = LIMITS) -> None:
    """Hold the length of a query against its limit, counted after NFKC; see ``check``."""
    length = len(text)
    if length <= _SHRINKING * limits.query_code_points:
        length = len(unicodedata.normalize("NFKC", text))
    if length > limits.query_code_points:
        raise _past_limit("query_too_long", limits.query_code_points, length)


def _past_limit(code: str, most: int, found: int) -> BadRequest:
    return BadRequest(code, parameter="query", most=most, found=found)


# Building


class _Item(msgspec.Struct, frozen=True):
    """A node on its way into a group; ``bare`` marks an unquoted value that the next may extend."""

    node: Node
    filters: bool
    bare: bool = False


class _Group:
    """An open group: alternatives of runs of conjoined items."""

    def __init__(self, scope: Scope, start: int) -> None:
        self.scope = scope
        self.start = start
        self.alternatives: list[list[list[_Item]]] = [[]]
        self.join = "beside"
        self.negate = False

    def add(self, item: _Item) -> None:
        run = self.alternatives[-1]
        if self.negate:
            item = _Item(negation(item.node), item.filters)
        if self.join == "and" and run:
            run[-1].append(item)
        elif self.join == "or":
            self.alternatives.append([[item]])
        elif item.bare and run and len(run[-1]) == 1 and run[-1][0].bare:
            run[-1] = [_extended(run[-1][0], item)]
        else:
            run.append([item])
        self.join, self.negate = "beside", False

    def close(self, operator: Operator) -> tuple[_Item, bool]:
        """The whole group as one item, and whether OR stood beside joined words."""
        runs = [_run(run, operator) for run in self.alternatives]
        runs = [run for run in runs if not isinstance(run.node, Nothing)]
        filters = bool(runs) and all(run.filters for run in runs)
        if len(runs) < 2:
            return (runs[0] if runs else _Item(Nothing(), False)), False
        told = [run for run in self.alternatives if len(run) > 1]
        mixed = bool(told) and any(isinstance(run.node, And) for run in runs)
        return _Item(disjunction(run.node for run in runs), filters), mixed


def _extended(first: _Item, second: _Item) -> _Item:
    """One value of a field from two words side by side, as in source:(وكالة الأنباء)."""
    if not isinstance(first.node, FieldIs) or not isinstance(second.node, FieldIs):
        return first
    value = f"{first.node.value} {second.node.value}"
    return _Item(FieldIs(first.node.field, value), True, True)


def _run(run: Iterable[list[_Item]], operator: Operator) -> _Item:
    """Join what stands side by side."""
    items = [
        parts[0]
        if len(parts) == 1
        else _Item(conjunction(part.node for part in parts), all(part.filters for part in parts))
        for parts in run
    ]
    filters = bool(items) and all(item.filters for item in items)
    if operator == "all":
        return _Item(conjunction(item.node for item in items), filters)
    required = [item.node for item in items if item.filters or isinstance(item.node, Not)]
    wanted = [item.node for item in items if not item.filters and not isinstance(item.node, Not)]
    # A * among words is a bullet or a slip, not a wish to see everything.
    told = [node for node in wanted if not isinstance(node, Everything)] or wanted[:1]
    return _Item(conjunction([disjunction(told), *required]), filters)


def _built(tokens: list[Token], notices: Notices, operator: Operator) -> Node:
    """The tree of resolved tokens, with an explicit stack of open groups."""
    groups = [_Group(Scope(), 0)]
    unopened = 0

    def close() -> None:
        group = groups.pop()
        item, mixed = group.close(operator)
        if mixed:
            outermost[:] = [(item.node, group.start)]
        if groups:
            groups[-1].add(_Item(complete(item.node), item.filters))
        else:
            tree.append(complete(item.node))

    tree: list[Node] = []
    outermost: list[tuple[Node, int]] = []
    for token in tokens:
        group = groups[-1]
        if token.role == "open":
            if len(groups) > DEEPEST:
                unopened += 1
                notices.add("deep_group", token.value, token.start, token.end)
            else:
                scope = Scope(
                    token.scope.field or group.scope.field, token.scope.level or group.scope.level
                )
                groups.append(_Group(scope, token.start))
        elif token.role == "close":
            if unopened:
                unopened -= 1
            elif len(groups) > 1:
                close()
            else:
                notices.add("stray_parenthesis", token.value, token.start, token.end)
        elif token.role == "not":
            group.negate = not group.negate
        elif token.role in ("and", "or"):
            group.join = token.role
        elif token.node is not None:
            group.add(_scoped(token.node, token, group.scope))
    if len(groups) > 1:
        start = groups[-1].start
        notices.add("unclosed_group", "(", start, start + 1)
    while groups:
        close()
    for node, start in outermost:
        reading = unparse(node, operator=operator)
        notices.add("mixed_or", reading, start, start, longest=200)
    return tree[0]


def _scoped(node: Node, token: Token, scope: Scope) -> _Item:
    """The node with the field and level of its group where it has none of its own."""
    if (
        scope.field in ("source", "author", "section")
        and isinstance(node, Word | Phrase)
        and node.field is None
        and node.level is None
    ):
        return _Item(FieldIs(scope.field, node.text.strip()), True, not token.quoted)
    field = scope.field if scope.field == "title" or scope.field == "body" else None
    if field is None and scope.level is None:
        return _Item(node, isinstance(node, FieldIs | DateRange))
    match node:
        case Word() | Phrase():
            node = msgspec.structs.replace(
                node, level=node.level or scope.level, field=node.field or field
            )
        case Prefix() | Wildcard() | Fuzzy():
            node = msgspec.structs.replace(node, field=node.field or field)
        case _:
            pass
    return _Item(node, isinstance(node, FieldIs | DateRange))
