"""Records as CSV and JSON lines."""

from __future__ import annotations

import csv
import io
import json

import msgspec

from tests.web.exports.lists import HOSTILE, LIST
from web.exports.records import RecordList
from web.exports.rows import COLUMNS, csv_rows, json_rows


def rows_of(records: RecordList) -> list[dict[str, str]]:
    written = csv_rows(records)
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


def test_a_row_has_every_field_and_a_column_for_each_detail() -> None:
    first, second, _ = rows_of(LIST)
    assert list(first) == [*COLUMNS, "النسبة"]
    assert first["title"] == "افتتاح المكتبة العامة"
    assert first["note"] == "السطر الأول\nالسطر الثاني"
    assert first["checked"] == "2026-11-29"
    assert (first["in_archive"], second["in_archive"]) == ("yes", "no")
    assert (first["النسبة"], second["النسبة"]) == ("62 %", "")


def test_a_list_without_groups_has_no_column_for_them() -> None:
    plain = [msgspec.structs.replace(each, group="") for each in LIST.records]
    listed = msgspec.structs.replace(LIST, records=tuple(plain))
    assert next(iter(rows_of(listed)[0])) == "id"


def test_no_cell_is_a_formula() -> None:
    assert rows_of(LIST)[2]["note"] == "'=1+1"


def test_json_lines_keep_every_text_unchanged() -> None:
    first, second, third = (json.loads(line) for line in json_rows(LIST).splitlines())
    assert first["details"] == {"النسبة": "62 %"}
    assert first["note"] == "السطر الأول\nالسطر الثاني"
    assert second == {
        "group": "النص نفسه",
        "id": "bare",
        "url": "javascript:x",
        "checked": "2026-11-29",
        "in_archive": False,
    }
    assert third["title"] == HOSTILE
    assert third["in_archive"] is True
