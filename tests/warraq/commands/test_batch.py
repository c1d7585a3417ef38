"""``warraq batch``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest

from tests.commands import json_of, ok, run


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.jsonl"
    path.write_text(
        '{"id": "q1", "text": "سوق القمح"}\n\n{"id": "q2", "text": "لا شيء هنا: -سوق*"}\n'
        '{"id": "q3", "text": "zzzz"}\n',
        "utf-8",
    )
    return path


def test_trec_output(home: Path, queries: Path) -> None:
    lines = ok(run(home, "batch", str(queries), "--format", "trec")).splitlines()
    rows = [line.split(" ") for line in lines]
    assert [row[0] for row in rows] == ["q1", "q1", "q2", "q2"]
    assert {(row[1], row[5]) for row in rows} == {("Q0", "warraq")}
    assert [row[3] for row in rows] == ["1", "2", "1", "2"]
    assert float(rows[0][4]) > float(rows[1][4]) > 0
    assert rows[0][2] == "ب"


def test_jsonl_and_csv_have_the_same_hits(home: Path, queries: Path) -> None:
    lines = ok(run(home, "batch", str(queries))).splitlines()
    records = [msgspec.json.decode(line) for line in lines]
    assert set(records[0]) == {"query", "document", "rank", "score"}
    text = ok(run(home, "batch", str(queries), "--format", "csv"))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["query"], row["document"]) for row in rows] == [
        (record["query"], record["document"]) for record in records
    ]


def test_queries_are_read_from_standard_input(home: Path, queries: Path) -> None:
    result = run(home, "batch", "-", "--limit", "1", "--level", "form", input=queries.read_bytes())
    assert [msgspec.json.decode(line)["rank"] for line in ok(result).splitlines()] == [1, 1]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{broken", "queries.jsonl:2: "),
        ('{"id": "x"}', "queries.jsonl:2: "),
        ('{"id": "q1", "text": "قمح"}', "q1"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(
    home: Path, queries: Path, line: str, sentence: str
) -> None:
    queries.write_text(f'{{"id": "q1", "text": "سوق"}}\n{line}\n', "utf-8")
    result = run(home, "batch", str(queries))
    assert ok(result, 2) == ""
    assert sentence in result.stderr


def test_a_refused_query_does_not_stop_the_batch(home: Path, queries: Path) -> None:
    bad = f'{{"id": "bad", "text": "{"ك" * 100}"}}\n'
    good = queries.read_text("utf-8")
    queries.write_text(bad + good, "utf-8")
    result = run(home, "batch", str(queries), "--format", "trec")
    assert ok(result, 1) == ok(run(home, "batch", "-", "--format", "trec", input=good))
    assert result.stderr.splitlines() == [
        "bad: A word of a query has up to 64 characters; this query has one of 100: shorten it.",
        "3 queries answered, 1 refused.",
    ]
    queries.write_text(bad, "utf-8")
    ok(run(home, "batch", str(queries)), 2)


def test_counts_of_terms_are_written_to_a_file(home: Path, tmp_path: Path) -> None:
    terms, counts = tmp_path / "terms.txt", tmp_path / "counts.csv"
    terms.write_text('المكتبة\n"أسعار القمح"\nسوق OR مكتبة\n', "utf-8")
    options = ("--syntax", "--counts", "--levels", "--format", "csv", "--output", str(counts))
    assert ok(run(home, "batch", str(terms), *options)) == ""
    rows = list(csv.DictReader(io.StringIO(counts.read_text("utf-8"))))
    assert [row["query"] for row in rows] == ["1", "2", "3"]
    for row, text in zip(rows, terms.read_text("utf-8").splitlines(), strict=True):
        assert row["text"] == text
        found = json_of(run(home, "search", text, "--levels", "--json"))
        assert int(row["documents"]) == found["total"] > 0
        for each in found["levels"]:
            assert int(row[each["level"]]) == each["documents"]
    result = run(home, "batch", str(terms), *options)
    ok(result, 2)
    assert "--restart" in result.stderr
    ok(run(home, "batch", str(terms), *options, "--restart", "--workers", "2"))


def test_filters_and_columns(home: Path, queries: Path) -> None:
    options = ("--column", "title", "--column", "source", "--source", "أسواق", "--after", "2017")
    found = ok(run(home, "batch", str(queries), *options, "--operator", "all"))
    hits = [msgspec.json.decode(line) for line in found.splitlines()]
    assert hits
    assert {hit["source"] for hit in hits} == {"أسواق"}
    assert all(list(hit)[-2:] == ["title", "source"] for hit in hits)
