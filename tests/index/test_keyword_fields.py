"""Keyword columns follow the table of ``corpus.fields``: one more entry is one more column."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from corpus import fields
from corpus.document import Document
from corpus.fields import KEYWORD_FIELDS, KeywordField
from index import generation
from index.arrays import DamagedError
from index.reader import IndexReader
from search.engine import Engine, EngineError
from tests.commands import ok, run
from tests.homes import MakeHome, add_to

SHELF = KeywordField(name="shelf", arabic_name="رفوف", english_label="shelf", arabic_label="الرف")
DOCUMENTS = [
    Document(id="أ", text="وصلت السفينة", source="س", extra={"shelf": "موانئ"}),
    Document(id="ب", text="أمطار غزيرة", source="ص"),
    Document(id="ج", text="سفن جديدة", extra={"shelf": "موانئ"}),
]


@pytest.fixture
def with_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with one more field, which ``Document.extra`` has."""
    monkeypatch.setattr(fields, "KEYWORD_FIELDS", (*KEYWORD_FIELDS, SHELF))


def column(home: Path, name: str) -> list[str]:
    with closing(IndexReader.current(home)) as reader:
        ordinals, values = reader.keyword(name)
        return [values[ordinal] for ordinal in ordinals[reader.live]]


def test_a_field_of_the_table_is_a_column(with_shelf: None, make_home: MakeHome) -> None:
    """In one segment, and merged from several."""
    home = make_home(DOCUMENTS[:1], DOCUMENTS[1:])
    assert column(home, "shelf") == ["موانئ", "", "موانئ"]
    assert column(home, "source") == ["س", "ص", ""]
    with closing(IndexReader.current(home)) as reader:
        assert reader.manifest.keyword_fields == (*fields.names(KEYWORD_FIELDS), "shelf")


def test_an_index_of_other_fields_is_refused_then_rebuilt(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    home = make_home(DOCUMENTS)
    request.getfixturevalue("with_shelf")
    with pytest.raises(DamagedError, match=r"source, author, section.*this version.*shelf"):
        IndexReader.current(home)
    with pytest.raises(EngineError, match=r"other keyword fields.*`warraq rebuild`"):
        Engine.open(home)
    assert "other keyword fields" in ok(run(home, "verify"), 1)
    add_to(home, [])
    assert column(home, "shelf") == ["موانئ", "", "موانئ"]
    folder = generation.current(home)
    assert folder is not None
    monkeypatch.setattr(fields, "KEYWORD_FIELDS", KEYWORD_FIELDS)
    with pytest.raises(DamagedError, match="other keyword fields"):
        generation.read_manifest(folder)
