"""Reads the matches of a query in a few documents from the index."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from index.array_types import F64, I64, U16, U32
from index.arrays import DamagedError
from index.reader import IndexReader
from search.matching import bm25f
from search.matching.deadline import CheckTime, no_deadline
from search.matching.positions import SPAN, phrase_starts
from search.matching.posting_lists import fields
from search.matching.ranking_parameters import RANKED_LEVELS
from search.matching.scorer import Scorer
from search.matching.term_expansion import ClassKey, WordClasses
from search.query.nodes import Related
from search.query.syntax import TEXT_FIELDS, TextField
from search.reranking.matches import LEVELS, SYNONYM, WORTH_UNIT, Matches, pack, unpack
from search.reranking.query_terms import OtherSpelling, QueryTerm, QueryTerms

_TERMS_CACHED: Final = 1_024
_NO_TERMS: Final[U32] = np.zeros(0, np.uint32)


class LevelTerms(NamedTuple):
    """The terms of a word, each once, with the narrowest level at which it matches."""

    terms: U32
    levels: U16


class MatchReader:
    """Reads matches from one opened index; the terms of words are cached."""

    def __init__(self, index: IndexReader, scorer: Scorer) -> None:
        self._index = index
        self._scorer = scorer
        self._lists = scorer.lists
        self._documents = int(np.count_nonzero(index.live))
        self._most = scorer.parameters.read_occurrences
        # A cache must not hold a reference to its owner, or the index would stay mapped after it.
        own = weakref.proxy(self)
        self._level_terms = lru_cache(_TERMS_CACHED)(lambda classes: own._find_level_terms(classes))
        self._worths = lru_cache(_TERMS_CACHED)(lambda term: own._find_worths(term))

    def read(
        self, query: QueryTerms, documents: U32, check_time: CheckTime = no_deadline
    ) -> Matches:
        """The matches of a query in documents, which are rising numbers within the index.

        Raises OutOfTime.
        """
        worths = np.zeros((len(query.terms), LEVELS))
        wanted: list[tuple[LevelTerms, int, TextField | None]] = []
        for word, term in enumerate(query.terms):
            check_time()
            worths[word, :SYNONYM] = self._worths(term)
            wanted.append((self._level_terms(term.classes), word * LEVELS, term.field))
        slots = len(query.terms) * LEVELS
        for spelling in query.spellings:
            check_time()
            worth = spelling.part.weight * self._worth_of(spelling.part)
            for word in spelling.of:
                worths[word, SYNONYM] = max(worths[word, SYNONYM], worth)
            if spelling.part.one_term and len(spelling.of) == 1:
                # A rare spelling is worth no more than the others.
                own = worths[spelling.of[0], :SYNONYM]
                np.minimum(own, worth, out=own)
            for number, key in enumerate(spelling.keys):
                terms = self._lists.members(key).terms
                at = LevelTerms(terms, np.zeros(len(terms), np.uint16))
                wanted.append((at, slots + number, spelling.field))
            slots += len(spelling.keys)
        codes = [self._read_field(wanted, name, documents, check_time) for name in TEXT_FIELDS]
        spots, found = unpack(np.sort(np.concatenate(codes)))
        if query.spellings:
            spots, found = _with_spellings(spots, found, query)
        return Matches(
            len(documents),
            spots,
            (found // LEVELS).astype(np.uint16),
            (found % LEVELS).astype(np.uint8),
            np.rint(worths * WORTH_UNIT).astype(np.int64),
        )

    def _read_field(
        self,
        wanted: Sequence[tuple[LevelTerms, int, TextField | None]],
        name: TextField,
        documents: U32,
        check_time: CheckTime,
    ) -> I64:
        """The packed matches in one field."""
        here = [(each, slot) for each, slot, field in wanted if name in fields(field)]
        if not here:
            return np.zeros(0, np.int64)
        check_time()
        terms = np.concatenate([each.terms for each, _ in here])
        slots = np.concatenate([each.levels for each, _ in here])
        firsts: U16 = np.array([slot for _, slot in here], np.uint16)
        slots += np.repeat(firsts, [len(each.terms) for each, _ in here])
        places, positions, which = self._index.matches(name, terms, documents, self._most)
        if len(positions) and int(positions.max()) >= SPAN:
            raise DamagedError("positions_out_of_range")
        return pack(places, TEXT_FIELDS.index(name), positions, slots[which])

    def _find_level_terms(self, classes: WordClasses | ClassKey) -> LevelTerms:
        if isinstance(classes, ClassKey):
            keys = [classes]
        else:
            numbers = ((level, classes.at(level)) for level in RANKED_LEVELS)
            keys = [ClassKey(level, -1 if of is None else of) for level, of in numbers]
        groups = [_NO_TERMS if key.of == -1 else self._lists.members(key).terms for key in keys]
        return _narrowest(groups)

    def _find_worths(self, term: QueryTerm) -> F64:
        """The inverse document frequency of a word at each level that is scored; 0 at one that no
        document has."""
        classes, field = term
        if isinstance(classes, ClassKey):
            counts = [self._lists.count(classes, field), 0, 0]
        else:
            counts = [self._lists.word_count(classes, level, field) for level in RANKED_LEVELS]
        return np.array([self._idf(count) for count in counts])

    def _worth_of(self, part: Related) -> float:
        """The inverse document frequency of the synonyms of a part together."""
        return self._idf(len(self._scorer.related(part).documents))

    def _idf(self, documents: int) -> float:
        return bm25f.idf(self._documents, documents) if documents else 0.0


def _narrowest(groups: Sequence[U32]) -> LevelTerms:
    """The terms of sorted groups, from narrow to wide, each with the first group that has it."""
    widest = groups[-1]
    levels: U16 = np.full(len(widest), len(groups) - 1, np.uint16)
    for level in reversed(range(len(groups) - 1)):
        at = np.searchsorted(widest, groups[level])
        if len(at) and (at[-1] == len(widest) or (widest[at] != groups[level]).any()):
            break  # a class that was cut need not contain the narrower one
        levels[at] = level
    else:
        return LevelTerms(widest, levels)
    levels = np.repeat(np.arange(len(groups), dtype=np.uint16), [len(each) for each in groups])
    terms, first = np.unique(np.concatenate(groups), return_index=True)
    return LevelTerms(terms, levels[first])


def _with_spellings(spots: I64, slots: I64, query: QueryTerms) -> tuple[I64, I64]:
    """The matches with those of spellings, which stand for the last word of each occurrence."""
    own = len(query.terms) * LEVELS
    first = own
    parts = [(spots[slots < own], slots[slots < own])]
    for spelling in query.spellings:
        ends = _ends_of(spelling, spots, slots, first)
        first += len(spelling.keys)
        parts += ((ends, np.full(len(ends), word * LEVELS + SYNONYM)) for word in spelling.of)
    every, which = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.lexsort((which, every))
    return every[order], which[order]


def _ends_of(spelling: OtherSpelling, spots: I64, slots: I64, first: int) -> I64:
    """The spots of the last word of each occurrence of a spelling."""
    members = [spots[slots == first + number] for number in range(len(spelling.keys))]
    found: I64 = phrase_starts(members) + len(members) - 1
    return found
