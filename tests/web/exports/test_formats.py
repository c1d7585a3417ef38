"""Every format of a list of records."""

from __future__ import annotations

import pytest

from tests.web.exports.lists import LIST
from web.exports.formats import RECORD_FORMATS, RecordFormat, media_type, write


@pytest.mark.parametrize(
    ("written", "begins", "of_type"),
    [
        ("csv", b"\xef\xbb\xbfgroup,id,", "text/csv; charset=utf-8"),
        ("jsonl", b'{"group":', "application/x-ndjson; charset=utf-8"),
        ("ris", b"TY  - NEWS\r\n", "application/x-research-info-systems; charset=utf-8"),
        ("bib", b"@article{warraq-2019-8d33,", "application/x-bibtex; charset=utf-8"),
        ("docx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument"),
        ("html", b"<!doctype html>", "text/html; charset=utf-8"),
    ],
)
def test_each_format_has_its_first_bytes_and_media_type(
    written: RecordFormat, begins: bytes, of_type: str
) -> None:
    assert write(LIST, written).startswith(begins)
    assert media_type(written).startswith(of_type)
    assert written in RECORD_FORMATS


def test_ris_has_a_record_for_each_document_with_passage_and_note() -> None:
    text = write(LIST, "ris").decode()
    assert text.count("TY  - ") == text.count("ER  - ") == 3
    assert "AB  - افتتحت البلدية المكتبة…\r\n" in text
    assert "N1  - السطر الأول السطر الثاني\r\n" in text


def test_keys_of_bibtex_differ() -> None:
    text = write(LIST, "bib").decode()
    assert "{warraq-2019-8d33,\n" in text
    assert "{warraq-2019-8d33-2,\n" in text
    assert "  annote = {السطر الأول السطر الثاني},\n" in text
