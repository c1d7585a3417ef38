"""The vocabulary: which words belong together.

Terms (words as written) belong to forms, forms to stems, stems to roots. A class of a level is a
set of terms; the levels are nested, so a count at a wider level is never the smaller one. Terms and
forms keep their numbers as an index grows, and those that stand in no document any more keep
theirs until it is built anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from arabic.attestation import Attestation
from index.arrays import Array, distinct
from index.kernels import members, terms_of
from index.string_arrays import Strings

LEVELS: Final = ("exact", "form", "stem", "root")


class Grouping(NamedTuple):
    """Members of classes: class c has ``members[starts[c]:starts[c + 1]]``.

    No ``members`` at all stand for all numbers in a row.
    """

    starts: Array
    members: Array

    def of(self, number: int) -> Array:
        """The members of a class."""
        start, end = int(self.starts[number]), int(self.starts[number + 1])
        if len(self.members):
            return self.members[start:end]
        return np.arange(start, end, dtype=np.uint32)

    def of_all(self, numbers: Array) -> Array:
        """The members of several classes, class by class."""
        return members(self.starts, self.members, np.ascontiguousarray(numbers, np.uint32))


class Sizes(NamedTuple):
    """How many forms, stems and roots stand in an archive."""

    forms: int
    stems: int
    roots: int


class Vocabulary:
    """The classes of an index, read from arrays.

    ``forms``, ``stems`` and ``roots`` are the names of the classes by number; ``occurrences``
    counts how often each form stands in the archive, ``prepositional`` how often of these after a
    preposition; ``skeletons`` has the checksum of the consonants of each stem that may be a foreign
    name (see ``skeleton_sum``).
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.forms = Strings.read(arrays, "forms")
        self.stems = Strings.read(arrays, "stems")
        self.roots = Strings.read(arrays, "roots")
        self.occurrences = arrays["forms.occurrences"]
        self.prepositional = arrays["forms.prepositional"]
        self.skeletons = arrays["stems.skeleton"]
        self.form_stem = arrays["forms.stem"]
        self.stem_root = arrays["stems.root"]
        self.term_form = arrays["terms.form"]
        self.first_term = arrays["forms.term"]
        self.ordered = arrays["ordered"]
        self.further_forms = arrays["further.forms"]
        self.further_terms = arrays["further.terms"]
        self.spelled_terms = arrays["spelled.terms"]
        self.spellings = Strings.read(arrays, "spelled")
        self._stem_forms = Grouping(arrays["stems.bounds"], arrays["stems.members"])
        self._root_stems = Grouping(arrays["roots.bounds"], arrays["roots.members"])

    def __len__(self) -> int:
        return len(self.term_form)

    def sizes(self) -> Sizes:
        """How many classes have a word in the archive."""
        forms = np.flatnonzero(self.occurrences)
        stems = distinct(self.form_stem[forms])
        return Sizes(len(forms), len(stems), len(distinct(self.stem_root[stems])))

    def form(self, form: str) -> int | None:
        """The number of a form, or None where it stands in no document."""
        number = self.forms.find(form)
        return number if number is not None and self.occurrences[number] else None

    def term(self, form: str, exact: str) -> int | None:
        """The number of a term, or None where it never had one."""
        number = self.forms.find(form)
        if number is None:
            return None
        for term in self.terms_of_form(number).tolist():
            if self.spelling(term) == exact:
                return int(term)
        return None

    def attested(self, form: str) -> Attestation:
        """What this archive knows of a form."""
        number = self.forms.find(form)
        if number is None:
            return Attestation(0, 0)
        return Attestation(int(self.occurrences[number]), int(self.prepositional[number]))

    def stem_of(self, form: int) -> int:
        """The stem of a form, both as numbers."""
        return int(self.form_stem[form])

    def root_of(self, stem: int) -> int:
        """The root of a stem, both as numbers."""
        return int(self.stem_root[stem])

    def live(self, forms: Array) -> Array:
        """Those of some forms that stand in any document."""
        return forms[self.occurrences[forms] > 0]

    def most_frequent(self, forms: Array, count: int | None = None) -> Array:
        """So many of some forms (None: all), the most frequent first, ties by string."""
        occurrences = self.occurrences[forms].astype(np.int64)
        pairs = zip((-occurrences).tolist(), forms.tolist(), strict=True)
        ranked = sorted((less, self.forms[form], form) for less, form in pairs)
        return np.array([form for _, _, form in ranked[:count]], np.uint32)

    def stem_forms(self, stem: int) -> Array:
        """The forms of a stem class, by number."""
        return self.live(self._stem_forms.of(stem))

    def root_forms(self, root: int) -> Array:
        """The forms of a root class, by number."""
        return self.live(self._stem_forms.of_all(self._root_stems.of(root)))

    def forms_of_stem(self, stem: int) -> Array:
        """The forms of a stem class, the most frequent first."""
        return self.most_frequent(self.stem_forms(stem))

    def forms_of_root(self, root: int) -> Array:
        """The forms of a root class, the most frequent first."""
        return self.most_frequent(self.root_forms(root))

    def forms_with_prefix(self, prefix: str) -> Array:
        """The forms that begin with a folded prefix, the most frequent first."""
        forms = self.live(self.forms.beginning(prefix))
        occurrences = self.occurrences[forms].astype(np.int64)
        return forms[np.argsort(-occurrences, kind="stable")]

    def terms_of_form(self, form: int) -> Array:
        """The terms of a form, sorted."""
        return self.terms_of_forms(np.array([form], np.uint32))

    def terms_of_forms(self, forms: Array) -> Array:
        """The terms of forms, sorted.

        In the part that a build from scratch has put in order the terms of a form lie behind its
        first, up to that of the next form; those that came later are listed.
        """
        return terms_of(
            np.ascontiguousarray(forms, np.uint32),
            self.first_term,
            self.ordered,
            self.further_forms,
            self.further_terms,
        )

    def spelling(self, term: int) -> str:
        """The written word of a term."""
        # A number of another type would have the whole array converted.
        place = int(np.searchsorted(self.spelled_terms, self.spelled_terms.dtype.type(term)))
        if place < len(self.spelled_terms) and self.spelled_terms[place] == term:
            spelling: str = self.spellings[place]
            return spelling
        form: str = self.forms[int(self.term_form[term])]
        return form
