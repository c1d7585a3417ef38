"""Spans of a text, found by array operations over the whole text, and the words in them.

A text is split into spans at characters that no word has inside. A regular span has only plain
letters: it is one word, and has a hash of its folded letters. An irregular span has to be
tokenized, or has letters of a rule of ``arabic.letter_context``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from hashlib import shake_128
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from arabic.folding import INVISIBLE, MARKS, TATWEEL, TEH_MARBUTA, fold
from arabic.tokenizer import THOUSANDS_SEPARATORS, tokenize
from index.array_types import I64, U8, U32, Mask

_LAST: Final = 0xFFFF  # also stands for all higher code points
IRREGULAR: Final = 255
_HASH_BITS: Final = 16
_WORDS_KEPT: Final = 8_192
LONGEST_KEPT: Final = 64
"""Code points of the longest span whose words are cached."""

_BETWEEN_WORDS: Final = (range(0x80), range(0xA0, 0xC0), range(0x600, 0x700), range(0x2000, 0x2070))
_PLAIN: Final = (range(0x30, 0x3A), range(0x41, 0x7B), range(0x620, 0x6D4))

# Kinds of plain letters; ة ends its word, so it is of its own kind. ؤ and ئ are irregular, and so
# are the letters of a rule side by side: اا, ءا, يأة.
_DIGIT, _LATIN, _ARABIC, _TEH, _HEH, _ALEF, _ALEF_HAMZA, _HAMZA, _OTHER = range(1, 10)
_KINDS_OF_LETTERS: Final = {
    TEH_MARBUTA: _TEH,
    **dict.fromkeys("ه", _HEH),
    **dict.fromkeys("اإآٱ", _ALEF),
    "أ": _ALEF_HAMZA,
    "ء": _HAMZA,
    **dict.fromkeys("ؤئ", _OTHER),
}
_ARABIC_KINDS: Final = (_ARABIC, _HEH, _ALEF, _ALEF_HAMZA, _HAMZA)


def _letters() -> tuple[U8, U8]:
    """For each code point its folded letter (0 for a separator, ``IRREGULAR`` for what has to be
    tokenized), and its kind."""
    letters = np.full(_LAST + 1, IRREGULAR, np.uint8)
    kinds = np.full(_LAST + 1, _OTHER, np.uint8)
    inside = frozenset(MARKS + INVISIBLE + TATWEEL)
    for character in (chr(code) for block in _BETWEEN_WORDS for code in block):
        if not character.isalnum() and character not in inside:
            letters[ord(character)] = kinds[ord(character)] = 0
    known: dict[str, int] = {}
    for letter in (chr(code) for block in _PLAIN for code in block):
        form = fold(letter)
        if letter.isalnum() and letter not in inside and len(form) == 1:
            letters[ord(letter)] = known.setdefault(form, len(known) + 1)
            kinds[ord(letter)] = _kind(letter, form)
    return letters, kinds


def _kind(letter: str, form: str) -> int:
    if form.isascii():
        return _DIGIT if form.isdigit() else _LATIN
    if form == "ا":
        return _KINDS_OF_LETTERS.get(letter, _ALEF)
    return _KINDS_OF_LETTERS.get(letter, _HEH if form == "ه" else _ARABIC)


def _irregular_pairs() -> Mask:
    """For each two kinds, whether letters of them side by side make a span irregular."""
    irregular = np.zeros((16, 16), bool)
    irregular[1:, 1:] = irregular[0, _OTHER] = True
    irregular[_DIGIT, _DIGIT] = irregular[_LATIN, _LATIN] = False
    irregular[np.ix_(_ARABIC_KINDS, (*_ARABIC_KINDS, _TEH))] = False
    alefs = (_ALEF, _ALEF_HAMZA)
    irregular[np.ix_((*alefs, _HAMZA), alefs)] = True
    irregular[_ALEF_HAMZA, (_HEH, _TEH)] = True
    return irregular.ravel()


_LETTERS, _KINDS = _letters()
_IRREGULAR_PAIRS: Final = _irregular_pairs()
_IS_SEPARATOR: Final = np.isin(
    np.arange(_LAST + 1), [ord(separator) for separator in THOUSANDS_SEPARATORS]
)
_LAM, _HEH_LETTER = (int(_LETTERS[ord(letter)]) for letter in "له")
# Importing numpy.random would take 2 MB.
_LETTER_HASHES: Final = np.frombuffer(shake_128(b"letters").digest(1024), np.uint32).copy()
_LETTER_HASHES[0] = 0


TextWord: TypeAlias = tuple[int, int, str]
"""A word of a text: its start, its end, and its form."""


def _tokenize(written: str) -> tuple[TextWord, ...]:
    return tuple((start, end, fold(written[start:end])) for start, end in tokenize(written))


_tokenize_cached = lru_cache(_WORDS_KEPT)(_tokenize)
_fold_cached = lru_cache(_WORDS_KEPT)(fold)


def clear_caches() -> None:
    """Drop the cached words and forms."""
    _tokenize_cached.cache_clear()
    _fold_cached.cache_clear()


class _LongSpan:
    """The words of a long span, which are read no further than needed."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._written = text[start:end]
        self._first = start
        self._tokens = tokenize(self._written)
        self._words: list[TextWord] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def __iter__(self) -> Iterator[TextWord]:
        place = 0
        while place < len(self._words) or self._read():
            yield self._words[place]
            place += 1

    def _read(self) -> bool:
        """Read one more word, if there is one."""
        token = next(self._tokens, None)
        if token is None:
            return False
        start, end = token
        written = self._written[start:end]
        form = _fold_cached(written) if len(written) <= LONGEST_KEPT else fold(written)
        self._words.append((self._first + start, self._first + end, form))
        self._starts.append(self._first + start)
        self._ends.append(self._first + end)
        return True

    def start_from(self, place: int) -> int | None:
        """The start of the first word at or after a place."""
        while not self._starts or self._starts[-1] < place:
            if not self._read():
                return None
        return self._starts[bisect_left(self._starts, place)]

    def end_until(self, place: int) -> int | None:
        """The end of the last word that ends at or before a place."""
        while (not self._ends or self._ends[-1] <= place) and self._read():
            pass
        at = bisect_right(self._ends, place)
        return self._ends[at - 1] if at else None


class _Scan:
    """The spans of a text, or of several: number n is ``[starts[n], ends[n])``."""

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        self._codes = np.minimum(codes, _LAST)
        self.letters = _LETTERS[self._codes]
        self._kinds = _KINDS[self._codes]
        self._join_numbers()
        inside = np.zeros(len(codes) + 2, bool)
        np.not_equal(self.letters, 0, out=inside[1:-1])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        self._starts = edges[::2]
        self.starts: list[int] = self._starts.tolist()
        self.ends: list[int] = edges[1::2].tolist()
        self._selected: tuple[Mask, list[int]] | None = None

    def _join_numbers(self) -> None:
        """Take the separators between digits (12,345) for characters of an irregular word."""
        places = np.flatnonzero(_IS_SEPARATOR[self._codes[1:-1]]) + 1
        digits = self._kinds == _DIGIT
        joined = places[digits[places - 1] & digits[places + 1]]
        self.letters[joined] = IRREGULAR
        self._kinds[joined] = _OTHER

    @cached_property
    def hashes(self) -> U32:
        """A hash of 16 bits for each span, equal for all that fold to one form."""
        if not self.starts:
            return np.zeros(0, np.uint32)
        sums: U32 = np.add.reduceat(_LETTER_HASHES[self.letters], self._starts, dtype=np.uint32)
        sums += _LETTER_HASHES[self.letters[self._starts]] >> 1
        return sums >> np.uint32(32 - _HASH_BITS)

    @cached_property
    def irregular(self) -> Mask:
        """For each span, whether it has to be tokenized, or may have letters of a rule."""
        found = np.zeros(len(self._starts), bool)
        kinds = np.zeros(len(self._codes) + 1, np.uint8)
        kinds[1:] = self._kinds
        letters = self.letters
        same = letters[1:] == letters[:-1]
        repeated = same[1:] & same[:-1] & (letters[2:] != 0) & (self._kinds[2:] > _LATIN)
        swapped = (letters[1:-1] == _LAM) & same[1:] & (letters[:-2] == _HEH_LETTER)
        for places in (
            np.flatnonzero(_IRREGULAR_PAIRS[kinds[:-1] * 16 + kinds[1:]]),
            np.flatnonzero(repeated | swapped),
        ):
            found[np.searchsorted(self._starts, places, "right") - 1] = True
        return found

    def selected(self, wanted: Mask) -> list[int]:
        """The numbers of the spans whose hash is wanted, and of all irregular ones."""
        if self._selected is None or self._selected[0] is not wanted:
            found: list[int] = np.flatnonzero(wanted[self.hashes] | self.irregular).tolist()
            self._selected = wanted, found
        return self._selected[1]


class TextSpans:
    """The spans of a text: number n is ``text[slice(*bounds(n))]``; no word is in two of them.

    :param scanned: the spans of several texts, where they were found at once.
    :param place: where the text begins among them.
    :param numbers: which of the spans are those of the text.
    """

    def __init__(
        self,
        text: str,
        scanned: _Scan | None = None,
        place: int = 0,
        numbers: tuple[int, int] | None = None,
    ) -> None:
        self.text = text
        self._long: dict[int, _LongSpan] = {}
        self._scan = _Scan(text) if scanned is None else scanned
        self._place = place
        self._first, self._last = numbers or (0, len(self._scan.starts))

    def __len__(self) -> int:
        return self._last - self._first

    def bounds(self, number: int) -> tuple[int, int]:
        """Where a span starts and ends."""
        at = self._first + number
        return self._scan.starts[at] - self._place, self._scan.ends[at] - self._place

    def is_irregular(self, number: int) -> bool:
        """Whether a span has to be tokenized, or may have letters of a rule."""
        return bool(self._scan.irregular[self._first + number])

    def selected(self, wanted: Mask) -> Iterator[int]:
        """The numbers of the spans whose hash is wanted, and of all irregular ones, in order."""
        found = self._scan.selected(wanted)
        first = bisect_left(found, self._first)
        last = bisect_left(found, self._last, first)
        return (number - self._first for number in islice(found, first, last))

    def words(self, number: int) -> Iterable[TextWord]:
        """The words of a span in their order; those of a long span are read one by one."""
        place, end = self.bounds(number)
        if end - place > LONGEST_KEPT:
            return self._long_span(number)
        if not self.is_irregular(number):
            return [(place, end, _fold_cached(self.text[place:end]))]
        found = _tokenize_cached(self.text[place:end])
        return [(place + start, place + end, form) for start, end, form in found]

    def _long_span(self, number: int) -> _LongSpan:
        known = self._long.get(number)
        if known is None:
            known = self._long[number] = _LongSpan(self.text, *self.bounds(number))
        return known

    def word_start(self, place: int) -> int:
        """The start of the first word at or after a place; the end of the text if there is none."""
        after = bisect_right(self._scan.ends, self._place + place, self._first, self._last)
        for number in range(after - self._first, len(self)):
            found = self._start_in(number, place)
            if found is not None:
                return found
        return len(self.text)

    def _start_in(self, number: int, place: int) -> int | None:
        start, end = self.bounds(number)
        if end - start > LONGEST_KEPT:
            return self._long_span(number).start_from(place)
        return next((start for start, _, _ in self.words(number) if start >= place), None)

    def word_end(self, place: int, floor: int) -> int | None:
        """The end of the last word that ends at or before a place, if it is after ``floor``."""
        before = bisect_left(self._scan.starts, self._place + place, self._first, self._last)
        for number in range(before - self._first - 1, -1, -1):
            if self.bounds(number)[1] <= floor:
                return None
            end = self._end_in(number, place)
            if end is not None:
                return end if end > floor else None
        return None

    def _end_in(self, number: int, place: int) -> int | None:
        start, end = self.bounds(number)
        if end - start > LONGEST_KEPT:
            return self._long_span(number).end_until(place)
        found = [end for _, end, _ in self.words(number) if end <= place]
        return found[-1] if found else None


def spans_of(texts: Sequence[str]) -> list[TextSpans]:
    """The spans of several texts, found at once: for short texts much faster than one by one."""
    scanned = _Scan("\n".join(texts))
    found: list[TextSpans] = []
    place = first = 0
    for text in texts:
        last = bisect_left(scanned.starts, place + len(text), first)
        found.append(TextSpans(text, scanned, place, (first, last)))
        first = last
        place += len(text) + 1
    return found


class FoldedSpans(NamedTuple):
    """The spans of a text: number n is ``[starts[n], ends[n])`` in code points; ``letters`` has the
    number of the folded letter of each code point, ``irregular[n]`` says that it does not tell the
    words of the span."""

    starts: I64
    ends: I64
    letters: U8
    irregular: Mask


def folded_spans(text: str) -> FoldedSpans:
    """The spans of a text with their folded letters."""
    scanned = _Scan(text)
    ends = np.array(scanned.ends, np.int64)
    starts = np.array(scanned.starts, np.int64)
    return FoldedSpans(starts, ends, scanned.letters, scanned.irregular)


def letter_numbers(text: str) -> U8:
    """The numbers of the letters of some forms as in ``FoldedSpans.letters``: one for each code
    point, 0 or ``IRREGULAR`` for one that has none."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _LETTERS[np.minimum(codes, _LAST)]


def words_of_span(written: str) -> tuple[TextWord, ...]:
    """The words of an irregular span; those of a short one are cached."""
    return _tokenize_cached(written) if len(written) <= LONGEST_KEPT else _tokenize(written)


class SpanFilter:
    """Selects the spans of a text that may have one of some forms: regular spans whose hash one of
    the forms has, and all irregular ones."""

    def __init__(self, forms: Collection[str]) -> None:
        self._forms = forms
        self._hashes = np.zeros(1 << _HASH_BITS, bool)
        self._hashes[_Scan("\n".join(forms)).hashes] = True
        self._wanted: dict[str, tuple[TextWord, ...]] = {}

    def candidates(self, spans: TextSpans) -> Iterator[int]:
        """The numbers of the selected spans in ascending order."""
        return spans.selected(self._hashes)

    def wanted(self, written: str) -> tuple[TextWord, ...]:
        """The words of a span that have one of the forms; the texts of a page share many spans."""
        known = self._wanted.get(written)
        if known is None:
            if len(self._wanted) >= _WORDS_KEPT:
                self._wanted.clear()
            known = tuple(word for word in _tokenize_cached(written) if word[2] in self._forms)
            self._wanted[written] = known
        return known
