"""What is being typed: the words that are whole, and the one that is not yet."""

from __future__ import annotations

from typing import NamedTuple

from arabic.folding import INVISIBLE, fold
from arabic.tokenizer import Token, tokenize
from search.answer import BadRequest
from search.limits import Limits
from search.query.nodes import And, Node, Nothing, Or, Word, complete, conjunction, leaves
from search.query.parser import check, parse
from search.query.query_words import forms


class Typed(NamedTuple):
    """A text being typed: ``head`` stays as it is and ``word`` is to be completed; it is empty
    where any word may follow.

    ``earlier`` is the query that stands before the word, None where nothing does, ``before`` the
    forms of the words right before it, and ``terms`` how many words and filters there are.
    """

    head: str
    word: str
    earlier: Node | None
    before: tuple[str, ...]
    terms: int


def read_typed(text: str, limits: Limits) -> Typed | None:
    """Read a text that is being typed.

    None where it is not plain words that are to be found together, perhaps with filters before
    them: where it ends with a sign, where its last word is excluded, has a field or a level, or is
    one of several of which any may match, and where a query that begins so is refused.
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
    return Typed(
        head=text[: len(text) - len(word)],
        word=word,
        earlier=complete(conjunction(nodes)) if nodes else None,
        before=_right_before(text, tokens, len(text) - len(word), limits.suggest_context_words),
        terms=sum(_terms(leaf) for leaf in leaves(tree)),
    )


def _right_before(text: str, tokens: list[Token], end: int, most: int) -> tuple[str, ...]:
    """The forms of the last words before a place, as far as nothing but space parts them."""
    found: list[str] = []
    for token in reversed(tokens[-most:]):
        if text[token.end : end].strip() or not (form := fold(text[token.start : token.end])):
            break
        found.append(form)
        end = token.start
    return tuple(reversed(found))


def _terms(leaf: Node) -> int:
    return len(forms(leaf.text)) if isinstance(leaf, Word) else 1
