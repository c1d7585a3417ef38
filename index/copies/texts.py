"""Texts as sets of shingles and of numbers, for exact comparison: of a build, in a file without a
name, or made anew from the texts of an archive."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, U32, U64
from index.arrays import distinct
from index.copies.shingles import shingle_hashes
from index.term_numbers import LocalTerms

_NO_VALUES: Final = np.zeros(0, np.uint32)


class ComparedText(NamedTuple):
    """The distinct shingles of a text, sorted, and the keys of its words with digits."""

    shingles: U32
    numbers: U32


class TextShingler:
    """Turns texts into shingles; keeps the words that it has met."""

    def __init__(self) -> None:
        self._terms = LocalTerms()

    def hashes(self, text: str) -> U64:
        """The hashes of all shingles of a text in order (see ``index.copies.shingles``)."""
        words = np.frombuffer(self._terms.analyze([text]).words, np.int32)
        return shingle_hashes(self._terms.keys[words])

    def read(self, text: str) -> ComparedText:
        """A text as sets of shingles and numbers."""
        found = self._terms.analyze([text])
        return ComparedText(*map(distinct, (_values(found.shingles), _values(found.digits))))


def _values(content: bytes) -> U32:
    return np.frombuffer(content, np.uint32)


class TextFile:
    """The shingles and numbers of the texts of a build, numbered in the order in which they come,
    in a file without a name."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._size = 0
        self._spans: list[I64] = []
        self._values: U32 | None = None

    def __len__(self) -> int:
        return sum(len(spans) for spans in self._spans)

    def add(self, shingles: U32, counts: I64, digits: U32, digit_counts: I64) -> None:
        """Add texts with their shingles and the keys of their words with digits, so many of each
        text."""
        spans = np.empty((len(counts), 4), np.int64)
        for place, (values, sizes) in enumerate(((shingles, counts), (digits, digit_counts))):
            self._file.write(values.data)
            ends = self._size + np.cumsum(sizes)
            spans[:, 2 * place], spans[:, 2 * place + 1] = ends - sizes, ends
            self._size += len(values)
        self._spans.append(spans)

    def read(self, texts: I64) -> Iterator[ComparedText]:
        """Some of the texts."""
        if self._values is None:
            self._file.flush()
            self._values = np.memmap(self._file, np.uint32, "r") if self._size else _NO_VALUES
            self._spans = [np.concatenate([np.zeros((0, 4), np.int64), *self._spans])]
        for first, end, first_digit, end_digit in self._spans[0][texts].tolist():
            yield ComparedText(
                distinct(np.asarray(self._values[first:end])),
                distinct(np.asarray(self._values[first_digit:end_digit])),
            )

    def close(self) -> None:
        """Give the file back to the disk."""
        self._values = None
        self._file.close()
