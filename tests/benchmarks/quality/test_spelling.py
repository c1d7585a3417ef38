"""The spelling benchmark on a few pairs."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from rapidfuzz.distance import OSA

from benchmarks.quality.gold_words import Spelling, read_spellings
from benchmarks.quality.spelling import (
    is_unlike,
    main,
    mistyped_words,
    read_forms,
    run,
    thinned_copy,
)
from corpus.document import Document
from tests.homes import MakeHome

SPELLINGS = [
    Spelling("الزيتوون", "الزيتون"),
    Spelling("الزيتون", "الزيت"),  # the misspelling finds something
    Spelling("الجسرر", "النهر"),  # another word is suggested
    Spelling("الططحين", "الطحين"),  # the correction is missing
    Spelling("مونسانتو", "الزيت"),
]


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    texts = ["الزيتون والزيت", "الجسر والنهر", "الجسر", "زيتوونة"]
    return make_home([Document(id=str(n), text=text) for n, text in enumerate(texts)])


def test_the_rank_of_the_correction(home: Path) -> None:
    result = run(home, "complete", SPELLINGS)
    assert [(each.spelling.wrong, each.form, each.stem) for each in result.outcomes] == [
        ("الزيتوون", 1, 1),
        ("الجسرر", 0, 0),
    ]
    assert result.unlike == (Spelling("مونسانتو", "الزيت"),)


def test_documents_of_a_rare_misspelling_are_removed(home: Path, tmp_path: Path) -> None:
    wrong = [Spelling("زيتوونة", "زيتون")]
    assert not run(home, "complete", wrong).outcomes
    with thinned_copy(home, tmp_path / "work", wrong) as copy:
        result = run(copy, "thinned", wrong)
        assert result.documents == 3
        assert [each.spelling for each in result.outcomes] == wrong
    assert not copy.exists()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("الحكومه", "الحكومة", True),
        ("عبد الله", "عبدالله", False),
        ("الحكومةط", "الحكومة ط", False),  # same words, other segmentation
        ("الحكومات", "الحكومة", False),
    ],
)
def test_equal_queries_have_equal_forms(one: str, other: str, same: bool) -> None:
    assert (read_forms(one) == read_forms(other)) is same


def test_a_mistyped_word_is_one_edit_and_the_same_for_the_same_seed() -> None:
    words = ["الزيتون", "جسر", "و", "", "الطحين", "ددد"]
    found = list(mistyped_words(words, seed=3))
    assert [each.intended for each in found] == ["الزيتون", "جسر", "الطحين", "ددد"]
    assert all(OSA.distance(each.typed, each.intended) == 1 for each in found)
    assert list(mistyped_words(words, seed=3)) == found
    assert list(mistyped_words(words, seed=4)) != found


def test_typing_errors_are_of_every_kind() -> None:
    found = list(mistyped_words(["الزيتون"] * 100, seed=0))
    assert {each.kind for each in found} == {"neighbour", "missing", "extra", "doubled", "swapped"}
    assert "الزيتةن" in {each.typed for each in found}  # ة is left of و


def test_unrelated_words_are_not_misspellings() -> None:
    assert is_unlike(Spelling("مونسانتو", "فإن"))
    assert not is_unlike(Spelling("عبدالله", "عبد الله"))


def test_underscores_in_the_gold_list_are_spaces(evaluation: Path) -> None:
    (evaluation / "gold" / "spelling_aghlat.jsonl").write_text(
        '{"wrong": "عبدالله", "right": "عبد_الله", "count": 2}\n', "utf-8"
    )
    assert read_spellings(evaluation) == [Spelling("عبدالله", "عبد الله")]


def test_the_command(evaluation: Path, tmp_path: Path) -> None:
    arguments = ["--shared", str(evaluation), "--work", str(tmp_path / "work")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "| complete (6 documents)" in result.stdout
    assert "100.0 %" in result.stdout
