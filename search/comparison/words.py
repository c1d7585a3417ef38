"""The words of a text for a comparison: where they are, and which are equal when folded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import shake_128
from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, U64
from index.arrays import ranges
from search.snippets.text_spans import (
    IRREGULAR,
    LONGEST_KEPT,
    folded_spans,
    letter_numbers,
    words_of_span,
)

_WORDS_KEPT: Final = 16_384
_BITS: Final = 0xFFFFFFFFFFFFFFFF
_LETTER_KEYS: Final = np.frombuffer(shake_128(b"letters").digest(2_048), np.uint64)
_PLACE: Final = np.uint64(0x9E3779B97F4A7C15)
_PLACES: Final = 64
_PLACE_KEYS: Final[U64] = np.multiply.accumulate(np.full(_PLACES, _PLACE))
"""The weight of a letter by its place in its word; those after the last have its weight."""


class Words(NamedTuple):
    """Word n is ``[starts[n], ends[n])`` of the text in code points, ``keys[n]`` that of its form.

    A key is a hash of the folded letters of a word: equal for equal forms within a process.
    """

    starts: I64
    ends: I64
    keys: U64

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The part of the text from word ``first`` to before word ``last``, in code points."""
        return int(self.starts[first]), int(self.ends[last - 1])


def read_words(text: str) -> Words:
    """The words of a text; those of marks alone are left out. Takes time linear in the text."""
    spans = folded_spans(text)
    if not len(spans.starts):
        return Words(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64))
    lengths = spans.ends - spans.starts
    weights = _PLACE_KEYS[
        np.minimum(ranges(np.zeros(len(lengths), np.int64), lengths), _PLACES - 1)
    ]
    letters = _LETTER_KEYS[spans.letters[ranges(spans.starts, lengths)]]
    keys = np.add.reduceat(letters * weights, np.cumsum(lengths) - lengths)
    others = np.flatnonzero(spans.irregular).tolist()
    if not others:
        return Words(spans.starts, spans.ends, keys)
    found = [
        (start + first, start + last, key)
        for start, end in zip(
            spans.starts[others].tolist(), spans.ends[others].tolist(), strict=True
        )
        for first, last, key in _words_of(text[start:end])
    ]
    regular = ~spans.irregular
    starts = np.concatenate((spans.starts[regular], np.array([at for at, _, _ in found], np.int64)))
    ends = np.concatenate((spans.ends[regular], np.array([end for _, end, _ in found], np.int64)))
    keys = np.concatenate((keys[regular], np.array([key for _, _, key in found], np.uint64)))
    order = np.argsort(starts, kind="stable")
    return Words(starts[order], ends[order], keys[order])


def form_keys(forms: Sequence[str]) -> U64:
    """The keys of forms, as the words of a text have them; none of the forms is empty."""
    if not forms:
        return np.zeros(0, np.uint64)
    letters = letter_numbers("".join(forms))
    lengths = np.fromiter(map(len, forms), np.int64, len(forms))
    starts = np.cumsum(lengths) - lengths
    places = np.minimum(ranges(np.zeros(len(forms), np.int64), lengths), _PLACES - 1)
    keys = np.add.reduceat(_LETTER_KEYS[letters] * _PLACE_KEYS[places], starts)
    unknown = np.logical_or.reduceat((letters == 0) | (letters == IRREGULAR), starts)
    for place in np.flatnonzero(unknown).tolist():
        keys[place] = hash(forms[place]) & _BITS
    return keys


def _words_of(written: str) -> tuple[tuple[int, int, int], ...]:
    """The words of a span with their keys; those of a short one are cached."""
    return _short_words(written) if len(written) <= LONGEST_KEPT else _keyed_words(written)


def _keyed_words(written: str) -> tuple[tuple[int, int, int], ...]:
    words = [word for word in words_of_span(written) if word[2]]
    keys = form_keys([form for _, _, form in words]).tolist()
    return tuple((start, end, key) for (start, end, _), key in zip(words, keys, strict=True))


_short_words: Final = lru_cache(_WORDS_KEPT)(_keyed_words)
