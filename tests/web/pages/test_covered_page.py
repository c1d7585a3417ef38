"""The page that checks whether a text is covered, and its answer as a file."""

from __future__ import annotations

import csv
import gzip
import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from search.engine import Engine
from search.limits import LIMITS
from tests.drafts import CRANES, CRANES_COPY, DRAFT, NEW_SENTENCE, QUOTATION, UNKNOWN_DRAFT
from tests.web.conftest import application, page_at
from web.app import create_app


@pytest.fixture(scope="module")
def app(sample_home: Path) -> Iterator[Flask]:
    with application(sample_home) as app:
        yield app


def send(client: FlaskClient, query: str = "", **fields: Any) -> TestResponse:
    """Send the form as browsers do."""
    return client.post(f"/covered{query}", data=fields, content_type="multipart/form-data")


def answered(client: FlaskClient, query: str = "", **fields: Any) -> str:
    response = send(client, query, **fields)
    assert response.status_code == 200, response.text
    return response.text


def refused(client: FlaskClient, status: int = 400, **fields: Any) -> str:
    response = send(client, "?lang=en", **fields)
    assert response.status_code == status
    (refusal,) = re.findall(r'<p class="note" id="refusal"[^>]*>(.*?)</p>', response.text)
    return re.sub("<[^>]+>", "", unescape(refusal))


def test_the_form_has_a_text_a_file_and_a_document(client: FlaskClient) -> None:
    page = page_at(client, "/covered")
    assert '<form class="draft-form" id="draft" action="/covered" method="post"' in page
    for name in ("text", "file", "reference", "date", "number"):
        assert f'name="{name}"' in page
    assert 'id="verdict"' not in page


def test_every_page_links_to_the_form(client: FlaskClient) -> None:
    assert '<a href="/covered">هل نُشر؟</a>' in page_at(client, "/")
    assert '<a href="/covered?lang=en">Covered?</a>' in page_at(client, "/about?lang=en")
    document = page_at(client, f"/documents/{CRANES}")
    assert f'<a href="/covered?id={CRANES}">' in document


def test_a_text_is_answered_by_its_verdict(client: FlaskClient) -> None:
    page = answered(client, text=DRAFT)
    (verdict,) = re.findall(r'<h1 id="verdict" dir="auto">(.*?)</h1>', page)
    assert re.sub("<[^>]+>", "", verdict).startswith(
        "نُشر من قبل: مقالتان في مصدرين منذ 3\xa0أكتوبر\xa02017"
    )
    english = answered(client, "?lang=en", text=DRAFT)
    assert "Covered: " in english
    assert '<html lang="en" dir="ltr">' in english


def test_passages_are_marked_in_both_texts(client: FlaskClient) -> None:
    page = answered(client, text=DRAFT)
    assert "<b>57%</b>" in page
    pairs = re.findall(r'<li class="pair">(.*?)</li>', page, re.DOTALL)
    assert len(pairs) == 3
    for pair in pairs:
        (draft, document) = re.findall(r"<mark>(.*?)</mark>", pair)
        assert (
            draft.replace("«", "").replace("»", "")[:20]
            == (document.replace("“", "").replace("”", "")[:20])
        )
    assert f'href="/documents/{CRANES_COPY}"' in page


def test_what_is_new_is_marked_in_the_text(client: FlaskClient) -> None:
    page = answered(client, text=DRAFT)
    (text,) = re.findall(r'<details class="draft-text" open>(.*?)</details>', page, re.DOTALL)
    new = re.findall(r'<em class="new">(.*?)</em>', text)
    assert NEW_SENTENCE.removesuffix(".") in [re.sub("<[^>]+>", "", each) for each in new]
    assert "<strong>الخطيب</strong>" in text
    assert QUOTATION in re.sub("<[^>]+>", "", text)
    assert QUOTATION in page.partition("quotations")[2]


def test_the_days_of_each_paper(client: FlaskClient) -> None:
    page = answered(client, text=DRAFT)
    (table,) = re.findall(r'<table class="papers">(.*?)</table>', page, re.DOTALL)
    rows = re.findall(r'<th scope="row"><bdi lang="ar">(.*?)</bdi>', table)
    assert rows == ["صدى الساحل", "أسواق وأرقام"]
    assert re.findall(r'<time datetime="([^"]+)"', table) == ["2017-10-03", "2017-10-04"]
    # Time runs from right to left.
    first, second = (int(x) for x in re.findall(r'class="bar" d="M(\d+)', table))
    assert first > second
    english = answered(client, "?lang=en", text=DRAFT)
    first, second = (int(x) for x in re.findall(r'class="bar" d="M(\d+)', english)[-2:])
    assert first < second


def test_a_text_that_is_not_covered(client: FlaskClient) -> None:
    page = answered(client, "?lang=en", text=UNKNOWN_DRAFT)
    assert 'class="verdict is-new"' in page
    assert "No document has a passage of this text." in page
    assert "No document tells the same story." in page


def test_what_is_not_known_shows_nothing_as_new(client: FlaskClient) -> None:
    page = answered(client, "?lang=en", text="خبر عاجل")
    assert 'class="verdict is-unknown"' in page
    assert "It is not known whether this is covered" in page
    assert 'id="new"' not in page


def test_an_answer_that_ran_out_of_time_says_so(sample_home: Path) -> None:
    hurried = msgspec.structs.replace(LIMITS, covered_seconds=0.0)
    app = create_app(partial(Engine.open, sample_home, limits=hurried))
    page = answered(app.test_client(), "?lang=en", text=DRAFT)
    assert 'class="verdict is-unknown"' in page
    assert "there was no time to search the whole archive" in page
    response = app.test_client().get(f"/covered?id={CRANES}")
    app.extensions["warraq"].close()
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("compress", [False, True])
def test_a_file_is_checked_like_a_text(client: FlaskClient, compress: bool) -> None:
    data = DRAFT.encode("cp1256", errors="replace")
    file = (io.BytesIO(gzip.compress(data) if compress else data), "draft.txt")
    page = answered(client, file=file)
    assert "صدى الساحل" in page
    assert "نُشر من قبل" in page


def records(*texts: str) -> io.BytesIO:
    lines = [json.dumps({"id": CRANES, "text": text}) for text in texts]
    return io.BytesIO("\n".join(lines).encode())


def test_a_file_with_several_documents_says_so(client: FlaskClient) -> None:
    page = answered(client, "?lang=en", file=(records(DRAFT, UNKNOWN_DRAFT), "drafts.jsonl"))
    assert "The file has several documents; number" in page
    assert 'class="verdict is-covered"' in page
    second = answered(
        client, "?lang=en", file=(records(DRAFT, UNKNOWN_DRAFT), "drafts.jsonl"), number="2"
    )
    assert 'class="verdict is-new"' in second


def test_a_file_with_the_id_of_a_document_is_a_text_of_its_own(client: FlaskClient) -> None:
    page = answered(client, file=(records(DRAFT), "draft.jsonl"))
    assert f'href="/documents/{CRANES}"' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "There is nothing to check"),
        ({"text": "  \n"}, "There is nothing to check"),
        ({"text": DRAFT, "reference": CRANES}, "Give one thing to check"),
        ({"text": DRAFT, "file": (io.BytesIO(b"x"), "x.txt")}, "Give one thing to check"),
        ({"file": (io.BytesIO(b""), "x.txt")}, "The file cannot be checked: "),
        ({"file": (io.BytesIO(b"%PDF-1.7 \x00"), "x.pdf")}, "a PDF document"),
        ({"file": (io.BytesIO(b"\x1f\x8b\x08"), "x.gz")}, "The file cannot be checked: "),
        ({"file": (io.BytesIO(DRAFT.encode()), "x.txt"), "number": "2"}, "no document number 2"),
        ({"file": (io.BytesIO(b"x"), "x.txt"), "number": "0"}, "from 1 to 1,000"),
        ({"text": "أ" * (LIMITS.covered_code_points + 1)}, "60,000"),
        ({"text": DRAFT, "date": "yesterday"}, "yesterday"),
        ({"text": DRAFT, "format": "pdf"}, "format"),
    ],
    ids=[
        *("nothing", "blank", "text and document", "text and file"),
        *("empty file", "PDF", "broken gzip", "no such number", "number out of range"),
        *("too long", "no date", "no format"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_a_sentence(
    client: FlaskClient, fields: dict[str, Any], sentence: str
) -> None:
    assert sentence in refused(client, **fields)


def test_a_refused_form_keeps_its_text(client: FlaskClient) -> None:
    page = send(client, text=DRAFT, date="yesterday").text
    assert NEW_SENTENCE in page
    assert 'value="yesterday"' in page


def test_a_document_of_the_archive_has_an_address_of_its_own(client: FlaskClient) -> None:
    response = send(client, "?lang=en", reference=f" {CRANES} ", date="2017")
    assert response.status_code == 303
    assert response.headers["Location"] == f"/covered?id={CRANES}&date=2017&lang=en"
    page = page_at(client, response.headers["Location"])
    assert f'href="/documents/{CRANES}?lang=en"' in page
    assert f'href="/covered?id={CRANES}&amp;date=2017&amp;format=docx&amp;lang=en"' in page
    assert "There is no document “nowhere”" in refused(client, 404, reference="nowhere")
    assert page_at(client, "/covered?id=nowhere", 404)


def test_a_document_is_compared_with_those_of_its_text(client: FlaskClient) -> None:
    salted = "06f357a39e8aa5a519e2"
    page = page_at(client, f"/covered?id={salted}&lang=en")
    for address in re.findall(r'href="(/documents/[^"]*/differences[^"]*)"', page):
        assert client.get(unescape(address)).status_code == 200
    assert "/differences" not in answered(client, text=DRAFT)


def test_parameters_are_checked(client: FlaskClient) -> None:
    assert client.get("/covered?q=x").status_code == 400
    assert client.get(f"/covered?id={CRANES}&date=yesterday").status_code == 400
    assert client.post("/covered?text=x").status_code == 400


def test_a_form_of_another_site_is_refused(client: FlaskClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        response = client.post("/covered", data={"text": DRAFT}, headers=headers)
        assert response.status_code == 403


def test_a_body_that_is_no_form_is_refused(client: FlaskClient) -> None:
    response = client.post("/covered", data=DRAFT.encode(), content_type="text/plain")
    assert response.status_code == 400


def test_the_answer_to_a_text_is_stored_nowhere(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for response in (send(client, text=DRAFT), send(client, text=DRAFT, format="csv")):
            assert response.headers["Cache-Control"] == "no-store"
            assert "ETag" not in response.headers
    assert "الخطيب" not in caplog.text


def test_a_text_with_markup_is_escaped(client: FlaskClient) -> None:
    page = answered(client, text=f"<script>alert(1)</script> \u202e {DRAFT} </textarea><b>")
    assert "<script>alert(1)" not in page
    assert "</textarea><b>" not in page
    assert "\u202e" not in page


def rows(response: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_csv_has_a_row_for_each_document_and_copy(client: FlaskClient) -> None:
    response = send(client, "?lang=en", text=DRAFT, format="csv")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="covered-')
    found = rows(response)
    assert [(each["group"], each["id"]) for each in found] == [
        ("Same text", CRANES),
        ("Same text", CRANES_COPY),
        ("Same story", CRANES),
        ("Same story", CRANES_COPY),
    ]
    assert found[0]["share of the checked text"] == "57%"
    assert found[1]["copy of"] == CRANES
    assert found[0]["snippet"].startswith("وقال وكيل الشحن")
    assert found[0]["source"] == "صدى الساحل"
    assert found[0]["url"].endswith(f"/documents/{CRANES}")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found[0]["checked"])


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("ris", b"TY  - NEWS"), ("bib", b"@article{warraq-2017"), ("html", b"<!doctype html>")],
)
def test_the_answer_as_a_file_of_text(client: FlaskClient, form: str, beginning: bytes) -> None:
    for response in (
        send(client, text=DRAFT, format=form),
        client.get(f"/covered?id={CRANES}&format={form}"),
    ):
        assert response.status_code == 200
        if b"2017" in response.data and form != "html":
            assert response.data.startswith(beginning)
    assert "صدى الساحل" in send(client, text=DRAFT, format=form).text


def test_the_printable_file_has_the_verdict_and_what_is_new(client: FlaskClient) -> None:
    page = unescape(send(client, text=DRAFT, format="html").text)
    for part in ("نُشر من قبل", "الخبر نفسه", "أسماء وأعداد جديدة", "57%", "تاريخ المراجعة"):
        assert part in page


def test_the_answer_as_a_word_document(client: FlaskClient) -> None:
    docx = pytest.importorskip("docx")
    response = send(client, text=DRAFT, format="docx")
    document = docx.Document(io.BytesIO(response.data))
    text = "\n".join(each.text for each in document.paragraphs)
    for part in ("نُشر من قبل", "النص نفسه", "صدى الساحل", NEW_SENTENCE.removesuffix(".")):
        assert part in text


def test_a_server_without_the_word_library_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    response = send(client, "?lang=en", text=DRAFT, format="docx")
    assert response.status_code == 501
    assert "python-docx" in response.text


def test_a_page_without_script_or_style_inside(client: FlaskClient) -> None:
    page = answered(client, text=DRAFT)
    assert not re.search(r"\sstyle=|\son\w+=|<style", page)
    assert re.findall(r"<script(?! src=)", page) == []


def test_an_unknown_answer_lists_nothing_as_not_found(client: FlaskClient) -> None:
    page = answered(client, text="سفينة")
    assert "لا يُعرف هل نُشر هذا من قبل" in page
    assert "لا وثيقة" not in page
    assert 'id="same-text"' not in page
    assert 'id="same-story"' not in page
    assert "coverage-parts" not in page
