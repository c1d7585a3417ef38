"""The vocabulary: classes of words, nested from terms to roots."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document
from index.analysis.attestation import Attestation, Attested
from index.analysis.skeleton import skeleton_sums
from index.reader import IndexReader
from index.segment import term_key
from index.vocabulary import Vocabulary, build_arrays
from tests.homes import MakeHome

# Each term with its occurrences; the stem and root of each form.
TERMS = {
    ("مكتبه", "مكتبة"): 5,
    ("مكتبه", "مكتبه"): 2,
    ("المكتبه", "المكتبة"): 9,
    ("كتاب", "كتاب"): 4,
    ("كتاب", "كِتاب"): 1,
    ("الكتاب", "الكتاب"): 3,
    ("وزير", "وزير"): 6,
    ("bbc", "BBC"): 1,
}
CLASSES = {
    "مكتبه": ("مكتبه", "كتب"),
    "المكتبه": ("مكتبه", "كتب"),
    "كتاب": ("كتاب", "كتب"),
    "الكتاب": ("كتاب", "كتم"),
    "وزير": ("وزير", "وزر"),
    "bbc": ("bbc", "bbc"),
}


def heh(spelling: str, attested: Attested) -> tuple[str, str]:
    """The class of a form; it is asked for by its commonest spelling, without marks."""
    return CLASSES[spelling.replace("ة", "ه").lower()]


@pytest.fixture
def vocabulary() -> Vocabulary:
    keys = sorted(term_key(*term) for term in TERMS)
    by_key = {term_key(*term): count for term, count in TERMS.items()}
    occurrences = np.array([by_key[key] for key in keys])
    return Vocabulary(build_arrays(keys, occurrences, np.zeros(len(keys), np.int64), heh))


def names(vocabulary: Vocabulary, forms: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[str]:
    return [vocabulary.forms[form] for form in forms.tolist()]


def number(vocabulary: Vocabulary, form: str) -> int:
    found = vocabulary.form(form)
    assert found is not None
    return found


def test_every_stem_has_its_skeleton(vocabulary: Vocabulary) -> None:
    assert vocabulary.skeletons.tolist() == skeleton_sums(vocabulary.stems).tolist()


def test_forms_are_the_terms_folded(vocabulary: Vocabulary) -> None:
    assert list(vocabulary.forms) == sorted(CLASSES)
    assert len(vocabulary) == len(TERMS)
    assert vocabulary.form("قزحستان") is None


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
    assert vocabulary.terms_of_forms(forms[:1]).tolist() == [
        vocabulary.keys.find(term_key("وزير", "وزير"))
    ]


def test_classes_hold_the_most_frequent_form_first(vocabulary: Vocabulary) -> None:
    library = vocabulary.stem_of(number(vocabulary, "مكتبه"))
    assert vocabulary.stems[library] == "مكتبه"
    assert names(vocabulary, vocabulary.forms_of_stem(library)) == ["المكتبه", "مكتبه"]
    root = vocabulary.root_of(library)
    assert vocabulary.roots[root] == "كتب"
    assert names(vocabulary, vocabulary.forms_of_root(root)) == [
        *("المكتبه", "مكتبه", "كتاب", "الكتاب")
    ]


def test_the_root_of_a_stem_is_what_most_of_its_occurrences_have(vocabulary: Vocabulary) -> None:
    """كتاب five times of كتب, الكتاب three times of another root."""
    stem = vocabulary.stem_of(number(vocabulary, "الكتاب"))
    assert vocabulary.roots[vocabulary.root_of(stem)] == "كتب"
    assert "كتم" not in list(vocabulary.roots)


def test_beginnings(vocabulary: Vocabulary) -> None:
    assert names(vocabulary, vocabulary.forms_with_prefix("ال")) == ["المكتبه", "الكتاب"]
    assert names(vocabulary, vocabulary.forms_with_prefix("وزير")) == ["وزير"]
    assert names(vocabulary, vocabulary.forms_with_prefix("قز")) == []
    assert len(vocabulary.forms_with_prefix("")) == len(CLASSES)


def test_levels_are_nested(sample_home: Path) -> None:
    """A wider level never has fewer occurrences, whatever the word."""
    reader = IndexReader.current(sample_home)
    vocabulary = reader.vocabulary
    counts = vocabulary.occurrences.astype(np.int64)
    for form in range(len(vocabulary.forms)):
        stem = vocabulary.stem_of(form)
        by_stem = vocabulary.forms_of_stem(stem)
        by_root = vocabulary.forms_of_root(vocabulary.root_of(stem))
        assert form in by_stem
        assert set(by_stem.tolist()) <= set(by_root.tolist())
        assert counts[form] <= counts[by_stem].sum() <= counts[by_root].sum()
        assert list(counts[by_stem]) == sorted(counts[by_stem], reverse=True)
    reader.close()


def test_an_empty_vocabulary() -> None:
    nothing = np.zeros(0, np.int64)
    vocabulary = Vocabulary(build_arrays([], nothing, nothing, heh))
    assert len(vocabulary) == len(vocabulary.forms) == len(vocabulary.roots) == 0
    assert vocabulary.form("كتاب") is None
    assert len(vocabulary.forms_with_prefix("ك")) == 0


def test_what_an_archive_knows_of_a_form(make_home: MakeHome) -> None:
    home = make_home([Document(text="في تدمر، إلى تدمر، تدمر."), Document(text="من تدمر")])
    reader = IndexReader.current(home)
    assert reader.vocabulary.attested("تدمر") == Attestation(4, 2)
    assert reader.vocabulary.attested("قزحستان") == Attestation(0, 0)
    reader.close()


def test_the_commonest_spelling_is_what_is_classified() -> None:
    asked: list[str] = []

    def classify(spelling: str, attested: Attested) -> tuple[str, str]:
        asked.append(spelling)
        return spelling, spelling

    keys = sorted(term_key("علي", spelling) for spelling in ("علي", "عليّ", "على"))
    counts = np.array([{"علي": 2, "علي\0عليّ": 2, "علي\0على": 3}[key] for key in keys])
    build_arrays(keys, counts, np.zeros(3, np.int64), classify)
    assert asked == ["على"]


def test_a_name_is_learned_from_its_prepositions(make_home: MakeHome) -> None:
    """What stands after في, إلى and عن does not begin with the conjunction و."""
    home = make_home([Document(text="في وعسجران، إلى وعسجران، عن وعسجران. وعسجران")])
    reader = IndexReader.current(home)
    form = number(reader.vocabulary, "وعسجران")
    assert reader.vocabulary.stems[reader.vocabulary.stem_of(form)].startswith("وعسجر")
    reader.close()
