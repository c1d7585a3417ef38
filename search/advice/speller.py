"""Spelling correction: the words of an archive within a few edits of a typed word.

Candidates are forms of the vocabulary. Whole arrays filter them by length and by the set of their
letters before any string is compared, so that half a million forms take a few milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from arabic.analyzer import analyze
from arabic.folding import fold, strip_marks
from index.array_types import I64, U16, U64
from index.reader import IndexReader
from index.vocabulary import Vocabulary
from search.advice.edit_costs import edit_cost

EDIT_WEIGHT: Final = 5.0
"""How much an edit of cost 1 lowers the natural logarithm of a likelihood."""

SHORTEST: Final = 3
"""Letters that a word needs: shorter ones have too many neighbours."""

LONGEST: Final = 32

_EDITS: Final = ((3, 1), (8, 2), (LONGEST, 3))
_NEAR: Final = 2
_COSTS: Final = ((3, 0.7), (4, 1.1), (6, 1.6), (LONGEST, 2.1))
_COMPARED: Final = 6_000
_WEIGHED: Final = 100
_LEAST_COST: Final = 0.2
_LEAST_LOG_LIKELIHOOD: Final = -1.2 * EDIT_WEIGHT
"""Leaves out words that occur once or twice and are more than one edit away."""
_CHUNK: Final = 1 << 14
_SPLITS: Final = 2
_RARER: Final = 20

_ARTICLES: Final = ("ال", "لل")
_PREFIXES: Final = (
    *("و", "ف", "ب", "ك", "ل", "س"),
    *("وب", "فب", "ول", "فل", "وك", "وس", "فس"),
    *("ال", "وال", "فال", "بال", "كال", "لل", "وبال", "ولل", "فلل", "فبال"),
)
"""Clitics that a word may begin with, with the article and without."""

_LEXICON: Final = frozenset({"noun", "verb"})
_BITS: Final = np.array([0 if byte >= 0xC0 else 1 << (byte & 63) for byte in range(256)], np.uint64)


class Correction(NamedTuple):
    """A correction of a typed word: its form, the ``cost`` of the edits, and its ``occurrences`` in
    the archive, without the clitics ``prefix`` that are kept before it."""

    form: str
    cost: float
    occurrences: int
    prefix: str = ""

    @property
    def log_likelihood(self) -> float:
        """The natural logarithm of its likelihood up to a constant, by a noisy channel model."""
        return math.log(1 + self.occurrences) - EDIT_WEIGHT * self.cost


class Speller:
    """Corrects words with those of one open index."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._vocabulary: Vocabulary = index.vocabulary
        self._letter_sets: tuple[U64, U16] | None = None

    def corrections(self, word: str, most: int) -> list[Correction]:
        """The ``most`` likeliest corrections of a written word, the likeliest first.

        Clitics at its beginning are kept where the archive has only the rest of the word.
        """
        typed = fold(word)
        if not SHORTEST <= len(typed) <= LONGEST or any(letter.isdigit() for letter in typed):
            return []
        near = (*self._neighbours(typed), *self._with_clitics(typed))
        found = [each for each in near if each.log_likelihood >= _LEAST_LOG_LIKELIHOOD]
        found.sort(key=lambda each: (-each.log_likelihood, each.prefix, each.form))
        return list(islice(filter(self._is_word, found), most))

    def spelled(self, correction: Correction) -> str:
        """A correction in its most frequent spelling, without marks if there is such a one."""
        number = self._vocabulary.form(correction.form)
        if number is None:
            return correction.prefix + correction.form
        terms = self._vocabulary.terms_of_form(number)
        spellings = {self._vocabulary.spelling(term): term for term in terms.tolist()}
        bare = [word for word in spellings if strip_marks(word) == word] or list(spellings)
        commonest = max(bare, key=lambda word: (self._documents(spellings[word], bare), word))
        return correction.prefix + commonest

    def _documents(self, term: int, among: Sequence[str]) -> int:
        """In how many documents a term occurs; not looked up where it is the only one."""
        if len(among) == 1:
            return 0
        return len(self._index.postings("body", np.array([term], np.uint32)).documents)

    def _with_clitics(self, typed: str) -> Iterator[Correction]:
        prefixes = [each for each in _PREFIXES if typed.startswith(each)]
        for prefix in sorted(prefixes, key=len)[-_SPLITS:]:
            rest = typed[len(prefix) :]
            if len(rest) < SHORTEST:
                continue
            for each in self._neighbours(rest):
                whole = prefix + each.form
                doubled = prefix.endswith("ل") and each.form.startswith(_ARTICLES)
                if doubled or self._vocabulary.form(whole) is not None:
                    continue
                # A word that never occurs with these clitics is rarer than the bare word.
                occurrences = each.occurrences // _RARER
                yield Correction(each.form, edit_cost(typed, whole), occurrences, prefix)

    def _is_word(self, correction: Correction) -> bool:
        """Whether the analyzer reads the prefix of a correction as clitics, with none after the
        article, and the rest is in the lexicon or occurs more than once."""
        form = self._vocabulary.form(correction.form)
        if not correction.prefix or form is None:
            return form is not None
        whole = analyze(correction.prefix + correction.form, self._vocabulary.attested)
        stem: str = self._vocabulary.stems[self._vocabulary.stem_of(form)]
        if whole.stem != stem or any(article in whole.prefix[:-1] for article in _ARTICLES):
            return False
        return whole.source in _LEXICON or self._vocabulary.occurrences[form] > 1

    def _neighbours(self, typed: str) -> list[Correction]:
        most = next(edits for longest, edits in _EDITS if len(typed) <= longest)
        for edits in range(min(_NEAR, most), most + 1):
            found = self._within(typed, edits)
            if found:
                return found
        return []

    def _within(self, typed: str, edits: int) -> list[Correction]:
        vocabulary = self._vocabulary
        likely = self._likely(typed, edits)
        if len(likely) > _COMPARED:
            counts = vocabulary.occurrences[likely]
            likely = likely[np.argpartition(counts, -_COMPARED)[-_COMPARED:]]
        forms = [vocabulary.forms[form] for form in likely.tolist()]
        near = process.extract(typed, forms, scorer=OSA.distance, score_cutoff=edits, limit=None)
        best = sorted(
            (
                (
                    EDIT_WEIGHT * _LEAST_COST * distance
                    - math.log(1 + vocabulary.occurrences[likely[at]]),
                    form,
                    int(vocabulary.occurrences[likely[at]]),
                )
                for form, distance, at in near
                if distance
            )
        )
        most = next(cost for longest, cost in _COSTS if len(typed) <= longest)
        weighed = (
            Correction(form, edit_cost(typed, form), occurrences)
            for _, form, occurrences in best[:_WEIGHED]
        )
        return [each for each in weighed if each.cost <= most]

    def _likely(self, typed: str, edits: int) -> I64:
        """The numbers of forms whose length and letters differ by no more than ``edits``."""
        masks, letters = self._letters()
        own = np.bitwise_or.reduce(_BITS[np.frombuffer(typed.encode(), np.uint8)])
        likely = abs(letters.astype(np.int16) - len(typed)) <= edits
        likely &= np.bitwise_count(masks & ~own) <= edits
        likely &= np.bitwise_count(own & ~masks) <= edits
        likely &= self._vocabulary.occurrences > 0
        return np.flatnonzero(likely)

    def _letters(self) -> tuple[U64, U16]:
        """For each form a bit mask of its letters and its length in letters; computed once.

        The last byte in UTF-8 is different for all letters of Arabic.
        """
        if self._letter_sets is None:
            forms = self._vocabulary.forms
            ends = np.cumsum(forms.lengths, dtype=np.int64)
            starts = ends - forms.lengths
            masks = np.zeros(len(forms), np.uint64)
            letters = np.zeros(len(forms), np.uint16)
            for first in range(0, len(forms), _CHUNK):
                last = min(first + _CHUNK, len(forms))
                block = np.asarray(forms.block[starts[first] : ends[last - 1]])
                at = starts[first:last] - starts[first]
                masks[first:last] = np.bitwise_or.reduceat(_BITS[block], at)
                letters[first:last] = np.add.reduceat((block & 0xC0) != 0x80, at, dtype=np.uint16)
            self._letter_sets = masks, letters
        return self._letter_sets
