"""Marking: from a tree and its classes to what is marked in a document."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from corpus.archive import DocumentRow
from corpus.document import Document
from search.answer import Hit, Level, Marked
from search.matching.matcher import Matcher
from search.matching.term_expansion import Class, ClassKey
from search.query.nodes import Node, Phrase, words
from search.snippets.snippet import Sought, SoughtPhrase, headline, mark, snippets
from search.snippets.span_filter import Sieve

_FORMS_KEPT: Final = 100_000

# Classes that were matched are at hand; what there was no time to match must not be looked up now.
_SHARE: Final = 0.1


class ToMark(NamedTuple):
    """What to mark for a query: forms of words, phrases as wholes, and a sieve for the forms."""

    words: Sought
    phrases: tuple[SoughtPhrase, ...]
    sieve: Sieve


_NOTHING: Final = ToMark({}, (), Sieve({}))


class Marker:
    """Says what to mark for the queries of one matcher; keeps the forms of classes."""

    def __init__(self, matcher: Matcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._matcher = matcher
        self._clock = clock
        self._forms: dict[ClassKey, frozenset[str]] = {}
        self._held = 0

    def sought(self, tree: Node, level: Level) -> ToMark:
        """What to mark for a tree whose words are taken at a level; the words that it comes to in
        a tenth of the time of a search."""
        end = self._clock() + self._matcher.limits.search_seconds * _SHARE
        forms: dict[str, tuple[int, float]] = {}
        phrases: list[SoughtPhrase] = []
        for term, leaf in enumerate(words(tree)):
            if self._clock() > end:
                break
            groups = self._matcher.expansions(leaf, level)
            names = [self._forms_of(group) for group in groups]
            weights = [self._matcher.importance(group) for group in groups]
            if len(names) > 1:
                slop = leaf.slop if isinstance(leaf, Phrase) else 0
                phrases.append(SoughtPhrase(tuple(names), term, sum(weights), slop))
                continue
            for found, weight in zip(names, weights, strict=True):
                for form in found:
                    forms.setdefault(form, (term, weight))
        return ToMark(forms, tuple(phrases), Sieve(forms))

    def hits(
        self, found: Iterable[tuple[DocumentRow, float]], wanted: ToMark, started: float
    ) -> tuple[tuple[Hit, ...], bool]:
        """Rows with their scores as hits, in order.

        What a search that began at ``started`` has no time left to mark comes with its beginning,
        unmarked; whether any does is told as well.
        """
        end = started + self._matcher.limits.search_seconds * (1 + _SHARE)
        hits = []
        late = False
        for row, score in found:
            late = late or self._clock() > end
            hits.append(_hit(row, score, _NOTHING if late else wanted))
        return tuple(hits), late

    def _forms_of(self, group: Class) -> frozenset[str]:
        known = self._forms.get(group.key)
        if known is None:
            names = self._matcher.index.vocabulary.forms
            known = frozenset(names[form] for form in group.forms.tolist())
            if self._held > _FORMS_KEPT:
                self._forms.clear()
                self._held = 0
            self._forms[group.key] = known
            self._held += len(known)
        return known


def _hit(row: DocumentRow, score: float, wanted: ToMark) -> Hit:
    """A hit with its title and snippets marked."""
    words, phrases, sieve = wanted
    return Hit(
        id=row.id,
        score=score,
        title=headline(row.title, words, phrases=phrases, sieve=sieve),
        snippets=snippets(row.text, words, phrases=phrases, sieve=sieve),
        date=row.date,
        added_at=row.added_at,
        source=row.source,
        author=row.author,
        url=row.url,
        section=row.section,
    )


def marked(document: Document, wanted: ToMark) -> Marked:
    """A whole document, marked."""
    words, phrases, sieve = wanted
    return Marked(
        title=mark(document.title, words, phrases=phrases, sieve=sieve),
        text=mark(document.text, words, phrases=phrases, sieve=sieve),
    )
