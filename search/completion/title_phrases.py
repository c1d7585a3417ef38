"""The titles of an index as one row of words, for the phrases that continue what is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import strip_marks
from index.arrays import Array, distinct
from index.reader import IndexReader

# How many first words are followed on, and how many phrases of each length.
_FIRST_WORDS: Final = 128
_FOLLOWED: Final = 32
# A phrase that goes on in one way this often is offered with what follows alone.
_GOES_ON: Final = 0.8
_SPELLINGS_KEPT: Final = 8_192

Weak = Callable[[int], bool]
"""Whether a word, by its rank, is none that a phrase should end with."""


class TitlePhrase(NamedTuple):
    """Words in a row: their ``ranks``, and the ``places`` of the first of them."""

    ranks: tuple[int, ...]
    places: Array


class Titles:
    """The words of titles in the order of documents and positions, a gap behind each title.

    A word is told by its *rank*, the place of its form in the order of all forms, so that those
    of a beginning are a range. ``ranks[P]`` and ``terms[P]`` are what stands at a place,
    ``documents[P]`` where. Of more words than ``most`` those of the last documents are taken;
    deleted documents are left out.
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
        # A title takes as many places as it has words, and one for the gap.
        rooms = np.where(wanted, lengths + 1, 0)
        places = (np.cumsum(rooms) - rooms)[documents] + positions
        rank_of = np.empty(self._gap, np.uint32)
        rank_of[vocabulary.forms.order] = np.arange(self._gap, dtype=np.uint32)
        found = rank_of[vocabulary.term_form[terms]]
        size = int(rooms.sum())
        self.ranks = np.full(size, self._gap, np.uint32)
        self.ranks[places] = found
        self.terms = np.zeros(size, np.uint32)
        self.terms[places] = terms
        self.documents = np.repeat(np.arange(index.size, dtype=np.uint32), rooms)
        by_rank = np.argsort(found, kind="stable")
        self._places_by_rank = places[by_rank].astype(np.uint32)
        self._ranks_sorted = found[by_rank]

    def phrases(
        self,
        before: Sequence[int],
        first: int,
        end: int,
        *,
        among: Array | None,
        words: int,
        places: int,
        weak: Weak,
    ) -> list[TitlePhrase]:
        """Phrases of up to so many ``words`` whose first has a rank from ``first`` to ``end - 1``
        and stands right behind the words ``before`` (ranks), the most frequent first.

        ``among`` (a boolean a document) says in which documents. Where there are more ``places``
        than that, only the most frequent of the first words are followed. A word alone is no
        phrase, unless words stand before it.
        """
        begun = self._begun(before, first, end)
        if among is not None:
            begun = begun[among[self.documents[begun]]]
        if not len(begun):
            return []
        begun = self._most_frequent(begun, first, end, places)
        least = 1 if before else 2
        grown = self._grown(begun, least, words)
        return _best([each for each in grown if self._ends_well(each, weak)])

    def _places(self, first: int, end: int) -> Array:
        """Where the words with ranks from ``first`` to ``end - 1`` stand, by rank."""
        bounds = np.searchsorted(self._ranks_sorted, np.array((first, end), np.uint32))
        return self._places_by_rank[bounds[0] : bounds[1]]

    def _begun(self, before: Sequence[int], first: int, end: int) -> Array:
        """The places of the first words of phrases."""
        begun = self._places(first, end)
        if not before:
            return begun
        nearest = self._places(before[-1], before[-1] + 1)
        if len(nearest) < len(begun):
            # Behind every word there is a place, if only a gap.
            begun = nearest + np.uint32(1)
            here = self.ranks[begun]
            begun = begun[(first <= here) & (here < end)]
        begun = begun[begun >= len(before)]
        for distance, rank in enumerate(reversed(before), 1):
            begun = begun[self.ranks[begun - np.uint32(distance)] == rank]
        return begun

    def _most_frequent(self, begun: Array, first: int, end: int, most: int) -> Array:
        """Those places that have the most frequent words."""
        ranks = self.ranks[begun].astype(np.int64) - first
        counts = np.bincount(ranks, minlength=end - first)
        held = np.flatnonzero(counts)
        if len(held) <= _FIRST_WORDS and len(begun) <= most:
            return begun
        best = held[np.argsort(-counts[held], kind="stable")][:_FIRST_WORDS]
        fitting = int(np.searchsorted(np.cumsum(counts[best]), most, "right"))
        kept = np.zeros(end - first, bool)
        kept[best[: max(1, fitting)]] = True
        return begun[kept[ranks]]

    def _grown(self, begun: Array, least: int, words: int) -> Iterator[TitlePhrase]:
        """The phrases of ``least`` words or more at some places, the most frequent of each
        length."""
        groups: list[tuple[int, ...]] = [()]
        places, of = begun.astype(np.int64), np.zeros(len(begun), np.int64)
        for length in range(1, words + 1):
            here = self.ranks[places + length - 1].astype(np.int64)
            inside = here < self._gap
            places = places[inside]
            keys, at, counts = np.unique(
                of[inside] * self._gap + here[inside], return_inverse=True, return_counts=True
            )
            most = _FOLLOWED if length >= least else _FIRST_WORDS
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
        """Whether a phrase ends with no weak word, or where most of its titles do."""
        if not weak(phrase.ranks[-1]):
            return True
        behind = self.ranks[phrase.places + len(phrase.ranks)]
        return 2 * int(np.count_nonzero(behind == self._gap)) > len(behind)

    def document_count(self, phrase: TitlePhrase) -> int:
        """In how many titles a phrase stands."""
        return len(distinct(self.documents[phrase.places]))

    def spelled(self, phrase: TitlePhrase) -> list[str]:
        """The words of a phrase, each in the spelling that it has most often, bare of marks."""
        return [
            self._spelled(self.terms[phrase.places + place]) for place in range(len(phrase.ranks))
        ]

    def _spelled(self, terms: Array) -> str:
        found, times = np.unique(terms, return_counts=True)
        if len(found) == 1:
            return self._spelling(int(found[0]))
        counts: Counter[str] = Counter()
        for term, count in zip(found.tolist(), times.tolist(), strict=True):
            counts[self._spelling(term)] += count
        return commonest(counts)


def commonest(counts: Mapping[str, int]) -> str:
    """The text that is counted most often, ties by string."""
    return min(counts, key=lambda text: (-counts[text], text))


def _best(found: Sequence[TitlePhrase]) -> list[TitlePhrase]:
    """The most frequent first, without those that nearly always go on in one way."""
    going_on: dict[tuple[int, ...], int] = {}
    for each in found:
        for length in range(1, len(each.ranks)):
            ranks = each.ranks[:length]
            going_on[ranks] = max(going_on.get(ranks, 0), len(each.places))
    kept = [each for each in found if going_on.get(each.ranks, 0) < _GOES_ON * len(each.places)]
    return sorted(kept, key=lambda each: (-len(each.places), each.ranks))
