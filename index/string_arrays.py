"""Sequences of strings as arrays: numbered for good, and found by their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Self

import numpy as np

from index.array_types import I64, U8, U16, U32, U64, Array, Integers, Unsigned
from index.arrays import DamagedError, ranges, smallest
from index.kernels import StringBlock
from index.letter_bytes import decode, encode, ends_of_letters

_STEP: Final = 16
_MAX_BYTES: Final = 0xFFFF
_STRINGS_AT_ONCE: Final = 50_000


class Strings(Sequence[str]):
    """Strings by number, in one block of bytes (see ``index.letter_bytes``).

    ``lengths[n]`` are in bytes, ``starts`` has the offset of every sixteenth string, ``order`` the
    numbers sorted by code point, or nothing where strings are never looked up.
    """

    def __init__(self, block: U8, lengths: U8 | U16, starts: U32, order: U32) -> None:
        self.block = block
        self.lengths = lengths
        self.order = order
        self._block = StringBlock(block, lengths, starts, order, _STEP)

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Self:
        """The strings that ``string_arrays`` made."""
        return cls(
            *(arrays[f"{name}.{part}"] for part in ("letters", "lengths", "starts", "order"))
        )

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        try:
            return decode(self._block.get(index))
        except UnicodeDecodeError as error:
            raise DamagedError("string_not_text") from error

    def __iter__(self) -> Iterator[str]:
        whole = bytes(self.block)
        end = 0
        for length in self.lengths.tolist():
            start, end = end, end + length
            yield decode(whole[start:end])

    @cached_property
    def letters(self) -> U64:
        """The letters of each string as bits (see ``letters_of``)."""
        found = np.zeros(len(self), np.uint64)
        for some, block, starts in self._parts():
            found[some] = np.bitwise_or.reduceat(_letter_bits(block), starts)
        return found

    @cached_property
    def letter_counts(self) -> Unsigned:
        """The number of letters of each string."""
        found = np.zeros(len(self), self.lengths.dtype)
        for some, block, starts in self._parts():
            found[some] = np.add.reduceat(ends_of_letters(block), starts, dtype=found.dtype)
        return found

    def _parts(self) -> Iterator[tuple[Integers, U8, I64]]:
        """The numbers of strings that are not empty, their bytes, and where each starts there."""
        start = 0
        for first in range(0, len(self), _STRINGS_AT_ONCE):
            lengths = self.lengths[first : first + _STRINGS_AT_ONCE]
            ends = np.cumsum(lengths, dtype=np.int64)
            filled = np.flatnonzero(lengths)
            if len(filled):
                stop = start + int(ends[-1])
                block = np.asarray(self.block[start:stop])
                yield first + filled, block, (ends - lengths)[filled]
                start = stop

    def _position(self, text: str) -> int:
        return self._block.position(encode(text))

    def find(self, text: str) -> int | None:
        """The number of a string, or None."""
        return self._block.find(encode(text))

    def beginning(self, prefix: str) -> U32:
        """The numbers of the strings that begin with a prefix, sorted by code point."""
        return self.order[self._position(prefix) : self._position(prefix + "\U0010ffff")]

    def places(self, texts: Iterable[str]) -> list[int]:
        """How many of the strings sort before each text."""
        return [self._position(text) for text in texts]


def letters_of(text: str) -> np.uint64:
    """The letters of a text as bits: each letter sets one of 64, which other letters share.

    The bits of two texts with an edit distance of n differ in at most 2n places.
    """
    found: np.uint64 = np.bitwise_or.reduce(_letter_bits(np.frombuffer(encode(text), np.uint8)))
    return found


def _letter_bits(block: U8) -> U64:
    """The bit of each letter of a block of strings at its last byte, 0 at its other bytes."""
    ends = ends_of_letters(block)
    return np.where(ends, np.uint64(1) << (block & 63).astype(np.uint64), np.uint64(0))


def string_arrays(
    name: str, texts: Sequence[str], before: Strings | None = None, *, with_order: bool = True
) -> dict[str, Array]:
    """The arrays that ``Strings.read`` takes: the strings ``before``, then ``texts``.

    ``with_order`` allows looking strings up; then all of them must be distinct. Raises ValueError
    for a string of more than 65,535 bytes.
    """
    encoded = [encode(text) for text in texts]
    block = np.frombuffer(b"".join(encoded), np.uint8)
    lengths: Integers = np.fromiter(map(len, encoded), np.int64, len(encoded))
    if len(lengths) and int(lengths.max()) > _MAX_BYTES:
        raise ValueError(f"a string of {name} is longer than {_MAX_BYTES} bytes")
    in_order = sorted(range(len(encoded)), key=encoded.__getitem__) if with_order else []
    order = np.array(in_order, np.uint32)
    if before is not None:
        if with_order:
            places = before.places(texts[number] for number in order.tolist())
            order = np.insert(before.order, places, order + np.uint32(len(before)))
        block = np.concatenate((before.block, block))
        lengths = np.concatenate((before.lengths, lengths))
    ends = np.cumsum(lengths, dtype=np.int64)
    return {
        f"{name}.letters": block,
        f"{name}.lengths": smallest(lengths),
        f"{name}.starts": (ends - lengths)[::_STEP].astype(np.uint32),
        f"{name}.order": order.astype(np.uint32),
    }


def reordered(arrays: Mapping[str, Array], name: str, numbers: Integers) -> dict[str, Array]:
    """The same strings renumbered: string i is the one that had the number ``numbers[i]``."""
    old = arrays[f"{name}.lengths"].astype(np.int64)
    lengths = old[numbers]
    rank = np.empty(len(numbers), np.uint32)
    rank[numbers] = np.arange(len(numbers), dtype=np.uint32)
    return {
        f"{name}.letters": arrays[f"{name}.letters"][
            ranges((np.cumsum(old) - old)[numbers], lengths)
        ],
        f"{name}.lengths": smallest(lengths),
        f"{name}.starts": (np.cumsum(lengths) - lengths)[::_STEP].astype(np.uint32),
        f"{name}.order": rank[arrays[f"{name}.order"]],
    }


def string_list_arrays(name: str, texts: Sequence[str]) -> dict[str, Array]:
    """A short list of strings of any length as arrays."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    return {
        f"{name}.utf8": np.frombuffer(b"".join(encoded), np.uint8),
        f"{name}.lengths": smallest(np.fromiter(map(len, encoded), np.int64, len(encoded))),
    }


def read_string_list(arrays: Mapping[str, Array], name: str) -> list[str]:
    """The strings that ``string_list_arrays`` made."""
    whole = arrays[f"{name}.utf8"].tobytes()
    ends = np.cumsum(arrays[f"{name}.lengths"], dtype=np.int64).tolist()
    return [str(whole[start:end], "utf-8") for start, end in zip([0, *ends], ends, strict=False)]
