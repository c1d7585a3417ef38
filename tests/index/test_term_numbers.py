"""Terms and their numbers: in one analysing process, and in an index."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import fold, fold_exact
from arabic.tokenizer import words
from index.term_numbers import LONGEST_TERM, Analyzed, LocalTerms, Numbering, Term, Translation
from index.vocabulary import Vocabulary
from index.vocabulary_growth import empty_vocabulary
from tests.index.vocabularies import grown

texts = st.text("ابكتـ\u064eةه \u200d،٣a", max_size=30)
batches = st.lists(st.lists(texts, max_size=3), max_size=4)


def terms_of(text: str) -> list[Term]:
    """The terms of a text by the pure functions of the analyzer."""
    return [(fold(word), fold_exact(word)) for word in words(text) if fold(word)]


def numbers(analyzed: Analyzed) -> list[int]:
    found: list[int] = np.frombuffer(analyzed.words, np.int32).tolist()
    return found


def test_a_term_is_a_form_and_the_word_as_written() -> None:
    analyzed = LocalTerms().analyze(["المكتبة والمكتبه", "", "مَكتبة، المكتبة"])
    assert analyzed.fresh == [
        ("المكتبه", "المكتبة"),
        ("والمكتبه", "والمكتبه"),
        ("مكتبه", "مَكتبة"),
    ]
    assert numbers(analyzed) == [0, 1, 2, 0]
    assert analyzed.lengths == [2, 0, 2]


def test_a_later_batch_has_only_new_terms() -> None:
    terms = LocalTerms()
    terms.analyze(["كتاب قديم"])
    analyzed = terms.analyze(["كتاب جديد"])
    assert analyzed.fresh == [("جديد", "جديد")]
    assert numbers(analyzed) == [0, 2]


@given(batches)
def test_batches_hold_the_terms_of_their_texts(parts: list[list[str]]) -> None:
    terms = LocalTerms()
    known: list[Term] = []
    for batch in parts:
        analyzed = terms.analyze(batch)
        known += analyzed.fresh
        assert [known[number] for number in numbers(analyzed)] == [
            term for text in batch for term in terms_of(text)
        ]
        assert analyzed.lengths == [len(terms_of(text)) for text in batch]
    assert len(set(known)) == len(known)


@pytest.mark.parametrize("chunk", ["", "ـ", "كتاب", "الروسيةمن", "و15", "a_b"])
def test_chunks_are_remembered(chunk: str) -> None:
    terms = LocalTerms()
    once = terms.analyze([chunk])
    twice = terms.analyze([f"{chunk} {chunk}"])
    assert twice.fresh == []
    assert numbers(twice) == numbers(once) * 2


def test_a_long_word_is_cut() -> None:
    longest = "بت" * (LONGEST_TERM // 2)
    analyzed = LocalTerms().analyze([longest, longest + "ب"])
    assert analyzed.fresh == [(longest, longest)]
    assert numbers(analyzed) == [0, 0]


def test_an_index_numbers_new_terms_after_its_own() -> None:
    before = grown({("كتاب", "كتاب"): 1, ("كتاب", "كِتاب"): 1})
    numbering = Numbering(before)
    assert numbering.number(("كتاب", "كِتاب")) == 1
    assert numbering.number(("كتاب", "كِتَاب")) == 2
    assert numbering.number(("قلم", "قلم")) == 3
    assert numbering.number(("كتاب", "كِتَاب")) == 2
    assert numbering.added == [("كتاب", "كِتَاب"), ("قلم", "قلم")]
    assert len(numbering) == 4


def test_looking_up_known_terms_adds_none() -> None:
    numbering = Numbering(grown({("في", "في"): 1}))
    numbering.number(("عن", "عن"))
    assert numbering.known([("من", "من"), ("عن", "عن"), ("في", "في")]).tolist() == [1, 0]
    assert numbering.added == [("عن", "عن")]


@given(batches, st.integers(1, 3))
def test_a_term_has_one_number_for_any_number_of_processes(
    parts: list[list[str]], processes: int
) -> None:
    """Batch i goes to process i modulo their number; terms are numbered in text order."""
    numbering = Numbering(Vocabulary(empty_vocabulary()))
    workers = [(LocalTerms(), Translation(numbering)) for _ in range(processes)]
    found: list[int] = []
    for place, batch in enumerate(parts):
        terms, translation = workers[place % processes]
        found += translation.translate(terms.analyze(batch)).tolist()
    met = [term for batch in parts for text in batch for term in terms_of(text)]
    assert [numbering.added[number] for number in found] == met
    assert numbering.added == list(dict.fromkeys(met))
