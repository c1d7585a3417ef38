"""The vocabulary: which words belong together.

Terms (words as written) belong to forms, forms to stems, stems to roots. A class of a level is a
set of terms; the levels are nested, so a count at a wider level is never the smaller one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from index.analysis.attestation import Attestation, Attested
from index.analysis.fold import strip_marks
from index.analysis.root import guess_root
from index.analysis.skeleton import skeleton_sums
from index.arrays import Array, Strings, smallest, string_arrays
from index.segment import key_exact, key_form

Classify = Callable[[str, Attested], tuple[str, str]]
"""The stem of a form and its root if known, from its commonest spelling and what the archive
knows."""

LEVELS: Final = ("exact", "form", "stem", "root")


class Grouping(NamedTuple):
    """Members of classes: class c has ``members[starts[c]:starts[c + 1]]``."""

    starts: Array
    members: Array

    def of(self, number: int) -> Array:
        """The members of a class."""
        return self.members[int(self.starts[number]) : int(self.starts[number + 1])]


def _group(class_of: Array, classes: int, weight: Array) -> Grouping:
    """Classes with their members, the heaviest first, ties by number."""
    order = np.lexsort((-weight.astype(np.int64), class_of))
    starts = np.zeros(classes + 1, np.int64)
    np.cumsum(np.bincount(class_of, minlength=classes), out=starts[1:])
    return Grouping(smallest(starts), smallest(order))


class Vocabulary:
    """The classes of an index, read from arrays.

    ``keys`` are the term keys in order, ``forms``, ``stems`` and ``roots`` the names of the
    classes in order; ``occurrences`` counts how often each form stands in the archive,
    ``prepositional`` how often of these after a preposition; ``skeletons`` has the checksum of the
    consonants of each stem that may be a foreign name (see ``skeleton_sum``).
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.keys = Strings.read(arrays, "keys")
        self.forms = Strings.read(arrays, "forms")
        self.stems = Strings.read(arrays, "stems")
        self.roots = Strings.read(arrays, "roots")
        self.occurrences = arrays["forms.occurrences"]
        self.prepositional = arrays["forms.prepositional"]
        self.skeletons = arrays["stems.skeleton"]
        self._form_terms = arrays["forms.terms"]
        self._form_stem = arrays["forms.stem"]
        self._stem_root = arrays["stems.root"]
        self._stem_forms = Grouping(arrays["stems.starts"], arrays["stems.members"])
        self._root_stems = Grouping(arrays["roots.starts"], arrays["roots.members"])

    def __len__(self) -> int:
        return len(self.keys)

    def form(self, form: str) -> int | None:
        """The number of a form, or None."""
        return self.forms.find(form)

    def attested(self, form: str) -> Attestation:
        """What this archive knows of a form."""
        number = self.forms.find(form)
        if number is None:
            return Attestation(0, 0)
        return Attestation(int(self.occurrences[number]), int(self.prepositional[number]))

    def stem_of(self, form: int) -> int:
        """The stem of a form, both as numbers."""
        return int(self._form_stem[form])

    def root_of(self, stem: int) -> int:
        """The root of a stem, both as numbers."""
        return int(self._stem_root[stem])

    def forms_of_stem(self, stem: int) -> Array:
        """The forms of a stem class, the most frequent first."""
        return self._stem_forms.of(stem)

    def forms_of_root(self, root: int) -> Array:
        """The forms of a root class, the most frequent first."""
        parts = [self._stem_forms.of(stem) for stem in self._root_stems.of(root).tolist()]
        members = np.concatenate(parts)
        return members[np.argsort(-self.occurrences[members].astype(np.int64), kind="stable")]

    def forms_with_prefix(self, prefix: str) -> Array:
        """The forms that begin with a folded prefix, the most frequent first."""
        first = self.forms.position(prefix)
        last = self.forms.position(prefix + "\U0010ffff")
        members = np.arange(first, last)
        return members[np.argsort(-self.occurrences[first:last].astype(np.int64), kind="stable")]

    def terms_of_form(self, form: int) -> Array:
        """The terms of a form."""
        return np.arange(int(self._form_terms[form]), int(self._form_terms[form + 1]))

    def terms_of_forms(self, forms: Array) -> Array:
        """The terms of many forms."""
        if len(forms) == 1:
            return self.terms_of_form(int(forms[0]))
        starts = self._form_terms[forms].astype(np.int64)
        lengths = self._form_terms[forms + 1].astype(np.int64) - starts
        ends = np.cumsum(lengths)
        return np.repeat(starts - (ends - lengths), lengths) + np.arange(int(lengths.sum()))

    def spelling(self, term: int) -> str:
        """The written word of a term."""
        return key_exact(self.keys[term])


def _most_weighty(names: Iterable[str], weights: Iterable[int]) -> str:
    totals: dict[str, int] = {}
    for name, weight in zip(names, weights, strict=True):
        totals[name] = totals.get(name, 0) + weight
    return min(totals, key=lambda name: (-totals[name], name))


def _spelling(keys: Sequence[str], weights: Sequence[int]) -> str:
    """The commonest spelling of a form without its marks, ties by string."""
    return strip_marks(_most_weighty((key_exact(key) for key in keys), weights))


def _summed(values: Array, bounds: Array) -> Array:
    """The sums of the stretches between bounds."""
    totals = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    return totals[bounds[1:]] - totals[bounds[:-1]]


def build_arrays(
    keys: Sequence[str], term_occurrences: Array, term_prepositional: Array, classify: Classify
) -> dict[str, Array]:
    """The arrays of a vocabulary.

    ``keys`` are sorted term keys with their ``term_occurrences`` and ``term_prepositional`` counts;
    ``classify`` gives the stem and root of a form. The root of a stem is the one most of its
    occurrences have, ties by string;
    ``forms.agrees`` tells the forms whose own root it is.
    """
    term_forms = [key_form(key) for key in keys]
    bounds = [0] if keys else []
    bounds += [i for i, (a, b) in enumerate(pairwise(term_forms), 1) if a != b]
    forms = [term_forms[bound] for bound in bounds]
    form_terms = np.array([*bounds, len(keys)], np.int64)
    occurrences = _summed(term_occurrences, form_terms)
    prepositional = _summed(term_prepositional, form_terms)
    known = {
        form: Attestation(*counts)
        for form, *counts in zip(forms, occurrences.tolist(), prepositional.tolist(), strict=True)
    }
    nothing = Attestation(0, 0)

    def attested(form: str) -> Attestation:
        return known.get(form, nothing)

    weights = term_occurrences.tolist()
    classes = [
        classify(_spelling(keys[first:last], weights[first:last]), attested)
        for first, last in pairwise(form_terms.tolist())
    ]
    stems = sorted({stem for stem, _ in classes})
    stem_number = {stem: number for number, stem in enumerate(stems)}
    form_stem = np.fromiter((stem_number[stem] for stem, _ in classes), np.int64, len(forms))
    by_stem = _group(form_stem, len(stems), occurrences)
    weights = occurrences.tolist()
    stem_root_names = []
    for number, stem in enumerate(stems):
        members = [member for member in by_stem.of(number).tolist() if classes[member][1]]
        stem_root_names.append(
            _most_weighty((classes[m][1] for m in members), (weights[m] for m in members))
            if members
            else guess_root(stem)
        )
    roots = sorted(set(stem_root_names))
    root_number = {root: number for number, root in enumerate(roots)}
    stem_root = np.fromiter((root_number[r] for r in stem_root_names), np.int64, len(stems))
    agrees = np.fromiter(
        (root == stem_root_names[stem_number[stem]] for stem, root in classes), np.uint8, len(forms)
    )
    stem_weight = np.bincount(form_stem, weights=occurrences, minlength=len(stems))
    by_root = _group(stem_root, len(roots), stem_weight)
    return {
        **string_arrays("keys", keys),
        **string_arrays("forms", forms),
        **string_arrays("stems", stems),
        **string_arrays("roots", roots),
        "forms.terms": smallest(form_terms),
        "forms.occurrences": smallest(occurrences),
        "forms.prepositional": smallest(prepositional),
        "forms.stem": smallest(form_stem),
        "forms.agrees": agrees,
        "stems.root": smallest(stem_root),
        "stems.skeleton": skeleton_sums(stems),
        "stems.starts": by_stem.starts,
        "stems.members": by_stem.members,
        "roots.starts": by_root.starts,
        "roots.members": by_root.members,
    }
