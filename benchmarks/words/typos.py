"""Typing errors: misspellings made by one edit at a key or its neighbour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Final

import numpy as np

from benchmarks.quality.gold_words import Spelling
from benchmarks.quality.spelling import SuggestionOutcome, outcome
from benchmarks.words.found_documents import find_spelling
from index.vocabulary import Vocabulary
from search.engine import Engine

TYPOS: Final = 200

LEAST_DOCUMENTS: Final = 20
"""A word in fewer documents is not misspelled."""

RARER: Final = 100
"""A misspelling that occurs is this many times rarer than the word."""

LEAST_LETTERS: Final = 4

# The rows of the Arabic keyboard from left to right; each row lies half a key further right.
_ROWS: Final = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر ىةوزظ")
_CORNER: Final = {"ذ": "ض"}  # the key left of the digits


def _neighbours() -> dict[str, str]:
    """The keys beside, above and below the key of each letter."""
    places = {
        letter: (number, column)
        for number, letters in enumerate(_ROWS)
        for column, letter in enumerate(letters)
        if letter != " "
    }

    def near(one: tuple[int, int], other: tuple[int, int]) -> bool:
        rows, columns = other[0] - one[0], other[1] - one[1]
        if rows == 0:
            return abs(columns) == 1
        return (rows == 1 and columns in (-1, 0)) or (rows == -1 and columns in (0, 1))

    beside = {
        letter: "".join(other for other, at in places.items() if near(place, at))
        for letter, place in places.items()
    }
    return beside | _CORNER


NEIGHBOURS: Final = _neighbours()
"""The neighbouring letters of each letter on the Arabic keyboard."""


def _draw(seed: str, count: int) -> int:
    """A number below ``count`` that depends on ``seed`` alone."""
    return int.from_bytes(blake2b(seed.encode(), digest_size=8).digest()) % count


def make_typo(word: str) -> str:
    """A misspelling of a word by one edit, the same for the same word.

    A letter is replaced by a neighbour, left out, followed by a neighbour or by itself, or swapped
    with the next letter, at any place of the word.
    """
    place = _draw(f"place {word}", len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    near = NEIGHBOURS.get(letter, letter)
    other = near[_draw(f"letter {word}", len(near))]
    match _draw(f"edit {word}", 4):
        case 0:
            return before + other + after
        case 1:
            return before + after
        case 2:
            return before + letter + (other + letter)[_draw(f"again {word}", 2)] + after
        case _:
            return before + after[:1] + letter + after[1:]


def make_typos(engine: Engine, vocabulary: Vocabulary, count: int = TYPOS) -> Iterator[Spelling]:
    """Misspell ``count`` words of the vocabulary, drawn by a hash of the word.

    Words have at least ``LEAST_LETTERS`` Arabic letters and occur in ``LEAST_DOCUMENTS`` documents;
    their misspelling occurs nowhere, or is ``RARER`` times rarer.
    """
    made = 0
    for word in _shuffled(vocabulary):
        typo = make_typo(word)
        written = len(find_spelling(engine, word))
        if written < LEAST_DOCUMENTS or not _is_misspelling(engine, typo, word, written):
            continue
        yield Spelling(typo, word)
        made += 1
        if made == count:
            return


def _shuffled(vocabulary: Vocabulary) -> list[str]:
    """The frequent Arabic words of a vocabulary in the order of a hash."""
    frequent = np.flatnonzero(vocabulary.occurrences.at_least(LEAST_DOCUMENTS)).tolist()
    words = (vocabulary.forms[form] for form in frequent)
    arabic = (word for word in words if len(word) >= LEAST_LETTERS and NEIGHBOURS.keys() >= {*word})
    return sorted(arabic, key=lambda word: blake2b(word.encode(), digest_size=8).digest())


def _is_misspelling(engine: Engine, typo: str, word: str, written: int) -> bool:
    misspelled = len(find_spelling(engine, typo))
    return typo != word and misspelled * RARER <= written


def correct_typos(engine: Engine, typos: Sequence[Spelling]) -> tuple[SuggestionOutcome, ...]:
    """Search each typo and rank its word among the suggestions."""
    return tuple(outcome(engine, typo) for typo in typos)
