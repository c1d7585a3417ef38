"""Bytes of an archive file that belong to no row: what deleted documents leave behind.

With ``secure_delete`` SQLite overwrites what it frees, but cells that it moves between pages leave
copies in space that is not allocated; VACUUM leaves them too. They are overwritten here. Format:
https://sqlite.org/fileformat2.html (1.5 the freelist, 1.6 b-tree pages).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from corpus.schema import open_files
from corpus.schema.state_page import page_size

_HEADER_BYTES: Final = 100
_INTERIOR: Final = (2, 5)
_LEAF: Final = (10, 13)
_BLOCK_PAGES: Final = 1_024


class Residue(NamedTuple):
    """A run of bytes of a file that no row uses, and that are not zero."""

    start: int
    length: int


def find_residue(path: Path) -> Iterator[Residue]:
    """The residue of an archive file whose log is empty; call it while the archive is open."""
    descriptor = open_files.descriptor_of(path)
    size = page_size(os.pread(descriptor, _HEADER_BYTES, 0))
    unused = set(_unused_pages(descriptor, size))
    at = 0
    while block := os.pread(descriptor, size * _BLOCK_PAGES, at):
        for start in range(0, len(block), size):
            page = block[start : start + size]
            number = (at + start) // size + 1
            for first, end in _unallocated(page, number, unused):
                if page.count(0, first, end) < end - first:
                    yield Residue(at + start + first, end - first)
        at += len(block)


def overwrite_residue(path: Path) -> int:
    """Overwrite the residue with zeros, durably; returns how many bytes.

    Call it within a transaction that holds the write lock, while the log is empty: no other
    process then writes to the file, and those that read it never look at these bytes.
    """
    descriptor = open_files.descriptor_of(path, writable=True)
    overwritten = 0
    for run in find_residue(path):
        os.pwrite(descriptor, bytes(run.length), run.start)
        overwritten += run.length
    os.fsync(descriptor)
    return overwritten


def _unused_pages(descriptor: int, size: int) -> Iterator[int]:
    """The pages of the freelist that hold nothing, not even numbers of others."""
    (trunk,) = struct.unpack(">I", os.pread(descriptor, 4, 32))
    seen = set()
    while trunk and trunk not in seen:
        seen.add(trunk)
        page = os.pread(descriptor, size, (trunk - 1) * size)
        trunk, count = struct.unpack_from(">II", page)
        yield from struct.unpack_from(f">{count}I", page, 8)


def _unallocated(page: bytes, number: int, unused: set[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each unallocated run of a page."""
    if number in unused:
        yield 0, len(page)
        return
    header = _HEADER_BYTES if number == 1 else 0
    if page[header] not in (*_INTERIOR, *_LEAF):
        return  # an overflow page: one part of one value
    block, cells, content = struct.unpack_from(">HHH", page, header + 1)
    yield header + (12 if page[header] in _INTERIOR else 8) + 2 * cells, content or 1 << 16
    while block:
        following, length = struct.unpack_from(">HH", page, block)
        yield block + 4, block + length
        block = following
