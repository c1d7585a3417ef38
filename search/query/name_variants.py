"""Spelling variants of foreign names: the other stems of a vocabulary that are the same name.

Spellings of one name share their consonants (``arabic.foreign_names``) and differ in few letters;
names of three consonants are too alike to accept more than another letter for g.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from rapidfuzz.distance import Indel, Levenshtein

from arabic.analyzer import analyze
from arabic.folding import HEH, fold
from arabic.foreign_names import (
    LETTERS,
    NOT_FOREIGN,
    VOWELS,
    consonants,
    skeleton,
    skeleton_sum,
    without_heh,
)
from index.vocabulary import Vocabulary

DISTANCE: Final = 2
"""The largest edit distance between two spellings of a name."""

_VOWEL_PLACES: Final = str.maketrans(dict.fromkeys(LETTERS - frozenset(VOWELS), "-"))
_HARD_G: Final = str.maketrans("غقك", "ججج")
_HARD_G_ALONE: Final = str.maketrans("غق", "جج")
_ENDING: Final = re.compile(f"[{VOWELS}]*$")

_LEAST_OCCURRENCES: Final = 2
_MOST_NAMES: Final = 4


def same_name(one: str, other: str) -> bool:
    """Whether two stems of foreign words may be spellings of one name.

    They begin and end alike. One may have vowels that the other lacks, but no different ones: none
    with three consonants, one with four, two with more. A hard g may be any of its letters (except
    ك in a name of three consonants); one other consonant may differ in a name of four consonants
    with the same vowels, or in a longer one.
    """
    if one == other or skeleton(one) != skeleton(other):
        return False
    if (one[0] in VOWELS) != (other[0] in VOWELS) or _ending(one) != _ending(other):
        return False
    if Levenshtein.distance(one, other, score_cutoff=DISTANCE) > DISTANCE:
        return False
    first, second = (without_heh(stem).translate(_VOWEL_PLACES) for stem in (one, other))
    vowels = Indel.distance(first, second)
    if vowels != abs(len(first) - len(second)):
        return False
    sounds = Levenshtein.distance(*(consonants(stem).translate(_HARD_G) for stem in (one, other)))
    length = len(skeleton(one))
    if length == 3:
        return one.translate(_HARD_G_ALONE) == other.translate(_HARD_G_ALONE)
    return vowels + sounds <= 1 if length == 4 else vowels <= 2 and sounds <= 1


class ForeignNames:
    """The foreign names of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def spellings(self, word: str) -> tuple[int, ...]:
        """The numbers of the stems that are other spellings of a written word, the most frequent
        first; empty for a word that is not a foreign name."""
        stem, wanted = self._stem(word)
        if wanted == NOT_FOREIGN:
            return ()
        found: list[tuple[int, int]] = []
        for number in np.flatnonzero(self._vocabulary.skeletons == wanted).tolist():
            if same_name(stem, self._vocabulary.stems[number]):
                forms = self._vocabulary.forms_of_stem(number)
                occurrences = int(self._vocabulary.occurrences[forms].sum())
                if occurrences >= _LEAST_OCCURRENCES:
                    found.append((-occurrences, number))
        return tuple(number for _, number in sorted(found)[:_MOST_NAMES])

    def _stem(self, word: str) -> tuple[str, int]:
        """The stem of a written word, and the checksum of its consonant skeleton."""
        vocabulary = self._vocabulary
        form = vocabulary.form(fold(word))
        if form is None:
            stem = analyze(word, vocabulary.attested).stem
            return stem, skeleton_sum(stem)
        number = vocabulary.stem_of(form)
        return vocabulary.stems[number], int(vocabulary.skeletons[number])


def _ending(stem: str) -> str:
    """The vowels at the end of a stem, ه read as ا; empty after a consonant."""
    written = without_heh(stem) + "ا" if stem.endswith(HEH) else stem
    found = _ENDING.search(written)
    return found[0] if found else ""
