"""A sieve for texts: the few stretches that may hold a form that is sought."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from search.snippets.text_spans import BITS, Stretches


class Sieve:
    """Lets through the stretches of a text that may hold one of some forms: those whose sum one of
    the forms has, and the odd ones."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._sought = np.zeros(1 << BITS, bool)
        self._sought[Stretches("\n".join(forms)).sums()] = True

    def candidates(self, stretches: Stretches) -> list[int]:
        """The stretches to read, as numbers, rising."""
        found: list[int] = np.flatnonzero(self._sought[stretches.sums()] | stretches.odd).tolist()
        return found
