"""Input being typed: the complete words and the unfinished last one."""

from __future__ import annotations

from typing import NamedTuple

from arabic.folding import INVISIBLE, fold
from arabic.tokenizer import Token, tokenize
from search.limits import Limits
from search.query.nodes import And, Node, Nothing, Or, Word, complete, conjunction, leaves
from search.query.parser import check, parse
from search.query.query_words import forms
from search.request import BadRequest


class TypedInput(NamedTuple):
    """A text being typed: ``head`` is kept and ``word`` is completed, empty after a space.

    ``earlier`` is the query before the word, None if there is none; ``before`` are the forms of the
    words directly before it; ``terms`` is the number of words and filters.
    """

    head: str
    word: str
    earlier: Node | None
    before: tuple[str, ...]
    terms: int


def read_typed(text: str, limits: Limits) -> TypedInput | None:
    """Parse a text that is being typed; None where it cannot be completed.

    It must be plain words that must all match, with or without filters before them. It cannot be
    completed where it ends with punctuation, where the last word is excluded, has a field or a
    level or is an alternative of OR, and where the query so far is refused.
    """
    text = text.lstrip().rstrip(INVISIBLE)
    tokens = list(tokenize(text))
    parsed = parse(text)
    tree = parsed.tree
    if not tokens or parsed.refused is not None or isinstance(tree, Nothing | Or):
        return None
    try:
        check(text, tree, limits)
    except BadRequest:
        return None
    nodes = tree.nodes if isinstance(tree, And) else (tree,)
    last = tokens[-1]
    behind = text[last.end :]
    word = "" if behind else text[last.start :]
    if behind and not behind.isspace():
        return None
    if word:
        tokens.pop()
        if nodes[-1] != Word(word) or not fold(word):
            return None
        nodes = nodes[:-1]
    return TypedInput(
        head=text[: len(text) - len(word)],
        word=word,
        earlier=complete(conjunction(nodes)) if nodes else None,
        before=_right_before(text, tokens, len(text) - len(word), limits.suggest_context_words),
        terms=sum(_terms(leaf) for leaf in leaves(tree)),
    )


def _right_before(text: str, tokens: list[Token], end: int, most: int) -> tuple[str, ...]:
    """The forms of the last words before a place that only space separates."""
    found: list[str] = []
    for token in reversed(tokens[-most:]):
        if text[token.end : end].strip() or not (form := fold(text[token.start : token.end])):
            break
        found.append(form)
        end = token.start
    return tuple(reversed(found))


def _terms(leaf: Node) -> int:
    return len(forms(leaf.text)) if isinstance(leaf, Word) else 1
