"""Words that need not match: those that ask but do not say what about, and a و by itself."""

from __future__ import annotations

from collections.abc import Sequence

from arabic.question_words import CONJUNCTION, QUESTION_PRONOUNS, QUESTION_WORDS
from search.query.nodes import And, Node, Not, Or, Word, conjunction, disjunction, words
from search.query.query_words import forms


def omit_question_words(tree: Node, *, alternatives: bool = False) -> tuple[Node, tuple[str, ...]]:
    """The tree without the question words and the و that need not match, as they were typed.

    A word goes where it has neither level nor field of its own and another word stays beside it.
    From an ``Or``, which its absence narrows, it goes only where ``alternatives`` says that the
    words stand beside each other in any number. What is excluded stays as it is.
    """
    omitted: list[str] = []
    return _without(tree, alternatives, omitted), tuple(omitted)


def _without(tree: Node, alternatives: bool, omitted: list[str]) -> Node:
    match tree:
        case And(nodes):
            pass
        case Or(nodes) if alternatives:
            pass
        case Or(nodes):
            return Or(tuple(_without(node, False, omitted) for node in nodes))
        case _:
            return tree
    rest = _asked_about(nodes)
    if len(rest) < len(nodes):
        if any(words(node) for node in rest):
            omitted += [node.text for node in nodes if isinstance(node, Word) and node not in rest]
        else:
            rest = list(nodes)
    if len(rest) == len(nodes) and not any(isinstance(node, And | Or) for node in nodes):
        return tree
    inside = [
        node if isinstance(node, Not) else _without(node, alternatives, omitted) for node in rest
    ]
    return conjunction(inside) if isinstance(tree, And) else disjunction(inside)


def _asked_about(nodes: Sequence[Node]) -> list[Node]:
    """The nodes without question words, with the pronoun that follows one, and without و."""
    rest: list[Node] = []
    asking = False
    for node in nodes:
        form = _form(node)
        if asking and form in QUESTION_PRONOUNS:
            continue
        asking = form in QUESTION_WORDS
        if not asking and form != CONJUNCTION:
            rest.append(node)
    return rest


def need_not_match(node: Node) -> bool:
    """Whether a node is a question word or و alone, without a level or field of its own."""
    form = _form(node)
    return form in QUESTION_WORDS or form == CONJUNCTION


def _form(node: Node) -> str:
    """The form of a single word without a level or field of its own, else nothing."""
    match node:
        case Word(text, level=None, field=None):
            found = forms(text)
            return found[0] if len(found) == 1 else ""
    return ""
