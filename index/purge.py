"""Taking deleted documents out of an index: a vocabulary without the words that only they had.

Pure functions from arrays to arrays. A large vocabulary keeps its numbers and classes, and only the
strings of such words are replaced; a small one is numbered and classified again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from index.array_types import I64, Array, Mask
from index.string_arrays import Strings, string_arrays
from index.vocabulary import Vocabulary
from index.vocabulary_growth import TermCounts, empty_vocabulary, with_counts, with_terms

_ABSENT: Final = "\0"
"""Begins the string that replaces an absent word; no word has this character."""


class PurgedTerms(NamedTuple):
    """The arrays of forms and terms that occur, without classes, and ``kept[T]``, the number that
    each of the terms had before."""

    arrays: dict[str, Array]
    kept: I64


def without_absent_terms(arrays: Mapping[str, Array], occurrences: I64) -> PurgedTerms:
    """A vocabulary of the terms that occur alone, numbered in their order.

    ``arrays`` have all forms and terms with the counts of forms, ``occurrences[T]`` counts terms.
    """
    kept = np.flatnonzero(occurrences)
    forms = list(Strings.read(arrays, "forms"))
    form_of = arrays["terms.form"].astype(np.int64)
    written = dict(
        zip(arrays["spelled.terms"].tolist(), Strings.read(arrays, "spelled"), strict=True)
    )
    terms = []
    for term, form in zip(kept.tolist(), form_of[kept].tolist(), strict=True):
        terms.append((forms[form], written.get(term, forms[form])))
    # Counts of a form that are not counted for each term go to its first term.
    counted, first = np.unique(form_of[kept], return_index=True)
    counts = [occurrences[kept]]
    for name in ("forms.prepositional", "forms.introduced"):
        of_terms = np.zeros(len(kept), np.int64)
        of_terms[first] = arrays[name][counted]
        counts.append(of_terms)
    empty = Vocabulary(empty_vocabulary())
    found = with_terms(empty, terms)
    return PurgedTerms(found | with_counts(empty, found, TermCounts(*counts)), kept)


def has_absent_words(vocabulary: Vocabulary) -> bool:
    """Whether strings of a vocabulary were replaced by ``without_absent_words``."""
    return len(vocabulary.forms.beginning(_ABSENT)) > 0


def without_absent_words(arrays: Mapping[str, Array], occurrences: I64) -> dict[str, Array] | None:
    """A vocabulary without the strings of words that do not occur; all numbers stay.

    ``occurrences[T]`` counts terms. Returns None where a class that has other words is named after
    such a word: it must be classified again.
    """
    live_forms = arrays["forms.occurrences"] > 0
    live_spellings = occurrences[arrays["spelled.terms"]] > 0
    live_stems = _used(arrays["forms.stem"][live_forms], len(arrays["stems.root"]))
    live_roots = _used(arrays["stems.root"][live_stems], len(arrays["roots.lengths"]))
    strings = {
        name: Strings.read(arrays, name)
        for name in ("forms", "spelled", "stems", "roots", "aliases", "aliases.spelling")
    }
    absent = _absent(strings["forms"], live_forms) | _absent(strings["spelled"], live_spellings)
    present = {
        *_chosen(strings["forms"], live_forms),
        *_chosen(strings["spelled"], live_spellings),
    }
    absent -= present
    for name, live in (("stems", live_stems), ("roots", live_roots)):
        if not absent.isdisjoint(_chosen(strings[name], live)):
            return None
    live_aliases = live_stems[arrays["aliases.stem"]] & np.array(
        [name not in absent for name in strings["aliases"]], bool
    )
    named = live_aliases & np.array(
        [name not in absent for name in strings["aliases.spelling"]], bool
    )
    found = dict(arrays)
    for name, live in (
        ("forms", live_forms),
        ("spelled", live_spellings),
        ("stems", live_stems),
        ("roots", live_roots),
        ("aliases", live_aliases),
        ("aliases.spelling", named),
    ):
        found |= _replaced(name, strings[name], live)
    found["stems.key"] = np.where(live_stems, arrays["stems.key"], 0).astype(np.uint32)
    found["aliases.key"] = np.where(live_aliases, arrays["aliases.key"], 0).astype(np.uint32)
    found["forms.bare"] = _renamed(arrays["forms.bare"], live_forms)
    return found


def _used(numbers: Array, size: int) -> Mask:
    return np.bincount(numbers.astype(np.int64), minlength=size) > 0


def _chosen(strings: Strings, wanted: Mask) -> list[str]:
    return [text for text, is_wanted in zip(strings, wanted.tolist(), strict=True) if is_wanted]


def _absent(strings: Strings, live: Mask) -> set[str]:
    return set(_chosen(strings, ~live))


def _replaced(name: str, strings: Strings, live: Mask) -> dict[str, Array]:
    """The arrays of strings, with distinct ones without letters for those that do not occur."""
    texts = [
        text if is_live else f"{_ABSENT}{number:x}"
        for number, (text, is_live) in enumerate(zip(strings, live.tolist(), strict=True))
    ]
    return string_arrays(name, texts, with_order=len(strings.order) > 0)


def _renamed(bare: Array, live: Mask) -> Array:
    """The bare classes of forms, numbered by their first form that occurs."""
    numbers = np.arange(len(bare), dtype=np.int64)
    occurring = np.flatnonzero(live)
    classes, first = np.unique(bare[occurring].astype(np.int64), return_index=True)
    lost = ~live[classes]
    numbers[classes[lost]] = occurring[first[lost]]
    return numbers[bare].astype(bare.dtype)
