"""The metadata in the head of a document page, parsed as a reference manager does."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import application, page_at
from tests.web.elements import assert_harmless
from web.exports.citation import CitedDocument
from web.pages.embedded_metadata import embedded_metadata

HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)>\u2028<!--'
DOCUMENTS = (
    Document(
        id="whole",
        title="افتتاح المكتبة العامة",
        text="افتتحت البلدية المكتبة. " * 40,
        date="2019-03-17",
        source="بريد المشرق",
        author="رنا الحوراني",
        url="https://example.org/library",
    ),
    Document(id="month", title="Aid convoy", text="قافلة", date="2016-12"),
    Document(id="year", title="خبر", text="نص", date="2016"),
    Document(id="two", title="خبر", text="نص", author="رنا الحوراني; هيثم البستاني"),
    Document(id="bare", text="نص بلا عنوان ولا مصدر ولا تاريخ."),
    Document(
        id="hostile", title=HOSTILE, text=HOSTILE, source=HOSTILE, author=HOSTILE, url=HOSTILE
    ),
)


class Head(HTMLParser):
    """The tags ``<meta>`` and the linked data of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = defaultdict(list)
        self.linked_data: dict[str, Any] = {}
        self.scripts: list[dict[str, str | None]] = []
        self._is_linked_data = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta" and values.get("name"):
            self.meta[str(values["name"])].append(str(values["content"]))
        if tag == "script":
            self.scripts.append(values)
            self._is_linked_data = values.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._is_linked_data:
            self.linked_data = json.loads(data)
            self._is_linked_data = False


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("metadata")
    add_to(folder, DOCUMENTS)
    with application(folder) as app:
        yield app


def head(client: FlaskClient, name: str) -> Head:
    return Head(page_at(client, f"/documents/{name}?lang=en&q=نص"))


def test_a_whole_document(client: FlaskClient) -> None:
    found = head(client, "whole")
    assert {name: found.meta[name] for name in list(found.meta) if "citation" in name} == {
        "citation_title": ["افتتاح المكتبة العامة"],
        "citation_author": ["رنا الحوراني"],
        "citation_journal_title": ["بريد المشرق"],
        "citation_publication_date": ["2019/03/17"],
        "citation_language": ["ar"],
        "citation_abstract": found.meta["citation_abstract"],
        "citation_abstract_html_url": ["http://localhost/documents/whole"],
        "citation_public_url": ["https://example.org/library"],
    }
    assert found.meta["z:itemType"] == ["newspaperArticle"]
    assert found.meta["DC.date"] == ["2019-03-17"]
    assert found.linked_data == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "افتتاح المكتبة العامة",
        "description": found.meta["citation_abstract"][0],
        "datePublished": "2019-03-17",
        "inLanguage": "ar",
        "url": "https://example.org/library",
        "mainEntityOfPage": "http://localhost/documents/whole",
        "author": [{"@type": "Person", "name": "رنا الحوراني"}],
        "publisher": {"@type": "Organization", "name": "بريد المشرق"},
    }


def test_the_abstract_is_the_beginning_of_the_text_and_not_of_the_site(client: FlaskClient) -> None:
    found = head(client, "whole")
    (abstract,) = found.meta["citation_abstract"]
    assert abstract.startswith("افتتحت البلدية المكتبة. افتتحت")
    assert len(abstract) <= 301
    assert abstract.endswith(("المكتبة.…", "افتتحت…", "البلدية…"))
    assert "description" not in found.meta


@pytest.mark.parametrize(("name", "citation", "iso"), [("month", "2016/12", "2016-12"),
                                                       ("year", "2016", "2016")])  # fmt: skip
def test_a_partial_date_is_not_completed(
    client: FlaskClient, name: str, citation: str, iso: str
) -> None:
    found = head(client, name)
    assert found.meta["citation_publication_date"] == [citation]
    assert found.linked_data["datePublished"] == iso


def test_every_author_has_a_tag(client: FlaskClient) -> None:
    found = head(client, "two")
    names = ["رنا الحوراني", "هيثم البستاني"]
    assert found.meta["citation_author"] == found.meta["DC.creator"] == names
    assert [each["name"] for each in found.linked_data["author"]] == names


def test_what_a_document_lacks_is_left_out(client: FlaskClient) -> None:
    found = head(client, "bare")
    missing = ("citation_title", "citation_author", "citation_publication_date", "DC.creator")
    assert not {*missing} & {*found.meta}
    assert not {"headline", "author", "publisher", "datePublished"} & {*found.linked_data}
    assert found.meta["z:itemType"] == ["webpage"]
    assert found.linked_data["url"] == "http://localhost/documents/bare"


def test_a_hostile_title_stays_text(client: FlaskClient) -> None:
    page = page_at(client, "/documents/hostile")
    assert_harmless(page)
    found = Head(page)
    shown = HOSTILE.replace("\u2028", " ")
    assert found.meta["citation_title"] == [shown]
    assert found.linked_data["headline"] == shown
    assert [each for each in found.scripts if not each.get("src")] == [
        {"type": "application/ld+json"}
    ]


texts = st.text(max_size=30) | st.sampled_from(["</script>", "<!--<script>", "]]>", "&lt;"])


@given(st.builds(CitedDocument, id=texts, title=texts, author=texts, source=texts, url=texts))
def test_linked_data_never_ends_its_element(cited: CitedDocument) -> None:
    written = embedded_metadata(cited, "http://localhost/documents/x").linked_data
    assert not {"<", ">", "\u2028", "\u2029"} & {*written}
    assert json.loads(written)["@type"] == "NewsArticle"
