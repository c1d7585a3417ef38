"""More like this: the words that tell most of a text, the documents that have them, and which of
these are copies of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
import numpy as np

from arabic.folding import fold
from arabic.function_words import is_function_word
from arabic.tokenizer import words as words_of
from corpus.archive import Row
from index.arrays import Array
from search.answer import IndexInfo
from search.limits import LIMITS, Limits
from search.matching import bm25f, kernels
from search.matching.matcher import Matcher
from search.matching.term_expansion import WordClasses
from search.request import BadRequest

Shingles = frozenset[tuple[str, ...]]
Rows = Callable[[Sequence[int]], Mapping[int, Row]]

_SHINGLE_WORDS: Final = 5
_FEW_SHINGLES: Final = 20
_COPY: Final = 0.4
# What stands in the title counts as often as this in the text.
_TITLE: Final = 3
# How soon an occurrence more tells little more: k of the saturation n / (n + k).
_SATURATION: Final = 2.0
# The share of the telling words that a similar document has at least.
_SHARED: Final = 0.15
# The share it reaches of the score of a document that had every word as often as any has it.
_LEAST: Final = 0.12
# Copies are taken out of what is read, so more than asked for is.
_READ_BESIDE: Final = 10


class SimilarDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that is like a text; ``overlap`` is how much of the two is the same, word for
    word, 0 to 1."""

    id: str
    title: str
    score: float
    overlap: float
    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    section: str | None = None


class Similar(msgspec.Struct, frozen=True, kw_only=True):
    """What is like a text, the likest first.

    ``copies`` hold the same text once more, or most of it; ``hits`` are the others, of some that
    are copies of each other the likest. ``words`` are what was sought, those that tell most first.
    """

    words: tuple[str, ...]
    hits: tuple[SimilarDocument, ...]
    copies: tuple[SimilarDocument, ...]
    took_ms: float
    timed_out: bool
    index: IndexInfo


class Candidate(NamedTuple):
    """A word of a text, as first written there, for its stem: how often the stem stands in
    ``title`` and ``body``, and how ``rare`` it is in the archive (0: in every text)."""

    word: str
    title: int
    body: int
    rare: float


class Telling(NamedTuple):
    """A word that tells what a text is about, and how much it counts."""

    word: str
    weight: float


def forms_of(text: str) -> list[str]:
    """The forms of a text in order, folded in one go; total, in time linear in the text."""
    return [form for form in fold("\n".join(words_of(text))).split("\n") if form]


def most_telling(candidates: Iterable[Candidate], most: int) -> list[Telling]:
    """So many words with the highest tf·idf, ties by string; the frequency is saturated, as BM25
    has it, and what stands in the title counts three times."""
    found = []
    for word, title, body, rare in candidates:
        frequency = _TITLE * title + body
        found.append(Telling(word, rare * frequency / (frequency + _SATURATION)))
    return sorted(found, key=lambda each: (-each.weight, each.word))[:most]


def shingles(forms: Sequence[str]) -> Shingles:
    """Every five words in a row; of a shorter text the whole (Broder 1997)."""
    if not forms:
        return frozenset()
    rows = (forms[start:] for start in range(min(_SHINGLE_WORDS, len(forms))))
    return frozenset(zip(*rows, strict=False))


def overlap(one: Shingles, other: Shingles) -> float:
    """How much of two texts is the same, 0 to 1: the share of the shorter that the longer
    contains; between texts of a few lines, of both (Broder's containment and resemblance)."""
    less, more = sorted((one, other), key=len)
    whole = len(less) if len(less) >= _FEW_SHINGLES else len(less | more)
    return len(less & more) / whole if whole else 0.0


class Likeness:
    """Finds what is like a text in one opened index."""

    def __init__(self, matcher: Matcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._matcher = matcher
        self._clock = clock
        self._counts: Array | None = None

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
        """Documents like a text, the likest first, its copies apart; of others that are copies of
        each other the likest alone. Raises BadRequest.

        ``rows`` reads documents by their archive numbers, of which ``without`` is left out.
        """
        started = self._clock()
        limits = self._matcher.limits
        wanted = limits.similar_limit if limit is None else limit
        check(text, wanted, limits)
        own = without is not None
        told = most_telling(self._candidates(title, text, own), limits.similar_terms)
        scores, late = self._scores(told, started + limits.search_seconds)
        numbers = self._matcher.index.numbers
        if own:
            scores[numbers == without] = 0
        found = np.flatnonzero(scores)
        days = self._matcher.index.dates[found]
        places = bm25f.best(scores[found], days, numbers[found], wanted + _READ_BESIDE)
        best = found[places]
        texts = rows(numbers[best].tolist())
        mine = shingles(forms_of(f"{title}\n{text}"))
        hits: list[SimilarDocument] = []
        copies: list[SimilarDocument] = []
        told_of: list[Shingles] = []
        for number, score in zip(numbers[best].tolist(), scores[best].tolist(), strict=True):
            row = texts.get(number)
            if row is None:
                continue
            body = row.text[: limits.similar_code_points]
            theirs = shingles(forms_of(f"{row.title}\n{body}"))
            shared = overlap(mine, theirs)
            if shared >= _COPY:
                copies.append(_document(row, score, shared))
            elif all(overlap(theirs, other) < _COPY for other in told_of):
                hits.append(_document(row, score, shared))
                told_of.append(theirs)
        return Similar(
            words=tuple(each.word for each in told),
            hits=tuple(hits[:wanted]),
            copies=tuple(copies[:wanted]),
            took_ms=round((self._clock() - started) * 1000, 3),
            timed_out=late,
            index=info,
        )

    def _candidates(self, title: str, text: str, own: bool) -> list[Candidate]:
        """The words of a text by their stems, without those of no use: function words, numbers,
        and what stands in no other document."""
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
            Candidate(word, in_title, in_body, float(np.log(all_words / counts[stem])))
            for stem, (in_title, in_body) in within.items()
            for word in (first[stem],)
            if counts[stem] > (in_title + in_body if own else 0)
            and not is_function_word(fold(word))
            and not fold(word).isdigit()
        ]

    def _stem_counts(self) -> Array:
        """How often each stem stands in the archive."""
        if self._counts is None:
            vocabulary = self._matcher.index.vocabulary
            self._counts = np.bincount(
                vocabulary.form_stem,
                weights=vocabulary.occurrences,
                minlength=len(vocabulary.stem_root),
            )
        return self._counts

    def _scores(self, told: Sequence[Telling], deadline: float) -> tuple[Array, bool]:
        """The score of every document for the words, 0 where too few of them stand or too little
        of what they could give is reached, and whether there was no time for all of them."""
        size = self._matcher.index.size
        scores = np.zeros(size, np.float32)
        shared = np.zeros(size, np.float32)
        one = np.ones(size, np.float32)
        late, most = False, 0.0
        for word, weight in told:
            if self._clock() > deadline:
                late = True
                break
            classes: WordClasses = self._matcher.lists.classes(word)
            found = self._matcher.lists.word(classes, None)
            kernels.add(scores, found.documents, np.float32(weight) * found.gains)
            most += weight * float(found.gains.max(initial=0))
            kernels.add(shared, found.stem, one[: len(found.stem)])
        scores[shared < min(len(told), max(2, _SHARED * len(told)))] = 0
        scores[scores < _LEAST * most] = 0
        return scores, late


def check(text: str, limit: int, limits: Limits = LIMITS) -> None:
    """Raise BadRequest for a text, or a number of documents, past its limit."""
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


def _document(row: Row, score: float, shared: float) -> SimilarDocument:
    return SimilarDocument(
        id=row.id,
        title=row.title,
        score=score,
        overlap=round(shared, 3),
        date=row.date,
        source=row.source,
        author=row.author,
        url=row.url,
        section=row.section,
    )
