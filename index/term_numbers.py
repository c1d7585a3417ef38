"""Terms and their numbers: from texts to words, and from words to their numbers in the vocabulary.

A term is a pair: the form of a word and the word as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import msgspec
import numpy as np

from arabic.folding import fold, fold_exact
from arabic.tokenizer import chunk_table, words
from index.array_types import I32, I64, U64, Mask
from index.copies.shingles import (
    count_in_runs,
    fingerprint_values,
    text_shingles,
    word_keys,
)
from index.kernels import ChunkNumbers
from index.vocabulary import Vocabulary

LONGEST_TERM: Final = 80
"""Code points of a term; a longer word is cut to so many. No query can ask for a longer one."""

Term: TypeAlias = tuple[str, str]


class Analyzed(msgspec.Struct, frozen=True):
    """The words of a batch of texts by their local term numbers.

    ``fresh`` are the terms met for the first time, numbered on from the batches before; ``words``
    holds an int32 for each word, ``lengths`` how many words each text has. For ``index.copies``,
    ``shingles`` holds a uint32 for each shingle, ``fingerprints`` one for each chosen shingle,
    ``digits`` one for each word that has a digit; the counts say how many each text has.
    """

    fresh: list[Term]
    words: bytes
    lengths: list[int]
    shingles: bytes
    fingerprints: bytes
    fingerprint_counts: list[int]
    digits: bytes
    digit_counts: list[int]


class LocalTerms:
    """Numbers the terms of one analyzing process in the order in which they are met; ``keys`` has a
    hash of the form of each (see ``index.copies.shingles``)."""

    def __init__(self) -> None:
        self._chunks = ChunkNumbers(np.frombuffer(chunk_table(), np.uint8), self._number_chunk)
        self._numbers: dict[Term, int] = {}
        self._fresh: list[Term] = []
        self.keys: U64 = np.zeros(0, np.uint64)
        self._has_digit: Mask = np.zeros(0, np.bool_)

    def _number_chunk(self, chunk: str) -> list[int]:
        return [n for word in words(chunk) if (n := self._number(word)) is not None]

    def _number(self, word: str) -> int | None:
        form = fold(word)
        if not form:
            return None
        # Nothing is left to remove from a word that is its own form.
        exact = form if form == word else fold_exact(word)
        term = form[:LONGEST_TERM], exact[:LONGEST_TERM]
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._numbers)
            self._fresh.append(term)
        return number

    def analyze(self, texts: Iterable[str]) -> Analyzed:
        """The words of texts."""
        numbered = list(map(self._chunks.cut, texts))
        whole = np.concatenate([np.zeros(0, np.int32), *numbered])
        lengths = [len(numbers) for numbers in numbered]
        fresh, self._fresh = self._fresh, []
        self._take_keys([form for form, _ in fresh])
        keys, sizes = self.keys[whole], np.array(lengths, np.int64)
        shingles = text_shingles(keys, sizes)
        has_digit = self._has_digit[whole]
        return Analyzed(
            fresh=fresh,
            words=whole.tobytes(),
            lengths=lengths,
            shingles=shingles.values.tobytes(),
            fingerprints=shingles.chosen.tobytes(),
            fingerprint_counts=shingles.chosen_counts.tolist(),
            digits=fingerprint_values(keys[has_digit]).tobytes(),
            digit_counts=count_in_runs(has_digit, sizes).tolist(),
        )

    def _take_keys(self, forms: Sequence[str]) -> None:
        has_digit = np.array([not form.isalpha() for form in forms], np.bool_)
        self.keys = np.concatenate((self.keys, word_keys(forms)))
        self._has_digit = np.concatenate((self._has_digit, has_digit))


class Numbering:
    """The numbers of an index for terms: those of its vocabulary, and the next ones for terms
    that it lacks, which are listed in ``added``."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[Term, int] = {}
        self.added: list[Term] = []

    def __len__(self) -> int:
        return len(self._vocabulary) + len(self.added)

    def number(self, term: Term) -> int:
        """The number of a term; a new term gets the next number."""
        number = self._known.get(term)
        if number is None:
            number = self._vocabulary.term(*term)
            if number is None:
                number = len(self)
                self.added.append(term)
            self._known[term] = number
        return number

    def known(self, terms: Iterable[Term]) -> I64:
        """The numbers of the terms that have one already."""
        found = (self._known.get(term, self._vocabulary.term(*term)) for term in terms)
        return np.array([number for number in found if number is not None], np.int64)


class Translation:
    """The numbers of an index for the local term numbers of one analyzing process."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._numbers = np.zeros(0, np.int32)

    def translate(self, analyzed: Analyzed) -> I32:
        """The terms of the words of a batch; call it for batches in the order of their analysis."""
        if analyzed.fresh:
            fresh = np.fromiter(
                map(self._numbering.number, analyzed.fresh), np.int32, len(analyzed.fresh)
            )
            self._numbers = np.concatenate((self._numbers, fresh))
        return self._numbers[np.frombuffer(analyzed.words, np.int32)]
