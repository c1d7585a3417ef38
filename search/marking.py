"""Marking: from a tree and its classes to what is marked in a document."""

from __future__ import annotations

from corpus.archive import Row
from search.answer import Hit, Level
from search.match import Matcher
from search.query import Node, Phrase, words
from search.snippet import Sought, SoughtPhrase, mark, snippets


def sought(matcher: Matcher, tree: Node, level: Level) -> tuple[Sought, tuple[SoughtPhrase, ...]]:
    """What to mark for a query: forms of words, and phrases as wholes."""
    forms: dict[str, tuple[int, float]] = {}
    phrases: list[SoughtPhrase] = []
    vocabulary = matcher.index.vocabulary
    for term, leaf in enumerate(words(tree)):
        groups = matcher.expansions(leaf, level)
        names = [
            frozenset(vocabulary.forms[form] for form in group.forms.tolist()) for group in groups
        ]
        weights = [matcher.importance(group) for group in groups]
        if len(names) > 1:
            slop = leaf.slop if isinstance(leaf, Phrase) else 0
            phrases.append(SoughtPhrase(tuple(names), term, sum(weights), slop))
            continue
        for found, weight in zip(names, weights, strict=True):
            for form in found:
                forms.setdefault(form, (term, weight))
    return forms, tuple(phrases)


def marked_hit(row: Row, score: float, words: Sought, phrases: tuple[SoughtPhrase, ...]) -> Hit:
    """A hit with its title and snippets marked."""
    return Hit(
        id=row.id,
        score=score,
        title=mark(row.title, words, phrases=phrases),
        snippets=snippets(row.text, words, phrases=phrases),
        date=row.date,
        added_at=row.added_at,
        source=row.source,
        author=row.author,
        url=row.url,
        section=row.section,
    )
