"""Long texts as queries: a headline or a paragraph that was pasted, most of which no document has
whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from corpus.messages import Message
from search.query.nodes import (
    And,
    Filter,
    Group,
    Node,
    Phrase,
    Word,
    conjunction,
    disjunction,
)
from search.query.parser import Parsed
from search.query.query_words import forms

LEAST_WORDS: Final = 6
"""Words of a text that is long."""


def is_long_text(tree: Node) -> bool:
    """Whether a query asks for all words of a long text: words and phrases, as of a headline with
    a name in quotation marks, and perhaps filters."""
    if not isinstance(tree, And):
        return False
    asked = [node for node in tree.nodes if not isinstance(node, Filter)]
    return _count(_different(asked)) >= LEAST_WORDS


def shorten_text(parsed: Parsed, most: int) -> Parsed:
    """A query of more than ``most`` words, alone or in phrases, with its first ``most`` different
    ones, and a remark where it has more of them; any other query unchanged."""
    tree = parsed.tree
    if not isinstance(tree, Group) or _count(tree.nodes) <= most:
        return parsed
    different = _different(tree.nodes)
    kept: list[Node] = []
    count = 0
    for node in different:
        size = len(forms(node.text))
        if count + size <= most:
            kept.append(node)
            count += size
    if not kept:
        return parsed
    shorter = conjunction(kept) if isinstance(tree, And) else disjunction(kept)
    remarks = (Message("words_left_out", {"most": most}),) if len(kept) < len(different) else ()
    return msgspec.structs.replace(parsed, tree=shorter, remarks=remarks)


def _count(nodes: Sequence[Node]) -> int:
    return sum(len(forms(node.text)) for node in nodes if isinstance(node, Word | Phrase))


def _different(nodes: Sequence[Node]) -> list[Word | Phrase]:
    """Words and phrases, each once by its forms; empty where any node is something else or has a
    level, a field or a distance."""
    different: dict[tuple[type, tuple[str, ...]], Word | Phrase] = {}
    for node in nodes:
        if not isinstance(node, Word | Phrase) or node != type(node)(node.text):
            return []
        different.setdefault((type(node), forms(node.text)), node)
    return list(different.values())
