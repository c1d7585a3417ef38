"""Inverting documents in memory: from the words of texts to the postings of a segment."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from index.array_types import I32, I64, Integers
from index.kernels import invert
from index.segment import TEXT_FIELDS, KeywordColumn, Segment, encode_field, keyword_names

# A segment is written once it has this many words, which bounds the memory of inverting (at most
# about 30 bytes a word).
MAX_WORDS: Final = 6_000_000


class Inverter:
    """Collects documents and turns them into a segment; ``words`` counts the words added."""

    def __init__(self) -> None:
        self._words: dict[str, list[I32]] = {name: [] for name in TEXT_FIELDS}
        self._lengths = {name: array("q") for name in TEXT_FIELDS}
        self._numbers = array("q")
        self._dates = array("i")
        self._keywords: dict[str, list[str]] = {name: [] for name in keyword_names()}
        self.words = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, number: int, day: int, keywords: Mapping[str, str | None]) -> None:
        """Add a document, whose words come with ``add_words``.

        ``number`` is its row in the archive, ``day`` its date as yyyymmdd or 0, ``keywords`` has a
        value or None for every keyword field.
        """
        self._numbers.append(number)
        self._dates.append(day)
        for name, values in self._keywords.items():
            values.append(keywords[name] or "")

    def add_words(self, field: str, terms: I32, lengths: Sequence[int]) -> None:
        """Add the words of a field for the next documents: ``terms`` are the numbers of all words
        in order, of which ``lengths`` belong to each document."""
        self._words[field].append(terms)
        self._lengths[field].extend(lengths)
        self.words += len(terms)

    def _all_words(self, field: str) -> tuple[I32, I64]:
        """The terms of all words of a field in order, and the lengths of its documents."""
        words = np.concatenate([np.zeros(0, np.int32), *self._words[field]])
        self._words[field] = [words]
        return words, np.frombuffer(self._lengths[field], np.int64)

    def counts(self, preceding: Sequence[Integers], terms: int) -> tuple[I64, ...]:
        """How often each of ``terms`` terms occurs, and for each set of terms in ``preceding`` how
        often directly after one of them in the same text."""
        occurrences = np.zeros(terms, np.int64)
        after = [np.zeros(terms, np.int64) for _ in preceding]
        sets = np.zeros(terms, np.uint8)
        for place, members in enumerate(preceding):
            sets[members] |= np.uint8(1 << place)
        for field in TEXT_FIELDS:
            words, lengths = self._all_words(field)
            before = np.zeros(len(words), np.uint8)
            before[1:] = sets[words[:-1]]
            ends = np.cumsum(lengths)
            before[ends[ends < len(words)]] = 0
            occurrences += np.bincount(words, minlength=terms)
            for place, counted in enumerate(after):
                counted += np.bincount(words[before & (1 << place) != 0], minlength=terms)
        return occurrences, *after

    def segment(self) -> Segment:
        """The segment of all documents added."""
        text_fields = {}
        for name in TEXT_FIELDS:
            words, lengths = self._all_words(name)
            terms = int(words.max()) + 1 if len(words) else 0
            text_fields[name] = encode_field(*invert(words, lengths, terms), lengths)
        return Segment(
            text_fields,
            np.frombuffer(self._numbers, np.int64),
            np.frombuffer(self._dates, np.int32),
            {name: _keyword_column(values) for name, values in self._keywords.items()},
        )


def _keyword_column(values: Sequence[str]) -> KeywordColumn:
    known = sorted({"", *values})
    ordinals = {value: ordinal for ordinal, value in enumerate(known)}
    return KeywordColumn(np.array([ordinals[value] for value in values], np.int32), known)
