"""The words of a text for a comparison: where they are, and which are equal when folded."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from arabic.folding import fold
from arabic.tokenizer import tokenize
from index.array_types import I64

_FORMS_KEPT: Final = 65_536


class Words(NamedTuple):
    """Word n is ``[starts[n], ends[n])`` of the text in code points, ``keys[n]`` that of its form.

    A key is the hash of a form: the same for one form within a process, not between two.
    """

    starts: I64
    ends: I64
    keys: I64

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The part of the text from word ``first`` to before word ``last``, in code points."""
        return int(self.starts[first]), int(self.ends[last - 1])


def read_words(text: str) -> Words:
    """The words of a text; those of marks alone are left out. Takes time linear in the text."""
    found = [(start, end, _key(text[start:end])) for start, end in tokenize(text)]
    table = np.array([each for each in found if each[2]], np.int64).reshape(-1, 3)
    return Words(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy())


def form_key(form: str) -> int:
    """The key of a form; 0 for the empty one."""
    return hash(form) if form else 0


@lru_cache(_FORMS_KEPT)
def _key(word: str) -> int:
    return form_key(fold(word))
