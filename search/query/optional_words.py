"""Words that a query may omit: question words, and و alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

from arabic.folding import fold
from search.query.nodes import (
    And,
    DateRange,
    Everything,
    FieldIs,
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
    conjunction,
    disjunction,
    words,
)
from search.query.query_words import forms

_ASKING: Final = (
    *("ما", "ماذا", "من", "متى", "أين", "كيف", "كم", "هل", "لماذا", "أي"),
    *("بماذا", "بم", "مم", "لمن", "فيم"),
)

QUESTION_WORDS: Final = frozenset(
    fold(joined + word) for word in _ASKING for joined in ("", "و", "ف")
)
"""Forms of question words, alone and with و or ف before them."""

_PRONOUNS: Final = frozenset(map(fold, ("هو", "هي", "هما", "هم", "هن")))
"""Forms of the pronouns that are omitted after a question word: ما هو, من هي."""

_AND: Final = fold("و")
"""The conjunction, which is usually attached to the next word."""


def omit_question_words(tree: Node, *, alternatives: bool = False) -> tuple[Node, tuple[str, ...]]:
    """The tree without its question words and its و, and these words as they were typed.

    A word is omitted if it has neither level nor field of its own and another word remains beside
    it; from an ``Or`` only where ``alternatives`` says that the operator "any" joined the words,
    because an explicit OR would match less without it. Excluded nodes are unchanged.
    """
    omitted: list[str] = []
    return _without(tree, alternatives, omitted), tuple(omitted)


def _without(tree: Node, alternatives: bool, omitted: list[str]) -> Node:
    match tree:
        case And(nodes):
            return _without_any_of(tree, nodes, alternatives, omitted)
        case Or(nodes):
            if alternatives:
                return _without_any_of(tree, nodes, alternatives, omitted)
            return Or(tuple(_without(node, False, omitted) for node in nodes))
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy() | FieldIs() | DateRange():
            return tree
        case Not() | Related() | Everything() | Nothing():
            return tree
        case _:
            assert_never(tree)


def _without_any_of(
    tree: And | Or, nodes: Sequence[Node], alternatives: bool, omitted: list[str]
) -> Node:
    rest = _required(nodes)
    if len(rest) < len(nodes):
        if any(words(node) for node in rest):
            omitted += [node.text for node in nodes if isinstance(node, Word) and node not in rest]
        else:
            rest = list(nodes)
    if len(rest) == len(nodes) and not any(isinstance(node, And | Or) for node in nodes):
        return tree
    inside = [_without(node, alternatives, omitted) for node in rest]
    return conjunction(inside) if isinstance(tree, And) else disjunction(inside)


def _required(nodes: Sequence[Node]) -> list[Node]:
    """The nodes without question words, a pronoun that follows one, and و."""
    rest: list[Node] = []
    after_question_word = False
    for node in nodes:
        form = _form(node)
        if after_question_word and form in _PRONOUNS:
            continue
        after_question_word = form in QUESTION_WORDS
        if not after_question_word and form != _AND:
            rest.append(node)
    return rest


def need_not_match(node: Node) -> bool:
    """Whether a node is a question word or و, without a level or field of its own."""
    form = _form(node)
    return form in QUESTION_WORDS or form == _AND


def _form(node: Node) -> str:
    """The form of a single word without a level or field of its own, else an empty text."""
    if not isinstance(node, Word) or node.level is not None or node.field is not None:
        return ""
    found = forms(node.text)
    return found[0] if len(found) == 1 else ""
