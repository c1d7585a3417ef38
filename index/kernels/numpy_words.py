"""The kernels over words and their classes with numpy, the twins of those in ``compiled``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final, Generic, TypeVar, overload

import numpy as np

from arabic.tokenizer import chunks
from index.array_types import I32, U8, U16, U32
from index.arrays import DamagedError, ranges
from index.letter_bytes import decode

Value = TypeVar("Value")

_EMPTY: Final = np.zeros(0, np.uint32)


class _Numbers(dict[str, tuple[int, ...]]):
    """The numbers of the words of each chunk, from ``ask`` when they are missing."""

    def __init__(self, ask: Callable[[str], Sequence[int]]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        numbers = self[chunk] = tuple(self._ask(chunk))
        return numbers


class ChunkNumbers:
    """The numbers of the words of texts (see ``compiled_words.ChunkNumbers``)."""

    def __init__(self, inside: U8, ask: Callable[[str], Sequence[int]]) -> None:  # noqa: ARG002
        self._numbers = _Numbers(ask)

    def cut(self, text: str) -> I32:
        """The numbers of the words of a text in order."""
        each_chunk = map(self._numbers.__getitem__, chunks(text))
        return np.fromiter(chain.from_iterable(each_chunk), np.int32)


def class_members(starts: U32, members: U32, classes: U32, size: int) -> U32:
    """The members of classes, class by class (see ``index.vocabulary.Grouping``).

    Classes are distinct and have ``size`` members together at most, which are below it.
    """
    if len(classes) and int(classes.max()) >= len(starts) - 1:
        raise DamagedError("class_bounds_invalid")
    firsts = starts[classes].astype(np.int64)
    ends = starts[classes.astype(np.int64) + 1].astype(np.int64)
    last = len(members) or size
    if (firsts > ends).any() or (ends > last).any() or int((ends - firsts).sum()) > size:
        raise DamagedError("class_bounds_invalid")
    places = ranges(firsts, ends - firsts)
    found = members[places] if len(members) else places.astype(np.uint32)
    if len(found) and int(found.max()) >= size:
        raise DamagedError("class_bounds_invalid")
    return found


def terms_of_forms(
    forms: U32, first: U32, ordered: U32, further_forms: U32, further_terms: U32, size: int
) -> U32:
    """The terms of distinct forms, sorted (see ``index.vocabulary.Vocabulary.terms_of_forms``).

    Terms are below ``size``.
    """
    numbers = forms.astype(np.int64)
    if len(numbers) and int(numbers.max()) >= len(first):
        raise DamagedError("form_number_unknown")
    if len(ordered) < 2 or int(ordered[0]) > len(first) or int(ordered[1]) > size:
        raise DamagedError("form_terms_invalid")
    if len(further_terms) < len(further_forms):
        raise DamagedError("form_terms_invalid")
    if not len(numbers):
        return _EMPTY
    starts = first[numbers].astype(np.int64)
    following = np.minimum(numbers + 1, len(first) - 1)
    ends = np.where(numbers + 1 == int(ordered[0]), int(ordered[1]), first[following])
    later = numbers >= int(ordered[0])
    ends = np.where(later, starts + 1, ends)
    if (ends < starts).any() or (ends[~later] > int(ordered[1])).any():
        raise DamagedError("form_terms_invalid")
    if int((ends - starts).sum()) > size + len(numbers):
        raise DamagedError("form_terms_invalid")
    low = np.searchsorted(further_forms, numbers)
    high = np.searchsorted(further_forms, numbers, side="right")
    further = further_terms[ranges(low, high - low)]
    found = np.sort(np.concatenate((ranges(starts, ends - starts), further)))
    if len(found) and int(found[-1]) >= size:
        raise DamagedError("form_terms_invalid")
    return found.astype(np.uint32)


class StringBlock:
    """Strings in one block of bytes (see ``compiled.StringBlock``)."""

    def __init__(self, block: U8, lengths: U8 | U16, starts: U32, order: U32, step: int) -> None:
        self._block = block.data
        self._lengths = lengths
        self._starts = starts
        self._order = order
        self._step = step
        if len(order) and int(order.max()) >= len(lengths):
            raise DamagedError("string_order_invalid")
        if step < 1 or len(starts) * step < len(lengths):
            raise DamagedError("string_starts_missing")

    def get(self, number: int) -> bytes:
        """The bytes of a string."""
        if not 0 <= number < len(self._lengths):
            raise IndexError(number)
        return self._at(number)

    def _at(self, number: int) -> bytes:
        # The file may have been changed after it was opened.
        if number >= len(self._lengths):
            raise DamagedError("string_order_invalid")
        group = number // self._step
        start = int(self._starts[group])
        start += int(self._lengths[group * self._step : number].sum(dtype=np.int64))
        end = start + int(self._lengths[number])
        if end > len(self._block):
            raise DamagedError("string_block_cut_short")
        return bytes(self._block[start:end])

    def find(self, text: bytes) -> int | None:
        """The number of a string, None where it is not among them."""
        place = self.position(text)
        if place == len(self._order):
            return None
        number = int(self._order[place])
        return number if self._at(number) == text else None

    def position(self, text: bytes) -> int:
        """How many strings sort before a text."""
        low, high = 0, len(self._order)
        while low < high:
            middle = (low + high) // 2
            if self._at(int(self._order[middle])) < text:
                low = middle + 1
            else:
                high = middle
        return low


class StringTable(Generic[Value]):
    """The values of distinct strings (see ``compiled_words.StringTable``)."""

    def __init__(self, block: U8, lengths: U8 | U16, kinds: U32, values: Sequence[Value]) -> None:
        ends = np.cumsum(lengths, dtype=np.int64).tolist()
        if (ends and ends[-1] > len(block)) or len(kinds) != len(lengths):
            raise ValueError("strings and kinds of other lengths")
        if len(kinds) and int(kinds.max()) >= len(values):
            raise ValueError("a kind without a value")
        whole = bytes(block)
        texts = (decode(whole[start:end]) for start, end in zip([0, *ends], ends, strict=False))
        self._values = dict(zip(texts, map(values.__getitem__, kinds.tolist()), strict=True))

    @overload
    def get(self, text: str) -> Value | None: ...
    @overload
    def get(self, text: str, otherwise: Value) -> Value: ...
    def get(self, text: str, otherwise: Value | None = None) -> Value | None:
        """The value of a string, ``otherwise`` where it is not among them."""
        return self._values.get(text, otherwise)
