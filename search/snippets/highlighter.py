"""Highlighting: from a query tree to the marked words of documents."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from corpus.archive import DocumentRow
from corpus.document import Document
from corpus.headings import beginning_of
from search.answer import Hit, Marked
from search.matching.matcher import Matcher
from search.matching.term_expansion import Class, ClassKey
from search.query.nodes import Node, Phrase, words
from search.request import Level
from search.snippets.snippet import (
    IsLate,
    MarkedForms,
    PhraseQuery,
    headline,
    mark,
    snippets,
)
from search.snippets.text_spans import SpanFilter, TextSpans, spans_of

_FORMS_KEPT: Final = 100_000

# Share of the time of a search: classes that were matched are cached, others take too long now.
_SHARE: Final = 0.1

# What is marked at least in a second; a text that would need more than what is left is not begun.
_CODE_POINTS_A_SECOND: Final = 10_000_000

_TOGETHER: Final = 100_000
"""The code points of texts whose spans are found at once, about."""

BEGINNING: Final = 1_000
"""The code points of a text that a hit without marks is shown by."""


class Highlight(NamedTuple):
    """The words and phrases to mark for a query, with the filter for the forms of the words."""

    words: MarkedForms
    phrases: tuple[PhraseQuery, ...]
    span_filter: SpanFilter


_NOTHING: Final = Highlight({}, (), SpanFilter({}))


class Highlighter:
    """Highlights the documents of one matcher; caches the forms and weights of classes."""

    def __init__(self, matcher: Matcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._matcher = matcher
        self._clock = clock
        self._classes: dict[ClassKey, tuple[frozenset[str], float]] = {}
        self._held = 0

    def highlight(self, tree: Node, level: Level) -> Highlight:
        """What to mark for a tree whose words are matched at a level; words that take longer than a
        tenth of the time of a search are left out."""
        end = self._clock() + self._matcher.limits.search_seconds * _SHARE
        forms: dict[str, tuple[int, float]] = {}
        phrases: list[PhraseQuery] = []
        for term, leaf in enumerate(words(tree)):
            if self._clock() > end:
                break
            groups = self._matcher.expansions(leaf, level)
            known = [self._known(group) for group in groups]
            names, weights = [forms for forms, _ in known], [weight for _, weight in known]
            if len(names) > 1:
                slop = leaf.slop if isinstance(leaf, Phrase) else 0
                phrases.append(PhraseQuery(tuple(names), term, sum(weights), slop))
                continue
            for found, weight in zip(names, weights, strict=True):
                for form in found:
                    forms.setdefault(form, (term, weight))
        return Highlight(forms, tuple(phrases), SpanFilter(forms))

    def hits(
        self, found: Iterable[tuple[DocumentRow, float]], highlight: Highlight, started: float
    ) -> tuple[tuple[Hit, ...], bool]:
        """Rows with their scores as hits in their order, and whether time ran out.

        ``started`` is when the search began, on the clock. Hits after its time show the beginning
        of the document without marks; the one at its end is marked as far as it was read.
        """
        end = self.end_of(started)
        is_late = self._is_late(end)
        hits = []
        late = False
        for batch in _batches(found):
            spans: list[TextSpans] = []
            for place, (row, score) in enumerate(batch):
                needed = len(row.text) / _CODE_POINTS_A_SECOND
                late = late or self._clock() + needed > end
                if late:
                    cut = spans_of((row.title, row.text[:BEGINNING]))
                    hits.append(_hit(row, score, cut, _NOTHING, is_late))
                    continue
                spans = spans or spans_of([part for each, _ in batch for part in _parts(each)])
                own = spans[2 * place : 2 * place + 2]
                hits.append(_hit(row, score, own, highlight, is_late))
        return tuple(hits), bool(hits) and (late or is_late())

    def end_of(self, started: float) -> float:
        """When the hits of a search that began at ``started`` must be marked, on the clock."""
        return started + self._matcher.limits.search_seconds * (1 + _SHARE)

    def _is_late(self, end: float) -> IsLate:
        return lambda: self._clock() > end

    def mark_document(self, document: Document, highlight: Highlight, started: float) -> Marked:
        """A whole document with the words of a query marked, up to ``limits.marks`` of them."""
        words, phrases, span_filter = highlight
        most = self._matcher.limits.marks
        is_late = self._is_late(started + self._matcher.limits.search_seconds)
        title = mark(
            document.title, words, phrases=phrases, span_filter=span_filter, is_late=is_late
        )
        text = mark(
            document.text,
            words,
            phrases=phrases,
            span_filter=span_filter,
            most=most,
            is_late=is_late,
        )
        timed_out = is_late()
        return Marked(
            title=title,
            text=text,
            complete=not timed_out and len(text.marks) < most,
            timed_out=timed_out,
        )

    def headings(
        self, found: Iterable[tuple[DocumentRow, float]], highlight: Highlight, started: float
    ) -> tuple[Hit, ...]:
        """The same with marked titles alone; a document without a title has snippets."""
        titled = (
            (msgspec.structs.replace(row, text="") if row.title.strip() else row, score)
            for row, score in found
        )
        return self.hits(titled, highlight, started)[0]

    def _known(self, group: Class) -> tuple[frozenset[str], float]:
        """The forms of a class and its weight; the list of its documents may be cached no more."""
        known = self._classes.get(group.key)
        if known is None:
            names = self._matcher.index.vocabulary.forms
            forms = frozenset(names[form] for form in group.forms.tolist())
            known = forms, self._matcher.importance(group)
            if self._held > _FORMS_KEPT:
                self._classes.clear()
                self._held = 0
            self._classes[group.key] = known
            self._held += len(forms)
        return known


def _parts(row: DocumentRow) -> tuple[str, str]:
    return row.title, row.text


def _batches(
    found: Iterable[tuple[DocumentRow, float]],
) -> Iterator[list[tuple[DocumentRow, float]]]:
    """Rows in their order, so many together that their texts have about ``_TOGETHER``."""
    batch: list[tuple[DocumentRow, float]] = []
    length = 0
    for row, score in found:
        if batch and length + len(row.text) > _TOGETHER:
            yield batch
            batch, length = [], 0
        batch.append((row, score))
        length += len(row.text)
    if batch:
        yield batch


def _hit(
    row: DocumentRow,
    score: float,
    parts: Sequence[TextSpans],
    highlight: Highlight,
    is_late: IsLate,
) -> Hit:
    """A hit with its title and snippets marked; ``parts`` are the spans of its title and text."""
    title, text = parts
    words, phrases, span_filter = highlight
    return Hit(
        id=row.id,
        score=score,
        title=headline(title, words, phrases=phrases, span_filter=span_filter, is_late=is_late),
        beginning=beginning_of(row.title, row.text),
        snippets=snippets(text, words, phrases=phrases, span_filter=span_filter, is_late=is_late),
        date=row.date,
        added_at=row.added_at,
        source=row.source,
        author=row.author,
        url=row.url,
        section=row.section,
    )
