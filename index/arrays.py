"""Files of named arrays: written once, mapped into memory, read without copying.

A file is the magic bytes, the format version, a JSON directory and the arrays, each at a multiple
of 64 bytes so that it can be read where it lies.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

import msgspec
import numpy as np
import numpy.typing as npt

MAGIC: Final = b"WARRAQ\r\n"
# Raised whenever the layout of a file or the names of its arrays change.
FORMAT_VERSION: Final = 3
_ALIGNMENT: Final = 64
_PREAMBLE: Final = struct.Struct("<8sIIQ")  # magic, version, CRC-32 of the directory, its length

Array = npt.NDArray[Any]


class DamagedError(Exception):
    """A file of the index is not what was written; the message names it."""


class _Entry(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    offset: int
    length: int


def smallest(values: Array) -> Array:
    """Unsigned integers in the narrowest type that holds them."""
    top = int(values.max()) if len(values) else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if top <= np.iinfo(dtype).max:
            return values.astype(dtype, copy=False)
    return values.astype(np.uint64, copy=False)


def write_arrays(file: BinaryIO, arrays: Mapping[str, Array]) -> None:
    """Write one-dimensional arrays under their names."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    entries = []
    offset = 0
    for name, array in contiguous.items():
        entries.append(_Entry(name, array.dtype.str, offset, len(array)))
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    directory = msgspec.json.encode(entries)
    file.write(_PREAMBLE.pack(MAGIC, FORMAT_VERSION, zlib.crc32(directory), len(directory)))
    file.write(directory)
    file.write(b"\0" * (-(_PREAMBLE.size + len(directory)) % _ALIGNMENT))
    for array in contiguous.values():
        array.tofile(file)
        file.write(b"\0" * (-array.nbytes % _ALIGNMENT))


class ArrayFile(Mapping[str, Array]):
    """The arrays of a file, mapped read-only.

    Raises DamagedError where the file is empty, cut or not of this format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _PREAMBLE.size:
                raise DamagedError(f"{path.name} is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, checksum, length = _PREAMBLE.unpack_from(self._map)
        if magic != MAGIC:
            raise DamagedError(f"{path.name} is not a file of this index")
        if version != FORMAT_VERSION:
            raise DamagedError(
                f"{path.name} has format {version}, this program reads {FORMAT_VERSION}"
            )
        directory = self._map[_PREAMBLE.size : _PREAMBLE.size + length]
        if zlib.crc32(directory) != checksum:
            raise DamagedError(f"{path.name} has a damaged directory")
        base = -(-(_PREAMBLE.size + length) // _ALIGNMENT) * _ALIGNMENT
        self._arrays: dict[str, Array] = {}
        for entry in msgspec.json.decode(directory, type=list[_Entry]):
            dtype = np.dtype(entry.dtype)
            if base + entry.offset + entry.length * dtype.itemsize > size:
                raise DamagedError(f"{path.name} is cut short")
            self._arrays[entry.name] = np.frombuffer(
                self._map, dtype, count=entry.length, offset=base + entry.offset
            )

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


class Strings(Sequence[str]):
    """A sequence of strings as one block of UTF-8 and its offsets.

    Sorted by code point it can be searched with ``find`` and ``position``.
    """

    def __init__(self, block: Array, offsets: Array) -> None:
        self._block = block.data
        self._offsets = offsets

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Self:
        return cls(arrays[f"{name}.utf8"], arrays[f"{name}.offsets"])

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._text(position) for position in range(*index.indices(len(self)))]
        return self._text(index)

    def _bytes(self, index: int) -> bytes:
        return bytes(self._block[int(self._offsets[index]) : int(self._offsets[index + 1])])

    def _text(self, index: int) -> str:
        return str(self._bytes(index), "utf-8")

    def __iter__(self) -> Iterator[str]:
        whole = bytes(self._block)
        offsets = self._offsets.tolist()
        for start, end in pairwise(offsets):
            yield str(whole[start:end], "utf-8")

    def position(self, text: str) -> int:
        """The first index whose string is not below the text."""
        wanted = text.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, text: str) -> int | None:
        """The index of a string, or None."""
        index = self.position(text)
        return index if index < len(self) and self[index] == text else None


def string_arrays(name: str, texts: Sequence[str]) -> dict[str, Array]:
    """The arrays that ``Strings.read`` takes."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(piece) for piece in encoded], out=offsets[1:])
    return {
        f"{name}.utf8": np.frombuffer(b"".join(encoded), np.uint8),
        f"{name}.offsets": smallest(offsets),
    }
