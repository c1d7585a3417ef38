"""The telling words of a draft: rare words, names and numbers, by the classes of the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold
from arabic.function_words import is_function_word
from arabic.names import is_name
from arabic.tokenizer import words as words_of
from index.array_types import F64
from search.coverage.draft import Draft
from search.matching.deadline import CheckTime, checked
from search.matching.posting_lists import PostingLists

_SATURATION: Final = 1.5
"""The k of the saturation n / (n + k) of n occurrences."""

_LEAD: Final = 2.0
"""The weight of an occurrence in the title or the lead, relative to one in the rest."""

_NAME: Final = 1.3
"""The weight of a name, relative to another word."""

_NUMBER_DIGITS: Final = 2
"""Digits that a telling number has at least."""


class TellingWord(NamedTuple):
    """A stem of a draft: the first ``word`` of it, the number of the stem class, its inverse
    frequency ``idf`` in the archive, whether it is a name or a number, and its weight."""

    word: str
    stem: int
    idf: float
    is_name: bool
    is_number: bool
    weight: float


class DraftStems(NamedTuple):
    """The stems of a draft without function words, the most telling first, and the words of the
    draft whose stem and root no document has, each once."""

    telling: tuple[TellingWord, ...]
    unknown: tuple[str, ...]


class StemRarity:
    """The inverse frequency of the stems of one archive."""

    def __init__(self, lists: PostingLists) -> None:
        self._lists = lists
        self._counts: F64 | None = None

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
        return self._log_all - float(np.log(max(1.0, self._counts[stem])))


def find_telling_words(
    draft: Draft, lists: PostingLists, rarity: StemRarity, check_time: CheckTime
) -> DraftStems:
    """The stems of a draft with their weights: rare ones, names, and those of the title or the lead
    weigh more. Raises OutOfTime."""
    counts: dict[int, float] = {}
    first: dict[int, str] = {}
    unknown: dict[str, None] = {}
    for word, weight in checked(_weighted(draft), check_time):
        form = fold(word)
        if is_function_word(form) or (form.isdigit() and len(form) < _NUMBER_DIGITS):
            continue
        classes = lists.classes(word)
        stem = classes.stem
        if stem is None:
            if classes.root is None:
                unknown.setdefault(word)
            continue
        counts[stem] = counts.get(stem, 0.0) + weight
        first.setdefault(stem, word)
    found = (_telling(first[stem], stem, count, lists, rarity) for stem, count in counts.items())
    ordered = sorted(found, key=lambda each: (-each.weight, each.word))
    return DraftStems(tuple(ordered), tuple(unknown))


def _weighted(draft: Draft) -> Iterator[tuple[str, float]]:
    """The words of a draft with the weight of each occurrence."""
    for word in words_of(draft.title):
        yield word, _LEAD
    for place in range(len(draft.words)):
        yield draft.written(place), _LEAD if place < draft.lead else 1.0


def _telling(
    word: str, stem: int, count: float, lists: PostingLists, rarity: StemRarity
) -> TellingWord:
    form, idf = fold(word), rarity.idf(stem)
    name = is_name(form, lists.vocabulary.attested)
    weight = idf * count / (count + _SATURATION) * (_NAME if name else 1.0)
    return TellingWord(word, stem, idf, name, form.isdigit(), weight)


def telling_written(words: Sequence[TellingWord], most: int) -> tuple[str, ...]:
    """The first words as the draft has them."""
    return tuple(each.word for each in words[:most])
