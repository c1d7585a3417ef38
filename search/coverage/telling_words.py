"""The telling words of a draft: rare words, names and numbers, by the classes of the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold
from arabic.function_words import is_function_word
from arabic.names import is_name
from arabic.tokenizer import words as words_of
from index.array_types import F64
from search.coverage.draft import Draft
from search.matching.deadline import CheckTime, OutOfTime, checked
from search.matching.posting_lists import PostingLists

_SATURATION: Final = 1.5
"""The k of the saturation n / (n + k) of n occurrences."""

_LEAD: Final = 2.0
"""The weight of an occurrence in the title or the lead, relative to one in the rest."""

_NAME: Final = 1.3
"""The weight of a name, relative to another word."""

_NUMBER_DIGITS: Final = 2
"""Digits that a telling number has at least."""

_LONGEST: Final = 64
"""Code points of the longest word that is analyzed."""

_NAME_LETTERS: Final = 3
"""Letters that a word of no document has at least if it is a name."""

_NAMES_KEPT: Final = 16_384

_LEAST: Final = 0.1
"""The inverse frequency of a stem that all words of an archive have."""


class TellingWord(NamedTuple):
    """A stem of a draft: the first ``word`` of it, the number of the stem class (None: no document
    has it), its inverse frequency ``idf`` in the archive, whether it is a number, and its
    weight."""

    word: str
    stem: int | None
    idf: float
    is_number: bool
    weight: float


class StemReader:
    """Reads the stems of words, their rarity, and which words are names in one archive; cached."""

    def __init__(self, lists: PostingLists) -> None:
        self._lists = lists
        self._counts: F64 | None = None
        self.is_name = lru_cache(_NAMES_KEPT)(self._is_name)

    def stem(self, word: str, form: str) -> int | None:
        """The number of the stem class of a written word with a form; None if it has none."""
        vocabulary = self._lists.vocabulary
        number = vocabulary.form(form)
        return self._lists.classes(word).stem if number is None else vocabulary.stem_of(number)

    def _is_name(self, word: str) -> bool:
        """Whether a word is a name: one that the archive shows to be a name, or of which it has
        neither stem nor root."""
        form = fold(word)
        if self._lists.vocabulary.form(form) is not None:
            return is_name(form, self._lists.vocabulary.attested)
        classes = self._lists.classes(word)
        return classes.stem is None and classes.root is None and len(form) >= _NAME_LETTERS

    def idf(self, stem: int) -> float:
        """The logarithm of the words of the archive for each occurrence of a stem."""
        if self._counts is None:
            vocabulary = self._lists.vocabulary
            self._counts = np.bincount(
                vocabulary.form_stem,
                weights=vocabulary.occurrences,
                minlength=len(vocabulary.stem_root),
            ).astype(np.float64, copy=False)
            self._log_all = float(np.log(max(1.0, self._counts.sum())))
        return _LEAST + self._log_all - float(np.log(max(1.0, self._counts[stem])))


def find_telling_words(
    draft: Draft, reader: StemReader, most: int, check_time: CheckTime
) -> tuple[TellingWord, ...]:
    """The stems of a draft without function words, the most telling first: rare ones, names, and
    those of the title or the lead weigh more. Where time runs out, those of its beginning.

    Names are only weighed more where they may be among the first ``most``.
    """
    counts: dict[int | str, float] = {}
    first: dict[int | str, str] = {}
    with suppress(OutOfTime):
        for word, weight in checked(_weighted(draft), check_time):
            if len(word) > _LONGEST:
                continue
            form = fold(word)
            if is_function_word(form) or (form.isdigit() and len(form) < _NUMBER_DIGITS):
                continue
            stem = reader.stem(word, form)
            key = form if stem is None else stem
            counts[key] = counts.get(key, 0.0) + weight
            first.setdefault(key, word)
    known: dict[int | str, float] = {key: reader.idf(key) for key in counts if isinstance(key, int)}
    # A word that no document has may be a name, or misspelled.
    other = sum(known.values()) / len(known) if known else 1.0
    found = [
        _telling(first[key], key, known.get(key, other), count) for key, count in counts.items()
    ]
    found.sort(key=_order)
    least = found[min(most, len(found)) - 1].weight / _NAME if found else 0.0
    weighed = (
        each._replace(weight=each.weight * _NAME)
        if each.weight >= least and reader.is_name(each.word)
        else each
        for each in found
    )
    return tuple(sorted(weighed, key=_order))


def _order(word: TellingWord) -> tuple[float, str]:
    return -word.weight, word.word


def _weighted(draft: Draft) -> Iterator[tuple[str, float]]:
    """The words of a draft with the weight of each occurrence."""
    for word in words_of(draft.title):
        yield word, _LEAD
    for place in range(len(draft.words)):
        yield draft.written(place), _LEAD if place < draft.lead else 1.0


def _telling(word: str, key: int | str, idf: float, count: float) -> TellingWord:
    stem = key if isinstance(key, int) else None
    weight = idf * count / (count + _SATURATION)
    return TellingWord(word, stem, idf, fold(word).isdigit(), weight)


def telling_written(words: Sequence[TellingWord], most: int) -> tuple[str, ...]:
    """The first words as the draft has them."""
    return tuple(each.word for each in words[:most])
