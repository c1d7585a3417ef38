"""The tree of a query: what is sought, free of how it was typed and how it is matched.

A tree in normal form, as ``parse`` gives it and the constructors below keep it:

- ``And`` and ``Or`` hold two nodes or more, none of them of their own kind and none ``Nothing``;
- ``Not`` stands only inside an ``And`` that holds something positive, if only ``Everything``;
- ``Everything`` stands alone, beside nothing but ``Not`` in an ``And``, or inside an ``Or``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec

from arabic.dates import HIJRI_YEARS
from search.answer import Level, Operator
from search.query.syntax import ANGLE, APOSTROPHES, CURLY, FilterField, TextField, escape, signs


class Word(msgspec.Struct, frozen=True, tag="word"):
    """A word as it was typed, tashkeel and all; it may hold several, as covid-19 does.

    ``level`` and ``field`` are None where the query leaves them open.
    """

    text: str
    level: Level | None = None
    field: TextField | None = None


class Phrase(msgspec.Struct, frozen=True, tag="phrase"):
    """Words in a row; ``text`` is what stood inside the quotes.

    ``slop`` is how many other words may stand between them.
    """

    text: str
    slop: int = 0
    level: Level | None = None
    field: TextField | None = None


class Prefix(msgspec.Struct, frozen=True, tag="prefix"):
    """Every form that begins with ``text``, which is one word."""

    text: str
    field: TextField | None = None


class Wildcard(msgspec.Struct, frozen=True, tag="wildcard"):
    """Every form like ``text``, one word in which each ? stands for any one letter and a * at the
    end for any letters or none."""

    text: str
    field: TextField | None = None


class Fuzzy(msgspec.Struct, frozen=True, tag="fuzzy"):
    """Every form within an edit distance of ``text``, which is one word."""

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
    """Documents whose field has this value, as it was typed."""

    field: FilterField
    value: str


class DateRange(msgspec.Struct, frozen=True, tag="date"):
    """Documents dated from ``first`` to ``last``, ISO days, both inclusive; None leaves it open."""

    first: str | None = None
    last: str | None = None


class Related(msgspec.Struct, frozen=True, tag="related"):
    """Documents that match the node as typed, or any of ``others``, which stand for it at
    ``weight`` (0 to 1).

    ``search.query.synonyms`` puts it in for matching; ``parse`` never gives one.
    """

    node: Node
    others: tuple[Word | Phrase, ...]
    weight: float


class Everything(msgspec.Struct, frozen=True, tag="everything"):
    """Every document."""


class Nothing(msgspec.Struct, frozen=True, tag="nothing"):
    """No question: an empty query, or one of punctuation only."""


Node: TypeAlias = (
    Word
    | Phrase
    | Prefix
    | Wildcard
    | Fuzzy
    | And
    | Or
    | Not
    | Related
    | FieldIs
    | DateRange
    | Everything
    | Nothing
)
Leaf: TypeAlias = Word | Phrase | Prefix | Wildcard | Fuzzy


def conjunction(nodes: Iterable[Node]) -> Node:
    """All of the nodes, in normal form; a bare ``Not`` is given back only for a bare ``Not``."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, And) else (node,)
    flat = [node for node in flat if not isinstance(node, Nothing)]
    if len(flat) < 2:
        return flat[0] if flat else Nothing()
    told: list[Node] = [node for node in flat if not isinstance(node, Everything)]
    if not any(not isinstance(node, Not) for node in told):
        told.insert(0, Everything())
    return told[0] if len(told) == 1 else And(tuple(told))


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
    """All but the node: a ``Not``, or what a doubled one comes to."""
    match node:
        case Nothing():
            return node
        case Not(inner) | And((Everything(), Not(inner))):
            return inner
    return Not(node)


def complete(node: Node) -> Node:
    """A node that may stand alone: a bare ``Not`` is taken from ``Everything``."""
    return And((Everything(), node)) if isinstance(node, Not) else node


def normalise(tree: Node) -> Node:
    """The same question in normal form (recursive: for trees of moderate depth)."""
    match tree:
        case And(nodes):
            return complete(conjunction(normalise(node) for node in nodes))
        case Or(nodes):
            return disjunction(normalise(node) for node in nodes)
        case Not(node):
            return complete(negation(normalise(node)))
    return tree


def leaves(tree: Node) -> Iterator[Node]:
    """The leaves of a tree in the order of the query, excluded ones too."""
    stack: list[Node] = [tree]
    while stack:
        node = stack.pop()
        match node:
            case And(nodes) | Or(nodes):
                stack.extend(reversed(nodes))
            case Not(inner) | Related(inner):
                stack.append(inner)
            case _:
                yield node


def words(tree: Node) -> tuple[Leaf, ...]:
    """The words, phrases, prefixes and fuzzy words that are asked for, in the order of the query.

    What stands under an odd number of ``Not`` is left out: it can stand in no answer. What a
    relation brings comes after what it stands for.
    """
    found: list[Leaf] = []
    for part in wanted_parts(tree):
        found += (*words(part.node), *part.others) if isinstance(part, Related) else (part,)
    return tuple(found)


def wanted_parts(tree: Node) -> tuple[Leaf | Related, ...]:
    """The same with every relation whole."""
    found: list[Leaf | Related] = []
    stack: list[tuple[Node, bool]] = [(tree, True)]
    while stack:
        node, wanted = stack.pop()
        match node:
            case And(nodes) | Or(nodes):
                stack.extend((child, wanted) for child in reversed(nodes))
            case Not(inner):
                stack.append((inner, not wanted))
            case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy() | Related():
                if wanted:
                    found.append(node)
            case _:
                pass
    return tuple(found)


def unparse(tree: Node, *, operator: Operator = "all") -> str:
    """A query that ``parse`` reads back as this tree, if it is in normal form.

    ``operator`` is the one that the query will be read with. A phrase that holds quote marks of
    every kind cannot be written: the marks become spaces, which match the same. Recursive, as
    deep as the tree.
    """
    return _written(tree, " " if operator == "all" else " AND ")


def _written(node: Node, joint: str) -> str:
    match node:
        case And(nodes):
            told = nodes[1:] if isinstance(nodes[0], Everything) else nodes
            return joint.join(_operand(child, joint) for child in told)
        case Or(nodes):
            return " OR ".join(_operand(child, joint) for child in nodes)
        case Not(inner):
            return "-" + _operand(inner, joint)
        case Related(inner):
            return _written(inner, joint)
        case Everything():
            return "*"
        case Nothing():
            return ""
        case FieldIs(field, value):
            return f"{field}:{_quoted(value)}"
        case DateRange(first, last):
            dates = _date(first) if first == last else f"{_date(first)}..{_date(last)}"
            return f'date:"{dates}"' if " " in dates else f"date:{dates}"
        case Word(text, level, field):
            if level is None and field is None:
                return escape(text)
            return _scope(field, level) + escape(text)
        case Phrase(text, slop, level, field):
            return _scope(field, level) + _quoted(text) + (f"~{slop}" if slop else "")
        case Prefix(text, field):
            return _scope(field, None) + escape(text) + "*"
        case Wildcard(text, field):
            return _scope(field, None) + text
        case Fuzzy(text, distance, field):
            return f"{_scope(field, None)}{escape(text)}~{distance}"


def _date(date: str | None) -> str:
    """A day; of a year that would be read as Hijri with the sign of the other calendar."""
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
    seen = signs(text)
    if not _holds(seen, CURLY):
        return f'"{text}"'
    if not _holds(seen, ANGLE):
        return f"«{text}»"
    if APOSTROPHES not in seen and not seen.endswith("'"):
        return f"''{text}''"
    return f'"{_unmarked(text)}"'


def phrase_text(text: str) -> str:
    """The text of a phrase as a query can write it: one that holds quote marks of every kind
    gives up those that a phrase is written in, and matches the same."""
    return text if _quoted(text) != f'"{_unmarked(text)}"' else _unmarked(text)


def _unmarked(text: str) -> str:
    return "".join(" " if signs(mark) in CURLY else mark for mark in text)


def _holds(text: str, marks: Sequence[str]) -> bool:
    return any(mark in text for mark in marks)
