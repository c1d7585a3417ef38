"""Parsing a query: ``parse`` turns any text into a tree, ``check`` compares it with the limits.

The language, in order of decreasing precedence (``search.query.syntax`` has all names and signs):

- a word, ``"phrase"`` (any quotation marks), ``"near words"~10``, ``prefix*``, ``any?letter``,
  ``fuzzy~1``, ``(group)``, ``*`` for every document; before each of them ``field:`` or ``level:``
  or ``=``;
- ``NOT x``, ``-x``;
- ``x AND y``, ``x & y``;
- ``x y``: the default operator; filters and exclusions are always required;
- ``x OR y``, ``x | y``.

Latin operators must be in capitals, and any operator needs an operand on each side; otherwise it is
text. أو and ليس are also ordinary words of headlines, so they are operators only where nobody
writes them otherwise: أو where each alternative around it, within its parentheses, is one word,
phrase or group (تدمر أو بصرى; not: وزير الخارجية أو الداخلية); ليس right before a parenthesis or a
field, or right after AND, & or OR (ليس مصدر:سانا; not: ليس كل ما يلمع ذهبا). Either way a notice
says which. A bare و is never an operator. A backslash makes the next sign ordinary, and the word
that it begins no operator.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, assert_never

import msgspec

from arabic.folding import fold
from corpus.messages import Message
from search.limits import LIMITS, Limits
from search.query.date_ranges import read_dates
from search.query.lexer import lex, nesting
from search.query.nodes import (
    Addressed,
    And,
    DateRange,
    Everything,
    FieldIs,
    FieldMissing,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Related,
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
from search.query.operators import resolve_operators
from search.query.query_words import forms, phrase_terms
from search.query.syntax import ascii_signs, repaired
from search.query.tokens import QueryToken, Scope, trimmed
from search.request import BadRequest, Operator

DEEPEST: Final = 64
"""Parentheses nested deeper, twice the limit of a request, are ignored, so that no tree is deep
enough to exhaust a stack."""

_COMPOSED: Final = 4
"""NFKC composes at most so many code points into one."""

_READING_QUOTED: Final = 200
"""Code points of the tree that the notice about OR shows."""


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed query, with the messages about its parts in the order of the text, and ``remarks``
    about the whole of it."""

    tree: Node
    notices: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()

    @property
    def warnings(self) -> tuple[Message, ...]:
        """The messages about parts that may have been read differently than intended."""
        doubtful = (message for message in self.notices if message.code not in REFUSALS)
        return (*doubtful, *self.remarks)

    @property
    def refused(self) -> Message | None:
        """The first message about unsupported syntax, if the query has any.

        An answer to such a query would mislead; in the tree that syntax is read as words.
        """
        return next((message for message in self.notices if message.code in REFUSALS), None)


def parse(text: str, *, operator: Operator = "all") -> Parsed:
    """Parse a query; ``operator`` joins words side by side.

    Any text gives a tree in normal form (see ``search.query.nodes``), in linear time and bounded
    depth. Lone surrogates are read as U+FFFD. Nothing is raised.
    """
    tokens, notices = lex(repaired(text))
    tokens = read_dates(tokens, notices)
    tokens = resolve_operators(tokens, notices)
    tree = _TreeBuilder(notices, operator).build(tokens)
    if isinstance(tree, Nothing) and not notices.in_order():
        notices.add("no_words", "", 0, len(text))
    return Parsed(tree=tree, notices=notices.in_order())


def parse_plain(text: str, *, operator: Operator = "all") -> Parsed:
    """Parse a text as words separated by white space; no sign has a meaning."""
    chunks = (trimmed(chunk)[0] for chunk in repaired(text).split())
    nodes = [Word(chunk) for chunk in chunks if chunk]
    return Parsed(tree=conjunction(nodes) if operator == "all" else disjunction(nodes))


def check(text: str, tree: Node, limits: Limits = LIMITS) -> None:
    """Compare a query and its tree with the limits; raises ``BadRequest``.

    Terms are the words of the tree, those of phrases included, and its filters. The length of a
    word and the letters before * are those of its form, without diacritics and tatweel.
    """
    check_text(text, limits)
    if ascii_signs(text).count("(") > limits.query_depth:
        depth = nesting(repaired(text))
        if depth > limits.query_depth:
            raise _past_limit("query_too_deep", limits.query_depth, depth)
    terms = sum(_check_leaf(leaf, limits) for leaf in leaves(tree))
    if terms > limits.query_terms:
        raise _past_limit("query_too_many_terms", limits.query_terms, terms)


def _check_leaf(leaf: Node, limits: Limits) -> int:
    """Compare a leaf with the limits; how many terms it has."""
    match leaf:
        case FieldIs() | FieldMissing() | DateRange() | Addressed():
            return 1
        case Word(text):
            return _check_words(forms(text), limits)
        case Phrase(text, slop):
            return _check_phrase(text, slop, limits)
        case Prefix(text):
            return _check_prefix(text, limits)
        case Wildcard(text):
            return _check_words((fold(text),), limits)
        case Fuzzy(text):
            return _check_fuzzy(text, limits)
        case And() | Or() | Not() | Related() | Everything() | Nothing():
            return 0
        case _:
            assert_never(leaf)


def _check_phrase(text: str, slop: int, limits: Limits) -> int:
    terms = _check_words(forms(text), limits)
    begun = [term.word for term in phrase_terms(text) if term.begun]
    if len(begun) > limits.phrase_prefixes:
        raise _past_limit("too_many_phrase_prefixes", limits.phrase_prefixes, len(begun))
    for word in begun:
        length, least = len(fold(word)), limits.phrase_prefix_letters
        if length < least:
            raise BadRequest(
                "phrase_prefix_too_short", parameter="query", prefix=word, least=least, found=length
            )
    if slop > limits.slop:
        raise _past_limit("slop_too_large", limits.slop, slop)
    return terms


def _check_prefix(text: str, limits: Limits) -> int:
    found = forms(text)
    terms = _check_words(found, limits)
    length, least = _longest(found), limits.prefix_letters
    if length < least:
        raise BadRequest(
            "prefix_too_short", parameter="query", prefix=text, least=least, found=length
        )
    return terms


def _check_fuzzy(text: str, limits: Limits) -> int:
    found = forms(text)
    terms = _check_words(found, limits)
    length, least, most = _longest(found), limits.fuzzy_letters_min, limits.fuzzy_letters_max
    if not least <= length <= most:
        raise BadRequest(
            "fuzzy_length", parameter="query", word=text, least=least, most=most, found=length
        )
    return terms


def _check_words(found: tuple[str, ...], limits: Limits) -> int:
    """Compare the lengths of forms with the limit; how many there are."""
    longest = _longest(found)
    if longest > limits.word_code_points:
        raise _past_limit("word_too_long", limits.word_code_points, longest)
    return len(found)


def _longest(found: tuple[str, ...]) -> int:
    return max(map(len, found), default=0)


def check_text(text: str, limits: Limits = LIMITS) -> None:
    """Compare the length of a query, counted after NFKC, with its limit; raises ``BadRequest``."""
    length = len(text)
    if length <= _COMPOSED * limits.query_code_points:
        length = len(unicodedata.normalize("NFKC", text))
    if length > limits.query_code_points:
        raise _past_limit("query_too_long", limits.query_code_points, length)


def _past_limit(code: str, most: int, found: int) -> BadRequest:
    return BadRequest(code, parameter="query", most=most, found=found)


# Building the tree


class _Item(msgspec.Struct, frozen=True):
    """A node of a group that is being built.

    ``is_filter`` is true for a node of filters alone; ``is_bare`` for an unquoted value of a
    keyword field, which the next word may continue.
    """

    node: Node
    is_filter: bool
    is_bare: bool = False


class _Group:
    """An open group: alternatives of runs; a run is items side by side, each joined by AND."""

    def __init__(self, scope: Scope, start: int) -> None:
        self.scope = scope
        self.start = start
        self.alternatives: list[list[list[_Item]]] = [[]]
        self.joint: Literal["beside", "and", "or"] = "beside"
        self.negate = False

    def add(self, item: _Item) -> None:
        run = self.alternatives[-1]
        if self.negate:
            item = _Item(negation(item.node), item.is_filter)
        if self.joint == "and" and run:
            run[-1].append(item)
        elif self.joint == "or":
            self.alternatives.append([[item]])
        elif item.is_bare and run and len(run[-1]) == 1 and run[-1][0].is_bare:
            run[-1] = [_continue_value(run[-1][0], item)]
        else:
            run.append([item])
        self.joint, self.negate = "beside", False

    def close(self, operator: Operator) -> tuple[_Item, bool]:
        """The whole group as one item, and whether OR has joined words on a side."""
        before, after = _common_filters(self.alternatives)
        runs = [_join_run(run, operator) for run in self.alternatives]
        runs = [run for run in runs if not isinstance(run.node, Nothing)]
        is_filter = bool(runs) and all(run.is_filter for run in runs)
        if len(runs) < 2:
            node = runs[0].node if runs else Nothing()
            return _Item(conjunction((*before, node, *after)), is_filter), False
        several = any(len(run) > 1 for run in self.alternatives)
        mixed = several and any(isinstance(run.node, And) for run in runs)
        found = disjunction(run.node for run in runs)
        return _Item(conjunction((*before, found, *after)), is_filter), mixed


_Run: TypeAlias = list[list[_Item]]


def _common_filters(alternatives: list[_Run]) -> tuple[list[Node], list[Node]]:
    """Take the filters off alternatives that apply to all of them, those before the first operand
    and those after the last one.

    A filter right beside an OR is an operand of it; and where another filter stands between, each
    alternative keeps its own: «بيروت مصدر:أ OR صنعاء مصدر:ب».
    """
    if len(alternatives) < 2:
        return [], []
    first, last = alternatives[0], alternatives[-1]
    leading = _count_filters(first[:-1])
    trailing = _count_filters(last[:0:-1])
    kept = [first[leading:], *alternatives[1:-1], last[: len(last) - trailing]]
    if any(len(run) > 1 and any(map(_is_filter, run)) for run in kept):
        return [], []
    before = [item.node for parts in first[:leading] for item in parts]
    after = [item.node for parts in last[len(last) - trailing :] for item in parts]
    alternatives[0], alternatives[-1] = kept[0], kept[-1]
    return before, after


def _is_filter(parts: list[_Item]) -> bool:
    return all(item.is_filter for item in parts)


def _count_filters(run: _Run) -> int:
    """How many items at the beginning of a run are filters."""
    return next((place for place, parts in enumerate(run) if not _is_filter(parts)), len(run))


def _continue_value(first: _Item, second: _Item) -> _Item:
    """One value of a field from two words side by side, as in source:(وكالة الأنباء)."""
    if not isinstance(first.node, FieldIs) or not isinstance(second.node, FieldIs):
        return first
    value = f"{first.node.value} {second.node.value}"
    return _Item(FieldIs(first.node.field, value), True, True)


def _join_run(run: Iterable[list[_Item]], operator: Operator) -> _Item:
    """Join items side by side with the default operator."""
    items = [
        parts[0]
        if len(parts) == 1
        else _Item(conjunction(part.node for part in parts), all(part.is_filter for part in parts))
        for parts in run
    ]
    is_filter = bool(items) and all(item.is_filter for item in items)
    if operator == "all":
        return _Item(conjunction(item.node for item in items), is_filter)
    required = [item.node for item in items if item.is_filter or isinstance(item.node, Not)]
    optional = [
        item.node for item in items if not item.is_filter and not isinstance(item.node, Not)
    ]
    # A * among words is a bullet or a typing error, not a query for every document.
    kept = [node for node in optional if not isinstance(node, Everything)] or optional[:1]
    return _Item(conjunction([disjunction(kept), *required]), is_filter)


class _TreeBuilder:
    """Builds the tree of resolved tokens with an explicit stack of open groups."""

    def __init__(self, notices: Notices, operator: Operator) -> None:
        self._notices = notices
        self._operator: Operator = operator
        self._groups = [_Group(Scope(), 0)]
        self._ignored = 0  # parentheses nested too deeply and not yet closed
        self._mixed: tuple[Node, int] | None = None
        self._tree: Node = Nothing()

    def build(self, tokens: Iterable[QueryToken]) -> Node:
        for token in tokens:
            self._read(token)
        if len(self._groups) > 1:
            start = self._groups[-1].start
            self._notices.add("unclosed_group", "(", start, start + 1)
        while self._groups:
            self._close()
        if self._mixed is not None:
            node, start = self._mixed
            reading = unparse(node, operator=self._operator)
            self._notices.add("mixed_or", reading, start, start, longest=_READING_QUOTED)
        return self._tree

    def _read(self, token: QueryToken) -> None:
        group = self._groups[-1]
        match token.role:
            case "open":
                self._open(token)
            case "close":
                self._read_closing(token)
            case "not":
                group.negate = not group.negate
            case "and" | "or":
                group.joint = token.role
            case "operand" | "ambiguous or" | "ambiguous not":
                if token.node is not None:
                    group.add(_apply_scope(token.node, token, group.scope))
            case _:
                assert_never(token.role)

    def _open(self, token: QueryToken) -> None:
        if len(self._groups) > DEEPEST:
            self._ignored += 1
            self._notices.add("deep_group", token.value, token.start, token.end)
        else:
            scope = token.scope.within(self._groups[-1].scope)
            self._groups.append(_Group(scope, token.start))

    def _read_closing(self, token: QueryToken) -> None:
        if self._ignored:
            self._ignored -= 1
        elif len(self._groups) > 1:
            self._close()
        else:
            self._notices.add("stray_parenthesis", token.value, token.start, token.end)

    def _close(self) -> None:
        group = self._groups.pop()
        item, mixed = group.close(self._operator)
        if mixed:  # of groups inside one another the outermost closes last
            self._mixed = item.node, group.start
        if self._groups:
            self._groups[-1].add(_Item(complete(item.node), item.is_filter))
        else:
            self._tree = complete(item.node)


def _apply_scope(node: Node, token: QueryToken, scope: Scope) -> _Item:
    """The node with the field and level of its group where it has none of its own."""
    match node:
        case Word(text, level, field) | Phrase(text, _, level, field):
            if scope.keyword_field is not None and level is None and field is None:
                return _Item(FieldIs(scope.keyword_field, text.strip()), True, not token.quoted)
            if scope.level is not None or scope.text_field is not None:
                node = msgspec.structs.replace(
                    node, level=level or scope.level, field=field or scope.text_field
                )
        case Prefix() | Wildcard() | Fuzzy():
            if scope.text_field is not None:
                node = msgspec.structs.replace(node, field=node.field or scope.text_field)
        case FieldIs() | FieldMissing() | DateRange() | Addressed():
            return _Item(node, True)
        case And() | Or() | Not() | Related() | Everything() | Nothing():
            pass
        case _:
            assert_never(node)
    return _Item(node, False)
