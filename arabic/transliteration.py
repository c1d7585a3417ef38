"""Spellings of foreign words: a key that they share, and how far two of them differ.

A foreign word is transcribed by sound. Its consonants stay, except that one sound has several
letters (hard g is ج, غ, ق or ك; t is ت or ط); a short vowel has a letter or none. A word is read as
*slots*, each a consonant with the vowels after it, and two spellings are compared slot by slot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from arabic.folding import HEH

VOWELS: Final = "اويءئؤ"
LETTERS: Final = frozenset("ءابتثجحخدذرزسشصضطظعغفقكلمنهويؤئ")

SHORT: Final = 3
"""Slots of a short word, whose vowels are part of its key."""

_ONE_SOUND: Final = {"غ": "ج", "ق": "ج", "ك": "ج", "ص": "س", "ز": "س", "ث": "س", "ذ": "س", "ط": "ت"}
_SOUNDS: Final = str.maketrans(_ONE_SOUND)
_CONSONANTS: Final = str.maketrans(_ONE_SOUND | dict.fromkeys(VOWELS))
_HAMZA: Final = str.maketrans({"ئ": "ي", "ؤ": "و", "ء": None})
_SLOT: Final = re.compile(f"([^{VOWELS}]?)([{VOWELS}]*)")
_FEMININE: Final = "ي" + HEH
_LIQUID: Final = "ر"

# Costs of letters that transcribe one sound; other pairs of consonants are different sounds.
_ALIKE: Final = {
    **dict.fromkeys((frozenset("جغ"), frozenset("غق"), frozenset("جق")), 0.5),
    **dict.fromkeys((frozenset("طت"), frozenset("صس")), 0.6),
    **dict.fromkeys((frozenset("زس"), frozenset("زذ"), frozenset("سث")), 1.25),
    **dict.fromkeys((frozenset("كج"), frozenset("كغ"), frozenset("كق")), 1.3),
}
_OTHER_SOUND: Final = 9.0
_BEGINNING: Final = 0.5
_INSERTED: Final = 1.0
_WIDENED: Final = 1.1
_REPLACED: Final = 1.2
_OTHER_VOWELS: Final = 3.0
_MIN_MOVED: Final = 6
_CACHED: Final = 16_384


class Difference(NamedTuple):
    """How far two spellings differ: what their consonants and their vowels cost, and the number
    of their slots."""

    consonants: float
    vowels: float
    slots: int


class Slot(NamedTuple):
    """A consonant, empty where a word begins with a vowel, and the vowels after it."""

    consonant: str
    vowels: str


def sound_key(word: str) -> str:
    """The consonants of a folded word with one letter for each sound; of a word of at most three
    slots, its vowels too.

    Only words of one key can be spellings of one word (but see ``shortened_keys``).
    """
    start = _beginning(word)
    consonants = start.translate(_CONSONANTS)
    initial = "ا" if start[:1] in VOWELS else ""
    if len(initial) + len(consonants) > SHORT:
        return initial + consonants
    return "=" + start.translate(_SOUNDS)


def shortened_keys(key: str) -> set[str]:
    """The keys of a word of at most three slots without one of its inner vowels."""
    return {
        key[:place] + key[place + 1 :]
        for place in range(2, len(key) - 1)
        if key[place] in VOWELS and key[place + 1 :].strip(VOWELS)
    }


def difference(one: str, other: str) -> Difference | None:
    """How far two folded words differ, or None if they are not spellings of one word."""
    if {one[-2:], other[-2:]} == {_FEMININE, "يا"}:
        return None  # the feminine of an adjective, beside the name of a country
    first, second = _slots(one), _slots(other)
    if len(first) != len(second) or not first or first[-1].vowels != second[-1].vowels:
        return None
    if bool(first[0].consonant) != bool(second[0].consonant):
        return None
    vowels = _vowel_costs(first, second)
    if min(len(one), len(other)) >= _MIN_MOVED:
        _allow_moved_vowel(first, second, vowels)
    return Difference(
        _consonant_cost(first, second) + _beginning_cost(one, other), sum(vowels), len(first)
    )


def _beginning(word: str) -> str:
    """A word with ا for a final ه, and with one beginning for those that sound alike: س for اس
    before a consonant, ج for يو, ش for تش."""
    if word.endswith(HEH) and len(word) > 1:
        word = word[:-1] + "ا"
    if word.startswith("اس") and word[2:3] not in VOWELS:
        word = word[1:]
    elif word.startswith("يو"):
        word = "ج" + word[1:]
    return word.replace("تش", "ش")


def _beginning_cost(one: str, other: str) -> float:
    """The cost of what ``_beginning`` makes alike."""
    cost = 0.0
    if one[0] != other[0] and {one[0], other[0]} & set("اي"):
        cost += _BEGINNING
    if ("تش" in one) != ("تش" in other):
        cost += _INSERTED
    return cost


@lru_cache(_CACHED)
def _slots(word: str) -> list[Slot]:
    return [Slot(*each) for each in _SLOT.findall(_beginning(word)) if each != ("", "")]


def _consonant_cost(first: Sequence[Slot], second: Sequence[Slot]) -> float:
    """The cost of the consonants that differ, each pair of letters once: غيغا and جيجا."""
    pairs = {
        frozenset((mine.consonant, yours.consonant))
        for mine, yours in zip(first, second, strict=True)
        if mine.consonant != yours.consonant
    }
    return sum(_ALIKE.get(pair, _OTHER_SOUND) for pair in pairs)


def _vowel_costs(first: Sequence[Slot], second: Sequence[Slot]) -> list[float]:
    costs = [
        _vowel_cost(*sorted((mine.vowels, yours.vowels), key=len))
        for mine, yours in zip(first, second, strict=True)
    ]
    if len(costs) > 1 and costs[-2] and not first[-1].vowels:
        costs[-2] = max(costs[-2], _last_vowel_cost(first, second))
    return costs


def _vowel_cost(shorter: str, longer: str) -> float:
    if shorter == longer:
        return 0.0
    shorter, longer = shorter.translate(_HAMZA), longer.translate(_HAMZA)
    if shorter == longer:
        return 0.5
    if (shorter, longer) == ("ي", "يا"):
        return _OTHER_VOWELS  # كريستين, كريستيان
    if len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    ):
        return _WIDENED if shorter else _INSERTED
    return _REPLACED if len(shorter) == len(longer) == 1 else _OTHER_VOWELS


def _last_vowel_cost(first: Sequence[Slot], second: Sequence[Slot]) -> float:
    """The least cost of a difference in the last vowel, which distinguishes endings: the dual from
    the plural, ابراهام from ابراهيم, ماركوس from ماركس."""
    mine, yours, last = first[-2].vowels, second[-2].vowels, first[-1].consonant
    if mine and yours:
        both = {mine, yours}
        return _OTHER_VOWELS if last in "نت" or both in ({"ا", "ي"}, {"ا", "و"}) else 0.0
    added = mine + yours
    if len(first) <= SHORT + 1:
        return _REPLACED if added in ("و", "ا") else 0.0
    return _OTHER_VOWELS if added == "و" and last == "س" else 0.0


def _allow_moved_vowel(first: Sequence[Slot], second: Sequence[Slot], vowels: list[float]) -> None:
    """Count a ي before ر in one spelling and after it in the other once: امريكا, اميركا."""
    for place in range(len(vowels) - 2):
        if not (vowels[place] and vowels[place + 1]) or first[place + 1].consonant != _LIQUID:
            continue
        mine = first[place].vowels, first[place + 1].vowels
        yours = second[place].vowels, second[place + 1].vowels
        if {mine, yours} == {("ي", ""), ("", "ي")}:
            vowels[place + 1] = 0.0
