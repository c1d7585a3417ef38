"""The loops over words and their classes with numpy alone, where they could not be compiled.

What each does is told in ``index.kernels.compiled``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from arabic.tokenizer import chunks
from index.arrays import Array, DamagedError, ranges

_NOTHING: Final = np.zeros(0, np.uint32)


class _Numbers(dict[str, int]):
    """Numbers of chunks, asked for when they are missing."""

    def __init__(self, ask: Callable[[str], int]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = self._ask(chunk)
        return number


class Chunks:
    """The numbers of the chunks of texts, each asked for once."""

    def __init__(self, inside: Array, ask: Callable[[str], int]) -> None:  # noqa: ARG002
        self._numbers = _Numbers(ask)

    def cut(self, text: str) -> Array:
        """The numbers of the chunks of a text."""
        return np.array(list(map(self._numbers.__getitem__, chunks(text))), np.int32)


def members(starts: Array, members_: Array, classes: Array) -> Array:
    """The members of classes in a row (see ``index.vocabulary.Grouping``)."""
    if len(classes) and int(classes.max()) >= len(starts) - 1:
        raise DamagedError("a grouping is not whole")
    firsts = starts[classes].astype(np.int64)
    ends = starts[classes.astype(np.int64) + 1].astype(np.int64)
    if (firsts > ends).any() or (len(members_) and (ends > len(members_)).any()):
        raise DamagedError("a grouping is not whole")
    places = ranges(firsts, ends - firsts)
    found: Array = members_[places] if len(members_) else places
    return found.astype(np.uint32)


def terms_of(
    forms: Array, first: Array, ordered: Array, further_forms: Array, further_terms: Array
) -> Array:
    """The terms of forms, sorted (see ``index.vocabulary.Vocabulary.terms_of_forms``)."""
    forms = forms.astype(np.int64)
    if len(forms) and int(forms.max()) >= len(first):
        raise DamagedError("a form has no number")
    if len(ordered) < 2 or int(ordered[0]) > len(first) or len(further_terms) < len(further_forms):
        raise DamagedError("the terms of a form are not whole")
    if not len(forms):
        return _NOTHING
    starts = first[forms].astype(np.int64)
    behind = np.minimum(forms + 1, len(first) - 1)
    ends = np.where(forms + 1 == int(ordered[0]), int(ordered[1]), first[behind])
    ends = np.where(forms >= int(ordered[0]), starts + 1, ends)
    if (ends < starts).any():
        raise DamagedError("the terms of a form are not whole")
    low = np.searchsorted(further_forms, forms)
    high = np.searchsorted(further_forms, forms, side="right")
    further = further_terms[ranges(low, high - low)]
    return np.sort(np.concatenate((ranges(starts, ends - starts), further))).astype(np.uint32)


class Texts:
    """Strings of a block of UTF-8, by number and by their order."""

    def __init__(
        self, block: Array, lengths: Array, starts: Array, order: Array, step: int
    ) -> None:
        self._block = block.data
        self._lengths = lengths
        self._starts = starts
        self._order = order
        self._step = step
        if len(order) and int(order.max()) >= len(lengths):
            raise DamagedError("an order of strings is not whole")
        if step < 1 or len(starts) * step < len(lengths):
            raise DamagedError("a start of strings is not there")

    def get(self, number: int) -> bytes:
        """The bytes of a string."""
        if not 0 <= number < len(self._lengths):
            raise IndexError(number)
        group = number // self._step
        start = int(self._starts[group])
        start += int(self._lengths[group * self._step : number].sum(dtype=np.int64))
        end = start + int(self._lengths[number])
        if end > len(self._block):
            raise DamagedError("a block of strings is cut short")
        return bytes(self._block[start:end])

    def position(self, text: bytes) -> int:
        """How many strings are below a text, in order."""
        low, high = 0, len(self._order)
        while low < high:
            middle = (low + high) // 2
            if self.get(int(self._order[middle])) < text:
                low = middle + 1
            else:
                high = middle
        return low
