"""How a vocabulary grows: terms keep their numbers, counts add up, classes stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from arabic.attestation import Attestation
from index.arrays import Array
from index.term_numbers import Term
from index.vocabulary import Vocabulary
from index.vocabulary_growth import (
    TermCounts,
    attestations,
    empty_vocabulary,
    in_class_order,
    spellings,
    with_bare_forms,
    with_classes,
    with_counts,
    with_inflections,
    with_terms,
)
from tests.index.vocabularies import grown, grown_arrays

# Forms of few letters, each in a few spellings.
_FORMS = [a + b for a in "كتب" for b in "ابه"]
terms = st.sampled_from([(form, form + mark) for form in _FORMS for mark in ("", "\u064e", "ة")])
counts = st.dictionaries(terms, st.integers(0, 9), max_size=20)
CLASSES: Mapping[str, tuple[str, str, str]] = {
    form: (
        "ه" if form in ("به", "ته") else form,
        {"ا": form[0], "ه": "ه", "ب": form}[form[1]],
        form[1],
    )
    for form in _FORMS
}


def spelled(vocabulary: Vocabulary) -> list[Term]:
    """The terms by number."""
    return [
        (vocabulary.forms[int(vocabulary.term_form[term])], vocabulary.spelling(term))
        for term in range(len(vocabulary))
    ]


def test_new_terms_are_numbered_after_old_ones() -> None:
    before = grown({("كتاب", "كِتاب"): 2, ("قلم", "قلم"): 1})
    after = grown({("كتاب", "كتاب"): 3, ("ورق", "ورق"): 1, ("قلم", "قلم"): 1}, before=before)
    assert spelled(after) == [
        ("كتاب", "كِتاب"),
        ("قلم", "قلم"),
        ("كتاب", "كتاب"),
        ("ورق", "ورق"),
    ]
    assert list(after.forms) == ["كتاب", "قلم", "ورق"]
    assert after.terms_of_form(0).tolist() == [0, 2]
    assert after.occurrences.tolist() == [5, 2, 1]


@given(counts, counts)
def test_growing_in_two_steps_is_growing_at_once(
    one: dict[Term, int], other: dict[Term, int]
) -> None:
    """Except for classes, which depend on all counts together."""
    stepwise = grown(other, CLASSES, grown(one, CLASSES))
    both = dict.fromkeys([*one, *other], 0)
    for part in (one, other):
        for term, count in part.items():
            both[term] += count
    at_once = grown(both, CLASSES)
    assert spelled(stepwise) == spelled(at_once) == list(both)
    assert list(stepwise.forms) == list(at_once.forms)
    assert stepwise.occurrences.tolist() == at_once.occurrences.tolist()
    for form in range(len(at_once.forms)):
        assert stepwise.terms_of_form(form).tolist() == at_once.terms_of_form(form).tolist()
    for term, number in zip(both, range(len(both)), strict=True):
        assert stepwise.term(*term) == number


def test_deletions_subtract_their_counts() -> None:
    before = grown({("كتاب", "كتاب"): 5, ("كتاب", "كِتاب"): 1, ("قلم", "قلم"): 2})
    arrays = with_terms(before, [])
    taken = TermCounts(np.array([-2, 0, -2]), *(np.zeros(3, np.int64) for _ in range(2)))
    counted = with_counts(before, arrays, taken)
    assert counted["forms.occurrences"].tolist() == [4, 0]
    assert counted["forms.prepositional"].tolist() == [0, 0]


def test_prepositional_counts_are_summed_by_form() -> None:
    empty = Vocabulary(empty_vocabulary())
    arrays = with_terms(empty, [("مكه", "مكة"), ("قلم", "قلم"), ("مكه", "مكه")])
    counts = TermCounts(np.array([3, 2, 1]), np.array([2, 0, 1]), np.array([0, 0, 2]))
    arrays |= with_counts(empty, arrays, counts)
    assert attestations(arrays) == {"مكه": Attestation(4, 3, 2), "قلم": Attestation(2, 0)}


def test_the_most_frequent_spelling_represents_its_form() -> None:
    """Spellings that differ in marks count together; ties are broken by string."""
    known = {
        ("علي", "علي"): 2,
        ("علي", "عليّ"): 2,
        ("علي", "على"): 3,
        ("مكه", "مكة"): 1,
        ("مكه", "مكه"): 1,
        ("قلم", "قلم"): 1,
        ("bbc", "BBC"): 1,
    }
    arrays = grown_arrays(known)
    occurrences = np.array(list(known.values()))
    assert spellings(arrays, occurrences) == ["علي", "مكة", "قلم", "BBC"]
    assert spellings(arrays, occurrences, since=2) == ["قلم", "BBC"]
    occurrences[2] = 5
    assert spellings(arrays, occurrences)[0] == "على"


def test_the_root_of_a_stem_is_that_of_most_occurrences() -> None:
    classes = {
        "كتاب": ("كتاب", "كتاب", "كتب"),
        "الكتاب": ("كتاب", "كتاب", "كتم"),
        "مكتب": ("مكتب", "مكتب", "كتم"),
    }
    some = {("كتاب", "كتاب"): 2, ("الكتاب", "الكتاب"): 3}
    vocabulary = grown(some, classes)
    assert list(vocabulary.roots) == ["كتم"]
    # A stem keeps the root it has.
    after = grown({("كتاب", "كِتاب"): 90, ("مكتب", "مكتب"): 1}, classes, vocabulary)
    assert list(after.stems) == ["كتاب", "مكتب"]
    assert after.stem_root.tolist() == [0, 0]


def test_classes_of_new_forms_are_added_to_old_ones() -> None:
    before = grown({("كا", "كا"): 1, ("تا", "تا"): 1}, CLASSES)
    after = grown({("كب", "كب"): 1, ("تا", "تا"): 1, ("با", "با"): 1}, CLASSES, before)
    assert list(after.stems) == ["ك", "ت", "كب", "ب"]
    assert after.form_stem.tolist() == [0, 1, 2, 3]
    assert list(after.roots) == ["ا", "ب"]
    assert [after.root_forms(root).tolist() for root in (0, 1)] == [[0, 1, 3], [2]]


def test_new_forms_join_the_bare_classes_of_old_ones() -> None:
    classes = {
        "كتاب": ("كتاب", "كتاب", "كتب"),
        "الكتاب": ("كتاب", "كتاب", "كتب"),
        "كتابه": ("كتابه", "كتاب", "كتب"),
        "وكتابه": ("كتابه", "كتاب", "كتب"),
        "والقلم": ("قلم", "قلم", "قلم"),
    }
    before = grown({("كتاب", "كتاب"): 1, ("كتابه", "كتابه"): 1}, classes)
    new = ("الكتاب", "وكتابه", "والقلم")
    after = grown({(form, form): 1 for form in new}, classes, before)
    assert [after.bare_of(form) for form in range(5)] == [0, 1, 0, 1, 4]
    assert after.bare_forms(1).tolist() == [1, 3]
    assert after.bare_name(after.bare_of(4)) == "قلم"


def test_an_empty_vocabulary_stays_empty() -> None:
    empty = Vocabulary(empty_vocabulary())
    arrays = with_terms(empty, [])
    arrays |= with_counts(empty, arrays, TermCounts(*(np.zeros(0, np.int64) for _ in range(3))))
    arrays |= with_classes(empty, [], arrays["forms.occurrences"])
    arrays |= with_bare_forms(empty, arrays, [])
    arrays |= with_inflections(empty, arrays, [])
    assert set(arrays) == set(empty_vocabulary())
    assert not any(array.any() for array in arrays.values())
    ordered, order = in_class_order(arrays)
    assert len(Vocabulary(ordered)) == len(order) == 0


# Renumbering


def described(vocabulary: Vocabulary) -> dict[str, object]:
    """All that a vocabulary says, by names instead of numbers."""

    def forms(numbers: Array) -> list[str]:
        return sorted(vocabulary.forms[number] for number in numbers.tolist())

    return {
        "terms": Counter(spelled(vocabulary)),
        "terms of forms": {
            form: sorted(map(vocabulary.spelling, vocabulary.terms_of_form(number).tolist()))
            for number, form in enumerate(vocabulary.forms)
        },
        "counts": {form: vocabulary.attested(form) for form in vocabulary.forms},
        "bare": {
            form: vocabulary.bare_name(vocabulary.bare_of(number))
            for number, form in enumerate(vocabulary.forms)
        },
        "forms of bare": {
            form: forms(vocabulary.bare_forms(vocabulary.bare_of(number)))
            for number, form in enumerate(vocabulary.forms)
        },
        "stems": {
            form: vocabulary.stems[vocabulary.stem_of(number)]
            for number, form in enumerate(vocabulary.forms)
        },
        "forms of stems": {
            stem: forms(vocabulary.stem_forms(number))
            for number, stem in enumerate(vocabulary.stems)
        },
        "roots": {
            stem: vocabulary.roots[vocabulary.root_of(number)]
            for number, stem in enumerate(vocabulary.stems)
        },
        "forms of roots": {
            root: forms(vocabulary.root_forms(number))
            for number, root in enumerate(vocabulary.roots)
        },
        "keys": dict(zip(vocabulary.stems, vocabulary.stem_keys.tolist(), strict=True)),
        "sizes": vocabulary.sizes(),
    }


@given(counts)
def test_class_order_keeps_everything(known: dict[Term, int]) -> None:
    """Classes, spellings and counts are the same under other numbers."""
    arrays = grown_arrays(known, CLASSES)
    before = Vocabulary(arrays)
    ordered, order = in_class_order(arrays)
    after = Vocabulary(ordered)
    assert set(ordered) == set(arrays)
    assert described(after) == described(before)
    assert [spelled(after)[new] for new in range(len(after))] == [
        spelled(before)[old] for old in order.tolist()
    ]
    for form, exact in known:
        new = after.term(form, exact)
        assert new is not None
        assert order[new] == before.term(form, exact)


@given(counts)
def test_classes_are_contiguous_in_class_order(known: dict[Term, int]) -> None:
    ordered = Vocabulary(in_class_order(grown_arrays(known, CLASSES))[0])
    forms = ordered.term_form.astype(np.int64)
    stems = ordered.form_stem[forms].astype(np.int64)
    roots = ordered.stem_root[stems].astype(np.int64)
    assert ordered.form_bare is not None
    bare = ordered.form_bare[forms].astype(np.int64)
    for classes in (forms, bare, stems, roots):
        assert classes.tolist() == sorted(classes.tolist())


@given(counts, counts)
def test_a_vocabulary_in_class_order_grows_like_any(
    one: dict[Term, int], other: dict[Term, int]
) -> None:
    arrays = grown_arrays(one, CLASSES)
    ordered = Vocabulary(in_class_order(arrays)[0])
    assert described(grown(other, CLASSES, ordered)) == described(
        grown(other, CLASSES, Vocabulary(arrays))
    )
