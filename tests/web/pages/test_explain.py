"""The page that says why a document answers a query."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import page_at


def explained(client: FlaskClient, results: str) -> str:
    """The address of the explanation of the first result."""
    found = re.search(r'<p class="explain-link"[^>]*><a [^>]*href="([^"]+)"', page_at(client, results))
    assert found
    return unescape(found[1])


@pytest.mark.parametrize(
    "query", ["مكتبه", "تدمر", "الأرصاد~1", "نشر*", '"الأرصاد أمطارًا"', "الن?رة"]
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_shares_of_a_score(client: FlaskClient, query: str, language: str) -> None:
    to = explained(client, f"/?q={quote(query)}&lang={language}")
    page = page_at(client, to)
    record = client.get(to.replace("/documents/", "/api/v1/documents/", 1)).json
    assert record is not None
    shares = re.findall(r'class="share"><bdi dir="ltr">([\d.]+)<', page)
    assert shares == [f"{each['score']:.2f}" for each in record["evidence"]]
    words = [word["word"] for each in record["evidence"] for word in each["words"]]
    assert words
    assert all(word in page for word in words)


def test_a_document_that_does_not_match(client: FlaskClient) -> None:
    to = explained(client, "/?q=مكتبه")
    page = page_at(client, to.partition("?")[0] + "?lang=en&q=" + quote("تدمر القمح"))
    assert "This article is not among the answers." in page
    assert re.search(r"It lacks .*تدمر.*القمح", page)


def test_a_filter_earns_no_score(client: FlaskClient) -> None:
    assert "It matched by a filter alone" in page_at(client, explained(client, "/?q=*&lang=en"))


def test_what_a_document_says_comes_out_as_text(client: FlaskClient) -> None:
    to = explained(client, "/?q=" + quote("script تدمر"))
    page = page_at(client, to)
    assert "&lt;script&gt;alert" in page
    assert page.count("<script") == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/documents/no-such/explain?q=x", 404),
        ("/documents/no-such/explain", 400),
        ("/documents/no-such/explain?q=x&nosuch=1", 400),
        ("/documents/no-such/explain?q=" + "x" * 1_001, 400),
    ],
)
def test_refused(client: FlaskClient, address: str, status: int) -> None:
    assert 'class="problem"' in page_at(client, address, status)
