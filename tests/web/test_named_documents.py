"""A document of the archive is found by its id, its address, or the address of its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engine import Engine
from web.named_documents import find_document


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    opened = Engine.open(home)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "given",
    [
        "https://example.org/library",
        " http://www.example.org/library/?utm_source=x#top ",
        "http://127.0.0.1:8000/documents/{id}?lang=en",
        "/documents/{id}",
        " {id}\n",
    ],
)
def test_a_document_is_found_however_it_is_named(engine: Engine, given: str) -> None:
    (id_,) = engine.ids_at("https://example.org/library")
    found = find_document(engine, given.replace("{id}", id_))
    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize(
    "given",
    ["", "nowhere", "https://example.org/nowhere", "http://[", "/documents/", "مكتبة", "a" * 9_000],
)
def test_what_names_no_document_finds_none(engine: Engine, given: str) -> None:
    assert find_document(engine, given) is None
