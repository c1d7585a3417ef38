"""Records as a printable HTML file."""

from __future__ import annotations

import re

import msgspec

from tests.web.elements import Elements
from tests.web.exports.lists import LIST
from web.exports.printable import printable_page

PAGE = printable_page(LIST)


def test_it_has_the_heading_the_verdict_and_the_day_of_the_check() -> None:
    assert "<h1>ما نُشر عن المكتبة</h1>" in PAGE
    assert "نُشر: مقالتان في صحيفتين." in PAGE
    assert "تاريخ المراجعة: 29" in PAGE


def test_records_are_numbered_through_their_groups() -> None:
    assert re.findall(r'<h2 dir="auto">(.*?)</h2>', PAGE) == ["النص نفسه", "غيره"]
    assert re.findall(r'<ol start="(\d)">', PAGE) == ["1", "3"]
    assert re.findall(r"<h3>(\d)\. ", PAGE) == ["1", "2", "3"]


def test_nothing_in_it_is_active() -> None:
    elements = Elements(PAGE).found
    assert {tag for tag, _ in elements} & {"script", "img", "iframe", "link"} == set()
    addresses = [attributes["href"] for tag, attributes in elements if tag == "a"]
    assert addresses == ["https://example.org/library"]
    assert "\u202e" not in PAGE


def test_what_a_record_lacks_is_left_out_and_a_lost_document_is_reported() -> None:
    assert PAGE.count("<h3>2. (بلا عنوان)</h3>") == 1
    assert PAGE.count("لم تعد هذه الوثيقة في الأرشيف.") == 1


def test_labels_are_in_the_language_of_the_list() -> None:
    page = printable_page(msgspec.structs.replace(LIST, language="en"))
    assert '<html lang="en" dir="ltr">' in page
    assert "Date of the check: November" in page
    assert "<dt>Note</dt>" in page
