"""Edit costs of Arabic spelling: the weighted distance from a typed word to a correction.

The distance is optimal string alignment (Damerau 1964, no part edited twice) with a cost for each
edit: common misspellings cost less than random ones. Letters are folded, so that أ and ا, ة and ه,
ى and ي are equal.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

from arabic.folding import fold_text
from search.advice.arabic_keys import NEIGHBOURS

SUBSTITUTION: Final = 1.0
TRANSPOSITION: Final = 0.4
MISSING: Final = 0.5
"""A letter that was left out."""
EXTRA: Final = 0.8
"""A letter too many."""
DOUBLED: Final = 0.2
"""A letter written twice instead of once, or once instead of twice."""
VOWEL: Final = 0.4
"""ا, و or ي left out or too many inside a word: vowel length is harder to hear than a consonant."""
OUTER_VOWEL: Final = 0.5
"""The same at its beginning or end, where it is often a clitic or an ending."""
HAMZA: Final = 0.4
"""ء left out or too many."""
SEAT: Final = 0.2
"""ىء for ئ, وء for ؤ: the hamza beside its seat instead of on it."""
BEGINNING: Final = 0.1
"""Added to an edit of the first letter, which is seldom mistyped."""

# Letters that most speakers pronounce alike, or nearly.
_SOUNDS: Final = (
    (0.35, ("ضظ", "تط", "سص")),
    (0.5, ("ذزظ", "دذ", "ثتس", "دض")),
    (0.6, ("قكغج", "هح")),
    (0.8, ("عا", "عء")),
)
_HAMZAS: Final = ((0.3, ("ءئ", "ئي", "ءي", "ءو")), (0.4, ("اء",)), (0.5, ("ائ",)))
# Letters that differ only in their dots.
_DOTS: Final = (
    (0.6, ("جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق")),
    (0.7, ("بتثني",)),
)
_AT_THE_END: Final = ((0.4, ("هت", "اي")), (0.5, ("ها",)))
_NEIGHBOURS: Final = 0.5
# Forms have ء for ئ and ؤ, or ئ before ا.
_BESIDE_SEAT: Final = frozenset({"يء", "وء"})
_ON_SEAT: Final = "ئ"
_VOWELS: Final = frozenset("اوي")


def _table(*groups: tuple[float, tuple[str, ...]]) -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for cost, alike in groups:
        for letters in alike:
            for first, second in combinations(letters, 2):
                for pair in ((first, second), (second, first)):
                    costs[pair] = min(cost, costs.get(pair, cost))
    return costs


_KEYS: Final = (
    _NEIGHBOURS,
    tuple(fold_text(letter + other) for letter, others in NEIGHBOURS.items() for other in others),
)
_WITHIN: Final = _table(*_SOUNDS, *_HAMZAS, *_DOTS, _KEYS)
_LAST: Final = _table(*_SOUNDS, *_HAMZAS, *_DOTS, _KEYS, *_AT_THE_END)


def edit_cost(typed: str, intended: str) -> float:
    """The cost of typing one form for another: 0 for equal forms, 1 for a random substitution.

    Takes time quadratic in the length of the part that differs.
    """
    start, shorter = 0, min(len(typed), len(intended))
    while start < shorter and typed[start] == intended[start]:
        start += 1
    end = 0
    while end < shorter - start and typed[-1 - end] == intended[-1 - end]:
        end += 1
    # A doubled letter and a hamza beside its seat depend on the letter before.
    start = max(0, start - 1)
    rows = len(typed) - end - start
    columns = len(intended) - end - start
    before: list[float] = []
    last = [0.0]
    for column in range(1, columns + 1):
        last.append(last[-1] + _indel_cost(intended, start + column - 1, MISSING))
    for row in range(1, rows + 1):
        place = start + row - 1
        letter = typed[place]
        extra = _indel_cost(typed, place, EXTRA)
        current = [last[0] + extra]
        for column in range(1, columns + 1):
            other = start + column - 1
            wanted = intended[other]
            best = min(
                last[column] + extra,
                current[column - 1] + _indel_cost(intended, other, MISSING),
                last[column - 1] + _substitution_cost(typed, place, intended, other),
            )
            if (
                row > 1
                and column > 1
                and letter == intended[other - 1]
                and typed[place - 1] == wanted
            ):
                best = min(best, before[column - 2] + TRANSPOSITION)
            if row > 1 and wanted == _ON_SEAT and typed[place - 1] + letter in _BESIDE_SEAT:
                best = min(best, before[column - 1] + SEAT)
            if column > 1 and letter == _ON_SEAT and intended[other - 1] + wanted in _BESIDE_SEAT:
                best = min(best, last[column - 2] + SEAT)
            current.append(best)
        before, last = last, current
    return last[-1] + (BEGINNING if typed[:1] != intended[:1] else 0.0)


def _indel_cost(word: str, place: int, default: float) -> float:
    """The cost of a letter that only one of the two words has."""
    letter = word[place]
    if word[place - 1 : place] == letter or word[place + 1 : place + 2] == letter:
        return DOUBLED
    if word[place : place + 2] in _BESIDE_SEAT:
        return SEAT
    if letter in _VOWELS:
        return VOWEL if 0 < place < len(word) - 1 else OUTER_VOWEL
    return HAMZA if letter == "ء" else default


def _substitution_cost(typed: str, place: int, intended: str, other: int) -> float:
    if typed[place] == intended[other]:
        return 0.0
    ends = place == len(typed) - 1 and other == len(intended) - 1
    return (_LAST if ends else _WITHIN).get((typed[place], intended[other]), SUBSTITUTION)
