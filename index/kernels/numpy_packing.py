"""Variable-length integers and packed blocks with numpy (see ``index.kernels`` for the layout)."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, U8, Integers
from index.arrays import DamagedError, ranges

BLOCK: Final = 128
MAX_BYTES: Final = 5
_LARGEST: Final = 0xFFFFFFFF


def running_totals(values: Integers) -> I64:
    """The sum of the values before each place, and of all: one more than there are values."""
    totals = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=totals[1:])
    return totals


def sum_gaps(gaps: I64, counts: I64) -> I64:
    """The running totals within each run of ``counts[n]`` gaps."""
    totals = running_totals(gaps)
    return totals[1:] - np.repeat(totals[running_totals(counts)[:-1]], counts)


def decode_integers(data: U8) -> tuple[I64, I64]:
    """The variable-length integers in bytes, with the start of each and the end of the last."""
    if len(data) and data[-1] >= 128:
        raise DamagedError("postings_cut_short")
    ends = np.flatnonzero(data < 128) + 1
    starts = np.concatenate(([0], ends))
    lengths = np.diff(starts)
    if len(lengths) and int(lengths.max()) > MAX_BYTES:
        raise DamagedError("postings_cut_short")
    place = np.arange(len(data)) - np.repeat(starts[:-1], lengths)
    bits = (data & 127).astype(np.int64) << (7 * place)
    values = np.add.reduceat(bits, starts[:-1]) if len(ends) else np.zeros(0, np.int64)
    if len(values) and int(values.max()) > _LARGEST:
        raise DamagedError("postings_cut_short")
    return values, starts


def encode_integers(values: I64) -> tuple[U8, I64]:
    """Variable-length integers in bytes, with the start of each and the end of the last."""
    widths = np.ones(len(values), np.int64)
    for width in range(1, MAX_BYTES):
        widths += values >= 1 << (7 * width)
    starts = running_totals(widths)
    data = np.zeros(int(starts[-1]), np.uint8)
    for place in range(MAX_BYTES):
        reached = widths > place
        more = (widths > place + 1)[reached].astype(np.int64) << 7
        data[starts[:-1][reached] + place] = values[reached] >> (7 * place) & 127 | more
    return data, starts


def integers_at(data: U8, places: I64) -> tuple[I64, I64]:
    """The variable-length integer at each place, and the place after it."""
    byte = data[places].astype(np.int64)
    values, places = byte & 127, places + 1
    # Most are of one byte or two.
    longer = np.flatnonzero(byte >= 128)
    for step in range(1, MAX_BYTES):
        byte = data[places[longer]].astype(np.int64)
        values[longer] |= (byte & 127) << (7 * step)
        places[longer] += 1
        longer = longer[byte >= 128]
    if len(longer) or (len(values) and int(values.max()) > _LARGEST):
        raise DamagedError("postings_cut_short")
    return values, places


class PackedBlocks(NamedTuple):
    """Blocks of packed integers: how many, of how many bits, and the bit each block begins at."""

    lengths: I64
    widths: I64
    bits: I64

    def _bits(self) -> I64:
        widths = np.repeat(self.widths, self.lengths)
        places = ranges(np.zeros(len(self.lengths), np.int64), self.lengths)
        return np.repeat(self.bits, self.lengths) + widths * places

    def unpack(self, data: U8) -> I64:
        """The integers of all blocks in a row."""
        bits = self._bits()
        # Eight bytes from each byte on; those read begin at least as many before the end.
        words: I64 = np.ndarray((len(data) - 7,), "<i8", data, strides=(1,))
        masks = (1 << np.repeat(self.widths, self.lengths)) - 1
        found: I64 = words[bits >> 3] >> (bits & 7) & masks
        return found

    def pack(self, data: U8, values: I64) -> None:
        """Write the integers of all blocks."""
        bits = self._bits()
        window = values << (bits & 7)
        for step in range(MAX_BYTES):
            part = window >> (8 * step) & 255
            held = np.flatnonzero(part)
            # No two integers share a bit, so adding them sets the bits of both.
            np.add.at(data, (bits[held] >> 3) + step, part[held].astype(np.uint8))


def packed_bytes(lengths: I64, widths: I64) -> I64:
    """The bytes of blocks of ``lengths`` integers of ``widths`` bits."""
    return (lengths * widths + 7) // 8


def block_lengths(counts: I64) -> tuple[I64, I64]:
    """How many blocks each entry has, and how many integers each block."""
    blocks = -(-counts // BLOCK)
    lengths = np.full(int(blocks.sum()), BLOCK, np.int64)
    held = np.flatnonzero(blocks)
    lengths[running_totals(blocks)[held + 1] - 1] = (counts - (blocks - 1) * BLOCK)[held]
    return blocks, lengths
