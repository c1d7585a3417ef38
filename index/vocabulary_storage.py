"""The stored arrays of a vocabulary: what others tell is left out, and small numbers take one or
two bytes.

Builds make and change the whole arrays of ``index.vocabulary_growth``; only files and readers have
the stored ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from index.array_types import Array, Integers
from index.arrays import smallest
from index.narrow_numbers import (
    ClassNumbers,
    Differences,
    difference_arrays,
    narrow_arrays,
)

_COUNTS: Final = ("forms.occurrences", "forms.prepositional", "forms.introduced")
_NEAR: Final = ("forms.bare", "forms.inflection")


def stored_arrays(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays to store of a whole vocabulary."""
    found = dict(arrays)
    for name in _COUNTS:
        if name in arrays:
            found |= narrow_arrays(name, arrays[name])
    for name in _NEAR:
        if name in arrays:
            found |= difference_arrays(name, arrays[name])
    terms = int(arrays["ordered"][1])
    del found["terms.form"], found["forms.stem"], found["stems.root"]
    return found | {
        "terms.later": arrays["terms.form"][terms:],
        "forms.later": _unordered(arrays["forms.stem"], arrays["stems.members"]),
        "stems.later": _unordered(arrays["stems.root"], arrays["roots.members"]),
    }


def _unordered(class_of: Integers, members: Integers) -> Integers:
    """The class of each member, nothing where the members of a class are consecutive."""
    return smallest(class_of) if len(members) else class_of[:0]


def term_forms(arrays: Mapping[str, Array]) -> ClassNumbers:
    """The form of each term."""
    forms, terms = arrays["ordered"].tolist()
    return ClassNumbers(arrays["forms.term"][:forms], terms, arrays["terms.later"])


def form_stems(arrays: Mapping[str, Array]) -> ClassNumbers:
    """The stem of each form."""
    size = 0 if len(arrays["forms.later"]) else len(arrays["forms.lengths"])
    return ClassNumbers(arrays["stems.bounds"][:-1], size, arrays["forms.later"])


def stem_roots(arrays: Mapping[str, Array]) -> ClassNumbers:
    """The root of each stem."""
    size = 0 if len(arrays["stems.later"]) else len(arrays["stems.lengths"])
    return ClassNumbers(arrays["roots.bounds"][:-1], size, arrays["stems.later"])


def near_numbers(arrays: Mapping[str, Array], name: str) -> Differences | None:
    """The number of a form for each form, None in an index that does not store them."""
    return Differences.read(arrays, name) if name in arrays else None
