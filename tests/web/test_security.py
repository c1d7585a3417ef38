"""What others write comes out as text, wherever it is shown, and nothing they send runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import application
from web.security import HEADERS

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></p></mark><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<a href=//evil.example>&lt;b&gt;",
    "\u202e<style>*{display:none}</style>",
)
NOT_LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/",
    "file:///etc/passwd",
    "http://[bad",
)
KEYWORD = "قرصان"


class Elements(HTMLParser):
    """What a browser would make of a page: its elements, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(page: str) -> None:
    """Nothing in a page acts: no element, attribute or address beyond its own."""
    for tag, attributes in Elements(page).found:
        assert tag not in {"style", "iframe", "object", "embed", "base", "img"} or (
            tag == "img" and str(attributes["src"]).startswith("/static/")
        ), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if tag == "script":
            assert str(attributes["src"]).startswith("/static/")
        for name in ("href", "src", "action", "formaction"):
            address = attributes.get(name)
            if address is not None:
                assert re.match(r"/(?!/)|https?://|#", address), address


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application over documents that attack with every field that they have."""
    home = tmp_path_factory.mktemp("attacked")
    documents = [
        Document(
            id=f"{attack}{number}",
            title=f"{KEYWORD} {attack}",
            text=f"{KEYWORD} {attack}\n\n{attack} {KEYWORD}",
            source=attack,
            author=attack,
            section=attack,
            date="2016-12-01",
            url=attack,
            original=attack,
        )
        for number, attack in enumerate(ATTACKS)
    ]
    documents += [
        Document(id=f"link{number}", title=KEYWORD, text=f"{KEYWORD} {number}", url=url)
        for number, url in enumerate(NOT_LINKS)
    ]
    add_to(home, documents)
    with application(home) as app:
        yield app


def assert_headers(address: str, headers: Headers) -> None:
    """The headers of every answer are there; scripts of other sites may read the API alone."""
    for name, value in HEADERS.items():
        if name == "Cross-Origin-Resource-Policy" and address.startswith("/api/"):
            value = "cross-origin"
        assert headers[name] == value, address


def addresses(app: Flask) -> list[str]:
    """Every address that shows what the documents say, as the answers themselves give them."""
    client = app.test_client()
    asked = urlencode({"q": KEYWORD, "limit": 100})
    page = client.get(f"/?{asked}").text
    inside = {
        str(attributes["href"])
        for tag, attributes in Elements(page).found
        if tag == "a" and str(attributes.get("href", "")).startswith("/")
    }
    ids = [hit["id"] for hit in client.get(f"/api/v1/search?{asked}").json["hits"]]  # type: ignore[index]
    assert len(ids) == len(ATTACKS) + len(NOT_LINKS)
    documents = [f"/documents/{quote(id_, safe='')}?{urlencode({'q': KEYWORD})}" for id_ in ids]
    return [f"/?{asked}", "/", *sorted(inside), *documents]


def test_no_field_of_a_document_acts(attacked: Flask) -> None:
    client = attacked.test_client()
    seen = addresses(attacked)
    assert len([address for address in seen if address.startswith("/documents/")]) > len(ATTACKS)
    for address in seen:
        answer = client.get(address)
        assert answer.status_code in (200, 404), address
        if answer.mimetype == "text/html":
            assert_harmless(answer.text)
        else:
            assert answer.mimetype != "text/html"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_asked_comes_back_as_text(attacked: Flask) -> None:
    client = attacked.test_client()
    for attack in ATTACKS:
        coded = quote(attack, safe="")
        for address in (
            f"/?q={coded}",
            f"/?q=title:{quote(json.dumps(attack), safe='')}",
            f"/?q=x&source={coded}",
            f"/?q=x&after={coded}",
            f"/?q=x&level={coded}",
            f"/?q=x&page={coded}",
            f"/?q=x&lang={coded}",
            f"/?{coded}={coded}",
            f"/analyze?text={coded}",
            f"/documents/{coded}",
            f"/documents/link0?q={coded}",
            f"/{coded}",
            f"/api/v1/search?q={coded}",
            f"/api/v1/search?{coded}=1",
            f"/api/v1/suggest?q={coded}",
            f"/api/v1/suggest?q={coded}&format=opensearch",
            f"/api/v1/analyze?text={coded}",
            f"/api/v1/documents/{coded}",
            f"/api/v1/{coded}",
            f"/search.atom?q={coded}",
        ):
            answer = client.get(address)
            assert answer.status_code < 500, address
            assert_headers(address, answer.headers)
            if answer.mimetype == "text/html":
                assert_harmless(answer.text)
            else:
                read = ElementTree.fromstring if "xml" in str(answer.mimetype) else json.loads
                read(answer.data)
            for name, value in answer.headers:
                assert "\n" not in value, name


def test_only_web_addresses_are_links(attacked: Flask) -> None:
    client = attacked.test_client()
    for number in range(len(NOT_LINKS)):
        page = client.get(f"/documents/link{number}").text
        links = [each.get("href") for tag, each in Elements(page).found if tag == "a"]
        assert links
        assert all(str(link).startswith(("/", "#")) for link in links), links


def test_the_policy_allows_nothing_inline() -> None:
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in HEADERS["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}


@pytest.mark.parametrize("address", ["/", "/?q=x", "/nowhere", "/static/warraq.css", "/healthz"])
def test_every_answer_has_the_headers(client: FlaskClient, address: str) -> None:
    for ask in (client.get, client.head, client.options, client.delete):
        with ask(address) as answer:
            for name, value in HEADERS.items():
                assert answer.headers[name] == value


def test_a_packed_body_is_not_unpacked(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=x", data=b"x", headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415
    assert answer.headers["Accept-Encoding"] == "identity"
    assert "gzip" in answer.get_json()["detail"]


def test_nothing_is_read_from_outside_the_static_folder(client: FlaskClient) -> None:
    for path in ("../app.py", "..%2fapp.py", "%2e%2e/app.py", "fonts/../../app.py"):
        assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "/\\evil.example", "///x"])
def test_a_path_is_not_taken_for_another_site(client: FlaskClient, path: str) -> None:
    answer = client.open(environ_overrides={"PATH_INFO": path, "REQUEST_URI": path})
    for _, attributes in Elements(answer.text).found:
        assert not re.match(r"[/\\]{2}", str(attributes.get("href", "")))
    assert not re.match(r"[/\\]{2}", answer.headers.get("Location", ""))
