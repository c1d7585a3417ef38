"""Terms and their numbers: from texts to words, and from words to what the vocabulary calls them.

A term is a pair: the form of a word and the word as it is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final, TypeAlias

import msgspec
import numpy as np

from arabic.folding import fold, fold_exact
from arabic.tokenizer import chunk_table, words
from index.arrays import Array
from index.kernels import Chunks
from index.vocabulary import Vocabulary

LONGEST_TERM: Final = 80
"""Code points of a term; of a longer word, which no query can ask for, the beginning is indexed."""

Term: TypeAlias = tuple[str, str]


class Analysed(msgspec.Struct, frozen=True):
    """The words of a batch of texts by their local numbers.

    ``fresh`` are the terms met for the first time, numbered from where the batches before ended;
    ``words`` holds an int32 a word, ``lengths`` how many belong to each text.
    """

    fresh: list[Term]
    words: bytes
    lengths: list[int]


class LocalTerms:
    """A number for the term of each word met so far.

    Most chunks are one word and have its number. The others have ``-1 - i`` with the numbers of
    their words in ``_groups[i]``.
    """

    def __init__(self) -> None:
        self._chunks = Chunks(np.frombuffer(chunk_table(), np.uint8), self._of_chunk)
        self._groups: list[tuple[int, ...]] = []
        self._numbers: dict[Term, int] = {}
        self._fresh: list[Term] = []

    def _of_chunk(self, chunk: str) -> int:
        numbers = tuple(n for word in words(chunk) if (n := self._number(word)) is not None)
        if len(numbers) == 1:
            return numbers[0]
        self._groups.append(numbers)
        return -len(self._groups)

    def _number(self, word: str) -> int | None:
        form = fold(word)[:LONGEST_TERM]
        if not form:
            return None
        term = form, fold_exact(word)[:LONGEST_TERM]
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._numbers)
            self._fresh.append(term)
        return number

    def _of_text(self, text: str) -> Array:
        numbers = self._chunks.cut(text)
        if len(numbers) and int(numbers.min()) < 0:
            flat = array("i")
            for number in numbers.tolist():
                if number < 0:
                    flat.extend(self._groups[-1 - number])
                else:
                    flat.append(number)
            return np.frombuffer(flat, np.int32)
        return numbers

    def analyse(self, texts: Iterable[str]) -> Analysed:
        """The words of texts."""
        found = [self._of_text(text) for text in texts]
        whole = np.concatenate([np.zeros(0, np.int32), *found])
        lengths = [len(numbers) for numbers in found]
        fresh, self._fresh = self._fresh, []
        return Analysed(fresh, whole.tobytes(), lengths)


class Numbering:
    """The numbers that an index gives to terms: those of its vocabulary, and new ones behind
    them for ``added`` terms."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[Term, int] = {}
        self.added: list[Term] = []

    def __len__(self) -> int:
        return len(self._vocabulary) + len(self.added)

    def number(self, term: Term) -> int:
        """The number of a term, a new one if it has none yet."""
        number = self._known.get(term)
        if number is None:
            number = self._vocabulary.term(*term)
            if number is None:
                number = len(self)
                self.added.append(term)
            self._known[term] = number
        return number

    def known(self, terms: Iterable[Term]) -> Array:
        """The numbers of those terms that have any."""
        found = (self._known.get(term, self._vocabulary.term(*term)) for term in terms)
        return np.array([number for number in found if number is not None], np.int64)


class Translation:
    """The numbers of an index for the local numbers of one analysing process."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._numbers = np.zeros(0, np.int32)

    def of(self, analysed: Analysed) -> Array:
        """The terms of the words of a batch; batches come in the order they were analysed in."""
        if analysed.fresh:
            fresh = np.fromiter(
                map(self._numbering.number, analysed.fresh), np.int32, len(analysed.fresh)
            )
            self._numbers = np.concatenate((self._numbers, fresh))
        return self._numbers[np.frombuffer(analysed.words, np.int32)]
