"""The table ``state`` of an archive, read from the bytes of a page without SQLite.

SQLite replays a write-ahead log when it opens a file, so whether the log is that of the file must
be known before. The format is described in https://sqlite.org/fileformat2.html (1.6 b-tree pages,
2.1 records); ``state`` is the first table of an archive, so its only page is page 2.
"""

from __future__ import annotations

import struct
from typing import Final, TypeAlias

STATE_PAGE: Final = 2

MAGIC: Final = b"SQLite format 3\x00"

State: TypeAlias = dict[str, str | int]
"""The values of ``state`` by name."""

_LEAF: Final = 10  # the type of a leaf page of an index, which a table WITHOUT ROWID is
_LEAF_HEADER: Final = 8
_INTEGER_BYTES: Final = (0, 1, 2, 3, 4, 6, 8)
_ZERO, _ONE, _TEXT = 8, 9, 13


class NotAStateError(ValueError):
    """The bytes are not the page of a table ``state``."""


def page_size(header: bytes) -> int:
    """The size of a page in bytes, from the first bytes of a file; raises NotAStateError."""
    if len(header) < 100 or not header.startswith(MAGIC):
        raise NotAStateError("not an SQLite file")
    (size,) = struct.unpack_from(">H", header, 16)
    return 1 << 16 if size == 1 else int(size)


def read_state(page: bytes) -> State:
    """The rows of the table in a page; raises NotAStateError."""
    try:
        if page[0] != _LEAF:
            raise NotAStateError("not a leaf page of an index")
        (cells,) = struct.unpack_from(">H", page, 3)
        places = struct.unpack_from(f">{cells}H", page, _LEAF_HEADER)
        return dict(_read_row(page, place) for place in places)
    except (IndexError, struct.error, UnicodeDecodeError) as error:
        raise NotAStateError(str(error)) from error


def _read_row(page: bytes, place: int) -> tuple[str, str | int]:
    _, start = _varint(page, place)
    header_bytes, at = _varint(page, start)
    name_kind, at = _varint(page, at)
    value_kind, _ = _varint(page, at)
    name, at = _value(page, start + header_bytes, name_kind)
    value, _ = _value(page, at, value_kind)
    return str(name), value


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A variable-length integer and the place after it."""
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | page[place] & 0x7F
        if page[place] < 0x80:
            return value, place + 1
    return value << 8 | page[at + 8], at + 9


def _value(page: bytes, at: int, kind: int) -> tuple[str | int, int]:
    """A value of a serial type and the place after it."""
    if kind < len(_INTEGER_BYTES):
        end = at + _INTEGER_BYTES[kind]
        return int.from_bytes(page[at:end], "big", signed=True), end
    if kind in (_ZERO, _ONE):
        return kind - _ZERO, at
    if kind < _TEXT or kind % 2 == 0 or at + (kind - _TEXT) // 2 > len(page):
        raise NotAStateError(f"no value of serial type {kind}")
    end = at + (kind - _TEXT) // 2
    return page[at:end].decode(), end
