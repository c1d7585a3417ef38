"""Names of sources, authors and sections: which of an archive's a query means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold
from arabic.foreign_names import may_be_foreign
from arabic.tokenizer import words
from corpus.messages import Message
from index.arrays import Array
from index.reader import IndexReader
from search.query.name_variants import same_name

_ARTICLE: Final = "ال"
_NAMES_SHOWN: Final = 5


class Named(NamedTuple):
    """Ordinals of the names that are meant; ``partly`` are these names, those of most documents
    first, where none is the whole of what was asked for."""

    ordinals: tuple[int, ...]
    partly: tuple[str, ...] = ()


class FieldNames:
    """The names of an index's keyword fields that have a document, by their words."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._known: dict[str, dict[int, tuple[str, ...]]] = {}

    def named(self, field: str, value: str) -> Named:
        """The name that is the value, else those that have its words and no others, letters
        folded, else those in which its words stand in a row, with or without the article, else
        the same with foreign names in other spellings."""
        known = self._of(field)
        _, values = self._index.keyword(field)
        if value in values and (whole := values.index(value)) in known:
            return Named((whole,))
        wanted = _forms(value)
        if not wanted:
            return Named(())
        same = tuple(ordinal for ordinal, forms in known.items() if forms == wanted)
        if same:
            return Named(same)
        row = _row(wanted)
        partly = tuple(ordinal for ordinal, forms in known.items() if row in _row(forms))
        partly = partly or self._spelt_otherwise(known, wanted)
        return Named(partly, tuple(values[ordinal] for ordinal in partly))

    def _spelt_otherwise(
        self, known: Mapping[int, tuple[str, ...]], wanted: tuple[str, ...]
    ) -> tuple[int, ...]:
        """The names in which the words stand in a row, foreign ones in any spelling."""
        asked = [(_bare(form), may_be_foreign(_bare(form))) for form in wanted]
        if not any(foreign for _, foreign in asked):
            return ()

        def meant(forms: tuple[str, ...]) -> bool:
            bare = [_bare(form) for form in forms]
            return any(
                all(_alike(*own, other) for own, other in zip(asked, bare[start:], strict=False))
                for start in range(len(bare) - len(asked) + 1)
            )

        return tuple(ordinal for ordinal, forms in known.items() if meant(forms))

    def _of(self, field: str) -> dict[int, tuple[str, ...]]:
        """The folded words of each name by its ordinal, that of most documents first."""
        if field not in self._known:
            ordinals, values = self._index.keyword(field)
            counts = np.bincount(ordinals[self._index.live], minlength=len(values))
            order: Array = np.argsort(-counts, kind="stable")
            self._known[field] = {
                ordinal: _forms(values[ordinal])
                for ordinal in order.tolist()
                if counts[ordinal] and values[ordinal]
            }
        return self._known[field]


def partly_named(field: str, value: str, names: Sequence[str]) -> Message:
    """The message about a value that is not the whole name of any source, author or section."""
    more = ("…",) if len(names) > _NAMES_SHOWN else ()
    shown = (*names[:_NAMES_SHOWN], *more)
    return Message.of("value_partly_named", field=field, value=value, names=shown)


def _forms(name: str) -> tuple[str, ...]:
    return tuple(form for word in words(name) if (form := fold(word)))


def _row(forms: tuple[str, ...]) -> str:
    """The forms without their article, each between spaces."""
    return " " + "".join(f"{_bare(form)} " for form in forms)


def _bare(form: str) -> str:
    return form.removeprefix(_ARTICLE) or form


def _alike(own: str, foreign: bool, other: str) -> bool:
    return own == other or (foreign and may_be_foreign(other) and same_name(own, other))
