"""Numbers packed into bytes and blocks with numpy, as ``index.kernels`` lays them out."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from index.arrays import Array, DamagedError, ranges

BLOCK: Final = 128
MOST_BYTES: Final = 5
CUT: Final = "an entry of postings is cut short"
_LARGEST: Final = 0xFFFFFFFF


def summed(values: Array) -> Array:
    """Running totals that begin with nought."""
    totals = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=totals[1:])
    return totals


def rising(steps: Array, counts: Array) -> Array:
    """The running totals within each run of ``counts[n]`` steps."""
    totals = summed(steps)
    risen: Array = totals[1:] - np.repeat(totals[summed(counts)[:-1]], counts)
    return risen


def numbers_in(data: Array) -> tuple[Array, Array]:
    """The numbers in bytes, and how many bytes lie before each and behind the last."""
    if len(data) and data[-1] >= 128:
        raise DamagedError(CUT)
    ends = np.flatnonzero(data < 128) + 1
    starts = np.concatenate(([0], ends))
    lengths = np.diff(starts)
    if len(lengths) and int(lengths.max()) > MOST_BYTES:
        raise DamagedError(CUT)
    place = np.arange(len(data)) - np.repeat(starts[:-1], lengths)
    bits = (data & 127).astype(np.int64) << (7 * place)
    values = np.add.reduceat(bits, starts[:-1]) if len(ends) else np.zeros(0, np.int64)
    if len(values) and int(values.max()) > _LARGEST:
        raise DamagedError(CUT)
    return values, starts


def in_bytes(values: Array) -> tuple[Array, Array]:
    """Numbers in bytes, and where each starts and the last ends."""
    values = values.astype(np.int64)
    widths = np.ones(len(values), np.int64)
    for width in range(1, MOST_BYTES):
        widths += values >= 1 << (7 * width)
    starts = summed(widths)
    data = np.zeros(int(starts[-1]), np.uint8)
    for place in range(MOST_BYTES):
        reached = widths > place
        more = (widths > place + 1)[reached].astype(np.int64) << 7
        data[starts[:-1][reached] + place] = values[reached] >> (7 * place) & 127 | more
    return data, starts


def number_at(data: Array, places: Array) -> tuple[Array, Array]:
    """The number at each place, and the place behind it."""
    values = np.zeros(len(places), np.int64)
    places = places.copy()
    more = np.ones(len(places), bool)
    for step in range(MOST_BYTES):
        byte = data[places].astype(np.int64)
        values |= np.where(more, byte & 127, 0) << (7 * step)
        places += more
        more &= byte >= 128
    if more.any() or (len(values) and int(values.max()) > _LARGEST):
        raise DamagedError(CUT)
    return values, places


class Blocks(NamedTuple):
    """Blocks of packed numbers: how many of how many bits, and the bit each begins at."""

    lengths: Array
    widths: Array
    bits: Array

    def _bits(self) -> Array:
        widths = np.repeat(self.widths, self.lengths)
        places = ranges(np.zeros(len(self.lengths), np.int64), self.lengths)
        bits: Array = np.repeat(self.bits, self.lengths) + widths * places
        return bits

    def unpacked(self, data: Array) -> Array:
        """The numbers of all blocks in a row."""
        bits = self._bits()
        window = np.zeros(len(bits), np.int64)
        for step in range(MOST_BYTES):
            window |= data[(bits >> 3) + step].astype(np.int64) << (8 * step)
        return window >> (bits & 7) & (1 << np.repeat(self.widths, self.lengths)) - 1

    def pack(self, data: Array, values: Array) -> None:
        """Write the numbers of all blocks."""
        bits = self._bits()
        window = values << (bits & 7)
        for step in range(MOST_BYTES):
            part = window >> (8 * step) & 255
            held = np.flatnonzero(part)
            # No two numbers share a bit, so their sum is their union.
            np.add.at(data, (bits[held] >> 3) + step, part[held].astype(np.uint8))


def packed_bytes(lengths: Array, widths: Array) -> Array:
    return (lengths * widths + 7) // 8


def block_lengths(counts: Array) -> tuple[Array, Array]:
    """How many blocks each entry has, and how many numbers each block."""
    blocks = -(-counts // BLOCK)
    lengths = np.full(int(blocks.sum()), BLOCK, np.int64)
    held = np.flatnonzero(blocks)
    lengths[summed(blocks)[held + 1] - 1] = (counts - (blocks - 1) * BLOCK)[held]
    return blocks, lengths
