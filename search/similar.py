"""Similar documents ("more like this"): the salient words of a text, the documents that have them,
and the copies among these."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
import numpy as np

from arabic.folding import fold
from arabic.function_words import is_function_word
from arabic.tokenizer import words as words_of
from corpus.archive import DocumentRow
from corpus.headings import beginning_of
from index.array_types import F32, F64
from search.answer import IndexInfo
from search.limits import LIMITS, Limits
from search.matching import bm25f, kernels
from search.matching.matcher import Matcher
from search.matching.term_expansion import WordClasses
from search.request import BadRequest

Shingles = frozenset[tuple[str, ...]]
Rows = Callable[[Sequence[int], int], Mapping[int, DocumentRow]]
"""Reads documents by their numbers, with the beginnings of their texts."""


_SHINGLE_WORDS: Final = 5
_FEW_SHINGLES: Final = 20
_COPY: Final = 0.4
# The weight of an occurrence in the title, relative to the text.
_TITLE: Final = 3
# The k of the saturation n / (n + k) of n occurrences.
_SATURATION: Final = 2.0
# The least share of the salient words that a similar document has.
_SHARED: Final = 0.15
# The least share of the highest possible score that it has.
_LEAST: Final = 0.12
# More documents are read than wanted, as some are copies.
_EXTRA_READ: Final = 10


class SimilarDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document similar to a text; ``overlap`` is the share of word sequences they have in common,
    from 0 to 1.

    ``beginning`` has the first words of the text of a document without a title.
    """

    id: str
    title: str
    beginning: str = ""
    score: float
    overlap: float
    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    section: str | None = None


class Similar(msgspec.Struct, frozen=True, kw_only=True):
    """The documents similar to a text, the most similar first.

    ``copies`` have the same text or most of it; ``hits`` are the others, one of each group of
    copies. ``words`` are the salient words that were searched for, the most salient first.
    """

    words: tuple[str, ...]
    hits: tuple[SimilarDocument, ...]
    copies: tuple[SimilarDocument, ...]
    took_ms: float
    timed_out: bool
    index: IndexInfo


class TermFrequency(NamedTuple):
    """A stem of a text as the first ``word`` of it, with its frequencies in ``title`` and ``body``
    and its inverse frequency ``idf`` in the archive."""

    word: str
    title: int
    body: int
    idf: float


class SalientTerm(NamedTuple):
    """A word that is typical of a text, with its weight."""

    word: str
    weight: float


def forms_of(text: str) -> list[str]:
    """The forms of the words of a text in their order; never fails, in time linear in the text."""
    return [form for form in fold("\n".join(words_of(text))).split("\n") if form]


def most_salient(terms: Iterable[TermFrequency], most: int) -> list[SalientTerm]:
    """The ``most`` terms with the highest tf·idf, ties by string; the frequency is saturated as in
    BM25, and occurrences in the title count three times."""
    found = []
    for word, title, body, idf in terms:
        frequency = _TITLE * title + body
        found.append(SalientTerm(word, idf * frequency / (frequency + _SATURATION)))
    return sorted(found, key=lambda each: (-each.weight, each.word))[:most]


def shingles(forms: Sequence[str]) -> Shingles:
    """All sequences of five words; of a shorter text the whole (Broder 1997)."""
    if not forms:
        return frozenset()
    rows = (forms[start:] for start in range(min(_SHINGLE_WORDS, len(forms))))
    return frozenset(zip(*rows, strict=False))


def overlap(one: Shingles, other: Shingles) -> float:
    """The overlap of two texts, from 0 to 1: the containment of the shorter in the longer; of texts
    of a few lines their resemblance (Broder 1997)."""
    shorter, longer = sorted((one, other), key=len)
    whole = len(shorter) if len(shorter) >= _FEW_SHINGLES else len(shorter | longer)
    return len(shorter & longer) / whole if whole else 0.0


class SimilarityFinder:
    """Finds the documents of one open index that are similar to a text."""

    def __init__(self, matcher: Matcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._matcher = matcher
        self._clock = clock
        self._counts: F64 | None = None

    def find(
        self,
        title: str,
        text: str,
        rows: Rows,
        info: IndexInfo,
        *,
        limit: int | None = None,
        without: int | None = None,
    ) -> Similar:
        """The documents similar to a text, with its copies apart. Raises BadRequest.

        ``rows`` reads documents by their archive numbers, as many code points of their texts as
        are compared; ``without`` is the number of the document
        itself, if the text is one of the archive.
        """
        started = self._clock()
        limits = self._matcher.limits
        wanted = limits.similar_limit if limit is None else limit
        check(text, wanted, limits)
        own = without is not None
        terms = most_salient(self._term_frequencies(title, text, own), limits.similar_terms)
        deadline = started + limits.search_seconds
        scores, late = self._scores(terms, deadline)
        numbers = self._matcher.index.numbers
        if own:
            scores[numbers == without] = 0
        found = np.flatnonzero(scores)
        days = self._matcher.index.dates[found]
        places = bm25f.best(scores[found], days, numbers[found], wanted + _EXTRA_READ)
        best = found[places]
        texts = rows(numbers[best].tolist(), limits.similar_code_points)
        own_shingles = shingles(forms_of(f"{title}\n{text}"))
        hits: list[SimilarDocument] = []
        copies: list[SimilarDocument] = []
        hit_shingles: list[Shingles] = []
        for number, score in zip(numbers[best].tolist(), scores[best].tolist(), strict=True):
            row = texts.get(number)
            if row is None:
                continue
            if self._clock() > deadline:
                late = True
                break
            row_shingles = shingles(forms_of(f"{row.title}\n{row.text}"))
            shared = overlap(own_shingles, row_shingles)
            if shared >= _COPY:
                copies.append(_document(row, score, shared))
            elif all(overlap(row_shingles, other) < _COPY for other in hit_shingles):
                hits.append(_document(row, score, shared))
                hit_shingles.append(row_shingles)
        return Similar(
            words=tuple(term.word for term in terms),
            hits=tuple(hits[:wanted]),
            copies=tuple(copies[:wanted]),
            took_ms=round((self._clock() - started) * 1000, 3),
            timed_out=late,
            index=info,
        )

    def _term_frequencies(self, title: str, text: str, own: bool) -> list[TermFrequency]:
        """The stems of a text without function words, numbers, and stems of no other document."""
        lists, counts = self._matcher.lists, self._stem_counts()
        all_words = int(counts.sum())
        within: dict[int, list[int]] = {}
        first: dict[int, str] = {}
        for field, written in enumerate((words_of(title), words_of(text))):
            for word in written:
                stem = lists.classes(word).stem
                if stem is None:
                    continue
                within.setdefault(stem, [0, 0])[field] += 1
                first.setdefault(stem, word)
        return [
            TermFrequency(word, in_title, in_body, float(np.log(all_words / counts[stem])))
            for stem, (in_title, in_body) in within.items()
            for word in (first[stem],)
            if counts[stem] > (in_title + in_body if own else 0)
            and not is_function_word(fold(word))
            and not fold(word).isdigit()
        ]

    def _stem_counts(self) -> F64:
        """The occurrences of each stem in the archive."""
        if self._counts is None:
            vocabulary = self._matcher.index.vocabulary
            self._counts = np.bincount(
                vocabulary.form_stem,
                weights=vocabulary.occurrences,
                minlength=len(vocabulary.stem_root),
            ).astype(np.float64, copy=False)
        return self._counts

    def _scores(self, terms: Sequence[SalientTerm], deadline: float) -> tuple[F32, bool]:
        """The score of every document, 0 if it has too few of the terms or too low a score, and
        whether time ran out."""
        size = self._matcher.index.size
        scores = np.zeros(size)
        shared = np.zeros(size, np.uint8)
        late, most = False, 0.0
        for word, weight in terms:
            if self._clock() > deadline:
                late = True
                break
            classes: WordClasses = self._matcher.lists.classes(word)
            found = self._matcher.lists.word(classes)
            kernels.add(scores, found.documents, found.gains, weight)
            most += weight * float(found.gains.max(initial=0))
            shared += self._matcher.lists.word_mask(classes, "stem", None)
        scores[shared < min(len(terms), max(2, _SHARED * len(terms)))] = 0
        scores[scores < _LEAST * most] = 0
        return scores.astype(np.float32), late


def check(text: str, limit: int, limits: Limits = LIMITS) -> None:
    """Check the length of a text and the number of documents; raises BadRequest."""
    if len(text) > limits.similar_code_points:
        raise BadRequest(
            "compared_text_too_long",
            parameter="text",
            most=limits.similar_code_points,
            found=len(text),
        )
    if not 1 <= limit <= limits.similar_limit_max:
        raise BadRequest(
            "limit_out_of_range", parameter="limit", most=limits.similar_limit_max, given=limit
        )


def _document(row: DocumentRow, score: float, shared: float) -> SimilarDocument:
    return SimilarDocument(
        id=row.id,
        title=row.title,
        beginning=beginning_of(row.title, row.text),
        score=score,
        overlap=round(shared, 3),
        date=row.date,
        source=row.source,
        author=row.author,
        url=row.url,
        section=row.section,
    )
