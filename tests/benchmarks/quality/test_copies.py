"""The benchmark of groups counts judged copies and the pairs that share little."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.copies import judged_pairs, measure, report
from benchmarks.reporting import BadInput
from corpus.document import Document
from tests.homes import MakeHome
from tests.index.copies.test_copies import words


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    texts = {"a": words(0, 60), "b": words(0, 50), "c": words(300, 50)}
    return make_home([Document(id=name, title=name, text=text) for name, text in texts.items()])


def test_each_copy_is_a_pair_with_its_article() -> None:
    qrels = {"q1": {"a": 2, "c": 1, "b": 1}, "q2": {"d": 2}}
    assert list(judged_pairs(qrels)) == [("a", "b"), ("a", "c")]


def test_grouped_pairs_are_counted(home: Path) -> None:
    figures, to_read = measure(home, [("a", "b"), ("a", "c")])
    assert (figures.documents, figures.judged, figures.grouped) == (3, 2, 0.5)
    assert (figures.groups, figures.members, figures.low) == (1, 2, 0)
    assert to_read.splitlines()[0] == "1.00"
    assert "50.0%" in report("", figures)


def test_a_missing_document_is_reported(home: Path) -> None:
    with pytest.raises(BadInput, match="lacks the judged document z"):
        measure(home, [("a", "z")])
