"""Skeletons of foreign names: the consonants that the spellings of one name share.

Foreign names are transcribed by sound: hard g as ج, غ, ق or ك, a short vowel with a letter or
without. Spellings of one name share their consonants. Different Arabic names do as well (حمدان,
حميدان), so a stem counts as foreign only if neither the lexicon nor its roots contain it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from arabic.folding import HEH, TEH_MARBUTA, fold
from arabic.lexicon import load_lexicon
from arabic.protected_names import NAMES

VOWELS: Final = "اويءئؤ"
LETTERS: Final = frozenset("ءابتثجحخدذرزسشصضطظعغفقكلمنهويؤئ")
NOT_FOREIGN: Final = 0
"""The checksum of stems that are not foreign names."""

_SOUNDS: Final = str.maketrans(
    {"غ": "ج", "ق": "ج", "ك": "ج", "ص": "س", "ز": "س", "ث": "س", "ذ": "س", "ط": "ت"}
    | dict.fromkeys(VOWELS)
)
_CONSONANTS: Final = str.maketrans(dict.fromkeys(VOWELS))
_PREFIXED: Final = "متنس"
_SUFFIXED: Final = "ن"
_ARABIC_ONLY: Final = frozenset("حعضظ")
_LISTED: Final = frozenset(fold(name) for name in NAMES)
_MIN_LETTERS: Final = 4
_MIN_CONSONANTS: Final = 3


def skeleton(stem: str) -> str:
    """The consonants of a stem, with one letter for those that transcribe the same sound."""
    return without_heh(stem).translate(_SOUNDS)


def consonants(stem: str) -> str:
    """The consonants of a stem as written."""
    return without_heh(stem).translate(_CONSONANTS)


def without_heh(stem: str) -> str:
    """A stem without a final ه, which represents ة."""
    return stem[:-1] if stem.endswith(HEH) and len(stem) > 1 else stem


def skeleton_sum(stem: str) -> int:
    """The CRC-32 of a stem's skeleton; ``NOT_FOREIGN`` if it is not a foreign name."""
    if not may_be_foreign(stem):
        return NOT_FOREIGN
    return zlib.crc32(skeleton(stem).encode("utf-8", "surrogatepass"))


def skeleton_sums(stems: Iterable[str]) -> npt.NDArray[np.uint32]:
    """The skeleton sums of stems, one uint32 for each in their order."""
    return np.fromiter(map(skeleton_sum, stems), np.uint32)


def may_be_foreign(stem: str) -> bool:
    """Whether a stem can be a foreign name: no letter of a sound that only Arabic has, no entry of
    the lexicon, and consonants that are not a root, with or without affixes."""
    if len(stem) < _MIN_LETTERS or not LETTERS.issuperset(stem):
        return False
    if not _ARABIC_ONLY.isdisjoint(stem):
        return False
    written = consonants(stem)
    if len(written) < _MIN_CONSONANTS:
        return False
    without_affixes = {written}
    if written[0] in _PREFIXED:
        without_affixes.add(written[1:])
    if written[-1] in _SUFFIXED:
        without_affixes |= {letters[:-1] for letters in without_affixes}
    return without_affixes.isdisjoint(_roots()) and (stem in _LISTED or not _is_entry(stem))


def _is_entry(stem: str) -> bool:
    """Whether a stem is in the lexicon, or is an adjective in ي of a noun in it."""
    nouns, verbs = load_lexicon()[:2]
    nominal = stem[:-1] + TEH_MARBUTA if stem[-1] == HEH else stem
    if stem in nouns or nominal in nouns or stem in verbs:
        return True
    return stem[-1] == "ي" and (stem[:-1] in nouns or stem[:-1] + TEH_MARBUTA in nouns)


@cache
def _roots() -> frozenset[str]:
    """The roots of the lexicon without their weak letters."""
    lexicon = load_lexicon()
    return frozenset(
        root.translate(_CONSONANTS)
        for entries in (lexicon.nouns, lexicon.verbs)
        for entry, root in entries.items()
        if len(root) <= _MIN_CONSONANTS and root != entry
    )
