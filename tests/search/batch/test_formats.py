"""Queries of a run as they come, and rows as they go out."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.batch.formats import (
    InputFormat,
    Query,
    RunError,
    csv_line,
    defused,
    input_format,
    json_line,
    read_queries,
    trec_line,
)


def read(text: str | bytes, written: InputFormat = "jsonl") -> list[Query]:
    data = text.encode() if isinstance(text, str) else text
    return read_queries(data, "queries", written)


def test_json_lines() -> None:
    text = '{"id": "q1", "text": "سوق القمح"}\n\n{"text": "تدمر", "id": 2, "set": "x"}\r\n'
    assert read(text) == [Query("q1", "سوق القمح"), Query("2", "تدمر")]


def test_a_line_of_txt_is_a_query_and_its_number_the_id() -> None:
    text = "سوق القمح\r\n\n  تدمر  \n"
    assert read(text, "txt") == [Query("1", "سوق القمح"), Query("3", "تدمر")]


@pytest.mark.parametrize(
    "text",
    [
        "id,text\nq1,سوق القمح\n\nq2,تدمر\n",
        "ID;Text;other\r\nq1;سوق القمح;1\r\nq2;تدمر;2\r\n",
        "text\tid\nسوق القمح\tq1\nتدمر\tq2",
        '\ufeffid,text\nq1,"سوق القمح"\nq2,تدمر\n',
    ],
)
def test_csv_with_a_header(text: str) -> None:
    assert read(text, "csv") == [Query("q1", "سوق القمح"), Query("q2", "تدمر")]


def test_csv_without_ids_counts_lines() -> None:
    text = 'text\nتدمر\n"سوق\nالقمح"\nالميناء\n'
    assert [query.id for query in read(text, "csv")] == ["2", "3", "5"]


def test_the_character_set_is_told_by_the_content() -> None:
    text = "أسعار القمح في الأسواق العربية\nافتتاح المكتبة العامة\n"
    for encoding in ("utf-8-sig", "utf-16", "windows-1256"):
        assert [query.text for query in read(text.encode(encoding), "txt")] == text.splitlines()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        *(("a.jsonl", "jsonl"), ("a.json", "jsonl"), ("-", "jsonl"), ("a", "jsonl")),
        *(("a.txt", "txt"), ("a.TXT", "txt"), ("a.txt.gz", "txt"), ("a.csv", "csv")),
        *(("a.tsv", "csv"), ("txt", "jsonl")),
    ],
)
def test_how_queries_are_written_is_told_by_the_name(name: str, written: InputFormat) -> None:
    assert input_format(name) == written


@pytest.mark.parametrize(
    ("text", "written", "sentence"),
    [
        ("{broken", "jsonl", "queries:1: not a line"),
        ('{"id": "x"}', "jsonl", "queries:1: not a line"),
        ('\n{"id": "", "text": "سوق"}', "jsonl", "queries:2: The id is empty"),
        (
            '{"id": "x", "text": "سوق"}\n{"id": "x", "text": "قمح"}',
            "jsonl",
            "queries:2: The id x stands in line 1 already",
        ),
        ('{"id": 1, "text": "سوق"}\n{"id": "1", "text": "قمح"}', "jsonl", "already"),
        ("id,query\nx,سوق", "csv", "queries:1: The first line has no column “text”"),
        ('text\n"سوق', "csv", "queries:2: not a row of CSV"),
        ("", "jsonl", "queries has no query."),
        ("\n \n", "txt", "queries has no query."),
        ("id,text\n", "csv", "queries has no query."),
        (b"\x89PNG\r\n\x1a\n", "jsonl", "queries: It is"),
    ],
)
def test_what_is_no_run_is_told(text: str | bytes, written: InputFormat, sentence: str) -> None:
    with pytest.raises(RunError) as caught:
        read(text, written)
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")


@given(st.binary(max_size=60), st.sampled_from(["jsonl", "txt", "csv"]))
def test_any_bytes_are_queries_or_refused(data: bytes, written: InputFormat) -> None:
    try:
        queries = read(data, written)
    except RunError:
        return
    assert len({query.id for query in queries}) == len(queries) > 0
    msgspec.json.encode(queries)


def test_a_cell_is_no_formula() -> None:
    acting = ("=1+1", "+x", "-x", "@x", "\tx", "\rx", "\nx", " =1", "\u200f=1", "\ufeff@x", "＝1")
    row = (*acting, "x=1", "مكتبة - كتاب", "\u200fx", -1, None, "")
    safe = [*(f"'{cell}" for cell in acting), "x=1", "مكتبة - كتاب", "\u200fx", "-1", "", ""]
    assert next(csv.reader(io.StringIO(csv_line(row), newline=""))) == safe


@given(st.text())
def test_a_defused_text_is_the_text_or_begins_with_an_apostrophe(text: str) -> None:
    assert defused(text) in (text, f"'{text}")
    assert not str(defused(text)).startswith(("=", "+", "-", "@"))


def test_rows_of_every_format() -> None:
    cells = ("q1", "a b\u00a0c", 1, 6.98)
    assert json_line(("query", "document", "rank", "score"), cells) == (
        '{"query":"q1","document":"a b\u00a0c","rank":1,"score":6.98}\n'
    )
    assert csv_line(cells) == "q1,a b\u00a0c,1,6.98\n"
    assert trec_line(cells) == "q1 Q0 a%20b%C2%A0c 1 6.980000 warraq\n"
