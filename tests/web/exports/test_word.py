"""Records as a Word document, read again with python-docx."""

from __future__ import annotations

import sys
from io import BytesIO

import msgspec
import pytest

from tests.web.exports.lists import LIST
from web.exports.word import WordLibraryError, word_document

docx = pytest.importorskip("docx")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraphs() -> list[tuple[str, str]]:
    """The style and text of each paragraph."""
    document = docx.Document(BytesIO(word_document(LIST)))
    return [(each.style.name, each.text) for each in document.paragraphs]


def test_it_has_groups_titles_and_what_is_known_of_each_record() -> None:
    found = paragraphs()
    assert found[0] == ("Title", "ما نُشر عن المكتبة")
    assert found[1] == ("Normal", "نُشر: مقالتان في صحيفتين.")
    assert [text for style, text in found if style == "Heading 1"] == ["النص نفسه", "غيره"]
    titles = [text for style, text in found if style == "Heading 2"]
    assert titles[:2] == ["1. افتتاح المكتبة العامة", "2. (بلا عنوان)"]
    assert ("Normal", "النسبة: 62 %") in found
    assert ("Normal", "ملاحظة: السطر الأول\nالسطر الثاني") in found
    assert ("Normal", "لم تعد هذه الوثيقة في الأرشيف.") in found


def test_arabic_paragraphs_run_from_right_to_left() -> None:
    document = docx.Document(BytesIO(word_document(LIST)))
    heading = next(each for each in document.paragraphs if each.style.name == "Heading 2")
    assert heading._p.pPr.find(f"{W}bidi") is not None
    assert all(run.font.rtl for run in heading.runs)
    latin = next(each for each in document.paragraphs if "example.org" in each.text)
    assert latin._p.find(f".//{W}bidi") is None
    assert [link.address for link in latin.hyperlinks] == ["https://example.org/library"]


def test_properties_follow_their_style_in_the_order_of_the_schema() -> None:
    document = docx.Document(BytesIO(word_document(LIST)))
    for paragraph in document.paragraphs:
        names = [child.tag.removeprefix(W) for child in paragraph._p.iterfind(f"{W}pPr/*")]
        assert names in ([], ["pStyle"], ["pStyle", "bidi"], ["bidi"])


def test_only_addresses_of_the_web_are_links() -> None:
    document = docx.Document(BytesIO(word_document(LIST)))
    linked = [link.address for each in document.paragraphs for link in each.hyperlinks]
    assert linked == ["https://example.org/library"]


def test_characters_that_xml_does_not_have_are_left_out() -> None:
    texts = "".join(text for _, text in paragraphs())
    assert "\x0b" not in texts
    record = msgspec.structs.replace(LIST.records[0], title="أ\ufffe\ud800ب")
    written = word_document(msgspec.structs.replace(LIST, records=(record,)))
    titles = [each.text for each in docx.Document(BytesIO(written)).paragraphs]
    assert "1. أب" in titles


def test_without_python_docx_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(WordLibraryError, match="python-docx is not installed"):
        word_document(LIST)
