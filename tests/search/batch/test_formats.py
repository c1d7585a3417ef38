"""Formats of queries and of rows of results."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.batch.formats import (
    BatchError,
    InputFormat,
    Query,
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


def test_the_character_set_is_detected() -> None:
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
def test_the_name_decides_the_format(name: str, written: InputFormat) -> None:
    assert input_format(name) == written


@pytest.mark.parametrize(
    ("text", "written", "code", "where"),
    [
        ("{broken", "jsonl", "query_line_invalid", "queries:1"),
        ('{"id": "x"}', "jsonl", "query_line_invalid", "queries:1"),
        ('\n{"id": "", "text": "سوق"}', "jsonl", "query_id_empty", "queries:2"),
        (
            '{"id": "x", "text": "سوق"}\n{"id": "x", "text": "قمح"}',
            "jsonl",
            "query_id_repeated",
            "queries:2",
        ),
        (
            '{"id": 1, "text": "سوق"}\n{"id": "1", "text": "قمح"}',
            "jsonl",
            "query_id_repeated",
            "queries:2",
        ),
        ("id,query\nx,سوق", "csv", "text_column_missing", "queries:1"),
        ('text\n"سوق', "csv", "query_row_invalid", "queries:2"),
        ("", "jsonl", "queries_missing", None),
        ("\n \n", "txt", "queries_missing", None),
        ("id,text\n", "csv", "queries_missing", None),
        (b"\x89PNG\r\n\x1a\n", "jsonl", "queries_unreadable", None),
    ],
)
def test_invalid_queries_are_refused(
    text: str | bytes, written: InputFormat, code: str, where: str | None
) -> None:
    with pytest.raises(BatchError) as refused:
        read(text, written)
    assert refused.value.message.code == code
    assert refused.value.message.params.get("where") == where
    assert str(refused.value).endswith(".")


@given(st.binary(max_size=60), st.sampled_from(["jsonl", "txt", "csv"]))
def test_any_bytes_are_queries_or_refused(data: bytes, written: InputFormat) -> None:
    try:
        queries = read(data, written)
    except BatchError:
        return
    assert len({query.id for query in queries}) == len(queries) > 0
    msgspec.json.encode(queries)


def test_a_row_of_json_is_one_line_of_any_reader() -> None:
    text = "سطر\u2028آخر\u2029ثم\x85\x0bنص"
    line = json_line(("text",), (text,))
    assert len(line.splitlines()) == 1
    assert msgspec.json.decode(line) == {"text": text}


def test_a_cell_is_never_a_formula() -> None:
    formulas = ("=1+1", "+x", "-x", "@x", "\tx", "\rx", "\nx", " =1", "\u200f=1", "\ufeff@x", "＝1")
    row = (*formulas, "x=1", "مكتبة - كتاب", "\u200fx", -1, None, "")
    safe = [*(f"'{cell}" for cell in formulas), "x=1", "مكتبة - كتاب", "\u200fx", "-1", "", ""]
    assert next(csv.reader(io.StringIO(csv_line(row), newline=""))) == safe


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("x;=1+1", "x;'=1+1"),
        ("x; +1;@y", "x; '+1;'@y"),
        ("x\t=1", "x\t'=1"),
        ("x\r\n-1", "x\r\n'-1"),
        ('x;"=1', "x;\"'=1"),
        ("x;\u200f＝1", "x;\u200f'＝1"),
        (";=1", ";'=1"),
        ("x; y = 1", "x; y = 1"),
        ("مكتبة - كتاب; قلم", "مكتبة - كتاب; قلم"),
    ],
)
def test_no_part_of_a_cell_is_a_formula_after_another_separator(cell: str, safe: str) -> None:
    assert defused(cell) == safe


@pytest.mark.parametrize("separator", [";", "\t", ","])
@given(st.lists(st.text("=+-@;\t\n\r\" ',x"), min_size=1, max_size=3))
def test_a_spreadsheet_with_any_separator_sees_no_formula(separator: str, row: list[str]) -> None:
    for line in csv.reader(io.StringIO(csv_line(["x", *row]), newline=""), delimiter=separator):
        ignored = " \t\r\n" if separator == "," else ' \t\r\n"'
        assert not [cell for cell in line if cell.strip(ignored).startswith(tuple("=+-@"))]


@given(st.text())
def test_a_defused_text_only_gets_apostrophes(text: str) -> None:
    safe = str(defused(text))
    assert safe.replace("'", "") == text.replace("'", "")
    assert not safe.startswith(("=", "+", "-", "@"))


def test_rows_of_every_format() -> None:
    cells = ("q1", "a b\u00a0c", 1, 6.98)
    assert json_line(("query", "document", "rank", "score"), cells) == (
        '{"query":"q1","document":"a b\u00a0c","rank":1,"score":6.98}\n'
    )
    assert csv_line(cells) == "q1,a b\u00a0c,1,6.98\n"
    assert trec_line(cells) == "q1 Q0 a%20b%C2%A0c 1 6.980000 warraq\n"
