"""The benchmark of similar documents counts the judged copies."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from benchmarks.quality.similar import ArticleWithCopies, first_ids, main, measure, with_copies
from corpus.document import Document
from search.answer import IndexInfo
from search.similar import Similar, SimilarDocument
from tests.homes import MakeHome

TEXT = "أخمدت فرق الإطفاء حريقًا في مستودع للنسيج شرق المدينة وفتح الدفاع المدني تحقيقًا في السبب."


def test_articles_that_have_copies() -> None:
    qrels = {"q1": {"a": 2, "b": 1, "c": 1}, "q2": {"d": 2}, "q3": {"b": 2, "a": 1}}
    assert with_copies(qrels) == [
        ArticleWithCopies("a", frozenset("bc")),
        ArticleWithCopies("b", frozenset("a")),
    ]


def test_copies_and_hits_are_merged_by_score() -> None:
    def similar(name: str, score: float) -> SimilarDocument:
        return SimilarDocument(id=name, title="", score=score, overlap=0)

    info = IndexInfo(generation=1, built_at="", analyzer="", documents=0)
    found = Similar(
        words=(),
        hits=(similar("b", 2), *(similar(f"n{i}", 0.1) for i in range(12))),
        copies=(similar("c", 1), similar("a", 3)),
        took_ms=0,
        timed_out=False,
        index=info,
    )
    assert first_ids(found)[:3] == ["a", "b", "c"]
    assert len(first_ids(found)) == 10


def test_copies_are_found_and_labelled(make_home: MakeHome) -> None:
    home = make_home(
        [
            Document(id="a", title="حريق", text=TEXT),
            Document(id="b", title="حريق في مستودع", text=TEXT + " ولم يصب أحد."),
            *(Document(id=f"n{i}", title="خبر", text=f"نص قصير رقم {i}") for i in range(9)),
        ]
    )
    measured = measure(
        home, [ArticleWithCopies("a", frozenset("b")), ArticleWithCopies("gone", frozenset("b"))]
    )
    assert (measured.articles, measured.copies) == (1, 1)
    assert (measured.found, measured.labelled, measured.confirmed) == (1, 1, 1)


def test_missing_evaluation_data_is_reported(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["--shared", str(tmp_path)])
    assert found.exit_code == 2
    assert "There are no judged sets" in found.output
