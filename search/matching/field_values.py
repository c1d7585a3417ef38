"""Values of keyword fields: which values of an archive a filter of a query matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold
from arabic.spelling_variants import may_vary, same_foreign_word
from arabic.tokenizer import words
from corpus.messages import Message
from index.array_types import I64
from index.reader import IndexReader

_ARTICLE: Final = "ال"
_VALUES_SHOWN: Final = 5


class FieldValues(NamedTuple):
    """The ordinals of the values that a filter matches.

    ``partial`` are these values, the most frequent first, if they match only in part.
    """

    ordinals: tuple[int, ...]
    partial: tuple[str, ...] = ()


class FieldValueFinder:
    """Finds the values of an index's keyword fields by their words."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._forms_of_values: dict[str, dict[int, tuple[str, ...]]] = {}

    def find(self, field: str, value: str) -> FieldValues:
        """The first that exist of: the value itself; values of the same folded words; values that
        contain these words side by side, with or without the article; the same with foreign names
        in other spellings."""
        known = self._values_of(field)
        _, values = self._index.keyword(field)
        if value in values and (whole := values.index(value)) in known:
            return FieldValues((whole,))
        wanted = _forms(value)
        if not wanted:
            return FieldValues(())
        same = tuple(ordinal for ordinal, forms in known.items() if forms == wanted)
        if same:
            return FieldValues(same)
        joined = _join(wanted)
        partial = tuple(ordinal for ordinal, forms in known.items() if joined in _join(forms))
        partial = partial or _with_spelling_variants(known, wanted)
        return FieldValues(partial, tuple(values[ordinal] for ordinal in partial))

    def _values_of(self, field: str) -> dict[int, tuple[str, ...]]:
        """The forms of each value of a document by its ordinal, the most frequent value first."""
        if field not in self._forms_of_values:
            ordinals, values = self._index.keyword(field)
            counts = np.bincount(ordinals[self._index.live], minlength=len(values))
            order: I64 = np.argsort(-counts, kind="stable")
            self._forms_of_values[field] = {
                ordinal: _forms(values[ordinal])
                for ordinal in order.tolist()
                if counts[ordinal] and values[ordinal]
            }
        return self._forms_of_values[field]


def _with_spelling_variants(
    known: Mapping[int, tuple[str, ...]], wanted: tuple[str, ...]
) -> tuple[int, ...]:
    """The values that contain the words side by side, foreign names in any spelling."""
    words = [(_without_article(form), may_vary(_without_article(form))) for form in wanted]
    if not any(foreign for _, foreign in words):
        return ()

    def contains_words(forms: tuple[str, ...]) -> bool:
        others = [_without_article(form) for form in forms]
        return any(
            all(_same_word(*word, other) for word, other in zip(words, others[at:], strict=False))
            for at in range(len(others) - len(words) + 1)
        )

    return tuple(ordinal for ordinal, forms in known.items() if contains_words(forms))


def partial_match_message(field: str, value: str, names: Sequence[str]) -> Message:
    """The message about a filter that matches values only in part; the first ones are named."""
    shown, more = tuple(names[:_VALUES_SHOWN]), len(names) - _VALUES_SHOWN
    if more <= 0:
        return Message.of("value_partly_named", field=field, value=value, names=shown)
    return Message.of(
        "value_partly_named_by_many", field=field, value=value, names=shown, more=more
    )


def _forms(name: str) -> tuple[str, ...]:
    return tuple(form for word in words(name) if (form := fold(word)))


def _join(forms: tuple[str, ...]) -> str:
    """The forms without their article, each between spaces."""
    return " " + "".join(f"{_without_article(form)} " for form in forms)


def _without_article(form: str) -> str:
    return form.removeprefix(_ARTICLE) or form


def _same_word(word: str, foreign: bool, other: str) -> bool:
    return word == other or (foreign and same_foreign_word(word, other) is not None)
