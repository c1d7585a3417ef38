"""The differences of two documents."""

from __future__ import annotations

import msgspec

from corpus.document import Document
from search.answer import IndexInfo
from search.comparison.document_differences import DocumentDifferences, compare_documents
from search.limits import LIMITS, Limits

INFO = IndexInfo(generation=1, built_at="", analyzer="", documents=2)


def compared(first: Document, second: Document, limits: Limits = LIMITS) -> DocumentDifferences:
    return compare_documents(first, second, limits, INFO)


def test_titles_and_texts_are_compared_apart() -> None:
    found = compared(
        Document(id="أ", title="سوق الزيت", text="افتتح السوق"),
        Document(id="ب", title="سوق القمح", text="افتتح السوق"),
    )
    assert (found.first.id, found.second.id) == ("أ", "ب")
    assert [part.kind for part in found.title.parts] == ["equal", "replaced"]
    assert [part.kind for part in found.text.parts] == ["equal"]
    assert found.warnings == ()
    assert found.have_words_in_common


def test_a_document_without_a_title_has_its_beginning() -> None:
    found = compared(Document(id="أ", text="سوق"), Document(id="ب", title="عنوان", text="ميناء"))
    assert (found.first.beginning, found.second.beginning) == ("سوق", "")
    assert not found.have_words_in_common


def test_beginnings_of_long_texts_are_compared() -> None:
    limits = msgspec.structs.replace(LIMITS, comparison_code_points=7)
    found = compared(Document(text="سوق سوق"), Document(text="سوق"), limits)
    assert found.warnings == ()
    found = compared(Document(text="سوق سوقا"), Document(text="سوق"), limits)
    assert [each.code for each in found.warnings] == ["differences_cut"]
    assert found.text.first.words == 2


def test_what_was_not_compared_is_reported() -> None:
    for name in ("comparison_cells", "comparison_parts"):
        limits = msgspec.structs.replace(LIMITS, **{name: 1})
        found = compared(Document(text="سوق الزيت"), Document(text="ميناء الزيت"), limits)
        assert [each.code for each in found.warnings] == ["differences_incomplete"]
