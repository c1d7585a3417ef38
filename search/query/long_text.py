"""Long texts as queries: a headline or a paragraph that was pasted, most of which no document has
whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from corpus.messages import Message
from search.query.nodes import And, Group, Node, Word, conjunction, disjunction
from search.query.parser import Parsed
from search.query.query_words import forms

LEAST_WORDS: Final = 6
"""Words of a text that is long."""


def is_long_text(tree: Node) -> bool:
    """Whether a query asks for all words of a long text, and nothing else."""
    return isinstance(tree, And) and len(_different_words(tree)) >= LEAST_WORDS


def shorten_text(parsed: Parsed, most: int) -> Parsed:
    """A query of more than ``most`` plain words with its first ``most`` different words, and a
    remark where it has more of them; any other query unchanged."""
    tree = parsed.tree
    different = _different_words(tree)
    if not isinstance(tree, Group) or not different or _count(tree.nodes) <= most:
        return parsed
    kept: list[Node] = []
    count = 0
    for word in different:
        size = len(forms(word.text))
        if count + size <= most:
            kept.append(word)
            count += size
    if not kept:
        return parsed
    shorter = conjunction(kept) if isinstance(tree, And) else disjunction(kept)
    remarks = (Message("words_left_out", {"most": most}),) if len(kept) < len(different) else ()
    return msgspec.structs.replace(parsed, tree=shorter, remarks=remarks)


def _count(nodes: Sequence[Node]) -> int:
    return sum(len(forms(node.text)) for node in nodes if isinstance(node, Word))


def _different_words(tree: Node) -> list[Word]:
    """The words of a query that has only words, without level or field, each form once."""
    nodes = tree.nodes if isinstance(tree, Group) else ()
    different: dict[tuple[str, ...], Word] = {}
    for node in nodes:
        if not isinstance(node, Word) or node.level is not None or node.field is not None:
            return []
        different.setdefault(forms(node.text), node)
    return list(different.values())
