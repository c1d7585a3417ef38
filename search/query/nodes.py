"""The tree of a query: what must match, independent of how it was typed and how it is matched.

A tree in normal form, as ``parse`` returns it and the constructors below keep it:

- ``And`` and ``Or`` hold two nodes or more, none of them of their own kind and none ``Nothing``;
- ``Not`` occurs only inside an ``And`` that holds something positive, if only ``Everything``;
- ``Everything`` occurs alone, beside only ``Not`` in an ``And``, or inside an ``Or``.

A new kind of node is a class here, an entry of ``Node`` and of the aliases that describe it, and a
case in each function that ends in ``assert_never``; the type checker lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Final, Literal, TypeAlias, assert_never

import msgspec

from arabic.dates import HIJRI_YEARS
from search.query.syntax import (
    ANGLE,
    APOSTROPHES,
    CURLY,
    NO_VALUE,
    NONE_NAMES,
    OPERATOR_SIGNS,
    OPERATORS,
    KeywordName,
    TextField,
    ascii_signs,
    escape,
    plain_name,
)
from search.request import Level, Operator

PatternKind = Literal["prefix", "wildcard", "fuzzy"]


class Word(msgspec.Struct, frozen=True, tag="word"):
    """A word as it was typed, with its diacritics; it may hold several, as covid-19 does.

    ``level`` and ``field`` are None where the query does not give them.
    """

    text: str
    level: Level | None = None
    field: TextField | None = None


class Phrase(msgspec.Struct, frozen=True, tag="phrase"):
    """Words side by side in order; ``text`` is the text between the quotation marks.

    ``slop`` is how many other words may occur between them, then in any order.
    """

    text: str
    slop: int = 0
    level: Level | None = None
    field: TextField | None = None


class Prefix(msgspec.Struct, frozen=True, tag="prefix"):
    """Every form that begins with ``text``, which is one word."""

    kind: ClassVar[PatternKind] = "prefix"

    text: str
    field: TextField | None = None


class Wildcard(msgspec.Struct, frozen=True, tag="wildcard"):
    """Every form that ``text`` matches: one word in which each ? is any one letter and a * at the
    end is any letters or none."""

    kind: ClassVar[PatternKind] = "wildcard"

    text: str
    field: TextField | None = None


class Fuzzy(msgspec.Struct, frozen=True, tag="fuzzy"):
    """Every form within an edit distance of ``text``, which is one word."""

    kind: ClassVar[PatternKind] = "fuzzy"

    text: str
    distance: Literal[1, 2]
    field: TextField | None = None


class And(msgspec.Struct, frozen=True, tag="and"):
    """Documents that match every node."""

    nodes: tuple[Node, ...]


class Or(msgspec.Struct, frozen=True, tag="or"):
    """Documents that match any node."""

    nodes: tuple[Node, ...]


class Not(msgspec.Struct, frozen=True, tag="not"):
    """Documents that do not match the node."""

    node: Node


class FieldIs(msgspec.Struct, frozen=True, tag="field"):
    """Documents whose keyword field has this value, as it was typed."""

    field: KeywordName
    value: str


class FieldMissing(msgspec.Struct, frozen=True, tag="missing"):
    """Documents that have no value in a field; a title or text without words is none."""

    field: TextField | KeywordName | Literal["date"]


class DateRange(msgspec.Struct, frozen=True, tag="date"):
    """Documents dated from ``first`` to ``last``: ISO days, both inclusive; None for no bound."""

    first: str | None = None
    last: str | None = None


class Addressed(msgspec.Struct, frozen=True, tag="address"):
    """Documents that have a web address, with their numbers in the archive.

    ``search.engine`` makes it of a query that is one address; ``parse`` never returns one.
    """

    address: str
    numbers: tuple[int, ...] = ()


class Related(msgspec.Struct, frozen=True, tag="related"):
    """Documents that match the node as typed, or any of ``others``: synonyms of it, each counted
    with ``weight`` (0 to 1).

    ``one_term`` says that all of them are spellings of one word, each a word or a phrase, and are
    scored as one term. ``search.query.synonyms`` adds it for matching; ``parse`` never returns one.
    """

    node: Node
    others: tuple[Word | Phrase, ...]
    weight: float
    one_term: bool = False


class Everything(msgspec.Struct, frozen=True, tag="everything"):
    """Every document."""


class Nothing(msgspec.Struct, frozen=True, tag="nothing"):
    """No query: an empty text, or one of punctuation only."""


Pattern: TypeAlias = Prefix | Wildcard | Fuzzy
"""Leaves that match a class of forms of their own, whatever the level."""

Leaf: TypeAlias = Word | Phrase | Pattern
"""Leaves that match words of a text."""

Filter: TypeAlias = FieldIs | FieldMissing | DateRange | Addressed
"""Leaves that match other fields of a document and are not scored."""

Group: TypeAlias = And | Or
"""Nodes with any number of children that can all match in one document."""

Part: TypeAlias = Leaf | Related
"""Nodes that are scored."""

Parent: TypeAlias = Group | Not | Related
"""Nodes that have children."""

Node: TypeAlias = Part | Filter | Group | Not | Everything | Nothing


# Normal form


def conjunction(nodes: Iterable[Node]) -> Node:
    """All of the nodes, in normal form; the result is a bare ``Not`` only for a bare ``Not``."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, And) else (node,)
    flat = [node for node in flat if not isinstance(node, Nothing)]
    if len(flat) < 2:
        return flat[0] if flat else Nothing()
    kept: list[Node] = [node for node in flat if not isinstance(node, Everything)]
    if not any(not isinstance(node, Not) for node in kept):
        kept.insert(0, Everything())
    return kept[0] if len(kept) == 1 else And(tuple(kept))


def disjunction(nodes: Iterable[Node]) -> Node:
    """Any of the nodes, in normal form."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, Or) else (complete(node),)
    flat = [node for node in flat if not isinstance(node, Nothing)]
    if len(flat) < 2:
        return flat[0] if flat else Nothing()
    return Or(tuple(flat))


def negation(node: Node) -> Node:
    """All but the node: a ``Not``, or the inner node of a double negation."""
    match node:
        case Nothing():
            return node
        case Not(inner) | And((Everything(), Not(inner))):
            return inner
    return Not(node)


def complete(node: Node) -> Node:
    """A node that can be a whole tree: ``Everything`` is added to a bare ``Not``."""
    return And((Everything(), node)) if isinstance(node, Not) else node


# Traversal


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in the order of the query; synonyms are not among them."""
    match node:
        case And(nodes) | Or(nodes):
            return nodes
        case Not(inner) | Related(inner):
            return (inner,)
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return ()
        case FieldIs() | FieldMissing() | DateRange() | Addressed() | Everything() | Nothing():
            return ()
        case _:
            assert_never(node)


def with_children(node: Node, nodes: Sequence[Node]) -> Node:
    """The same node around other children, in normal form but for a bare ``Not``.

    A child that is ``Nothing`` is left out, and with it a node that has no other child.
    """
    match node:
        case And():
            return conjunction(nodes)
        case Or():
            return disjunction(nodes)
        case Not():
            return nodes[0] if isinstance(nodes[0], Nothing) else Not(nodes[0])
        case Related():
            inner = nodes[0]
            return (
                inner if isinstance(inner, Nothing) else msgspec.structs.replace(node, node=inner)
            )
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return node
        case FieldIs() | FieldMissing() | DateRange() | Addressed() | Everything() | Nothing():
            return node
        case _:
            assert_never(node)


def normalise(tree: Node) -> Node:
    """The same query in normal form (recursive: for trees of moderate depth)."""
    if isinstance(tree, Related):
        return tree
    nodes = [normalise(node) for node in children(tree)]
    return complete(negation(nodes[0]) if isinstance(tree, Not) else with_children(tree, nodes))


def leaves(tree: Node) -> Iterator[Node]:
    """The leaves of a tree in the order of the query, excluded ones included."""
    stack: list[Node] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Parent):
            stack.extend(reversed(children(node)))
        else:
            yield node


def wanted_nodes(tree: Node) -> Iterator[Node]:
    """The nodes under an even number of ``Not``, parents first, in the order of the query.

    The others can match in no answer. What is inside a ``Related`` is left out.
    """
    stack: list[tuple[Node, bool]] = [(tree, True)]
    while stack:
        node, wanted = stack.pop()
        if wanted:
            yield node
        if isinstance(node, Parent) and not isinstance(node, Related):
            inside = wanted != isinstance(node, Not)
            stack.extend((child, inside) for child in reversed(children(node)))


def wanted_parts(tree: Node) -> tuple[Part, ...]:
    """The words, phrases and patterns that may match in an answer, each ``Related`` whole."""
    return tuple(node for node in wanted_nodes(tree) if isinstance(node, Part))


def words(tree: Node) -> tuple[Leaf, ...]:
    """The same with the node inside of each ``Related``, its synonyms after it."""
    found: list[Leaf] = []
    for part in wanted_parts(tree):
        found += (*words(part.node), *part.others) if isinstance(part, Related) else (part,)
    return tuple(found)


def spellings_of(related: Related) -> tuple[Word | Phrase, ...]:
    """The spellings of one term, as typed first."""
    assert isinstance(related.node, Word | Phrase)
    return related.node, *related.others


# Writing

_JOINTS: Final = {each.role: f" {each.word} " for each in OPERATORS}


def unparse(tree: Node, *, operator: Operator = "all") -> str:
    """Write a query that ``parse`` reads back as this tree, if it is in normal form.

    ``operator`` is the one that the query will be read with. A phrase that holds quotation marks
    of every kind cannot be written: the marks become spaces, which match the same. Recursive, as
    deep as the tree.
    """
    return _written(tree, " " if operator == "all" else _JOINTS["and"])


def _written(node: Node, joint: str) -> str:
    match node:
        case And(nodes):
            shown = nodes[1:] if isinstance(nodes[0], Everything) else nodes
            return joint.join(_operand(child, joint) for child in shown)
        case Or(nodes):
            return _JOINTS["or"].join(_operand(child, joint) for child in nodes)
        case Not(inner):
            return OPERATOR_SIGNS["not"][0] + _operand(inner, joint)
        case Related(inner):
            return _written(inner, joint)
        case Everything():
            return "*"
        case Nothing():
            return ""
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return _written_leaf(node)
        case FieldIs() | FieldMissing() | DateRange() | Addressed():
            return _written_filter(node)
        case _:
            assert_never(node)


def _written_filter(node: Filter) -> str:
    match node:
        case FieldIs(field, value):
            return f"{field}:{_quoted(value)}"
        case FieldMissing(field):
            return f"{field}:{NO_VALUE}"
        case DateRange(first, last):
            dates = _date(first) if first == last else f"{_date(first)}..{_date(last)}"
            return f'date:"{dates}"' if " " in dates else f"date:{dates}"
        case Addressed(address):
            return address
        case _:
            assert_never(node)


def _written_leaf(leaf: Leaf) -> str:
    match leaf:
        case Word(text, level, field):
            if level is None and field is None:
                return escape(text)
            quoted = "\\" if level is None and plain_name(text).lower() in NONE_NAMES else ""
            return _scope(field, level) + quoted + escape(text)
        case Phrase(text, slop, level, field):
            return _scope(field, level) + _quoted(text) + (f"~{slop}" if slop else "")
        case Prefix(text, field):
            return _scope(field, None) + escape(text) + "*"
        case Wildcard(text, field):
            return _scope(field, None) + text
        case Fuzzy(text, distance, field):
            return f"{_scope(field, None)}{escape(text)}~{distance}"
        case _:
            assert_never(leaf)


def _date(date: str | None) -> str:
    """A day, with the sign of the Gregorian calendar where its year would be read as Hijri."""
    if date is None or not HIJRI_YEARS[0] <= int(date[:4]) <= HIJRI_YEARS[1]:
        return date or ""
    return f"{date} م"


def _operand(node: Node, joint: str) -> str:
    written = _written(node, joint)
    return f"({written})" if isinstance(node, And | Or | Nothing) else written


def _scope(field: TextField | None, level: Level | None) -> str:
    equals = "=" if level == "exact" else f"{level}:" if level else ""
    return (f"{field}:" if field else "") + equals


def _quoted(text: str) -> str:
    shape = ascii_signs(text)
    if not _contains_any(shape, CURLY):
        return f'"{text}"'
    if not _contains_any(shape, ANGLE):
        return f"«{text}»"
    if APOSTROPHES not in shape and not shape.endswith("'"):
        return f"''{text}''"
    return f'"{_without_curly_marks(text)}"'


def phrase_text(text: str) -> str:
    """The text of a phrase as a query can write it; it matches the same.

    Where the text holds quotation marks of every kind, those of the phrase become spaces.
    """
    return (
        text if _quoted(text) != f'"{_without_curly_marks(text)}"' else _without_curly_marks(text)
    )


def _without_curly_marks(text: str) -> str:
    return "".join(" " if ascii_signs(mark) in CURLY else mark for mark in text)


def _contains_any(text: str, marks: Sequence[str]) -> bool:
    return any(mark in text for mark in marks)
