"""A declared keyword field appears on the pages by its declaration alone."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus import fields
from corpus.document import Document
from corpus.fields import KeywordField
from search.answer import Answer, Facet, FacetValue, IndexInfo
from search.query.nodes import FieldIs
from search.request import Request
from tests.web.conftest import page_at
from web.pages.document import keyword_values
from web.pages.labels import field_heading, field_label, field_list
from web.pages.refinements import RefinementLinks, page_facets
from web.parameters import page_address

SHELF: Any = "shelf"
INDEX = IndexInfo(generation=1, built_at="2026-01-01", analyzer="1", documents=9)


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare one more keyword field."""
    field = KeywordField(name=SHELF, arabic_name="رفوف", english_label="shelf", arabic_label="الرف")
    declared = (*fields.KEYWORD_FIELDS, field)
    monkeypatch.setattr(fields, "KEYWORD_FIELDS", declared)
    monkeypatch.setattr(fields, "BY_NAME", MappingProxyType({each.name: each for each in declared}))


def test_the_field_is_a_facet_of_the_results_page() -> None:
    facets = page_facets()
    assert facets[:2] == ("source", "section")
    assert facets[-2:] == ("shelf", "year")


@pytest.mark.parametrize(
    ("language", "label", "heading", "joint"),
    [("ar", "الرف", "الرف", " و"), ("en", "shelf", "Shelf", ", ")],
)
def test_the_field_has_its_label(
    app: Flask, language: str, label: str, heading: str, joint: str
) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert field_label(SHELF) == label
        assert field_heading(SHELF) == heading
        assert field_list().endswith(joint + label)


@pytest.mark.parametrize(
    ("language", "query"), [("ar", 'تدمر رفوف:"رأي"'), ("en", 'تدمر shelf:"رأي"')]
)
def test_a_value_of_the_facet_is_added_to_the_query(app: Flask, language: str, query: str) -> None:
    values = (FacetValue("رأي", 5), FacetValue("خبر", 4))
    facet = Facet(name=SHELF, values=values, others=0, missing=0, relation="exact")
    answer = Answer(
        query="تدمر",
        total=9,
        total_relation="exact",
        took_ms=1.0,
        timed_out=False,
        warnings=(),
        facets=(facet,),
        index=INDEX,
        hits=(),
    )
    with app.test_request_context(f"/?lang={language}"):
        links = RefinementLinks(Request(query="تدمر"), lambda pairs: page_address("/", pairs))
        (found,) = links.facet_links(answer)
    assert [(value.value, value.documents) for value in found.shown] == [("رأي", 5), ("خبر", 4)]
    assert parse_qs(urlsplit(found.shown[0].address).query) == {"q": [query]}


def test_the_field_can_be_an_active_filter(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.test_request_context("/?lang=en"):
        links = RefinementLinks(Request(query="x"), lambda pairs: page_address("/", pairs))
        monkeypatch.setattr(links, "_tree", FieldIs(field=SHELF, value="رأي"))
        (active,) = links.active_filters()
    assert (active.label, active.value) == ("shelf", "رأي")


@pytest.mark.parametrize(
    ("address", "title"), [("/help", "العنوان و.*والرف"), ("/help?lang=en", "Title, .*, shelf")]
)
def test_the_help_page_lists_the_field(client: FlaskClient, address: str, title: str) -> None:
    page = page_at(client, address)
    assert re.search(f'<h2 id="fields">{title}</h2>', page)
    assert '<dt><code lang="ar" dir="auto">رفوف:…</code></dt>' in page
    assert '<code dir="ltr">shelf:</code>' in page


def test_a_document_shows_its_value() -> None:
    document = Document(source="بريد", extra={"shelf": "رأي", "other": "x"})
    assert keyword_values(document) == [("source", "بريد"), ("shelf", "رأي")]
    assert keyword_values(Document(extra={"shelf": 7})) == []
