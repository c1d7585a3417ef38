"""Bytes of an archive file that belong to no row: what deleted documents may leave behind.

With ``secure_delete`` SQLite overwrites what it frees, but cells that it moves between pages may leave
copies in the space that is not allocated. Format: https://sqlite.org/fileformat2.html (1.5 the
freelist, 1.6 b-tree pages).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from corpus.schema import open_files
from corpus.schema.state_page import page_size

_HEADER_BYTES: Final = 100
_INTERIOR: Final = (2, 5)
_LEAF: Final = (10, 13)
_BLOCK_PAGES: Final = 1_024


def count_residue(path: Path) -> int:
    """How many pages of an archive file have unallocated bytes that are not zero.

    Reads the file alone: empty its log before. Call it while the archive is open.
    """
    descriptor = open_files.descriptor_of(path)
    size = page_size(os.pread(descriptor, _HEADER_BYTES, 0))
    unused = set(_unused_pages(descriptor, size))
    return sum(
        _has_residue(page, number, unused) for number, page in enumerate(_pages(descriptor, size), 1)
    )


def _pages(descriptor: int, size: int) -> Iterator[bytes]:
    at = 0
    while block := os.pread(descriptor, size * _BLOCK_PAGES, at):
        for start in range(0, len(block), size):
            yield block[start : start + size]
        at += len(block)


def _unused_pages(descriptor: int, size: int) -> Iterator[int]:
    """The pages of the freelist that hold nothing, not even numbers of others."""
    (trunk,) = struct.unpack(">I", os.pread(descriptor, 4, 32))
    seen = set()
    while trunk and trunk not in seen:
        seen.add(trunk)
        page = os.pread(descriptor, size, (trunk - 1) * size)
        trunk, count = struct.unpack_from(">II", page)
        yield from struct.unpack_from(f">{count}I", page, 8)


def _has_residue(page: bytes, number: int, unused: set[int]) -> bool:
    if number in unused:
        return not _is_zero(page)
    header = _HEADER_BYTES if number == 1 else 0
    if page[header] not in (*_INTERIOR, *_LEAF):
        return False  # an overflow page, which has one text alone
    block, cells, content = struct.unpack_from(">HHH", page, header + 1)
    gap = header + (12 if page[header] in _INTERIOR else 8) + 2 * cells
    if not _is_zero(page[gap : content or 1 << 16]):
        return True
    while block:
        following, length = struct.unpack_from(">HH", page, block)
        if not _is_zero(page[block + 4 : block + length]):
            return True
        block = following
    return False


def _is_zero(data: bytes) -> bool:
    return data.count(0) == len(data)
