"""Inverting documents in memory: from the words of texts to the postings of a segment."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from index.arrays import Array
from index.kernels import invert
from index.segment import KEYWORD_FIELDS, TEXT_FIELDS, KeywordColumn, Segment, inverted

# Past this many words a segment is written, which bounds the memory of inverting (about 30 bytes a
# word at the peak).
MAX_WORDS: Final = 6_000_000


class Inverter:
    """Collects documents and turns them into a segment; ``words`` counts what it holds."""

    def __init__(self) -> None:
        self._words: dict[str, list[Array]] = {name: [] for name in TEXT_FIELDS}
        self._lengths = {name: array("q") for name in TEXT_FIELDS}
        self._numbers = array("q")
        self._dates = array("i")
        self._keywords: dict[str, list[str]] = {name: [] for name in KEYWORD_FIELDS}
        self.words = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, number: int, day: int, keywords: Mapping[str, str | None]) -> None:
        """Take in a document, whose words come with ``add_words``.

        ``number`` is its row in the archive, ``day`` is its date as yyyymmdd or 0, ``keywords``
        has every keyword field.
        """
        self._numbers.append(number)
        self._dates.append(day)
        for name in KEYWORD_FIELDS:
            self._keywords[name].append(keywords[name] or "")

    def add_words(self, field: str, terms: Array, lengths: Sequence[int]) -> None:
        """Take in the words of a field for the next documents: ``terms`` are the numbers of all
        their words in order, of which ``lengths`` belong to each document."""
        self._words[field].append(terms)
        self._lengths[field].extend(lengths)
        self.words += len(terms)

    def _whole(self, field: str) -> tuple[Array, Array]:
        """The terms of all words of a field in order, and the lengths of its documents."""
        words = np.concatenate([np.zeros(0, np.int32), *self._words[field]])
        self._words[field] = [words]
        return words, np.frombuffer(self._lengths[field], np.int64)

    def counts(self, prepositions: Array, terms: int) -> tuple[Array, Array]:
        """How often each of ``terms`` terms stands in what is held, and how often of these behind
        one of the terms ``prepositions`` in the same text."""
        occurrences = np.zeros(terms, np.int64)
        following = np.zeros(terms, np.int64)
        free = np.zeros(terms, bool)
        free[prepositions] = True
        for field in TEXT_FIELDS:
            words, lengths = self._whole(field)
            behind = np.zeros(len(words), bool)
            behind[1:] = free[words[:-1]]
            ends = np.cumsum(lengths)
            behind[ends[ends < len(words)]] = False
            occurrences += np.bincount(words, minlength=terms)
            following += np.bincount(words[behind], minlength=terms)
        return occurrences, following

    def segment(self) -> Segment:
        """The segment of everything taken in."""
        fields = {}
        for name in TEXT_FIELDS:
            words, lengths = self._whole(name)
            used = int(words.max()) + 1 if len(words) else 0
            fields[name] = inverted(*invert(words, lengths, used), lengths)
        return Segment(
            fields,
            np.frombuffer(self._numbers, np.int64),
            np.frombuffer(self._dates, np.int32),
            {name: _keyword_column(self._keywords[name]) for name in KEYWORD_FIELDS},
        )


def _keyword_column(values: Sequence[str]) -> KeywordColumn:
    distinct = sorted({"", *values})
    index = {value: position for position, value in enumerate(distinct)}
    return KeywordColumn(np.array([index[value] for value in values], np.int64), distinct)
