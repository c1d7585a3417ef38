"""The page that explains why a document matches a query."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import page_at


def explanation_address(client: FlaskClient, results: str) -> str:
    """The address of the explanation of the first result."""
    found = re.search(
        r'<p class="explain-link"[^>]*><a [^>]*href="([^"]+)"', page_at(client, results)
    )
    assert found
    return unescape(found[1])


@pytest.mark.parametrize(
    "query", ["مكتبه", "تدمر", "الأرصاد~1", "نشر*", '"الأرصاد أمطارًا"', "الن?رة"]
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_the_evidence_of_the_api(
    client: FlaskClient, query: str, language: str
) -> None:
    to = explanation_address(client, f"/?q={quote(query)}&lang={language}")
    page = page_at(client, to)
    record = client.get(to.replace("/documents/", "/api/v1/documents/", 1)).json
    assert record is not None
    shares = re.findall(r'class="share"><bdi dir="ltr">([\d.]+)<', page)
    assert shares == [f"{each['score']:.2f}" for each in record["evidence"]]
    words = [word["word"] for each in record["evidence"] for word in each["words"]]
    assert words
    assert all(word in page for word in words)


def test_a_document_that_does_not_match_is_reported(client: FlaskClient) -> None:
    to = explanation_address(client, "/?q=مكتبه")
    page = page_at(client, to.partition("?")[0] + "?lang=en&q=" + quote("تدمر القمح"))
    assert "This article is not among the results." in page
    assert re.search(r"It does not contain .*تدمر.*القمح", page)


def test_a_filter_adds_no_score(client: FlaskClient) -> None:
    assert "It matched by a filter only" in page_at(
        client, explanation_address(client, "/?q=*&lang=en")
    )


def test_html_in_a_document_is_escaped(client: FlaskClient) -> None:
    to = explanation_address(client, "/?q=" + quote("script تدمر"))
    page = page_at(client, to)
    assert "&lt;script&gt;alert" in page
    assert page.count("<script") == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/documents/no-such/explain?q=x", 404),
        ("/documents/no-such/explain", 400),
        ("/documents/no-such/explain?q=x&nosuch=1", 400),
        ("/documents/no-such/explain?q=" + "x" * 1_001, 400),
    ],
)
def test_bad_requests_are_refused(client: FlaskClient, address: str, status: int) -> None:
    assert 'class="problem"' in page_at(client, address, status)
