"""Files of named arrays: written once, mapped into memory, read without copying.

A file is the magic bytes, the format version, a JSON directory and the arrays, each at a multiple
of 64 bytes so that it can be read where it lies.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
import numpy as np
import numpy.typing as npt

MAGIC: Final = b"WARRAQ\r\n"
# Raised whenever the layout of a file or the names of its arrays change.
FORMAT_VERSION: Final = 4
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


def distinct(values: Array) -> Array:
    """The values of an array, sorted, each once.

    ``numpy.unique`` hashes them from numpy 2.3 on, which takes seconds for a million integers that
    are sorted in a millisecond.
    """
    ordered = np.sort(values, kind="stable")
    if len(ordered) < 2:
        return ordered
    kept = np.empty(len(ordered), bool)
    kept[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    found: Array = ordered[kept]
    return found


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
        file.write(array.view(np.uint8).data)  # tofile does not say why it failed
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


def ranges(starts: Array, lengths: Array) -> Array:
    """Indices of many runs one after the other: run i has ``starts[i] + 0 … lengths[i] - 1``."""
    lengths = lengths.astype(np.int64, copy=False)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts.astype(np.int64) - (ends - lengths), lengths) + np.arange(total)
