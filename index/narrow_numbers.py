"""Sequences of numbers in less memory than an array of them: read by number, never changed.

``NarrowNumbers`` has small numbers in 8 or 16 bits, and the few larger ones beside them.
``Differences`` has numbers that are near their own places, ``ClassNumbers`` the class of each
member where the members of a class are consecutive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self, overload

import numpy as np
import numpy.typing as npt

from index.array_types import I64, U8, U16, U32, Array, Integers, Mask

_ENTRY_BYTES: Final = 8


class Numbers:
    """Numbers by place: ``numbers[n]`` is one, ``numbers[array]`` an array of them; a mask or a
    slice takes as many. ``numpy.asarray`` gives all."""

    def __len__(self) -> int:
        raise NotImplementedError

    def _at(self, places: I64) -> U32:
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
            numbers = np.flatnonzero(place) if place.dtype == np.bool_ else place
            return self._at(numbers.astype(np.int64, copy=False))
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


class NarrowNumbers(Numbers):
    """Numbers in a narrow type, whose highest value stands for any that is not less: these are
    ``values``, at the sorted ``places``."""

    def __init__(self, narrow: U8 | U16, places: U32, values: U32) -> None:
        self._narrow = narrow
        self._places = places
        self._values = values
        self._top = np.iinfo(narrow.dtype).max

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Self:
        """The numbers that ``narrow_arrays`` stored."""
        return cls(arrays[name], arrays[f"{name}.places"], arrays[f"{name}.values"])

    def __len__(self) -> int:
        return len(self._narrow)

    def _at(self, places: I64) -> U32:
        found = self._narrow[places].astype(np.uint32)
        large = np.flatnonzero(found == self._top)
        if len(large):
            # With numbers of another dtype, numpy would convert the whole array.
            wanted = places[large].astype(self._places.dtype)
            found[large] = self._values[self._places.searchsorted(wanted)]
        return found

    def _one(self, place: int) -> int:
        number = int(self._narrow[place])
        if number < self._top:
            return number
        return int(self._values[self._places.searchsorted(self._places.dtype.type(place))])

    def at_least(self, number: int) -> Mask:
        """Which numbers are not less than one."""
        if number <= self._top:
            return self._narrow >= number
        return self[:] >= number

    def total(self) -> int:
        """The sum of all."""
        above = self._values.sum(dtype=np.int64) - self._top * len(self._values)
        return int(self._narrow.sum(dtype=np.int64) + above)


class Differences(Numbers):
    """Number n is n less a difference, which may be negative: they are stored as 0, -1, 1, -2 …"""

    def __init__(self, differences: NarrowNumbers) -> None:
        self._differences = differences

    def __len__(self) -> int:
        return len(self._differences)

    def _at(self, places: I64) -> U32:
        stored = self._differences[places].astype(np.int64)
        return (places - ((stored >> 1) ^ -(stored & 1))).astype(np.uint32)

    def _one(self, place: int) -> int:
        stored = self._differences[place]
        return place - ((stored >> 1) ^ -(stored & 1))


class ClassNumbers(Numbers):
    """The class of each of the first members, of which class c has those from ``starts[c]`` on, and
    ``later`` those of the others."""

    def __init__(self, starts: U32, members: int, later: Integers) -> None:
        self._starts = starts
        self._members = members
        self._later = later

    def __len__(self) -> int:
        return self._members + len(self._later)

    def _at(self, places: I64) -> U32:
        numbers = places.astype(self._starts.dtype)
        found = (self._starts.searchsorted(numbers, "right") - 1).astype(np.uint32)
        later = np.flatnonzero(places >= self._members)
        found[later] = self._later[places[later] - self._members]
        return found

    def _one(self, place: int) -> int:
        if place >= self._members:
            return int(self._later[place - self._members])
        return int(self._starts.searchsorted(self._starts.dtype.type(place), "right")) - 1


def narrow_arrays(name: str, numbers: Integers) -> dict[str, Array]:
    """Numbers as the arrays that ``NarrowNumbers.read`` takes."""
    wide = numbers.astype(np.int64)
    large = {top: np.flatnonzero(wide >= top) for top in (0xFF, 0xFFFF)}
    sizes = [_ENTRY_BYTES * len(places) for places in large.values()]
    is_narrow = sizes[0] <= sizes[1] + len(wide)
    top = 0xFF if is_narrow else 0xFFFF
    return {
        name: np.minimum(wide, top).astype(np.uint8 if is_narrow else np.uint16),
        f"{name}.places": large[top].astype(np.uint32),
        f"{name}.values": wide[large[top]].astype(np.uint32),
    }


def difference_arrays(name: str, numbers: Integers) -> dict[str, Array]:
    """Numbers near their places as the arrays that ``NarrowNumbers.read`` takes for
    ``Differences``."""
    differences = np.arange(len(numbers)) - numbers.astype(np.int64)
    return narrow_arrays(name, (differences << 1) ^ (differences >> 63))
