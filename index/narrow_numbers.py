"""Sequences of numbers in less memory than an array of them: read by number, never changed.

``NarrowNumbers`` has small numbers in 8 or 16 bits, and the few larger ones beside them.
``Differences`` has numbers that are near their own places, ``ClassNumbers`` the class of each
member where the members of a class are consecutive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, Final, Self, overload

import numpy as np
import numpy.typing as npt

from index.array_types import I64, U8, U16, U32, Array, Integers, Mask

_TOPS: Final = (0xFF, 0xFFFF)
_TOP_BYTE: Final = b"\xff"
_LARGE_BYTES: Final = 8


class Numbers:
    """Numbers by place: ``numbers[n]`` is one, ``numbers[array]`` an array of them; a mask or a
    slice takes as many. ``numpy.asarray`` gives all."""

    def __len__(self) -> int:
        raise NotImplementedError

    def _at(self, places: Integers) -> U32:
        raise NotImplementedError

    def _one(self, place: int) -> int:
        raise NotImplementedError

    @overload
    def __getitem__(self, place: int | np.integer[Any]) -> int: ...
    @overload
    def __getitem__(self, place: Integers | Mask | slice) -> U32: ...
    def __getitem__(self, place: int | np.integer[Any] | Integers | Mask | slice) -> int | U32:
        if isinstance(place, slice):
            return self._at(np.arange(*place.indices(len(self))))
        if isinstance(place, np.ndarray) and place.ndim:
            return self._at(_places(place))
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._one(int(place))

    def __array__(
        self, dtype: npt.DTypeLike | None = None, copy: bool | None = None
    ) -> npt.NDArray[Any]:
        return self[:].astype(dtype or np.uint32, copy=False)

    def astype(self, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """All numbers as an array."""
        return self[:].astype(dtype, copy=False)

    def tolist(self) -> list[int]:
        """All numbers as a list."""
        return list(map(int, self[:].tolist()))


def _places(wanted: npt.NDArray[Any]) -> Integers:
    """The places that a mask or an array of them names."""
    return np.flatnonzero(wanted) if wanted.dtype == np.bool_ else wanted


class NarrowNumbers(Numbers):
    """Numbers in a narrow type, whose highest value stands for any that is not less: these are
    ``values``, at the sorted ``places``."""

    def __init__(self, narrow: U8 | U16, places: U32, values: U32) -> None:
        self._narrow = narrow
        self._places = places
        self._values = values
        self._top = int(np.iinfo(narrow.dtype).max)

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Self:
        """The numbers that ``narrow_arrays`` or ``difference_arrays`` stored."""
        return cls(arrays[name], arrays[f"{name}.places"], arrays[f"{name}.values"])

    def __len__(self) -> int:
        return len(self._narrow)

    def _at(self, places: Integers) -> U32:
        narrow = self._narrow[places]
        return self._with_large(narrow.astype(np.uint32), narrow, places)

    def _with_large(self, found: U32, narrow: U8 | U16, places: Integers) -> U32:
        """Numbers with those that ``narrow`` has not."""
        if _TOP_BYTE in narrow.tobytes():
            large = np.flatnonzero(narrow == self._top)
            # With numbers of another dtype, numpy would convert the whole array.
            wanted = places[large].astype(self._places.dtype)
            found[large] = self._values[self._places.searchsorted(wanted)]
        return found

    def _one(self, place: int) -> int:
        number = int(self._narrow[place])
        return number if number < self._top else self._large(place)

    def _large(self, place: int) -> int:
        return int(self._values[self._places.searchsorted(self._places.dtype.type(place))])

    def present(self, places: Integers) -> Mask:
        """Which of the numbers at some places are not 0."""
        found: Mask = self._narrow[places] > 0
        return found

    def at_least(self, number: int) -> Mask:
        """Which numbers are not less than one."""
        if number <= self._top:
            return self._narrow >= number
        return self[:] >= number

    def total(self) -> int:
        """The sum of all."""
        above = self._values.sum(dtype=np.int64) - self._top * len(self._values)
        return int(self._narrow.sum(dtype=np.int64) + above)


class Differences(NarrowNumbers):
    """Number n is n less a difference, which is stored with the middle of its type added."""

    def _at(self, places: Integers) -> U32:
        narrow = self._narrow[places]
        middle = np.uint32(self._top >> 1)
        found = places.astype(np.uint32) + middle
        found -= narrow
        return self._with_large(found, narrow, places)

    def _one(self, place: int) -> int:
        stored = int(self._narrow[place])
        return place + (self._top >> 1) - stored if stored < self._top else self._large(place)


class ClassNumbers(Numbers):
    """The class of each of the first members, of which class c has those from ``starts[c]`` on, and
    ``later`` those of the others."""

    def __init__(self, starts: U32, members: int, later: Integers) -> None:
        self._starts = starts
        self._members = members
        self._later = later

    def __len__(self) -> int:
        return self._members + len(self._later)

    def _at(self, places: Integers) -> U32:
        numbers = places.astype(self._starts.dtype)
        found = (self._starts.searchsorted(numbers, "right") - 1).astype(np.uint32)
        later = np.flatnonzero(places >= self._members)
        found[later] = self._later[places[later] - self._members]
        return found

    def _one(self, place: int) -> int:
        if place >= self._members:
            return int(self._later[place - self._members])
        return bisect_right(self._starts.data, place) - 1


def narrow_arrays(name: str, numbers: Integers) -> dict[str, Array]:
    """Numbers as the arrays that ``NarrowNumbers.read`` takes."""
    wide = numbers.astype(np.int64)
    return _narrowest(name, wide, dict.fromkeys(_TOPS, wide))


def difference_arrays(name: str, numbers: Integers) -> dict[str, Array]:
    """Numbers near their places as the arrays that ``Differences.read`` takes."""
    wide = numbers.astype(np.int64)
    differences = np.arange(len(wide)) - wide
    return _narrowest(name, wide, {top: differences + (top >> 1) for top in _TOPS})


def _narrowest(name: str, numbers: I64, stored: Mapping[int, I64]) -> dict[str, Array]:
    """The arrays of numbers, of which each type with a highest value ``stored`` those in its
    range."""
    large = {top: np.flatnonzero((of < 0) | (of >= top)) for top, of in stored.items()}
    byte, word = _TOPS
    is_byte = _LARGE_BYTES * (len(large[byte]) - len(large[word])) <= len(numbers)
    top = byte if is_byte else word
    narrow = stored[top].copy()
    narrow[large[top]] = top
    return {
        name: narrow.astype(np.uint8 if is_byte else np.uint16),
        f"{name}.places": large[top].astype(np.uint32),
        f"{name}.values": numbers[large[top]].astype(np.uint32),
    }
