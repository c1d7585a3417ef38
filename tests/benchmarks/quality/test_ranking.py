"""The judged sets and their measures, on sets small enough to check by hand."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.judged_homes import prepare
from benchmarks.judged_sets import (
    LUCENE,
    SET_NAMES,
    EvaluationDataError,
    JudgedQuery,
    JudgedSet,
    Measures,
    half_of,
    load,
    measure,
    read_qrels,
    read_queries,
    shared_folder,
)
from benchmarks.quality.ranking import HalfResult, main, report, run

SHARED = Path(__file__).parents[4] / "shared"

ARTICLES = {
    "saudinewsnet": [
        {"id": "s-1", "title": "افتتاح الجسر", "text": "عبرت السيارات النهر صباح اليوم."},
        {"id": "s-2", "title": "موسم الزيتون", "text": "قطف المزارعون ثمار الزيتون مبكرا."},
    ],
    "antcorpus": [
        {"id": "a-1", "title": "معرض الكتاب", "text": "زار الطلاب المعرض وابتاعوا كتبا."},
        {"id": "a-2", "title": "سيل مفاجئ في الوادي"},
    ],
}
QUERIES = [
    {"id": "q-1", "text": "السيارات تعبر النهر", "set": "saudinewsnet"},
    {"id": "q-2", "text": "الزيتون", "set": "saudinewsnet"},
    {"id": "q-3", "text": "سيل مفاجئ في الوادي", "set": "antcorpus"},
    {"id": "q-4", "text": "كتب " * 400, "set": "antcorpus"},
    {"id": "q-5", "text": "سؤال لا جواب له", "set": "antcorpus"},
]
QRELS = "q-1\ts-1\t2\nq-2\ts-2\t2\nq-3\ta-2\t2\nq-4\ta-1\t2\n"


def write_lines(path: Path, records: list[dict[str, str]]) -> None:
    lines = b"".join(msgspec.json.encode(record) + b"\n" for record in records)
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder of evaluation data with one judged collection."""
    shared = tmp_path / "shared"
    headlines = shared / "judged" / "headlines"
    headlines.mkdir(parents=True)
    (shared / "corpora").mkdir()
    for name, articles in ARTICLES.items():
        write_lines(shared / "corpora" / f"{name}.jsonl.gz", articles)
    write_lines(headlines / "queries.jsonl", QUERIES)
    write_lines(headlines / "keywords.jsonl", QUERIES[:2])
    (headlines / "qrels.tsv").write_text(QRELS, "utf-8")
    return shared


def test_a_set_has_queries_grades_and_documents(tiny: Path) -> None:
    judged = load(tiny, "headlines")
    assert judged.queries[0] == JudgedQuery("q-1", "السيارات تعبر النهر")
    assert [query.id for query in judged.queries] == ["q-1", "q-2", "q-3", "q-4"]
    assert judged.qrels["q-1"] == {"s-1": 2}
    assert [path.name for path in judged.documents] == [
        "saudinewsnet.jsonl.gz",
        "antcorpus.jsonl.gz",
    ]
    assert judged.without_title


def test_keywords_are_other_queries_over_the_same_documents(tiny: Path) -> None:
    headlines, keywords = load(tiny, "headlines"), load(tiny, "keywords")
    assert keywords.collection == headlines.collection
    assert keywords.documents == headlines.documents
    assert set(keywords.qrels) == {"q-1", "q-2"}


@pytest.mark.parametrize(
    ("name", "broken", "sentence"),
    [
        ("judged/headlines/qrels.tsv", "q-1 s-1 2\n", "qrels.tsv:1: not a query, a document"),
        ("judged/headlines/qrels.tsv", "q-1\ts-1\tgood\n", "qrels.tsv:1: not a query, a document"),
        ("judged/headlines/queries.jsonl", '{"id": "q-1"}\n', 'queries.jsonl:1: not a line {"id"'),
        ("judged/headlines/queries.jsonl", None, "queries.jsonl cannot be read"),
        ("corpora/antcorpus.jsonl.gz", None, "antcorpus.jsonl.gz is missing"),
    ],
)
def test_malformed_data(tiny: Path, name: str, broken: str | None, sentence: str) -> None:
    if broken is None:
        (tiny / name).unlink()
    else:
        (tiny / name).write_text(broken, "utf-8")
    with pytest.raises(EvaluationDataError) as caught:
        load(tiny, "headlines")
    assert sentence in str(caught.value)


def test_blank_lines_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('\n{"id": "q", "text": "غيمة"}\n\n', "utf-8")
    assert read_queries(path) == (JudgedQuery("q", "غيمة"),)
    path.write_text("q\td\t1\n\n", "utf-8")
    assert read_qrels(path) == {"q": {"d": 1}}


# Measures


def discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)


@pytest.mark.parametrize(
    ("grades", "ranking", "expected"),
    [
        ({"d": 1}, ["d"], Measures(1.0, 1.0, 1.0, 1.0)),
        ({"d": 1}, ["x", "d"], Measures(discount(2), 0.5, 1.0, 1.0)),
        ({"d": 1}, [], Measures(0.0, 0.0, 0.0, 0.0)),
        ({"d": 1}, [*"abcefghijk", "d"], Measures(0.0, 0.0, 0.0, 1.0)),
        ({"d": 1, "e": 1}, ["d", "x"], Measures(1 / (1 + discount(2)), 1.0, 0.5, 0.5)),
        (
            {"d": 2, "e": 1},
            ["e", "d"],
            Measures((1 + 2 * discount(2)) / (2 + discount(2)), 1.0, 1.0, 1.0),
        ),
    ],
    ids=["first", "second", "nothing", "eleventh", "one of two", "the copy before the article"],
)
def test_measures_of_one_query(
    grades: dict[str, int], ranking: list[str], expected: Measures
) -> None:
    scores = {"q": {document: 100.0 - rank for rank, document in enumerate(ranking)}}
    found = msgspec.structs.astuple(measure({"q": grades}, scores))
    assert found == pytest.approx(msgspec.structs.astuple(expected))


def test_a_query_without_an_answer_counts_as_zero() -> None:
    found = measure({"q": {"d": 1}, "unanswered": {"d": 1}}, {"q": {"d": 1.0}})
    assert msgspec.structs.astuple(found) == (0.5, 0.5, 0.5, 0.5)


def test_answers_to_other_queries_do_not_count() -> None:
    found = measure({"q": {"d": 1}}, {"q": {"d": 1.0}, "of the other half": {"d": 1.0}})
    assert msgspec.structs.astuple(found) == (1.0, 1.0, 1.0, 1.0)


# Halves


@pytest.mark.parametrize(("query", "half"), [("q-1", "b"), ("q-2", "b"), ("سؤال", "b"), ("", "a")])
def test_halves_never_change(query: str, half: str) -> None:
    assert half_of(query) == half


@given(st.lists(st.text(), unique=True))
def test_halves_are_disjoint_and_complete(ids: list[str]) -> None:
    whole = JudgedSet(
        name="headlines",
        collection="headlines",
        documents=(),
        without_title=True,
        queries=tuple(JudgedQuery(id_, "") for id_ in ids),
        qrels={id_: {"d": 1} for id_ in ids},
    )
    a, b = whole.part("a"), whole.part("b")
    assert not {query.id for query in a.queries} & {query.id for query in b.queries}
    assert {*a.queries, *b.queries} == set(whole.queries)
    for part in (a, b):
        assert set(part.qrels) == {query.id for query in part.queries}
    assert whole.part("all") == whole


# A whole run


def by_half(results: list[HalfResult]) -> dict[str, HalfResult]:
    return {one.half: one for one in results}


def test_a_run_measures_what_can_be_found_without_titles(tiny: Path, tmp_path: Path) -> None:
    results = by_half(run(tiny, tmp_path / "work", ("headlines",), "all", "stem"))
    whole = results["all"]
    assert whole.queries == 4
    assert whole.measures == Measures(0.5, 0.5, 0.5, 0.5)
    assert whole.refused == 1, "the query of 400 words"
    assert (whole.documents, whole.unfindable) == (3, 1)
    assert list(whole.refused_documents.values()) == [1]
    assert results["a"].queries + results["b"].queries == 4
    text = report(list(results.values()), "stem")
    assert "| headlines | Lucene |" in text
    assert "Judged documents that cannot be found: 1." in text


def test_a_home_is_rebuilt_only_after_changes(tiny: Path, tmp_path: Path) -> None:
    messages: list[str] = []
    work = tmp_path / "work"
    work.mkdir()
    first = prepare(load(tiny, "headlines"), work, messages.append)
    assert len(messages) == 2
    assert prepare(load(tiny, "keywords"), work, messages.append) == first
    assert len(messages) == 2
    write_lines(tiny / "corpora" / "antcorpus.jsonl.gz", ARTICLES["antcorpus"][:1])
    second = prepare(load(tiny, "headlines"), work, messages.append)
    assert len(messages) == 4
    assert (second.ids, second.refused) == (frozenset({"s-1", "s-2", "a-1"}), {})


def test_missing_evaluation_data_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARRAQ_SHARED", str(tmp_path / "nowhere"))
    with pytest.raises(EvaluationDataError, match="nowhere"):
        shared_folder()
    outcome = CliRunner().invoke(main, [])
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert outcome.stderr.count("\n") == 1
    assert "There are no judged sets in" in outcome.stderr


def test_a_missing_section_is_reported_before_measuring(tiny: Path, tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text("no section\n", "utf-8")
    work = tmp_path / "work"
    arguments = ["--shared", str(tiny), "--work", str(work), "--into", str(document)]
    outcome = CliRunner().invoke(main, arguments)
    assert outcome.exit_code == 2
    assert "has no section between <!-- quality --> and <!-- /quality -->." in outcome.stderr
    assert not work.exists()


def test_the_command_prints_a_table_or_json(tiny: Path, tmp_path: Path) -> None:
    arguments = ["--shared", str(tiny), "--work", str(tmp_path / "work"), "--set", "headlines"]
    outcome = CliRunner().invoke(main, arguments)
    assert outcome.exit_code == 0
    assert "nDCG@10" in outcome.stdout
    outcome = CliRunner().invoke(main, [*arguments, "--half", "a", "--json"])
    (line,) = outcome.stdout.splitlines()
    assert msgspec.json.decode(line, type=HalfResult).half == "a"


def test_the_option_overrides_the_variable(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARRAQ_SHARED", str(tmp_path / "nowhere"))
    assert shared_folder(tiny) == tiny
    monkeypatch.setenv("WARRAQ_SHARED", str(tiny))
    assert shared_folder() == tiny


@pytest.mark.shared
@pytest.mark.skipif(
    not (SHARED / "judged").is_dir(), reason="there is no evaluation data in ../shared"
)
@pytest.mark.parametrize("name", SET_NAMES)
def test_the_real_sets_are_complete_and_halved_evenly(name: str) -> None:
    judged = load(SHARED, name)  # type: ignore[arg-type]
    assert set(judged.qrels) == {query.id for query in judged.queries}
    share = len(judged.part("a").queries) / len(judged.queries)
    assert 0.45 < share < 0.55
    assert name in LUCENE
