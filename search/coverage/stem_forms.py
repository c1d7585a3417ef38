"""Finds the stems of a draft among the words of documents, by the forms of their classes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from arabic.folding import fold
from index.array_types import I32, U64
from index.vocabulary import Vocabulary
from search.comparison.words import Words, form_keys
from search.coverage.telling_words import TellingWord

_CLASSES_KEPT: Final = 1_024
_MOST_FORMS: Final = 2_000


class StemForms:
    """The forms of the stems of one vocabulary as keys of ``search.comparison.words``; cached."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.keys = lru_cache(_CLASSES_KEPT)(self._keys)

    def _keys(self, stem: int) -> U64:
        forms = self._vocabulary.stem_forms(stem)[:_MOST_FORMS].tolist()
        return form_keys([self._vocabulary.forms[form] for form in forms])


class StemFinder:
    """Finds the stems of telling words among the words of texts, by their places."""

    def __init__(self, forms: StemForms, stems: Sequence[TellingWord]) -> None:
        each = [
            form_keys([fold(one.word)]) if one.stem is None else forms.keys(one.stem)
            for one in stems
        ]
        keys = np.concatenate([np.zeros(0, np.uint64), *each])
        places = np.repeat(np.arange(len(stems), dtype=np.int32), [len(some) for some in each])
        order = np.argsort(keys, kind="stable")
        self._keys, self._places = keys[order], places[order]

    def find(self, words: Words) -> I32:
        """The place of the stem of each word of a text, -1 for other words."""
        if not len(self._keys):
            return np.full(len(words), -1, np.int32)
        at = np.minimum(np.searchsorted(self._keys, words.keys), len(self._keys) - 1)
        return np.where(self._keys[at] == words.keys, self._places[at], np.int32(-1))
