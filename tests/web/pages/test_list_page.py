"""The page of the working list, what the archive has of its documents, and its files."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import page_at
from web.limits import SERVER_LIMITS

MOST = SERVER_LIMITS.list_documents
LONGEST = SERVER_LIMITS.note_code_points
LIBRARY = "افتتاح المكتبة العامة في وادي السنديان"


@pytest.fixture
def library(client: FlaskClient) -> str:
    """The id of the article about a library."""
    hits = client.get("/api/v1/search?q=المكتبة العامة").get_json()["hits"]
    return str(hits[0]["id"])


def export(client: FlaskClient, documents: Any, written: str = "csv", lang: str = "ar") -> Any:
    return client.post(f"/list/export?format={written}&lang={lang}", json={"documents": documents})


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_page_needs_a_script_and_says_so(client: FlaskClient, lang: str) -> None:
    page = page_at(client, f"/list?lang={lang}")
    needed = "تحتاج القائمة إلى JavaScript" if lang == "ar" else "The list needs JavaScript"
    assert f'<p class="note" id="needs-script">{needed}' in page
    assert '<div id="list" hidden' in page


def test_every_page_leads_to_the_list(client: FlaskClient) -> None:
    for address in ("/", "/?q=المكتبة", "/help", "/about", "/list", "/nowhere"):
        assert '<a class="list-link" href="/list">' in client.get(address).text


def test_hits_and_articles_can_be_kept_by_a_script_alone(client: FlaskClient, library: str) -> None:
    for address in ("/?q=المكتبة العامة", f"/documents/{library}"):
        page = page_at(client, address)
        assert f'data-keep="{library}"' in page
        before, template = page.split('<template id="keep-button">')
        assert "<button" in template
        assert "aria-pressed" not in before


def test_the_archive_answers_with_what_it_has(client: FlaskClient, library: str) -> None:
    answer = client.post("/list/documents?lang=en", json={"ids": [library, "gone"]})
    assert answer.get_json() == {
        "documents": {
            library: {
                "title": LIBRARY,
                "source": "بريد المشرق",
                "author": "رنا الحوراني",
                "date": "2019-03-17",
                "day": "March 17, 2019",
                "url": "https://example.org/library",
            }
        }
    }
    assert "ETag" not in answer.headers


def test_a_document_without_a_title_is_named_by_its_first_words(client: FlaskClient) -> None:
    untitled = client.get("/api/v1/search?q=أسعار القمح").get_json()["hits"][0]["id"]
    named = "[نص بلا عنوان عن أسعار القمح.]"
    known = client.post("/list/documents", json={"ids": [untitled]}).get_json()["documents"]
    assert known[untitled]["title"] == named
    for written in ("csv", "ris", "bib", "html"):
        assert named in export(client, [{"id": untitled}], written).text


def test_a_file_has_fields_of_the_archive_with_query_and_note(
    client: FlaskClient, library: str
) -> None:
    kept = {"id": library, "title": "عنوان قديم", "query": "مكتبة", "note": "للعدد القادم"}
    answer = export(client, [kept], "jsonl")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="warraq-list-20')
    row = json.loads(answer.text)
    assert row["title"] == LIBRARY
    assert (row["query"], row["note"], row["in_archive"]) == ("مكتبة", "للعدد القادم", True)


def test_a_document_that_is_gone_keeps_what_the_browser_knew(client: FlaskClient) -> None:
    kept = {"id": "gone", "title": "خبر حُذف", "date": "2016", "url": "https://example.org/x"}
    row = json.loads(export(client, [kept], "jsonl").text)
    assert (row["title"], row["url"], row["in_archive"]) == (
        "خبر حُذف",
        "https://example.org/x",
        False,
    )
    page = export(client, [kept], "html", "en").text
    assert "This document is no longer in the archive." in page


def test_a_document_without_an_address_has_that_of_its_page(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=القمح").get_json()["hits"]
    row = json.loads(export(client, [{"id": hits[0]["id"]}], "jsonl").text)
    assert row["url"] == f"http://localhost/documents/{hits[0]['id']}"


@pytest.mark.parametrize("written", ["csv", "jsonl", "ris", "bib", "docx", "html"])
def test_every_format_keeps_the_order_of_the_list(
    client: FlaskClient, library: str, written: str
) -> None:
    answer = export(client, [{"id": "first", "title": "Alpha"}, {"id": library}], written)
    assert answer.status_code == 200
    if written != "docx":
        assert answer.text.index("Alpha") < answer.text.index("وادي السنديان")


def problem(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    return answer.status_code, answer.get_json()["code"]


def test_the_limits_of_a_list(client: FlaskClient) -> None:
    documents = [{"id": f"d{number}"} for number in range(MOST + 1)]
    assert export(client, documents[:MOST]).status_code == 200
    assert problem(export(client, documents)) == (400, "list_unreadable")
    assert export(client, [{"id": "x", "note": "م" * LONGEST}]).status_code == 200
    too_long = export(client, [{"id": "x", "note": "م" * (LONGEST + 1)}])
    assert problem(too_long) == (400, "list_unreadable")
    ids = [each["id"] for each in documents]
    assert client.post("/list/documents", json={"ids": ids[:MOST]}).status_code == 200
    assert client.post("/list/documents", json={"ids": ids}).status_code == 400


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"documents": [{"id": ""}]}', b'{"documents": [{}]}', b"\xff",
             b"[" * 10_000, b'{"documents": [{"id": 1}]}']
)  # fmt: skip
def test_other_bodies_are_refused_with_a_sentence(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/list/export?lang=en", data=body, content_type="application/json")
    assert problem(answer) == (400, "list_unreadable")
    assert answer.get_json()["detail"].startswith("The list could not be read")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_form_of_another_site_is_refused(client: FlaskClient, kind: str) -> None:
    answer = client.post("/list/export", data='{"documents": []}', content_type=kind)
    assert problem(answer) == (415, "list_unreadable")


def test_unknown_parameters_and_formats_are_refused(client: FlaskClient) -> None:
    assert problem(export(client, [], "pdf"))[0] == 400
    for address in ("/list/export?nosuch=1", "/list/documents?format=csv", "/list/export?lang=fr"):
        assert problem(client.post(address, json={"documents": [], "ids": []}))[0] == 400


def test_a_missing_library_is_reported(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    assert problem(export(client, [], "docx")) == (501, "word_library_missing")


def test_notes_are_in_no_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, library: str
) -> None:
    caplog.set_level(logging.DEBUG)
    export(client, [{"id": library, "note": "سر لا يُكتب"}])
    export(client, [{"id": library, "note": "سر لا يُكتب" * 1_000}])
    assert "سر" not in caplog.text
