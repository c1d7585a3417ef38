"""Words that a query may omit: question words, and و alone."""

from __future__ import annotations

from collections.abc import Sequence

from arabic.question_words import (
    CONJUNCTION,
    QUESTION_PRONOUNS,
    QUESTION_WORDS,
    QUESTION_WORDS_LIKE_NAMES,
)
from search.query.nodes import And, Group, Node, Or, Word, conjunction, disjunction, words
from search.query.query_words import forms


def omit_question_words(tree: Node, *, alternatives: bool = False) -> tuple[Node, tuple[str, ...]]:
    """The tree without its question words and its و, and these words as they were typed.

    A word is omitted if it has neither level nor field of its own and another word remains beside
    it; from an ``Or`` only where ``alternatives`` says that the operator "any" joined the words,
    because an explicit OR would match less without it. Excluded nodes are unchanged.
    """
    omitted: list[str] = []
    return _without(tree, alternatives, omitted), tuple(omitted)


def _without(tree: Node, alternatives: bool, omitted: list[str]) -> Node:
    if not isinstance(tree, Group):
        return tree
    if isinstance(tree, Or) and not alternatives:
        return Or(tuple(_without(node, False, omitted) for node in tree.nodes))
    rest = _required(tree.nodes)
    if len(rest) < len(tree.nodes):
        if any(words(node) for node in rest):
            omitted += [
                node.text for node in tree.nodes if isinstance(node, Word) and node not in rest
            ]
        else:
            rest = list(tree.nodes)
    if len(rest) == len(tree.nodes) and not any(isinstance(node, Group) for node in tree.nodes):
        return tree
    inside = [_without(node, alternatives, omitted) for node in rest]
    return conjunction(inside) if isinstance(tree, And) else disjunction(inside)


def _required(nodes: Sequence[Node]) -> list[Node]:
    """The nodes without question words, a pronoun that follows one, and و."""
    rest: list[Node] = []
    after_question_word = False
    for place, node in enumerate(nodes):
        form = _form(node)
        if after_question_word and form in QUESTION_PRONOUNS:
            continue
        after_question_word = form in QUESTION_WORDS
        after_question_word |= place == 0 and form in QUESTION_WORDS_LIKE_NAMES
        if not after_question_word and form != CONJUNCTION:
            rest.append(node)
    return rest


def need_not_match(node: Node) -> bool:
    """Whether a node is a question word or و, without a level or field of its own."""
    form = _form(node)
    return form in QUESTION_WORDS or form == CONJUNCTION


def _form(node: Node) -> str:
    """The form of a single word without a level or field of its own, else an empty text."""
    if not isinstance(node, Word) or node.level is not None or node.field is not None:
        return ""
    found = forms(node.text)
    return found[0] if len(found) == 1 else ""
