"""Stretches of a text, found by passes over the whole of it, and the words in those that are read.

A text is parted into stretches at the signs that no word has inside. A stretch of plain letters is
one word and has a sum over its folded letters; one that is odd may hold any number of words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

import numpy as np

from arabic.folding import INVISIBLE, MARKS, TATWEEL, TEH_MARBUTA, fold
from arabic.tokenizer import tokenize
from index.arrays import Array

_LAST: Final = 0xFFFF  # stands for what lies beyond, too
_ODD: Final = 255
BITS: Final = 16
_READ_KEPT: Final = 8_192
_LONGEST_KEPT: Final = 64

_SIGNS: Final = (range(0x80), range(0xA0, 0xC0), range(0x600, 0x700), range(0x2000, 0x2070))
_PLAIN: Final = (range(0x30, 0x3A), range(0x41, 0x7B), range(0x620, 0x6D4))

# What a plain letter is of; a ة ends its word, so that it is another after a letter than before.
_DIGIT, _LATIN, _ARABIC, _TEH, _OTHER = range(1, 6)


def _letters() -> tuple[Array, Array]:
    """For each character its letter (0 for a sign that parts words, ``_ODD`` for what has to be
    read) and its kind."""
    letters = np.full(_LAST + 1, _ODD, np.uint8)
    kinds = np.full(_LAST + 1, _OTHER, np.uint8)
    inside = frozenset(MARKS + INVISIBLE + TATWEEL)
    for sign in (chr(code) for block in _SIGNS for code in block):
        if not sign.isalnum() and sign not in inside:
            letters[ord(sign)] = kinds[ord(sign)] = 0
    known: dict[str, int] = {}
    for letter in (chr(code) for block in _PLAIN for code in block):
        form = fold(letter)
        if letter.isalnum() and letter not in inside and len(form) == 1:
            letters[ord(letter)] = known.setdefault(form, len(known) + 1)
            kinds[ord(letter)] = (
                _TEH
                if letter == TEH_MARBUTA
                else _DIGIT
                if form.isdigit()
                else _LATIN
                if form.isascii()
                else _ARABIC
            )
    return letters, kinds


def _pairs() -> Array:
    """Whether two kinds side by side make a stretch that has to be read."""
    odd = np.zeros((8, 8), bool)
    odd[1:, 1:] = odd[0, _OTHER] = True
    for one, other in ((_DIGIT, _DIGIT), (_LATIN, _LATIN), (_ARABIC, _ARABIC), (_ARABIC, _TEH)):
        odd[one, other] = False
    return odd.ravel()


_LETTERS, _KINDS = _letters()
_PAIRS: Final = _pairs()
_WORTH: Final = np.random.default_rng(29).integers(0, 1 << 32, 256, np.uint32)
_WORTH[0] = 0


TextWord: TypeAlias = tuple[int, int, str]
"""A word of a text: where it begins and ends, and its form."""


def _read(written: str) -> tuple[TextWord, ...]:
    return tuple((start, end, fold(written[start:end])) for start, end in tokenize(written))


_kept = lru_cache(_READ_KEPT)(_read)
_form = lru_cache(_READ_KEPT)(fold)


def forget() -> None:
    """Keep nothing of what was read so far."""
    _kept.cache_clear()
    _form.cache_clear()


class Stretches:
    """The stretches of a text: number n is ``text[starts[n]:ends[n]]``; no word lies in two."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._long: dict[int, tuple[TextWord, ...]] = {}
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        self._codes = np.minimum(codes, _LAST)
        self._letters = _LETTERS[self._codes]
        inside = np.zeros(len(codes) + 2, bool)
        np.not_equal(self._letters, 0, out=inside[1:-1])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        self._starts = edges[::2]
        self.starts: list[int] = self._starts.tolist()
        self.ends: list[int] = edges[1::2].tolist()

    def __len__(self) -> int:
        return len(self.starts)

    def words(self, number: int) -> list[TextWord]:
        """The words of a stretch, in order."""
        place, end = self.starts[number], self.ends[number]
        if not self.odd[number] and end - place <= _LONGEST_KEPT:
            return [(place, end, _form(self.text[place:end]))]
        if end - place <= _LONGEST_KEPT:
            read = _kept(self.text[place:end])
        elif number in self._long:
            read = self._long[number]
        else:
            read = self._long[number] = _read(self.text[place:end])
        return [(place + start, place + end, form) for start, end, form in read]

    def _spans(self, number: int) -> list[tuple[int, int]]:
        if not self.odd[number]:
            return [(self.starts[number], self.ends[number])]
        return [(start, end) for start, end, _ in self.words(number)]

    def word_start(self, place: int) -> int:
        """Where the first word at or after a place begins, the end of the text if none does."""
        for number in range(bisect_right(self.ends, place), len(self)):
            for start, _ in self._spans(number):
                if start >= place:
                    return start
        return len(self.text)

    def word_end(self, place: int, floor: int) -> int | None:
        """Where the last word that ends at or before a place does, if that is after ``floor``."""
        for number in range(bisect_left(self.starts, place) - 1, -1, -1):
            if self.ends[number] <= floor:
                return None
            for _, end in reversed(self._spans(number)):
                if end <= place:
                    return end if end > floor else None
        return None

    def sums(self) -> Array:
        """A sum of 16 bits for each stretch, the same for all that fold to one form."""
        if not self.starts:
            return np.zeros(0, np.int64)
        sums = np.add.reduceat(_WORTH[self._letters], self._starts, dtype=np.uint32)
        sums += _WORTH[self._letters[self._starts]] >> 1
        return sums >> (32 - BITS)

    @cached_property
    def odd(self) -> Array:
        """Whether a stretch is more than plain letters of one word."""
        found = np.zeros(len(self.starts), bool)
        kinds = np.zeros(len(self._codes) + 1, np.uint8)
        kinds[1:] = _KINDS[self._codes]
        places = np.flatnonzero(_PAIRS[kinds[:-1] * 8 + kinds[1:]])
        found[np.searchsorted(self._starts, places, "right") - 1] = True
        return found
