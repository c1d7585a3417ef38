"""Phrases of titles that continue typed words, from the titles as one array of words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import strip_marks
from index.array_types import I64, U32, Integers, Mask
from index.arrays import distinct
from index.reader import IndexReader

# How many first words are extended, and how many phrases of each length.
_FIRST_WORDS: Final = 128
_EXTENDED: Final = 32
# A phrase that has the same next word in this share of titles is offered only with that word.
_SAME_CONTINUATION: Final = 0.8
_SPELLINGS_KEPT: Final = 8_192

Weak = Callable[[int], bool]
"""Whether a phrase should not end with the word of a rank."""


class TitlePhrase(NamedTuple):
    """Consecutive words: their ``ranks``, and every place of the first of them."""

    ranks: tuple[int, ...]
    places: I64


class TitlePhrases:
    """The words of all titles in the order of documents and positions, with a gap after each title.

    A word is represented by its *rank*, the place of its form in the order of all forms, so that
    the words with a prefix are a range of ranks. Place P has the word ``ranks[P]``, ``terms[P]`` of
    the title of ``documents(P)``. The last documents with at most ``most`` words in all are used,
    without deleted ones.
    """

    def __init__(self, index: IndexReader, most: int) -> None:
        vocabulary = index.vocabulary
        self._spelling = lru_cache(_SPELLINGS_KEPT)(
            lambda term: strip_marks(vocabulary.spelling(term))
        )
        self._gap = len(vocabulary.forms.order)
        lengths = np.where(index.live, index.lengths["title"], 0).astype(np.int64)
        wanted = index.live & (np.cumsum(lengths[::-1])[::-1] <= most)
        documents, positions, terms = index.words("title", wanted)
        # A title takes one place for each word and one for the gap.
        sizes = np.where(wanted, lengths + 1, 0)
        places = (np.cumsum(sizes) - sizes)[documents] + positions
        rank_of = np.empty(self._gap, np.uint32)
        rank_of[vocabulary.forms.order] = np.arange(self._gap, dtype=np.uint32)
        found = rank_of[vocabulary.term_form[terms]]
        size = int(sizes.sum())
        self.ranks = np.full(size, self._gap, np.uint32)
        self.ranks[places] = found
        self.terms = np.zeros(size, np.uint32)
        self.terms[places] = terms
        self._first_places = (np.cumsum(sizes) - sizes).astype(np.uint32)
        by_rank = np.argsort(found, kind="stable")
        self._places_by_rank = places[by_rank].astype(np.uint32)

    def documents(self, places: Integers) -> Integers:
        """The documents that have the titles of some places."""
        numbers = places.astype(self._first_places.dtype)
        return self._first_places.searchsorted(numbers, "right") - 1

    def phrases(
        self,
        before: Sequence[int],
        ranges: Sequence[tuple[int, int]],
        *,
        among: Mask | None,
        words: int,
        places: int,
        weak: Weak,
    ) -> list[TitlePhrase]:
        """Phrases of at most ``words`` words, the most frequent first, that begin with a rank of
        one of the ``ranges`` (the first rank, and the one after the last) directly after the words
        ``before`` (ranks).

        ``among`` is a mask of documents, None for all. If more than ``places`` places begin so,
        only the most frequent first words are extended. A single word is a phrase only after other
        words.
        """
        starts = np.concatenate([self._starts(before, first, end) for first, end in ranges])
        if among is not None:
            starts = starts[among[self.documents(starts)]]
        if not len(starts):
            return []
        starts = self._most_frequent(starts, places)
        least = 1 if before else 2
        phrases = self._extended(starts, least, words)
        return _best([each for each in phrases if self._ends_well(each, weak)])

    def _places(self, first: int, end: int) -> U32:
        """The places of the words with ranks from ``first`` to ``end - 1``, by rank."""
        by_rank = self._places_by_rank
        start, stop = (bisect_left(by_rank, each, key=self.ranks.item) for each in (first, end))
        places: U32 = by_rank[start:stop]
        return places

    def _starts(self, before: Sequence[int], first: int, end: int) -> U32:
        """The places of the first words of phrases."""
        starts = self._places(first, end)
        if not before:
            return starts
        nearest = self._places(before[-1], before[-1] + 1)
        if len(nearest) < len(starts):
            # Every word has a place after it, at least a gap.
            starts = nearest + np.uint32(1)
            here = self.ranks[starts]
            starts = starts[(first <= here) & (here < end)]
        starts = starts[starts >= len(before)]
        for distance, rank in enumerate(reversed(before), 1):
            starts = starts[self.ranks[starts - np.uint32(distance)] == rank]
        return starts

    def _most_frequent(self, starts: U32, most: int) -> U32:
        """The places of the most frequent words."""
        ranks = self.ranks[starts].astype(np.int64)
        ranks -= ranks.min()
        counts = np.bincount(ranks)
        present = np.flatnonzero(counts)
        if len(present) <= _FIRST_WORDS and len(starts) <= most:
            return starts
        best = present[np.argsort(-counts[present], kind="stable")][:_FIRST_WORDS]
        fitting = int(np.searchsorted(np.cumsum(counts[best]), most, "right"))
        kept = np.zeros(len(counts), bool)
        kept[best[: max(1, fitting)]] = True
        selected: U32 = starts[kept[ranks]]
        return selected

    def _extended(self, starts: U32, least: int, words: int) -> Iterator[TitlePhrase]:
        """The most frequent phrases of each length from ``least`` to ``words`` words."""
        groups: list[tuple[int, ...]] = [()]
        places, of = starts.astype(np.int64), np.zeros(len(starts), np.int64)
        for length in range(1, words + 1):
            here = self.ranks[places + length - 1].astype(np.int64)
            inside = here < self._gap
            places = places[inside]
            keys, at, counts = np.unique(
                of[inside] * self._gap + here[inside], return_inverse=True, return_counts=True
            )
            most = _EXTENDED if length >= least else _FIRST_WORDS
            best = np.sort(np.argsort(-counts, kind="stable")[:most])
            if not len(best):
                return
            groups = [(*groups[key // self._gap], key % self._gap) for key in keys[best].tolist()]
            number = np.full(len(keys), len(best))
            number[best] = np.arange(len(best))
            of = number[at]
            order = np.argsort(of, kind="stable")
            bounds = np.cumsum(counts[best])
            places, of = places[order][: bounds[-1]], of[order][: bounds[-1]]
            if length >= least:
                for ranks, own in zip(groups, np.split(places, bounds[:-1]), strict=True):
                    yield TitlePhrase(ranks, own)

    def _ends_well(self, phrase: TitlePhrase, weak: Weak) -> bool:
        """Whether a phrase does not end with a weak word, or most of its titles end there."""
        if not weak(phrase.ranks[-1]):
            return True
        after = self.ranks[phrase.places + len(phrase.ranks)]
        return 2 * int(np.count_nonzero(after == self._gap)) > len(after)

    def document_count(self, phrase: TitlePhrase) -> int:
        """How many titles have a phrase."""
        return len(distinct(self.documents(phrase.places)))

    def spelled(self, phrase: TitlePhrase) -> list[str]:
        """The words of a phrase, each in its most frequent spelling without marks."""
        return [
            self._spelled(self.terms[phrase.places + place]) for place in range(len(phrase.ranks))
        ]

    def _spelled(self, terms: U32) -> str:
        found, times = np.unique(terms, return_counts=True)
        if len(found) == 1:
            return self._spelling(int(found[0]))
        counts: Counter[str] = Counter()
        for term, count in zip(found.tolist(), times.tolist(), strict=True):
            counts[self._spelling(term)] += count
        return commonest(counts)


def commonest(counts: Mapping[str, int]) -> str:
    """The text with the highest count, ties by string."""
    return min(counts, key=lambda text: (-counts[text], text))


def _best(found: Sequence[TitlePhrase]) -> list[TitlePhrase]:
    """The most frequent first, without those that nearly always have the same next word."""
    continued: dict[tuple[int, ...], int] = {}
    for each in found:
        for length in range(1, len(each.ranks)):
            ranks = each.ranks[:length]
            continued[ranks] = max(continued.get(ranks, 0), len(each.places))
    kept = [
        each
        for each in found
        if continued.get(each.ranks, 0) < _SAME_CONTINUATION * len(each.places)
    ]
    return sorted(kept, key=lambda each: (-len(each.places), each.ranks))
