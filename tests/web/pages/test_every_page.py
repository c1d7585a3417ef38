"""What all pages have in common: languages, links to JSON, headers, errors, size."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import page_at
from web.http.security_headers import HEADERS
from web.problems import answer_problem, status_message


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name for name, _ in attrs}))


@pytest.mark.parametrize(
    "address",
    ["/nowhere", "/documents/nosuch", "/documents/", "/documents/..%2f..%2fetc", "/documents/%00"],
)
def test_unknown_addresses_are_not_found(client: FlaskClient, address: str) -> None:
    assert "ليس في الأرشيف" in page_at(client, address, 404)


@pytest.mark.parametrize(
    "address",
    ["/?nosuch=1", "/?q=x&q=y", "/?q=x&page=1e3", "/?q=x&after=9999-99-99", "/?lang=fr",
     "/?q=x&after=2015-02-29", "/documents/x?page=-1", "/?q=%CA%CF%E3%D1"],
)  # fmt: skip
def test_bad_parameters_are_refused(client: FlaskClient, address: str) -> None:
    page = page_at(client, address, 400)
    assert "لا يمكن تنفيذ هذا البحث" in page
    assert 'name="q"' in page


def test_english_pages_link_to_english_pages(client: FlaskClient) -> None:
    page = page_at(client, "/?q=مكتبه&lang=en")
    assert '<html lang="en" dir="ltr">' in page
    assert "One result" in page
    assert "March\N{NO-BREAK SPACE}17,\N{NO-BREAK SPACE}2019" in page
    assert '<input type="hidden" name="lang" value="en">' in page
    inside = [unescape(href) for href in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]
    switches = [href for href in inside if "lang=en" not in href and "/api/" not in href]
    assert switches == ["/?q=مكتبه"]
    assert '<html lang="ar" dir="rtl">' in page_at(client, switches[0])


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("/", "/api/v1/stats"),
        (
            "/?q=a&sort=newest&lang=en",
            "/api/v1/search?q=a&sort=newest&matches=close&collapse=copies",
        ),
        ("/?q=a&page=2", "/api/v1/search?q=a&collapse=copies&page=2"),
    ],
)
def test_pages_link_to_their_json(client: FlaskClient, address: str, twin: str) -> None:
    page = page_at(client, address)
    found = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)">', page)
    assert [unescape(href) for href in found] == [twin]
    assert client.get(twin).is_json


def test_every_response_has_the_security_headers(client: FlaskClient) -> None:
    for address in ("/", "/?q=تدمر", "/nowhere", "/api/v1/stats", "/healthz"):
        response = client.get(address)
        for name, value in HEADERS.items():
            if not (address.startswith("/api/") and name == "Cross-Origin-Resource-Policy"):
                assert response.headers[name] == value, address
        assert "Set-Cookie" not in response.headers
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_no_page_has_inline_style_or_script(client: FlaskClient) -> None:
    for address in ("/", "/?q=تدمر", "/?q=زقزقة", "/nowhere"):
        tags = Tags()
        tags.feed(client.get(address).text)
        assert "style" not in {name for name, _ in tags.seen}
        for name, attributes in tags.seen:
            assert not [each for each in attributes if each == "style" or each.startswith("on")]
            assert name != "script" or "src" in attributes


def test_a_results_page_with_its_files_is_small(client: FlaskClient) -> None:
    page = client.get("/?q=الأرصاد").data
    files = set(re.findall(rb'(?:href|src|srcset)="(/static/[^"]+)"', page))
    weight = len(page)
    for address in files:
        response = client.get(address.decode())
        assert response.status_code == 200
        assert int(response.headers["Cache-Control"].split("max-age=")[1]) > 86_400
        weight += len(response.data)
        response.close()
    latin = client.get("/static/fonts/naskh-latin.woff2")
    weight += len(latin.data)
    latin.close()
    assert weight < 130_000


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?q=تدمر&after=أمس", 400),
        ("/?q=%D8%AA&limit=0&lang=en", 400),
        ("/documents/no-such", 404),
        ("/documents/no-such/explain?q=x", 404),
    ],
)
def test_a_refused_page_links_to_json_that_is_refused(
    client: FlaskClient, address: str, status: int
) -> None:
    page = page_at(client, address, status)
    (twin,) = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)">', page)
    problem = client.get(unescape(twin))
    assert (problem.status_code, problem.mimetype) == (status, "application/problem+json")
    assert f'href="{twin}">هذه الصفحة بصيغة JSON' in page or "lang=en" in address


@pytest.mark.parametrize("path", ["/", "/?q=x", "/?q=تدمر", "/about", "/analyze?text=تدمر"])
def test_linked_json_exists(client: FlaskClient, path: str) -> None:
    (twin,) = re.findall(r'type="application/json" href="([^"]+)">', page_at(client, path))
    assert client.get(unescape(twin)).mimetype == "application/json"


@pytest.mark.parametrize(
    ("status", "heading"), [(405, "لم يُقبل الطلب"), (429, "طلبات كثيرة في وقت قصير")]
)
def test_other_errors_do_not_mention_the_search(app: Flask, status: int, heading: str) -> None:
    with app.test_request_context("/?q=x"):
        page = answer_problem(status, status_message(status)).get_data(as_text=True)
    assert heading in page
    assert "لا يمكن تنفيذ هذا البحث" not in page
