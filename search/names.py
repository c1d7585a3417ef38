"""Foreign names in several spellings: which other stems of a vocabulary are the same name.

Names from other scripts are written by ear: the hard g as ج, غ, ق or ك, a short vowel with a
letter or without. Two spellings of one name share their consonants, and differ in few letters. So
do many Arabic names, which are not the same at all (حمدان, حميدان): hence a word counts as foreign
only where neither the lexicon nor the roots of the lexicon know it, and a name of three
consonants has too little of its own to differ in more than its g.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import Final

import numpy as np
from rapidfuzz.distance import Indel, Levenshtein

from index.analysis.analyzer import analyze
from index.analysis.fold import HEH, fold
from index.analysis.lexicon import load
from index.analysis.names import NAMES
from index.arrays import Array
from index.vocabulary import Vocabulary

DISTANCE: Final = 2
"""Two spellings of a name differ in at most so many letters."""

_VOWELS: Final = "اويءئؤ"
_LETTERS: Final = frozenset("ءابتثجحخدذرزسشصضطظعغفقكلمنهويؤئ")
_SOUNDS: Final = str.maketrans(
    {"غ": "ج", "ق": "ج", "ك": "ج", "ص": "س", "ز": "س", "ث": "س", "ذ": "س", "ط": "ت"}
    | dict.fromkeys(_VOWELS)
)
_CONSONANTS: Final = str.maketrans(dict.fromkeys(_VOWELS))
_VOWEL_PLACES: Final = str.maketrans(dict.fromkeys(_LETTERS - frozenset(_VOWELS), "-"))
_HARD_G: Final = str.maketrans("غقك", "ججج")
_HARD_G_ALONE: Final = str.maketrans("غق", "جج")
_ENDING: Final = re.compile(f"[{_VOWELS}]*$")
_PREFIXED: Final = "متنس"
_SUFFIXED: Final = "ن"
_UNKNOWN_ELSEWHERE: Final = frozenset("حعضظ")

_LISTED: Final = frozenset(fold(name) for name in NAMES)
_LEAST_OCCURRENCES: Final = 2
_MOST_NAMES: Final = 4
_LEAST_LETTERS: Final = 4
_FEW_CONSONANTS: Final = 3


def skeleton(stem: str) -> str:
    """The consonants of a stem, those that stand for one foreign sound made one."""
    return _open(stem).translate(_SOUNDS)


def same_name(one: str, other: str) -> bool:
    """Whether two stems, foreign both, may be spellings of one name.

    They begin and end alike, and one may write vowels that the other leaves out, but no different
    ones: none if they have three consonants, one if four, two if more. A hard g may be any of its
    letters (but ك in a name of three); one other consonant may differ in a name of four that agrees
    in its vowels, or in a longer one.
    """
    if one == other or skeleton(one) != skeleton(other):
        return False
    if (one[0] in _VOWELS) != (other[0] in _VOWELS) or _ending(one) != _ending(other):
        return False
    if Levenshtein.distance(one, other, score_cutoff=DISTANCE) > DISTANCE:
        return False
    first, second = (_open(stem).translate(_VOWEL_PLACES) for stem in (one, other))
    vowels = Indel.distance(first, second)
    if vowels != abs(len(first) - len(second)):
        return False
    sounds = Levenshtein.distance(*(_consonants(stem).translate(_HARD_G) for stem in (one, other)))
    match len(skeleton(one)):
        case 3:
            return one.translate(_HARD_G_ALONE) == other.translate(_HARD_G_ALONE)
        case 4:
            return vowels + sounds <= 1
    return vowels <= 2 and sounds <= 1


def may_be_foreign(stem: str) -> bool:
    """Whether a stem has none of the sounds that Arabic alone has, and its consonants are no Arabic
    root, not even beneath an affix."""
    if len(stem) < _LEAST_LETTERS or not _LETTERS.issuperset(stem):
        return False
    if not _UNKNOWN_ELSEWHERE.isdisjoint(stem):
        return False
    consonants = _consonants(stem)
    if len(consonants) < _FEW_CONSONANTS:
        return False
    bare = {consonants}
    if consonants[0] in _PREFIXED:
        bare.add(consonants[1:])
    if consonants[-1] in _SUFFIXED:
        bare |= {each[:-1] for each in bare}
    return bare.isdisjoint(_roots())


class Names:
    """The stems of a vocabulary by their consonants, made when first asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._by_skeleton: tuple[Array, Array] | None = None

    def spellings(self, word: str) -> tuple[int, ...]:
        """The stems, as numbers, that spell the foreign name that a written word is; the most
        frequent first, none where the word is no such name."""
        own = self._stem(word)
        if not may_be_foreign(own):
            return ()
        alike = [
            (number, stem)
            for number in self._with_skeleton(skeleton(own))
            if same_name(own, stem := self._vocabulary.stems[number]) and may_be_foreign(stem)
        ]
        # Few words come this far, and the analyzer is what costs.
        if not alike or not self._unknown(word):
            return ()
        found: list[tuple[int, int]] = []
        for number, _ in alike:
            forms = self._vocabulary.forms_of_stem(number)
            occurrences = int(self._vocabulary.occurrences[forms].sum())
            if occurrences >= _LEAST_OCCURRENCES and self._unknown(
                self._vocabulary.forms[int(forms[0])]
            ):
                found.append((-occurrences, number))
        return tuple(number for _, number in sorted(found)[:_MOST_NAMES])

    def _stem(self, word: str) -> str:
        form = self._vocabulary.form(fold(word))
        if form is None:
            return analyze(word, self._vocabulary.attested).stem
        stem: str = self._vocabulary.stems[self._vocabulary.stem_of(form)]
        return stem

    def _unknown(self, word: str) -> bool:
        """Whether no lexicon has a word: names that the analyzer merely lists do not count."""
        analysis = analyze(word, self._vocabulary.attested)
        return analysis.source in ("corpus", "light") or analysis.stem in _LISTED

    def _with_skeleton(self, consonants: str) -> list[int]:
        if self._by_skeleton is None:
            self._by_skeleton = _sorted_skeletons(self._vocabulary)
        sums, numbers = self._by_skeleton
        wanted = np.uint32(_sum(consonants))
        first, last = np.searchsorted(sums, wanted), np.searchsorted(sums, wanted, side="right")
        return [int(number) for number in numbers[first:last]]


def _sorted_skeletons(vocabulary: Vocabulary) -> tuple[Array, Array]:
    """Checksums of skeletons, sorted, and the stems that they are of."""
    # All of them in one text: one call instead of one a stem.
    whole = "\n".join(vocabulary.stems) + "\n"
    skeletons = whole.replace(HEH + "\n", "\n").translate(_SOUNDS).split("\n")[:-1]
    sums = np.fromiter(map(_sum, skeletons), np.uint32, len(skeletons))
    order = np.argsort(sums, kind="stable")
    return sums[order], order.astype(np.uint32)


def _sum(consonants: str) -> int:
    return zlib.crc32(consonants.encode("utf-8", "surrogatepass"))


def _open(stem: str) -> str:
    """A stem without the ه that stands for a final ة."""
    return stem[:-1] if stem.endswith(HEH) and len(stem) > 1 else stem


def _consonants(stem: str) -> str:
    return _open(stem).translate(_CONSONANTS)


def _ending(stem: str) -> str:
    """The vowels that a stem ends in, ه and ا being one; empty after a consonant."""
    written = _open(stem) + "ا" if stem.endswith(HEH) else stem
    found = _ENDING.search(written)
    return found[0] if found else ""


@cache
def _roots() -> frozenset[str]:
    """The roots of the lexicon without their weak letters."""
    lexicon = load()
    return frozenset(
        root.translate(_CONSONANTS)
        for entries in (lexicon.nouns, lexicon.verbs)
        for entry, root in entries.items()
        if len(root) <= _FEW_CONSONANTS and root != entry
    )
