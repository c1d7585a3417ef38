"""Files of named arrays: written once, mapped into memory, read without copying.

A file is the magic bytes, the format version, a JSON directory and the arrays. Each array begins
at a multiple of 64 bytes, so that it can be used in place.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from corpus.messages import WarraqError
from index.array_types import I64, Array, Integers, Unsigned

__all__ = [
    "FORMAT_VERSION",
    "MAGIC",
    "Array",
    "ArrayFile",
    "DamagedError",
    "distinct",
    "ranges",
    "smallest",
    "write_arrays",
]

MAGIC: Final = b"WARRAQ\r\n"
# Raised whenever the layout of a file or the names of its arrays change.
FORMAT_VERSION: Final = 6
_ALIGNMENT: Final = 64
_PREAMBLE: Final = struct.Struct("<8sIIQ")  # magic, version, CRC-32 of the directory, its length

_Scalar = TypeVar("_Scalar", bound=np.generic)


class DamagedError(WarraqError):
    """A file of the index is not what was written, or cannot be used by this version."""


class _Entry(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    offset: int
    length: int


def smallest(values: Integers) -> Unsigned:
    """Unsigned integers in the narrowest type that holds them."""
    top = int(values.max()) if len(values) else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if top <= np.iinfo(dtype).max:
            return values.astype(dtype, copy=False)
    return values.astype(np.uint64, copy=False)


def distinct(values: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    """The values of an array, sorted, each once.

    ``numpy.unique`` hashes them from numpy 2.3 on, which takes seconds for a million integers that
    are sorted in a millisecond.
    """
    ordered = np.sort(values, kind="stable")
    if len(ordered) < 2:
        return ordered
    first = np.empty(len(ordered), bool)
    first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


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
        file.write(array.view(np.uint8).data)  # ndarray.tofile does not say why it failed
        file.write(b"\0" * (-array.nbytes % _ALIGNMENT))


class ArrayFile(Mapping[str, Array]):
    """The arrays of a file by name, mapped read-only; ``spans`` has the bytes of each.

    Raises DamagedError where the file is empty, cut short or not of this format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _PREAMBLE.size:
                raise DamagedError("index_file_cut_short", file=path.name)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, checksum, length = _PREAMBLE.unpack_from(self._map)
        if magic != MAGIC:
            raise DamagedError("index_file_foreign", file=path.name)
        if version != FORMAT_VERSION:
            raise DamagedError(
                "index_file_format_unknown", file=path.name, found=version, expected=FORMAT_VERSION
            )
        directory = self._map[_PREAMBLE.size : _PREAMBLE.size + length]
        if zlib.crc32(directory) != checksum:
            raise DamagedError("index_file_directory_damaged", file=path.name)
        base = -(-(_PREAMBLE.size + length) // _ALIGNMENT) * _ALIGNMENT
        self._arrays: dict[str, Array] = {}
        self.spans: dict[str, range] = {}
        for entry in msgspec.json.decode(directory, type=list[_Entry]):
            dtype = np.dtype(entry.dtype)
            start = base + entry.offset
            span = range(start, start + entry.length * dtype.itemsize)
            if span.stop > size:
                raise DamagedError("index_file_cut_short", file=path.name)
            self.spans[entry.name] = span
            self._arrays[entry.name] = np.frombuffer(
                self._map, dtype, count=entry.length, offset=start
            )

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


def ranges(starts: Integers, lengths: Integers) -> I64:
    """The concatenation of many ranges: range i is ``starts[i] + 0 … lengths[i] - 1``."""
    lengths = lengths.astype(np.int64, copy=False)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts.astype(np.int64) - (ends - lengths), lengths) + np.arange(total)
