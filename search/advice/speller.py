"""Spelling correction: the words of an archive within a few edits of a typed word.

Candidates are forms of the vocabulary. Whole arrays filter them by length and by the set of their
letters before any string is compared, so that half a million forms take a few milliseconds.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from arabic.analyzer import analyze
from arabic.folding import fold
from index.array_types import I64, U8, U64, Unsigned
from index.reader import IndexReader
from index.string_arrays import letters_of
from index.vocabulary import Vocabulary
from search.advice.edit_costs import SEAT, edit_cost
from search.advice.form_spelling import spell_form

EDIT_WEIGHT: Final = 5.0
"""How much an edit of cost 1 lowers the natural logarithm of a likelihood."""

FREQUENCY_WEIGHT: Final = 0.5
"""How much the natural logarithm of a frequency raises it: rare words are mistyped as well."""

FURTHER_EDIT: Final = 5.0
"""How much each edit after the first lowers it: two slips in one word are rare."""

UNSEEN: Final = 3.0
"""How much it lowers it that a word never occurs with its clitics."""

SHORTEST: Final = 3
"""Letters that a word needs: shorter ones have too many neighbours."""

LONGEST: Final = 32

FREQUENT: Final = 30
"""Occurrences of a form that can stand against a rare one."""

_EDITS: Final = ((3, 1), (8, 2), (LONGEST, 3))
_NEAR: Final = 2
_COSTS: Final = ((3, 0.7), (4, 1.1), (6, 1.6), (LONGEST, 2.1))
_COMPARED: Final = 6_000
_WEIGHED: Final = 150
_LEAST_LOG_LIKELIHOOD: Final = -8.0
"""Leaves out rare words that are more than one edit away."""
_ENOUGH: Final = 8
"""Where as many corrections by fewer edits are likely, those by more are not looked for."""
_KEPT: Final = 16
_CACHED: Final = 256
_UNLIKE: Final = 255
_SPLITS: Final = 2
_RARER: Final = 100

_ARTICLES: Final = ("ال", "لل")
CLITICS: Final = (
    *("و", "ف", "ب", "ك", "ل", "س"),
    *("وب", "فب", "ول", "فل", "وك", "وس", "فس"),
    *("ال", "وال", "فال", "بال", "كال", "لل", "وبال", "ولل", "فلل", "فبال"),
)
"""Clitics that a word may begin with, with the article and without."""

_LEXICON: Final = frozenset({"noun", "verb"})


class Correction(NamedTuple):
    """A correction of a typed word: its form, the number and ``cost`` of the ``edits``, and its
    ``occurrences`` in the archive, without the clitics ``prefix`` that are kept before it."""

    form: str
    edits: int
    cost: float
    occurrences: int
    prefix: str = ""

    @property
    def log_likelihood(self) -> float:
        """The natural logarithm of its likelihood up to a constant, by a noisy channel model."""
        unlikely = FURTHER_EDIT * (self.edits - 1) + (UNSEEN if self.prefix else 0.0)
        return log_likelihood(self.occurrences, self.cost) - unlikely


def log_likelihood(frequency: int, cost: float) -> float:
    """The natural logarithm of the likelihood, up to a constant, that one edit of a ``cost`` made
    what was typed out of words of a ``frequency``."""
    return FREQUENCY_WEIGHT * math.log(1 + frequency) - EDIT_WEIGHT * cost


class Speller:
    """Corrects words with those of one open index."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._vocabulary: Vocabulary = index.vocabulary
        self._frequent: tuple[I64, U64, Unsigned] | None = None
        # A cache must not hold a reference to its owner, or the index would stay mapped after it.
        own = weakref.proxy(self)
        self._cached = lru_cache(_CACHED)(lambda *asked: own._corrections(*asked))

    def corrections(self, word: str, most: int) -> list[Correction]:
        """The ``most`` likeliest corrections of a written word, the likeliest first.

        Clitics at its beginning are kept where the archive has only the rest of the word.
        """
        return list(islice(self._cached(fold(word)), most))

    def _corrections(self, typed: str) -> tuple[Correction, ...]:
        if not SHORTEST <= len(typed) <= LONGEST or any(letter.isdigit() for letter in typed):
            return ()
        found: dict[str, Correction] = {}
        for each in (*self._neighbours(typed), *self._with_clitics(typed)):
            whole = each.prefix + each.form
            if whole not in found or each.log_likelihood > found[whole].log_likelihood:
                found[whole] = each
        likely = [each for each in found.values() if _is_likely(each)]
        likely.sort(key=lambda each: (-each.log_likelihood, each.prefix, each.form))
        return tuple(islice(filter(self._is_word, likely), _KEPT))

    def has_neighbour(self, word: str, occurrences: int) -> bool:
        """Whether a form one edit away occurs so often, at least ``FREQUENT`` times; much faster
        than corrections."""
        typed = fold(word)
        if self._frequent is None:
            forms = self._vocabulary.forms
            often = np.flatnonzero(self._vocabulary.occurrences.at_least(FREQUENT))
            self._frequent = often, forms.letters[often], forms.letter_counts[often]
        numbers, masks, letters = self._frequent
        near = numbers[_differences(typed, masks, letters) <= 1]
        often = near[self._vocabulary.occurrences[near] >= occurrences]
        names = [self._vocabulary.forms[form] for form in often.tolist()]
        return any(OSA.distance(typed, form, score_cutoff=1) == 1 for form in names)

    def spelled(self, correction: Correction) -> str:
        """A correction in its most frequent spelling, without marks."""
        number = self._vocabulary.form(correction.form)
        assert number is not None
        return correction.prefix + spell_form(self._index, number)

    def _with_clitics(self, typed: str) -> Iterator[Correction]:
        """Corrections of a word after the clitics that it begins with, where it never occurs
        with them; it is taken to be as frequent as a share of the bare word."""
        prefixes = [each for each in CLITICS if typed.startswith(each)]
        for prefix in sorted(prefixes, key=len)[-_SPLITS:]:
            rest = typed[len(prefix) :]
            if len(rest) < SHORTEST:
                continue
            for each in self._at(rest, 1, self._bounds(rest)):
                whole = prefix + each.form
                doubled = prefix.endswith("ل") and each.form.startswith(_ARTICLES)
                if not doubled and self._vocabulary.form(whole) is None:
                    yield each._replace(
                        cost=edit_cost(typed, whole),
                        occurrences=each.occurrences // _RARER,
                        prefix=prefix,
                    )

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
        differences = self._bounds(typed)
        found: list[Correction] = []
        for edits in range(1, most + 1):
            if sum(map(_is_likely, found)) < (_ENOUGH if edits <= _NEAR else 1):
                found += self._at(typed, edits, differences)
        return found

    def _at(self, typed: str, edits: int, differences: U8) -> list[Correction]:
        """The forms at a number of edits from a typed word that are likely corrections."""
        occurrences = self._vocabulary.occurrences
        likely = np.flatnonzero(differences <= edits)
        if edits > 1 and len(likely) > _COMPARED:
            likely = likely[np.argpartition(occurrences[likely], -_COMPARED)[-_COMPARED:]]
        forms = [self._vocabulary.forms[form] for form in likely.tolist()]
        near = process.extract(typed, forms, scorer=OSA.distance, score_cutoff=edits, limit=None)
        at = [(-int(occurrences[likely[place]]), form) for form, by, place in near if by == edits]
        most = next(cost for longest, cost in _COSTS if len(typed) <= longest)
        weighed = (
            (form, edit_cost(typed, form), -negated) for negated, form in sorted(at)[:_WEIGHED]
        )
        return [
            Correction(form, 1 if cost <= SEAT else edits, cost, count)
            for form, cost, count in weighed
            if cost <= most
        ]

    def _bounds(self, typed: str) -> U8:
        """A lower bound of the edits between a typed word and each form; the highest number for a
        form that occurs in no document."""
        forms = self._vocabulary.forms
        bounds = _differences(typed, forms.letters, forms.letter_counts)
        bounds[~self._vocabulary.occurrences.at_least(1)] = _UNLIKE
        return bounds


def _is_likely(correction: Correction) -> bool:
    return correction.log_likelihood >= _LEAST_LOG_LIKELIHOOD


def _differences(typed: str, masks: U64, letters: Unsigned) -> U8:
    """A lower bound of the edits between a typed word and each of some forms, from the letters and
    the length of both."""
    own = letters_of(typed)
    longer = np.minimum(abs(letters.astype(np.int16) - len(typed)), _UNLIKE).astype(np.uint8)
    bounds: U8 = np.maximum(longer, np.bitwise_count(masks & ~own))
    np.maximum(bounds, np.bitwise_count(own & ~masks), out=bounds)
    return bounds
