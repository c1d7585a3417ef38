"""Texts as sets of shingles and of numbers, for exact comparison: of a build, in a file without a
name, or made from the texts of an archive."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np

from index.array_types import I64, U32, U64
from index.arrays import distinct, ranges
from index.copies.shingles import shingle_counts, shingle_hashes
from index.term_numbers import Analyzed, LocalTerms

_NO_VALUES: Final = np.zeros(0, np.uint32)
_HALF: Final = np.uint64(32)


class Sets(NamedTuple):
    """Sets of values: set s has ``values`` from ``bounds[s]`` to ``bounds[s + 1]``, distinct and
    sorted."""

    values: U32
    bounds: I64

    @classmethod
    def of(cls, values: U32, counts: I64) -> Self:
        """The sets of values in a row, ``counts`` of them of each."""
        owners = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        members = distinct((owners << _HALF) | values)
        sizes = np.bincount((members >> _HALF).astype(np.int64), minlength=len(counts))
        return cls(members.astype(np.uint32), np.append(0, np.cumsum(sizes)))

    @property
    def sizes(self) -> I64:
        """How many values each set has."""
        return np.diff(self.bounds)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The sets of several, one after the other."""
        sizes = np.concatenate([np.zeros(0, np.int64), *(part.sizes for part in parts)])
        values = np.concatenate([_NO_VALUES, *(part.values for part in parts)])
        return cls(values, np.append(0, np.cumsum(sizes)))


class ComparedTexts(NamedTuple):
    """Texts as the sets of their shingles, and of the keys of their words with digits."""

    shingles: Sets
    digits: Sets

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The texts of several, one after the other."""
        shingles, digits = ([part[kind] for part in parts] for kind in (0, 1))
        return cls(Sets.joined(shingles), Sets.joined(digits))


class TextShingler:
    """Turns texts into shingles; keeps the words that it has met."""

    def __init__(self) -> None:
        self._terms = LocalTerms()

    def hashes(self, text: str) -> U64:
        """The hashes of all shingles of a text in order (see ``index.copies.shingles``)."""
        words = np.frombuffer(self._terms.analyze([text]).words, np.int32)
        return shingle_hashes(self._terms.keys[words])

    def read(self, texts: Sequence[str]) -> ComparedTexts:
        """Texts as sets."""
        analyzed = self._terms.analyze(texts)
        return ComparedTexts(Sets.of(*shingles_of(analyzed)), Sets.of(*digits_of(analyzed)))


def shingles_of(analyzed: Analyzed, first: int = 0) -> tuple[U32, I64]:
    """The shingles of analyzed texts from the text ``first`` on, and how many each has."""
    counts = shingle_counts(np.array(analyzed.lengths, np.int64))
    return _after(analyzed.shingles, counts, first)


def digits_of(analyzed: Analyzed, first: int = 0) -> tuple[U32, I64]:
    """The keys of words with digits of analyzed texts from the text ``first`` on, and how many each
    has."""
    return _after(analyzed.digits, np.array(analyzed.digit_counts, np.int64), first)


def fingerprints_of(analyzed: Analyzed, first: int = 0) -> tuple[U32, I64]:
    """The fingerprints of analyzed texts from the text ``first`` on, and how many each has."""
    return _after(analyzed.fingerprints, np.array(analyzed.fingerprint_counts, np.int64), first)


def _after(content: bytes, counts: I64, first: int) -> tuple[U32, I64]:
    return np.frombuffer(content, np.uint32)[int(counts[:first].sum()) :], counts[first:]


class TextFile:
    """The shingles and numbers of the texts of a build, numbered in the order in which they come,
    in a file without a name."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._size = 0
        self._starts: list[list[I64]] = [[], []]
        self._counts: list[list[I64]] = [[], []]
        self._values: U32 | None = None

    def add(self, analyzed: Analyzed, first: int) -> None:
        """Add analyzed texts from the text ``first`` on."""
        both = shingles_of(analyzed, first), digits_of(analyzed, first)
        for kind, (values, counts) in enumerate(both):
            self._file.write(values.data)
            self._starts[kind].append(self._size + np.cumsum(counts) - counts)
            self._counts[kind].append(counts)
            self._size += len(values)

    def read(self, texts: I64) -> ComparedTexts:
        """Some of the texts."""
        if self._values is None:
            self._file.flush()
            self._values = np.memmap(self._file, np.uint32, "r") if self._size else _NO_VALUES
            for spans in (*self._starts, *self._counts):
                spans[:] = [np.concatenate([np.zeros(0, np.int64), *spans])]
        return ComparedTexts(self._read(texts, 0), self._read(texts, 1))

    def _read(self, texts: I64, kind: int) -> Sets:
        assert self._values is not None
        (starts,), (counts,) = self._starts[kind], self._counts[kind]
        places = ranges(starts[texts], counts[texts])
        return Sets.of(np.asarray(self._values[places]), counts[texts])

    def close(self) -> None:
        """Give the file back to the disk."""
        self._values = None
        self._file.close()
