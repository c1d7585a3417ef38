"""Selection of timed queries, and the summary of their times."""

from __future__ import annotations

from benchmarks.judged_sets import JudgedQuery, JudgedSet
from benchmarks.speed.query_timing import Spread, TimedQuery, other_texts, select_questions

JUDGED = JudgedSet(
    name="headlines",
    collection="headlines",
    documents=(),
    without_title=True,
    queries=(
        JudgedQuery("q-1", "الجسر"),
        JudgedQuery("q-2", "الزيتون"),
        JudgedQuery("q-3", "الكتاب"),
    ),
    qrels={"q-1": {"copy": 1, "d-1": 2}, "q-2": {"d-2": 2}, "q-3": {"d-3": 2}},
)


def test_questions_are_about_articles_of_the_sample() -> None:
    found = select_questions(JUDGED, frozenset({"d-1", "d-2", "copy"}), 5)
    assert {(one.text, one.article) for one in found} == {("الجسر", "d-1"), ("الزيتون", "d-2")}
    assert select_questions(JUDGED, frozenset({"d-1", "d-2"}), 1) == found[:1]


def test_warm_up_queries_are_not_timed_ones() -> None:
    timed = [TimedQuery("headlines", "الزيتون", "d-2")]
    assert set(other_texts(JUDGED, timed)) == {"الجسر", "الكتاب"}
    assert len(other_texts(JUDGED, timed, 1)) == 1


def test_the_summary_of_times() -> None:
    assert Spread.of([3.0, 1.0, 2.0]) == Spread(median=2.0, p95=3.0, most=3.0)
