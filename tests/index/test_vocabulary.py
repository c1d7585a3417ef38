"""The vocabulary: classes of words, nested from terms to roots."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from arabic.attestation import Attestation
from arabic.spelling_variants import key_sum
from corpus.document import Document
from index.arrays import Array, ArrayFile, DamagedError
from index.generation import VOCABULARY
from index.reader import IndexReader
from index.vocabulary import Grouping, Sizes, Vocabulary
from index.vocabulary_growth import empty_vocabulary
from tests.homes import MakeHome
from tests.index.vocabularies import grown

NEW_ARRAYS = ("forms.bare", "forms.proclitics")

# Each term with its occurrences; the bare form, stem and root of each form.
TERMS = {
    ("مكتبه", "مكتبة"): 5,
    ("مكتبه", "مكتبه"): 2,
    ("المكتبه", "المكتبة"): 9,
    ("كتاب", "كتاب"): 4,
    ("كتاب", "كِتاب"): 1,
    ("الكتاب", "الكتاب"): 3,
    ("وزير", "وزير"): 6,
    ("وزيره", "وزيرة"): 2,
    ("bbc", "BBC"): 1,
}
CLASSES = {
    "مكتبه": ("مكتبه", "مكتبه", "كتب"),
    "المكتبه": ("مكتبه", "مكتبه", "كتب"),
    "كتاب": ("كتاب", "كتاب", "كتب"),
    "الكتاب": ("كتاب", "كتاب", "كتم"),
    "وزير": ("وزير", "وزير", "وزر"),
    "وزيره": ("وزيره", "وزير", "وزر"),
    "bbc": ("bbc", "bbc", "bbc"),
}


@pytest.fixture
def vocabulary() -> Vocabulary:
    return grown(TERMS, CLASSES)


def names(vocabulary: Vocabulary, forms: Array) -> list[str]:
    return [vocabulary.forms[form] for form in forms.tolist()]


def number(vocabulary: Vocabulary, form: str) -> int:
    found = vocabulary.form(form)
    assert found is not None
    return found


def test_every_stem_has_the_checksum_of_its_key(vocabulary: Vocabulary) -> None:
    assert vocabulary.stem_keys.tolist() == [key_sum(stem) for stem in vocabulary.stems]


def test_forms_are_the_terms_folded(vocabulary: Vocabulary) -> None:
    assert list(vocabulary.forms) == list(CLASSES)
    assert len(vocabulary) == len(TERMS)
    assert vocabulary.form("قزحستان") is None
    assert vocabulary.sizes() == Sizes(forms=7, stems=4, roots=3)


def test_terms_are_numbered_in_their_order(vocabulary: Vocabulary) -> None:
    for place, (form, exact) in enumerate(TERMS):
        assert vocabulary.term(form, exact) == place
        assert vocabulary.spelling(place) == exact
    assert vocabulary.term("كتاب", "كُتاب") is None
    assert vocabulary.term("قلم", "قلم") is None


def test_terms_of_a_form(vocabulary: Vocabulary) -> None:
    for form in CLASSES:
        terms = vocabulary.terms_of_form(number(vocabulary, form)).tolist()
        assert {vocabulary.spelling(term) for term in terms} == {
            exact for folded, exact in TERMS if folded == form
        }


def test_terms_of_many_forms(vocabulary: Vocabulary) -> None:
    forms = np.array([number(vocabulary, "وزير"), number(vocabulary, "كتاب")])
    spellings = {vocabulary.spelling(term) for term in vocabulary.terms_of_forms(forms).tolist()}
    assert spellings == {"وزير", "كتاب", "كِتاب"}
    assert vocabulary.terms_of_forms(forms[:1]).tolist() == [vocabulary.term("وزير", "وزير")]
    assert vocabulary.terms_of_forms(forms[:0]).tolist() == []


def test_classes_have_the_most_frequent_form_first(vocabulary: Vocabulary) -> None:
    library = vocabulary.stem_of(number(vocabulary, "مكتبه"))
    assert vocabulary.stems[library] == "مكتبه"
    assert names(vocabulary, vocabulary.forms_of_stem(library)) == ["المكتبه", "مكتبه"]
    root = vocabulary.root_of(library)
    assert vocabulary.roots[root] == "كتب"
    assert names(vocabulary, vocabulary.forms_of_root(root)) == [
        *("المكتبه", "مكتبه", "كتاب", "الكتاب")
    ]


def test_a_bare_class_has_the_forms_that_differ_in_proclitics(vocabulary: Vocabulary) -> None:
    library = vocabulary.bare_of(number(vocabulary, "المكتبه"))
    assert vocabulary.bare_name(library) == "مكتبه"
    assert names(vocabulary, vocabulary.forms_of_bare(library)) == ["المكتبه", "مكتبه"]
    minister = vocabulary.bare_of(number(vocabulary, "وزير"))
    assert names(vocabulary, vocabulary.bare_forms(minister)) == ["وزير"]
    stem = vocabulary.stem_of(number(vocabulary, "وزير"))
    assert vocabulary.find_bare("وزيره", stem) == number(vocabulary, "وزيره")
    assert vocabulary.find_bare("مكتبه", stem) is None


def test_one_bare_form_of_two_stems_is_two_classes() -> None:
    classes = {"والي": ("والي", "والي", "ولي"), "الوالي": ("والي", "وال", "ولي")}
    vocabulary = grown({("والي", "والي"): 1, ("الوالي", "الوالي"): 1}, classes)
    assert vocabulary.bare_of(0) != vocabulary.bare_of(1)
    assert vocabulary.bare_name(0) == vocabulary.bare_name(1) == "والي"


def test_bare_forms_that_an_index_does_not_store_are_analyzed(sample_home: Path) -> None:
    """Indexes of earlier versions do not have them."""
    with closing(IndexReader.current(sample_home)) as reader:
        stored = reader.vocabulary
    arrays = ArrayFile(reader.folder / VOCABULARY)
    earlier = Vocabulary({n: a for n, a in arrays.items() if not n.startswith(NEW_ARRAYS)})
    assert stored.stores_bare_forms
    assert not earlier.stores_bare_forms
    alike = sum(
        earlier.bare_forms(earlier.bare_of(form)).tolist()
        == stored.bare_forms(stored.bare_of(form)).tolist()
        for form in range(len(stored.forms))
    )
    assert alike > 0.98 * len(stored.forms)


def test_the_root_of_a_stem_is_that_of_most_occurrences(vocabulary: Vocabulary) -> None:
    """كتاب occurs five times with the root كتب, الكتاب three times with another root."""
    stem = vocabulary.stem_of(number(vocabulary, "الكتاب"))
    assert vocabulary.roots[vocabulary.root_of(stem)] == "كتب"
    assert "كتم" not in list(vocabulary.roots)


def test_forms_with_a_prefix(vocabulary: Vocabulary) -> None:
    assert names(vocabulary, vocabulary.forms_with_prefix("ال")) == ["المكتبه", "الكتاب"]
    assert names(vocabulary, vocabulary.forms_with_prefix("وزير")) == ["وزير", "وزيره"]
    assert names(vocabulary, vocabulary.forms_with_prefix("قز")) == []
    assert len(vocabulary.forms_with_prefix("")) == len(CLASSES)


def test_levels_are_nested(sample_home: Path) -> None:
    """A wider level never has fewer occurrences."""
    reader = IndexReader.current(sample_home)
    vocabulary = reader.vocabulary
    counts = vocabulary.occurrences.astype(np.int64)
    for form in range(len(vocabulary.forms)):
        stem = vocabulary.stem_of(form)
        by_bare = vocabulary.forms_of_bare(vocabulary.bare_of(form))
        by_stem = vocabulary.forms_of_stem(stem)
        by_root = vocabulary.forms_of_root(vocabulary.root_of(stem))
        assert form in by_bare
        assert set(by_bare.tolist()) <= set(by_stem.tolist())
        assert set(by_stem.tolist()) <= set(by_root.tolist())
        assert counts[form] <= counts[by_bare].sum()
        assert counts[by_bare].sum() <= counts[by_stem].sum() <= counts[by_root].sum()
        assert list(counts[by_stem]) == sorted(counts[by_stem], reverse=True)
    reader.close()


def test_an_empty_vocabulary() -> None:
    vocabulary = Vocabulary(empty_vocabulary())
    assert len(vocabulary) == len(vocabulary.forms) == len(vocabulary.roots) == 0
    assert vocabulary.form("كتاب") is None
    assert vocabulary.term("كتاب", "كتاب") is None
    assert len(vocabulary.forms_with_prefix("ك")) == 0
    assert vocabulary.sizes() == Sizes(0, 0, 0)


def test_deleted_forms_are_in_no_class() -> None:
    """It keeps its number for later documents."""
    counts = {**TERMS, ("مكتبه", "مكتبة"): 0, ("مكتبه", "مكتبه"): 0, ("bbc", "BBC"): 0}
    vocabulary = grown(counts, CLASSES)
    assert vocabulary.form("مكتبه") is None
    assert vocabulary.term("مكتبه", "مكتبة") == 0
    stem = vocabulary.stem_of(number(vocabulary, "المكتبه"))
    assert names(vocabulary, vocabulary.stem_forms(stem)) == ["المكتبه"]
    assert names(vocabulary, vocabulary.root_forms(vocabulary.root_of(stem))) == [
        *("المكتبه", "كتاب", "الكتاب")
    ]
    assert names(vocabulary, vocabulary.forms_with_prefix("مكت")) == []
    assert vocabulary.sizes() == Sizes(forms=5, stems=3, roots=2)


def test_members_of_classes() -> None:
    grouping = Grouping(np.array([0, 2, 2, 3], np.uint32), np.array([7, 9, 4], np.uint32))
    some = np.array([2, 0], np.uint32)
    assert grouping.of(0, 10).tolist() == [7, 9]
    assert grouping.of(1, 10).tolist() == []
    assert grouping.of_all(some, 10).tolist() == [4, 7, 9]
    in_a_row = grouping._replace(members=np.zeros(0, np.uint32))
    assert in_a_row.of(2, 3).tolist() == [2]
    assert in_a_row.of_all(some, 3).tolist() == [2, 0, 1]


def test_a_class_with_more_members_than_there_are_is_damage() -> None:
    """A wrong bound must not ask for gigabytes."""
    for bounds in ([0, 0xFFFFFFFF], [0xFFFFFFFF, 0xFFFFFFFF], [0, 4], [2, 1]):
        for members in ([], [0, 1, 2]):
            grouping = Grouping(np.array(bounds, np.uint32), np.array(members, np.uint32))
            if bounds == [0xFFFFFFFF, 0xFFFFFFFF] and not members:
                continue
            with pytest.raises(DamagedError, match="the bounds of a class"):
                grouping.of(0, 3)
    with pytest.raises(DamagedError, match="the bounds of a class"):
        Grouping(np.array([0, 1], np.uint32), np.array([9], np.uint32)).of(0, 3)


def test_the_attestation_of_a_form(make_home: MakeHome) -> None:
    home = make_home([Document(text="في تدمر، إلى تدمر، تدمر."), Document(text="من تدمر")])
    with closing(IndexReader.current(home)) as reader:
        assert reader.vocabulary.attested("تدمر") == Attestation(4, 2)
        assert reader.vocabulary.attested("قزحستان") == Attestation(0, 0)


def test_prepositions_show_that_a_name_begins_with_waw(make_home: MakeHome) -> None:
    """A word after في, إلى or عن does not begin with the conjunction و."""
    home = make_home([Document(text="في وعسجران، إلى وعسجران، عن وعسجران. وعسجران")])
    reader = IndexReader.current(home)
    form = number(reader.vocabulary, "وعسجران")
    assert reader.vocabulary.stems[reader.vocabulary.stem_of(form)].startswith("وعسجر")
    reader.close()
