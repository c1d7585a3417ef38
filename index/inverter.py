"""Inverting documents in memory: from the words of texts to the postings of a segment."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np

from index.analysis.attestation import PREPOSITIONS
from index.analysis.fold import fold, fold_exact
from index.analysis.tokenizer import chunks, words
from index.arrays import Array
from index.segment import (
    KEYWORD_FIELDS,
    TEXT_FIELDS,
    FieldPostings,
    KeywordColumn,
    Segment,
    key_exact,
    term_key,
)

# Past this many words a segment is closed, which bounds the memory of inverting (about 60 bytes a
# word at the peak).
MAX_WORDS: Final = 12_000_000


class TermNumbers(dict[str, int]):
    """The number of the term of each chunk met so far.

    Most chunks are one word and map to its number. The others map to ``-1 - i`` with the numbers
    of their words in ``groups[i]``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keys_by_number: list[str] = []
        self.groups: list[tuple[int, ...]] = []
        self._numbers: dict[str, int] = {}

    def __missing__(self, chunk: str) -> int:
        found = words(chunk)
        numbers = tuple(number for word in found if (number := self._number(word)) is not None)
        if len(numbers) == 1:
            value = numbers[0]
        else:
            self.groups.append(numbers)
            value = -len(self.groups)
        self[chunk] = value
        return value

    def _number(self, word: str) -> int | None:
        form = fold(word)
        if not form:
            return None
        key = term_key(form, fold_exact(word))
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.keys_by_number)
            self.keys_by_number.append(key)
        return number

    def of_text(self, text: str) -> array[int]:
        """The term numbers of the words of a text, in order."""
        numbers = array("i", map(self.__getitem__, chunks(text)))
        if numbers and min(numbers) < 0:
            flat = array("i")
            for number in numbers:
                if number < 0:
                    flat.extend(self.groups[-1 - number])
                else:
                    flat.append(number)
            return flat
        return numbers


def _invert(words_: Array, lengths: Array, rank: Array, terms: int) -> FieldPostings:
    """Postings of one field from the term numbers of all its words in order."""
    documents = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    firsts = np.cumsum(lengths) - lengths
    positions = (np.arange(len(words_)) - np.repeat(firsts, lengths)).astype(np.uint32)
    term = rank[words_]
    order = np.argsort(term, kind="stable")
    term, documents, positions = term[order], documents[order], positions[order]
    first = np.ones(len(term), bool)
    first[1:] = (term[1:] != term[:-1]) | (documents[1:] != documents[:-1])
    at = np.flatnonzero(first)
    frequencies = np.diff(np.append(at, len(term)))
    starts = np.zeros(terms + 1, np.int64)
    np.cumsum(np.bincount(term[at], minlength=terms), out=starts[1:])
    position_starts = np.zeros(terms + 1, np.int64)
    np.cumsum(np.bincount(term, minlength=terms), out=position_starts[1:])
    return FieldPostings(starts, documents[at], frequencies, position_starts, positions, lengths)


class Inverter:
    """Collects documents and turns them into a segment; ``words`` counts what it holds."""

    def __init__(self, terms: TermNumbers | None = None) -> None:
        self._terms = TermNumbers() if terms is None else terms
        self._words = {name: array("i") for name in TEXT_FIELDS}
        self._lengths = {name: array("q") for name in TEXT_FIELDS}
        self._numbers = array("q")
        self._dates = array("i")
        self._keywords: dict[str, list[str]] = {name: [] for name in KEYWORD_FIELDS}
        self.words = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def add(
        self, number: int, texts: dict[str, str], day: int, keywords: dict[str, str | None]
    ) -> None:
        """Take in a document.

        ``number`` is its row in the archive, ``texts`` has every text field, ``day`` is its date
        as yyyymmdd or 0, ``keywords`` has every keyword field.
        """
        for name in TEXT_FIELDS:
            found = self._terms.of_text(texts[name])
            self._words[name].extend(found)
            self._lengths[name].append(len(found))
            self.words += len(found)
        self._numbers.append(number)
        self._dates.append(day)
        for name in KEYWORD_FIELDS:
            self._keywords[name].append(keywords[name] or "")

    def segment(self) -> Segment:
        """The segment of everything taken in."""
        keys_by_number = self._terms.keys_by_number
        words_ = {name: np.frombuffer(self._words[name], np.int32) for name in TEXT_FIELDS}
        used = np.zeros(len(keys_by_number), bool)
        for numbers in words_.values():
            used[numbers] = True
        present: list[int] = np.flatnonzero(used).tolist()
        present.sort(key=keys_by_number.__getitem__)
        rank = np.zeros(len(keys_by_number), np.int64)
        rank[present] = np.arange(len(present))
        fields = {
            name: _invert(
                words_[name],
                np.frombuffer(self._lengths[name], np.int64),
                rank,
                len(present),
            )
            for name in TEXT_FIELDS
        }
        prepositions = np.fromiter(
            (key_exact(keys_by_number[number]) in PREPOSITIONS for number in present), bool
        )
        prepositional = np.zeros(len(present), np.int64)
        for numbers in words_.values():
            terms = rank[numbers]
            after = terms[1:][prepositions[terms[:-1]]]
            prepositional += np.bincount(after, minlength=len(present))
        return Segment(
            [keys_by_number[number] for number in present],
            fields,
            np.frombuffer(self._numbers, np.int64),
            np.frombuffer(self._dates, np.int32),
            {name: _keyword_column(self._keywords[name]) for name in KEYWORD_FIELDS},
            prepositional,
        )


def _keyword_column(values: Sequence[str]) -> KeywordColumn:
    distinct = sorted({"", *values})
    index = {value: position for position, value in enumerate(distinct)}
    return KeywordColumn(np.array([index[value] for value in values], np.int64), distinct)
