"""Documents without a date beside answers that dates cut, order or count."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from corpus.document import Document
from search.answer import Undated
from search.engine import Engine
from search.request import Request
from tests.homes import add_to

DOCUMENTS = (
    Document(id="2015", text="سوق الزيت", date="2015-03-01", source="أ"),
    Document(id="2016", text="سوق القمح", date="2016"),
    Document(id="none", text="سوق الذهب", source="أ"),
    Document(id="none too", text="سوق الخيل"),
    Document(id="other", text="ميناء"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home = tmp_path_factory.mktemp("undated")
    add_to(home, DOCUMENTS)
    with closing(Engine.open(home)) as opened:
        yield opened


def undated(engine: Engine, query: str, **options: Any) -> Undated | None:
    return engine.search(Request(query=query, **options)).undated


@pytest.mark.parametrize(
    ("query", "options", "documents", "wanted"),
    [
        ("سوق", {"after": "2016"}, 2, "سوق date:none"),
        ("سوق", {"before": "2014"}, 2, "سوق date:none"),
        ("سوق", {"before": "2014", "sources": ("أ",)}, 1, "سوق date:none"),
        ("سوق date:2015", {}, 2, "سوق date:none"),
        ("سوق (date:2015 OR date:2016)", {}, 2, "سوق date:none"),
        ("سوق OR ميناء", {"after": "2016"}, 3, "(سوق OR ميناء) date:none"),
        ("date:2015", {}, 3, "date:none"),
        ("سوق (الذهب OR date:2015)", {}, 1, None),
    ],
)
def test_documents_without_a_date_are_left_out_by_dates(
    engine: Engine, query: str, options: dict[str, Any], documents: int, wanted: str | None
) -> None:
    found = undated(engine, query, **options)
    assert found is not None
    assert (found.documents, found.left_out, found.relation) == (documents, True, "exact")
    if wanted is not None:
        request = Request(query=found.query, sources=options.get("sources", ()))
        expected = Request(query=wanted, sources=options.get("sources", ()))
        ids = [hit.id for hit in engine.search(request).hits]
        assert ids == [hit.id for hit in engine.search(expected).hits]
        assert len(ids) == documents


@pytest.mark.parametrize(
    "options", [{"sort": "newest"}, {"sort": "oldest"}, {"timeline": "year"}, {"facets": ("year",)}]
)
def test_documents_without_a_date_are_counted_in_an_order_or_count_by_date(
    engine: Engine, options: dict[str, Any]
) -> None:
    found = undated(engine, "سوق", **options)
    assert found == Undated(documents=2, left_out=False, query="سوق date:none")


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("سوق", {}),
        ("سوق", {"sort": "arrival", "facets": ("source",)}),
        ("سوق -date:2015", {}),
        ("سوق date:none", {"sort": "newest", "timeline": "year"}),
        ("الزيت", {"after": "2016"}),
        ("الزيت", {"sort": "newest"}),
        ("سوق (ميناء OR سوق OR date:2015)", {}),
    ],
)
def test_other_answers_have_none(engine: Engine, query: str, options: dict[str, Any]) -> None:
    assert undated(engine, query, **options) is None


def test_an_excluded_date_leaves_nothing_out(engine: Engine) -> None:
    found = undated(engine, "سوق -date:2015", sort="newest")
    assert found is not None
    assert (found.documents, found.left_out) == (2, False)
