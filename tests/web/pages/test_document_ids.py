"""Documents whose ids have characters with a meaning in addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from corpus.archive import Archive
from corpus.document import Document
from index.build import update
from search.engine import archive_path
from tests.web.conftest import application

TITLE_ALONE = "عنوان وحيد"
IDS = (
    "1234#0",
    "a/b",
    "a//b/",
    "/c",
    "?q=1",
    "%2F",
    "خبر ٧",
    "n\nl",
    "a/original",
    "a.bib",
    "&amp;",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = tmp_path_factory.mktemp("ids") / "home"
    with Archive(archive_path(home)) as archive:
        archive.add([Document(id=each, title="عنوان", text="نص الخبر") for each in IDS])
        archive.add([Document(id="title/alone", title=TITLE_ALONE)])
        update(archive, home)
    with application(home) as app:
        yield app.test_client()


@pytest.mark.parametrize("id_", IDS)
def test_every_address_of_a_document_is_answered(client: FlaskClient, id_: str) -> None:
    address = f"/documents/{quote(id_, safe='')}"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}/explain?q=الخبر").status_code == 200
    assert client.get(f"{address}/original").text == "نص الخبر"
    assert client.get(f"{address}.ris").status_code == 200
    assert client.get(f"/api/v1{address}").get_json()["id"] == id_


def test_the_links_of_hits_lead_to_their_documents(client: FlaskClient) -> None:
    text = client.get("/?q=الخبر&limit=50").text
    links = {unescape(link) for link in re.findall(r'href="(/documents/[^"?]*)\?', text)}
    pages = {link for link in links if not link.endswith("/explain")}
    assert len(pages) == len(IDS)
    assert {client.get(link).status_code for link in pages} == {200}


def test_a_document_without_a_body_is_found_and_shown(client: FlaskClient) -> None:
    assert TITLE_ALONE in client.get("/?q=عنوان وحيد").text
    page = client.get("/documents/title%2Falone")
    assert (page.status_code, TITLE_ALONE in page.text) == (200, True)
    assert client.get("/api/v1/documents/title%2Falone").get_json()["text"] == ""
