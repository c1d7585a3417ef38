"""Successive changes: terms keep their numbers, and counts are those of present documents."""

from __future__ import annotations

import random
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from arabic.attestation import Attestation
from corpus.document import Document
from index.reader import IndexReader
from index.term_numbers import Term
from tests.homes import MakeHome, add_to, delete_from
from tests.index.contents import build, found

TEXTS = {
    "أ": "في تدمر، إلى تدمر. مكتبة وَمكتبة وبالمكتبة",
    "ب": "عن تدمر! قزحستان في قزحستان",
    "ج": "مكتبه القزحستانيين",
    "د": "سوق الزيت",
}


def documents(*names: str) -> list[Document]:
    return [Document(id=name, title=f"خبر {name}", text=TEXTS[name]) for name in names]


class Known(NamedTuple):
    """The numbers of terms and the counts of forms in an index."""

    numbers: dict[Term, int]
    counts: dict[str, Attestation]


def known(home: Path) -> Known:
    """The number of every term, and the counts of the forms that occur."""
    with closing(IndexReader.current(home)) as reader:
        vocabulary = reader.vocabulary
        forms = vocabulary.forms
        return Known(
            {
                (forms[form], vocabulary.spelling(term)): term
                for term, form in enumerate(vocabulary.term_form.tolist())
            },
            {
                form: vocabulary.attested(form)
                for form in forms
                if vocabulary.form(form) is not None
            },
        )


def test_new_words_do_not_renumber_old_ones(make_home: MakeHome) -> None:
    home = make_home(documents("أ", "ب"))
    before = known(home).numbers
    for name in ("ج", "د"):
        add_to(home, documents(name))
        after = known(home).numbers
        assert {term: after[term] for term in before} == before
        assert sorted(after.values()) == list(range(len(after)))
        before = after
    delete_from(home, ["أ"])
    after = known(home).numbers  # a deletion leaves no word that only the document had
    assert set(after) < set(before)
    assert sorted(after.values()) == list(range(len(after)))
    assert found(home, "form:مكتبة") == ("ج",)
    assert found(home, "سوق") == ("د",)


def test_deletions_subtract_their_counts(make_home: MakeHome) -> None:
    home = make_home(documents("أ", "ب", "ج", "د"))
    assert known(home).counts["تدمر"] == Attestation(3, 3)
    delete_from(home, ["أ"])
    assert known(home).counts["تدمر"] == Attestation(1, 1)
    delete_from(home, ["ب"])
    assert "تدمر" not in known(home).counts
    add_to(home, documents("أ"))
    assert known(home).counts["تدمر"] == Attestation(2, 2)


@pytest.mark.slow
def test_counts_are_those_of_a_rebuild(
    sample_documents: list[Document], make_home: MakeHome
) -> None:
    """After random additions, replacements and deletions."""
    pick = random.Random(4)
    home = make_home(sample_documents[:30])
    for start in range(30, 66, 12):
        add_to(home, sample_documents[start : start + 12])
        delete_from(home, [each.id for each in pick.sample(sample_documents[:start], 4)])
        some = pick.sample(sample_documents, 3)
        add_to(home, [Document(id=one.id, text=other.text) for one, other in pairwise(some)])
    stepwise = known(home).counts
    build(home, from_scratch=True)
    assert known(home).counts == stepwise


@pytest.mark.parametrize("name", ["ب", "ج"])
def test_words_of_deleted_documents_are_in_no_class(make_home: MakeHome, name: str) -> None:
    """Nor are they found by prefix or by similar spelling."""
    home = make_home(documents("أ", "ب", "ج", "د"))
    delete_from(home, [name])
    for rebuilt in (False, True):
        if rebuilt:
            build(home, from_scratch=True)
        with closing(IndexReader.current(home)) as reader:
            vocabulary = reader.vocabulary
            present = {form for form in vocabulary.forms if vocabulary.form(form) is not None}
            deleted = {"قزحستان"} if name == "ب" else {"القزحستانيين"}
            assert not present & deleted
            classes = [
                of(number)
                for of, count in (
                    (vocabulary.stem_forms, len(vocabulary.stems)),
                    (vocabulary.root_forms, len(vocabulary.roots)),
                )
                for number in range(count)
            ]
            for forms in (*classes, vocabulary.forms_with_prefix("")):
                assert {vocabulary.forms[form] for form in forms.tolist()} <= present
        for query in {"ب": ("قزحستان", "قزحس*", "قزحستن~1"), "ج": ("القزحستانيي*",)}[name]:
            assert name not in found(home, query)
