"""Foreign names by their consonants: what the spellings of one name have in common.

Names from other scripts are written by ear: the hard g as ج, غ, ق or ك, a short vowel with a
letter or without. Two spellings of one name share their consonants. So do many Arabic names,
which are not the same at all (حمدان, حميدان): hence a stem counts as foreign only where neither the
lexicon nor the roots of the lexicon know it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from arabic.folding import HEH, TEH_MARBUTA, fold
from arabic.lexicon import load
from arabic.protected_names import NAMES

VOWELS: Final = "اويءئؤ"
LETTERS: Final = frozenset("ءابتثجحخدذرزسشصضطظعغفقكلمنهويؤئ")
NOT_FOREIGN: Final = 0
"""The checksum of the stems that are no foreign names."""

_SOUNDS: Final = str.maketrans(
    {"غ": "ج", "ق": "ج", "ك": "ج", "ص": "س", "ز": "س", "ث": "س", "ذ": "س", "ط": "ت"}
    | dict.fromkeys(VOWELS)
)
_CONSONANTS: Final = str.maketrans(dict.fromkeys(VOWELS))
_PREFIXED: Final = "متنس"
_SUFFIXED: Final = "ن"
_ARABIC_ALONE: Final = frozenset("حعضظ")
_LISTED: Final = frozenset(fold(name) for name in NAMES)
_LEAST_LETTERS: Final = 4
_FEW_CONSONANTS: Final = 3


def skeleton(stem: str) -> str:
    """The consonants of a stem, those that stand for one foreign sound made one."""
    return without_heh(stem).translate(_SOUNDS)


def consonants(stem: str) -> str:
    """The consonants of a stem as written."""
    return without_heh(stem).translate(_CONSONANTS)


def without_heh(stem: str) -> str:
    """A stem without the ه that stands for a final ة."""
    return stem[:-1] if stem.endswith(HEH) and len(stem) > 1 else stem


def skeleton_sum(stem: str) -> int:
    """The CRC-32 of the skeleton of a stem; ``NOT_FOREIGN`` for one that is no foreign name."""
    if not may_be_foreign(stem):
        return NOT_FOREIGN
    return zlib.crc32(skeleton(stem).encode("utf-8", "surrogatepass"))


def skeleton_sums(stems: Iterable[str]) -> npt.NDArray[np.uint32]:
    """The sums of many stems, a uint32 a stem in their order."""
    return np.fromiter(map(skeleton_sum, stems), np.uint32)


def may_be_foreign(stem: str) -> bool:
    """Whether a stem has none of the sounds that Arabic alone has, no lexicon knows it, and its
    consonants are no Arabic root, not even beneath an affix."""
    if len(stem) < _LEAST_LETTERS or not LETTERS.issuperset(stem):
        return False
    if not _ARABIC_ALONE.isdisjoint(stem):
        return False
    written = consonants(stem)
    if len(written) < _FEW_CONSONANTS:
        return False
    bare = {written}
    if written[0] in _PREFIXED:
        bare.add(written[1:])
    if written[-1] in _SUFFIXED:
        bare |= {each[:-1] for each in bare}
    return bare.isdisjoint(_roots()) and (stem in _LISTED or not _is_entry(stem))


def _is_entry(stem: str) -> bool:
    """Whether the lexicon has a stem, or the noun that it is an adjective (ي) of."""
    nouns, verbs, _ = load()
    nominal = stem[:-1] + TEH_MARBUTA if stem[-1] == HEH else stem
    if stem in nouns or nominal in nouns or stem in verbs:
        return True
    return stem[-1] == "ي" and (stem[:-1] in nouns or stem[:-1] + TEH_MARBUTA in nouns)


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
