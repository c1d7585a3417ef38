"""The vocabulary: which words belong together.

Terms (words as written) belong to forms, forms to bare forms (those without their proclitics), bare
forms to stems, stems to roots. A class of a level is a set of terms; the levels are nested, so a
count never falls from one level to the next wider one.
Terms and forms keep their numbers as an index grows; those that no document has any more keep
theirs until the index is rebuilt.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from arabic.analyzer import analyze
from arabic.attestation import Attestation
from arabic.spelling_variants import VariantKind
from index.array_types import U32, Array, Integers, Unsigned
from index.arrays import distinct
from index.kernels import class_members, terms_of_forms
from index.narrow_numbers import NarrowNumbers
from index.string_arrays import Strings, string_arrays
from index.vocabulary_storage import (
    form_stems,
    near_numbers,
    stem_roots,
    stored_arrays,
    term_forms,
)

_Integer = TypeVar("_Integer", bound=np.integer[Any])

LEVELS: Final = ("exact", "form", "particles", "stem", "root")


AliasKind: TypeAlias = VariantKind | Literal["head"]
ALIAS_KINDS: Final[tuple[AliasKind, ...]] = ("head", "spelling", "hundred", "extraction", "plural")
"""The kinds of aliases in the order of their numbers in an index."""


class ClassName(NamedTuple):
    """A name of a stem class that is joined of several: of its head, or of a stem or form that
    joined it. ``spelling`` is the most frequent spelling of the word."""

    name: str
    kind: AliasKind
    spelling: str
    stem: int


def no_aliases(stems: int) -> dict[str, Array]:
    """The arrays of aliases of a vocabulary whose stems were not joined, as of earlier versions."""
    return {
        "stems.key": np.zeros(stems, np.uint32),
        **string_arrays("aliases", []),
        **string_arrays("aliases.spelling", []),
        **dict.fromkeys(("aliases.stem", "aliases.kind", "aliases.key"), np.zeros(0, np.uint32)),
    }


class Grouping(NamedTuple):
    """Members of classes: class c has ``members[starts[c]:starts[c + 1]]``.

    Empty ``members`` mean consecutive numbers: class c has ``starts[c]`` to ``starts[c + 1] - 1``.
    """

    starts: U32
    members: U32

    def of(self, number: int, size: int) -> U32:
        """The members of a class, which are below ``size``."""
        return self.of_all(np.array([number], np.uint32), size)

    def of_all(self, numbers: U32, size: int) -> U32:
        """The members of several distinct classes, class by class, which are below ``size``.

        Raises DamagedError for bounds or members that cannot be.
        """
        classes = np.ascontiguousarray(numbers, np.uint32)
        return class_members(self.starts, self.members, classes, size)


class Sizes(NamedTuple):
    """How many forms, stems and roots occur in an archive."""

    forms: int
    stems: int
    roots: int


class Vocabulary:
    """The classes of an index, read from arrays, whole ones or those that are stored (see
    ``index.vocabulary_storage``).

    ``forms``, ``stems`` and ``roots`` are the names of the classes by number. ``occurrences[F]``
    counts the occurrences of each form in the archive, ``prepositional[F]`` those directly after a
    preposition, ``introduced[F]`` those after a word that introduces a name.

    ``aliases`` are the names of stem classes that were joined; ``alias_stem``, ``alias_kind`` and
    ``alias_spellings`` have the class, the number of the kind and the spelling of each.
    ``stem_keys`` and ``alias_keys`` are checksums of the key that spellings of a foreign word share
    (see ``arabic.spelling_variants.key_sum``). Indexes of earlier versions have no aliases.

    The forms of one stem that are the same without their proclitics are a class of the level
    ``particles``, a bare class. Its number is that of its first form: ``form_bare[F]``;
    ``proclitics[F]`` counts the letters that are cut off. An index of an earlier version does not
    store the two; the forms of a stem are then analyzed when they are asked for.

    Singular and broken plural are of one stem class and of two inflection classes, which are
    scored apart. The number of an inflection class is that of its first form:
    ``form_inflection[F]``, None in an index of an earlier version.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        if "terms.later" not in arrays:
            arrays = stored_arrays(arrays)
        self.forms = Strings.read(arrays, "forms")
        self.stems = Strings.read(arrays, "stems")
        self.roots = Strings.read(arrays, "roots")
        self.occurrences = NarrowNumbers.read(arrays, "forms.occurrences")
        self.prepositional = NarrowNumbers.read(arrays, "forms.prepositional")
        self.introduced = NarrowNumbers.read(arrays, "forms.introduced")
        if "stems.key" not in arrays:
            arrays = {**arrays, **no_aliases(len(self.stems))}
        self.stem_keys: U32 = arrays["stems.key"]
        self.aliases = Strings.read(arrays, "aliases")
        self.alias_spellings = Strings.read(arrays, "aliases.spelling")
        self.alias_stem: U32 = arrays["aliases.stem"]
        self.alias_kind: U32 = arrays["aliases.kind"]
        self.alias_keys: U32 = arrays["aliases.key"]
        self.form_stem = form_stems(arrays)
        self.stem_root = stem_roots(arrays)
        self.form_bare = near_numbers(arrays, "forms.bare")
        self.form_inflection = near_numbers(arrays, "forms.inflection")
        self.proclitics: Unsigned | None = arrays.get("forms.proclitics")
        self.term_form = term_forms(arrays)
        self.first_term: U32 = arrays["forms.term"]
        self.ordered: U32 = arrays["ordered"]
        self.further_forms: U32 = arrays["further.forms"]
        self.further_terms: U32 = arrays["further.terms"]
        self.spelled_terms: U32 = arrays["spelled.terms"]
        self.spellings = Strings.read(arrays, "spelled")
        self._stem_forms = Grouping(arrays["stems.bounds"], arrays["stems.members"])
        self._root_stems = Grouping(arrays["roots.bounds"], arrays["roots.members"])
        self._analyzed_bare: dict[int, U32] = {}

    def __len__(self) -> int:
        return len(self.term_form)

    def sizes(self) -> Sizes:
        """How many classes occur in the archive."""
        forms = np.flatnonzero(self.occurrences.at_least(1))
        stems = distinct(self.form_stem[forms])
        return Sizes(len(forms), len(stems), len(distinct(self.stem_root[stems])))

    def form(self, form: str) -> int | None:
        """The number of a form, or None where it occurs in no document."""
        number = self.forms.find(form)
        return number if number is not None and self.occurrences[number] else None

    def term(self, form: str, exact: str) -> int | None:
        """The number of a term, or None where it has none."""
        number = self.forms.find(form)
        if number is None:
            return None
        for term in self.terms_of_form(number).tolist():
            if self.spelling(term) == exact:
                return int(term)
        return None

    def attested(self, form: str) -> Attestation:
        """The attestation of a form in this archive."""
        number = self.forms.find(form)
        if number is None:
            return Attestation(0, 0)
        return Attestation(
            int(self.occurrences[number]),
            int(self.prepositional[number]),
            int(self.introduced[number]),
        )

    def stem_of(self, form: int) -> int:
        """The stem of a form, both as numbers."""
        return int(self.form_stem[form])

    def root_of(self, stem: int) -> int:
        """The root of a stem, both as numbers."""
        return int(self.stem_root[stem])

    @property
    def stores_bare_forms(self) -> bool:
        """Whether the index has bare forms; those of earlier versions have none."""
        return self.form_bare is not None

    def bare_of(self, form: int) -> int:
        """The bare class of a form, both as numbers."""
        if self.form_bare is not None:
            return int(self.form_bare[form])
        forms, bare = self._bare_in(self.stem_of(form))
        return int(bare[forms == form][0])

    def bare_name(self, number: int) -> str:
        """The bare form of a class: its forms without their proclitics."""
        form: str = self.forms[number]
        if self.proclitics is None:
            return analyze(form, self.attested).bare
        return form[int(self.proclitics[number]) :]

    def inflection_of(self, form: int) -> int | None:
        """The inflection class of a form, both as numbers; None if its stem class has no other."""
        if self.form_inflection is None:
            return None
        number = int(self.form_inflection[form])
        others = self.form_inflection[self._forms_of_stem(self.stem_of(form))]
        return None if (others == number).all() else number

    def inflections(self, number: int) -> U32:
        """The forms of an inflection class: of a stem class those that are inflections or spellings
        of one noun, without its broken plurals."""
        forms = self._forms_of_stem(self.stem_of(number))
        if self.form_inflection is None:
            return self.live(forms)
        return self.live(forms[self.form_inflection[forms] == number])

    def find_inflection(self, name: str, stem: int) -> int | None:
        """The inflection class of a stem class that has a form of this name, or None."""
        form = self.forms.find(name)
        if form is None or self.form_inflection is None or self.stem_of(form) != stem:
            return None
        return int(self.form_inflection[form])

    def find_bare(self, bare: str, stem: int) -> int | None:
        """The bare class of this name in a stem class, or None."""
        return self.bare_classes(stem).get(bare)

    def bare_classes(self, stem: int) -> dict[str, int]:
        """The bare classes of a stem class by name."""
        _, numbers = self._bare_in(stem)
        return {self.bare_name(number): number for number in distinct(numbers).tolist()}

    def _bare_in(self, stem: int) -> tuple[U32, Integers]:
        """The forms of a stem, and the bare class of each."""
        forms = self._forms_of_stem(stem)
        if self.form_bare is None:
            if stem not in self._analyzed_bare:
                self._analyzed_bare[stem] = self._analyze_bare(stem)
            return forms, self._analyzed_bare[stem]
        return forms, self.form_bare[forms]

    def _analyze_bare(self, stem: int) -> U32:
        first: dict[str, int] = {}
        forms = self._forms_of_stem(stem).tolist()
        return np.array([first.setdefault(self.bare_name(form), form) for form in forms], np.uint32)

    def stem(self, name: str) -> int | None:
        """The number of the stem class with a name, or None."""
        number = self.stems.find(name)
        if number is not None:
            return number
        named = self.class_of_alias(name)
        return None if named is None else named.stem

    def class_of_alias(self, name: str) -> ClassName | None:
        """The stem class that an alias names, or None."""
        number = self.aliases.find(name)
        return None if number is None else self._class_name(number)

    def class_names(self, stem: int) -> tuple[ClassName, ...]:
        """The names of a joined stem class, in the order in which they were added; none for
        another class."""
        order, stems = self._aliases_by_stem
        # With a number of another dtype, numpy would convert the whole array.
        number = stems.dtype.type(stem)
        start = int(stems.searchsorted(number))
        if start == len(stems) or stems[start] != stem:
            return ()
        end = int(stems.searchsorted(number, "right"))
        return tuple(map(self._class_name, order[start:end].tolist()))

    @cached_property
    def _aliases_by_stem(self) -> tuple[Integers, Integers]:
        """The numbers of the aliases sorted by their stem classes, and the class of each."""
        order = np.argsort(self.alias_stem, kind="stable")
        return order, self.alias_stem[order]

    def _class_name(self, alias: int) -> ClassName:
        return ClassName(
            self.aliases[alias],
            ALIAS_KINDS[int(self.alias_kind[alias])],
            self.alias_spellings[alias],
            int(self.alias_stem[alias]),
        )

    def names_with_keys(self, sums: Collection[int]) -> list[tuple[str, int]]:
        """The names of stem classes whose key has one of some checksums, each with its stem."""
        wanted = np.array(sorted(sums), np.uint32)
        stems = np.flatnonzero(np.isin(self.stem_keys, wanted)).tolist()
        aliases = np.flatnonzero(np.isin(self.alias_keys, wanted)).tolist()
        return [(self.stems[stem], stem) for stem in stems] + [
            (self.aliases[alias], int(self.alias_stem[alias])) for alias in aliases
        ]

    def _forms_of_stem(self, stem: int) -> U32:
        return self._stem_forms.of(stem, len(self.forms))

    def stem_occurrences(self, stem: int) -> int:
        """How often the forms of a stem class occur in the archive."""
        return int(self.occurrences[self._forms_of_stem(stem)].sum(dtype=np.int64))

    def live(self, forms: npt.NDArray[_Integer]) -> npt.NDArray[_Integer]:
        """The forms of a list that occur in any document."""
        live: npt.NDArray[_Integer] = forms[self.occurrences.present(forms)]
        return live

    def most_frequent(self, forms: Integers, count: int | None = None) -> U32:
        """The ``count`` (None: all) most frequent of some forms in that order, ties by string."""
        occurrences = self.occurrences[forms].astype(np.int64)
        pairs = zip((-occurrences).tolist(), forms.tolist(), strict=True)
        ranked = sorted((negated, self.forms[form], form) for negated, form in pairs)
        return np.array([form for _, _, form in ranked[:count]], np.uint32)

    def bare_forms(self, number: int) -> U32:
        """The forms of a bare class, by number."""
        forms, bare = self._bare_in(self.stem_of(number))
        return self.live(forms[bare == number])

    def stem_forms(self, stem: int) -> U32:
        """The forms of a stem class, by number."""
        return self.live(self._forms_of_stem(stem))

    def root_forms(self, root: int) -> U32:
        """The forms of a root class, by number."""
        return self.live(
            self._stem_forms.of_all(self._root_stems.of(root, len(self.stems)), len(self.forms))
        )

    def forms_of_bare(self, number: int) -> U32:
        """The forms of a bare class, the most frequent first."""
        return self.most_frequent(self.bare_forms(number))

    def forms_of_stem(self, stem: int) -> U32:
        """The forms of a stem class, the most frequent first."""
        return self.most_frequent(self.stem_forms(stem))

    def forms_of_root(self, root: int) -> U32:
        """The forms of a root class, the most frequent first."""
        return self.most_frequent(self.root_forms(root))

    def forms_with_prefix(self, prefix: str) -> U32:
        """The forms that begin with a folded prefix, the most frequent first."""
        forms = self.live(self.forms.beginning(prefix))
        occurrences = self.occurrences[forms].astype(np.int64)
        return forms[np.argsort(-occurrences, kind="stable")]

    def terms_of_form(self, form: int) -> U32:
        """The terms of a form, sorted."""
        return self.terms_of_forms(np.array([form], np.uint32))

    def terms_of_forms(self, forms: Integers) -> U32:
        """The terms of distinct forms, sorted.

        Among the terms that the last build from scratch has ordered, those of a form are
        consecutive, from its first to that of the next form. Later terms of a form are listed in
        ``further_forms`` and ``further_terms``.
        """
        return terms_of_forms(
            np.ascontiguousarray(forms, np.uint32),
            self.first_term,
            self.ordered,
            self.further_forms,
            self.further_terms,
            len(self.term_form),
        )

    def spelling(self, term: int) -> str:
        """The written word of a term."""
        # With a number of another dtype, numpy would convert the whole array.
        place = int(np.searchsorted(self.spelled_terms, self.spelled_terms.dtype.type(term)))
        if place < len(self.spelled_terms) and self.spelled_terms[place] == term:
            spelling: str = self.spellings[place]
            return spelling
        form: str = self.forms[int(self.term_form[term])]
        return form
