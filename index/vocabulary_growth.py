"""The growth of a vocabulary: new terms after the old ones, counts, and the classes of forms.

Pure functions from arrays to arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from arabic.analyzer import WordClass
from arabic.attestation import Attested
from arabic.folding import strip_marks
from arabic.roots import guess_root
from arabic.spelling_variants import key_sum
from index.array_types import I64, U32, Array, Integers, Unsigned
from index.arrays import smallest
from index.narrow_numbers import Numbers
from index.string_arrays import Strings, reordered, string_arrays
from index.term_numbers import Term
from index.vocabulary import Grouping, Vocabulary, no_aliases
from index.vocabulary_joins import Alias, alias_arrays

_FORMS_AT_ONCE: Final = 50_000

Classify: TypeAlias = Callable[[Sequence[str], Attested], Sequence[WordClass]]
"""The classes of forms, from the most frequent spelling of each and the attestations."""

Guess: TypeAlias = Callable[[Sequence[str]], Sequence[str]]
"""Gives a root for each stem whose root is not known."""


class TermCounts(NamedTuple):
    """The occurrences of each term in an archive (``occurrences[T]``), and those directly after a
    preposition, and after a word that introduces a name."""

    occurrences: I64
    prepositional: I64
    introduced: I64


def empty_vocabulary() -> dict[str, Array]:
    """The arrays of a vocabulary without terms."""
    no_numbers = np.zeros(0, np.uint32)
    names = (
        *("forms.occurrences", "forms.prepositional", "forms.introduced"),
        *("forms.stem", "forms.term", "terms.form"),
        *("forms.bare", "forms.proclitics", "forms.inflection"),
        *("further.forms", "further.terms", "spelled.terms"),
        *("stems.root", "stems.members", "roots.members"),
    )
    arrays: dict[str, Array] = dict.fromkeys(names, no_numbers)
    for name in ("forms", "stems", "roots", "spelled"):
        arrays |= string_arrays(name, [])
    bounds = {"stems.bounds": np.zeros(1, np.uint32), "roots.bounds": np.zeros(1, np.uint32)}
    return arrays | bounds | no_aliases(0) | {"ordered": np.zeros(2, np.uint32)}


def _padded(values: Integers | Numbers, size: int) -> I64:
    return np.concatenate((values.astype(np.int64), np.zeros(size - len(values), np.int64)))


def with_terms(before: Vocabulary, added: Sequence[Term]) -> dict[str, Array]:
    """The arrays of forms and terms of a vocabulary, with ``added`` terms after its own."""
    forms, fresh = _numbered_forms([form for form, _ in added], before.forms)
    terms = np.arange(len(before), len(before) + len(added), dtype=np.uint32)
    # The first term of a new form is found by the form, others by a list.
    is_first = np.zeros(len(added), bool)
    is_first[np.unique(forms, return_index=True)[1]] = True
    is_first &= forms >= len(before.forms)
    further_forms = np.concatenate((before.further_forms, forms[~is_first]))
    further_terms = np.concatenate((before.further_terms, terms[~is_first]))
    order = np.lexsort((further_terms, further_forms))
    spelled = [place for place, (form, exact) in enumerate(added) if form != exact]
    return {
        **string_arrays("forms", fresh, before.forms),
        **string_arrays(
            "spelled", [added[place][1] for place in spelled], before.spellings, with_order=False
        ),
        "terms.form": np.concatenate((before.term_form, forms)),
        "forms.term": np.concatenate((before.first_term, terms[is_first])),
        "ordered": before.ordered,
        "further.forms": further_forms[order],
        "further.terms": further_terms[order],
        "spelled.terms": np.concatenate(
            (before.spelled_terms, np.array(spelled, np.uint32) + np.uint32(len(before)))
        ),
    }


def _numbered_forms(forms: Sequence[str], before: Strings) -> tuple[U32, list[str]]:
    """The number of each form, and those that are not in ``before``."""
    numbers = dict.fromkeys(forms)
    fresh = list(numbers)
    if len(before):
        known = {form: before.find(form) for form in fresh}
        fresh = [form for form in fresh if known[form] is None]
        numbers |= known
    numbers |= zip(fresh, range(len(before), len(before) + len(fresh)), strict=True)
    return np.fromiter(map(numbers.__getitem__, forms), np.uint32, len(forms)), fresh


def with_counts(
    before: Vocabulary, arrays: Mapping[str, Array], more: TermCounts
) -> dict[str, Array]:
    """The counts of forms: those of a vocabulary plus those of ``more``, which may be negative."""
    forms = len(arrays["forms.lengths"])
    counts = {}
    for name, old, new in (
        ("forms.occurrences", before.occurrences, more.occurrences),
        ("forms.prepositional", before.prepositional, more.prepositional),
        ("forms.introduced", before.introduced, more.introduced),
    ):
        totals = _padded(old, forms)
        np.add.at(totals, arrays["terms.form"][: len(new)], new)
        counts[name] = smallest(np.maximum(totals, 0))
    return counts


def spellings(
    arrays: Mapping[str, Array],
    occurrences: I64,
    since: int = 0,
    forms: Sequence[str] | None = None,
) -> list[str]:
    """The most frequent spelling of each form from number ``since`` on, without marks, ties by
    string.

    ``occurrences[T]`` counts the terms, ``forms`` are those from ``since`` on, where they are read
    already.
    """
    if forms is None:
        known = Strings.read(arrays, "forms")
        forms = known[since:] if since else known
    found = list(forms)
    written = Strings.read(arrays, "spelled")
    spelled = arrays["spelled.terms"]
    term_form = arrays["terms.form"][spelled].astype(np.int64)
    weights: dict[int, dict[str, int]] = {}
    places = np.flatnonzero(term_form >= since).tolist()
    names: Iterable[str] = written if not since else (written[place] for place in places)
    for place, name in zip(places, map(strip_marks, names), strict=True):
        own = weights.setdefault(int(term_form[place]), {})
        own[name] = own.get(name, 0) + int(occurrences[spelled[place]])
    # A term written as its form has no string of its own.
    own_spelling = np.ones(len(arrays["terms.form"]), bool)
    own_spelling[spelled] = False
    plain = np.flatnonzero(own_spelling)
    plain = plain[np.isin(arrays["terms.form"][plain], np.array(list(weights), np.int64))]
    for number, count in zip(
        arrays["terms.form"][plain].tolist(), occurrences[plain].tolist(), strict=True
    ):
        form = found[number - since]
        weights[number][form] = weights[number].get(form, 0) + count
    for number, own in weights.items():
        found[number - since] = min(own, key=lambda name: (-own[name], name))
    return found


def _group(class_of: Integers, classes: int) -> Grouping:
    """The members of each class, given the class of each member."""
    starts = np.zeros(classes + 1, np.int64)
    np.cumsum(np.bincount(class_of, minlength=classes), out=starts[1:])
    members = np.argsort(class_of, kind="stable")
    if (members[1:] > members[:-1]).all():
        members = members[:0]  # consecutive numbers need no list
    return Grouping(starts.astype(np.uint32), members.astype(np.uint32))


def _numbered(names: Iterable[str], before: Strings) -> tuple[list[int], list[str]]:
    """The number of each name, and the names that are not in ``before``."""
    fresh: dict[str, int] = {}
    numbers = []
    for name in names:
        number = fresh.get(name)
        if number is None:
            number = before.find(name)
            if number is None:
                number = fresh[name] = len(before) + len(fresh)
        numbers.append(number)
    return numbers, list(fresh)


def guess_roots(stems: Sequence[str]) -> list[str]:
    """A root for each stem whose root is not known."""
    return [guess_root(stem) for stem in stems]


def with_classes(
    before: Vocabulary,
    classes: Sequence[WordClass],
    occurrences: Integers,
    guess: Guess = guess_roots,
    aliases: Sequence[Alias] = (),
) -> dict[str, Array]:
    """The arrays of stems and roots of a vocabulary, with the classes of new forms added.

    ``classes`` are those of the forms after its own, ``occurrences[F]`` counts all forms. A stem
    keeps its root; a new stem gets the root of most of its occurrences, ties by string, or the one
    that ``guess`` gives where no root is known. ``aliases`` are further names of the classes.
    """
    known = len(before.form_stem)
    numbers, stems = _numbered((each.stem for each in classes), before.stems)
    votes: list[dict[str, int]] = [{} for _ in stems]
    for number, each, weight in zip(numbers, classes, occurrences[known:].tolist(), strict=True):
        if each.root and number >= len(before.stems):
            own = votes[number - len(before.stems)]
            own[each.root] = own.get(each.root, 0) + weight
    guessed = iter(guess([stem for stem, own in zip(stems, votes, strict=True) if not own]))
    chosen = [
        min(own, key=lambda root: (-own[root], root)) if own else next(guessed) for own in votes
    ]
    root_numbers, roots = _numbered(chosen, before.roots)
    form_stem = np.concatenate((before.form_stem, np.array(numbers, np.uint32)))
    stem_root = np.concatenate((before.stem_root, np.array(root_numbers, np.uint32)))
    by_stem = _group(form_stem, len(before.stems) + len(stems))
    by_root = _group(stem_root, len(before.roots) + len(roots))
    by_name = dict(zip((each.stem for each in classes), numbers, strict=True))
    return {
        **string_arrays("stems", stems, before.stems),
        **alias_arrays(aliases, by_name, before),
        **string_arrays("roots", roots, before.roots),
        "forms.stem": smallest(form_stem),
        "stems.root": smallest(stem_root),
        "stems.key": np.concatenate(
            (before.stem_keys, np.fromiter(map(key_sum, stems), np.uint32))
        ),
        "stems.bounds": by_stem.starts,
        "stems.members": by_stem.members,
        "roots.bounds": by_root.starts,
        "roots.members": by_root.members,
    }


def with_bare_forms(
    before: Vocabulary, arrays: Mapping[str, Array], bare: Sequence[str]
) -> dict[str, Array]:
    """The bare classes of a vocabulary, with those of new forms added.

    ``arrays`` have all forms with their stems; ``bare`` has the bare form of each form after those
    of ``before``, which stores bare forms (see ``Vocabulary.stores_bare_forms``).
    """
    known = len(before.form_stem)
    stems = arrays["forms.stem"][known:].astype(np.int64)
    numbers = np.arange(known, known + len(bare))
    # One stem after the other, since a table of all would take as much memory as the rest.
    order = np.argsort(stems, kind="stable")
    classes: dict[str, int] = {}
    last = -1
    for start in range(0, len(order), _FORMS_AT_ONCE):
        some = order[start : start + _FORMS_AT_ONCE]
        for place, stem in zip(some.tolist(), stems[some].tolist(), strict=True):
            if stem != last:
                classes = before.bare_classes(stem) if stem < len(before.stems) else {}
                last = stem
            numbers[place] = classes.setdefault(bare[place], known + place)
    forms = Strings.read(arrays, "forms")
    fresh: Iterable[str] = forms[known:] if known else forms
    cut = (len(form) - len(name) for form, name in zip(fresh, bare, strict=True))
    return {
        "forms.bare": smallest(np.concatenate((_stored(before.form_bare), numbers))),
        "forms.proclitics": smallest(
            np.concatenate((_stored(before.proclitics), np.fromiter(cut, np.int64, len(bare))))
        ),
    }


def with_inflections(
    before: Vocabulary, arrays: Mapping[str, Array], names: Sequence[str]
) -> dict[str, Array]:
    """The inflection classes of a vocabulary, with those of new forms added.

    ``arrays`` have all forms with their stems; ``names`` has for each form after those of
    ``before`` the stem that it has before plurals are joined.
    """
    known = len(before.form_stem)
    old = _stored(before.form_inflection) if known else np.zeros(0, np.int64)
    numbers: list[int] = []
    first: dict[tuple[int, str], int] = {}
    for place, (stem, name) in enumerate(
        zip(arrays["forms.stem"][known:].tolist(), names, strict=True), known
    ):
        number = first.get((stem, name))
        if number is None:
            number = before.find_inflection(name, stem) if stem < len(before.stems) else None
            number = first[stem, name] = place if number is None else number
        numbers.append(number)
    joined = np.concatenate((old, np.array(numbers, np.int64)))
    return {"forms.inflection": smallest(joined)}


def _stored(numbers: Numbers | Unsigned | None) -> I64:
    if numbers is None:
        raise ValueError("the vocabulary does not store bare forms")
    return numbers.astype(np.int64)


def in_class_order(arrays: Mapping[str, Array]) -> tuple[dict[str, Array], I64]:
    """A vocabulary renumbered in the order of its classes, and the old number of each term.

    Terms are ordered by root, stem, bare form and form, so that the postings of a class lie
    together.
    """
    stems = np.argsort(arrays["stems.root"], kind="stable")
    stem_rank = _ranks(stems)
    forms = np.lexsort((arrays["forms.bare"], stem_rank[arrays["forms.stem"]]))
    form_rank = _ranks(forms)
    terms = np.argsort(form_rank[arrays["terms.form"]], kind="stable")
    term_rank = _ranks(terms)
    term_form = form_rank[arrays["terms.form"]][terms]
    first = np.flatnonzero(np.diff(term_form, prepend=-1))
    spelled = np.argsort(term_rank[arrays["spelled.terms"]], kind="stable")
    form_stem = stem_rank[arrays["forms.stem"]][forms]
    stem_root = arrays["stems.root"][stems].astype(np.int64)
    by_stem = _group(form_stem, len(stems))
    by_root = _group(stem_root, len(arrays["roots.lengths"]))
    return {
        **arrays,
        **reordered(arrays, "forms", forms),
        **reordered(arrays, "stems", stems),
        **{
            name: array
            for name, array in reordered(
                {**arrays, "spelled.order": np.arange(len(spelled))}, "spelled", spelled
            ).items()
            if name != "spelled.order"
        },
        "forms.occurrences": arrays["forms.occurrences"][forms],
        "forms.prepositional": arrays["forms.prepositional"][forms],
        "forms.introduced": arrays["forms.introduced"][forms],
        "forms.bare": smallest(form_rank[arrays["forms.bare"]][forms]),
        "forms.inflection": smallest(form_rank[arrays["forms.inflection"]][forms]),
        "forms.proclitics": arrays["forms.proclitics"][forms],
        "forms.stem": smallest(form_stem),
        "forms.term": first.astype(np.uint32),
        "terms.form": term_form.astype(np.uint32),
        "ordered": np.array([len(forms), len(terms)], np.uint32),
        "further.forms": np.zeros(0, np.uint32),
        "further.terms": np.zeros(0, np.uint32),
        "spelled.terms": term_rank[arrays["spelled.terms"]][spelled].astype(np.uint32),
        "stems.root": smallest(stem_root),
        "stems.key": arrays["stems.key"][stems],
        "aliases.stem": stem_rank[arrays["aliases.stem"]].astype(np.uint32),
        "stems.bounds": by_stem.starts,
        "stems.members": by_stem.members,
        "roots.bounds": by_root.starts,
        "roots.members": by_root.members,
    }, terms


def _ranks(order: I64) -> I64:
    """The place of each number in an order of all numbers."""
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks
