"""Hostile documents and requests are shown as text everywhere, and no script of theirs runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from corpus.document import Document
from search.batch.formats import defused
from tests.homes import add_to
from tests.web.conftest import application
from tests.web.elements import Elements, assert_harmless
from web.http.security_headers import HEADERS

pytestmark = pytest.mark.slow

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
    "<a href=https://evil.example>",
    '" autofocus onfocus=alert(1) x="',
    "<base href=https://evil.example><meta http-equiv=refresh content=0>",
    "<!--><script>alert(1)</script>-->",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\x00<\x00script>",
)
PLAIN = "سفينة"
HEADERS_READ = ("Host", "Referer", "User-Agent", "Accept-Language", "Cookie", "Range", "Origin",
                "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "If-None-Match",
                "Accept-Encoding", "Authorization")  # fmt: skip
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


def documents_of(attacks: Sequence[str]) -> list[Document]:
    return [
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
        for number, attack in enumerate(attacks)
    ]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application over documents with an attack in every field."""
    documents = [*documents_of(ATTACKS)]
    documents += [
        Document(id=f"link{number}", title=KEYWORD, text=f"{KEYWORD} {number}", url=url)
        for number, url in enumerate(NOT_LINKS)
    ]
    home = tmp_path_factory.mktemp("attacked")
    add_to(home, documents)
    with application(home) as app:
        yield app


@pytest.fixture(scope="module")
def outline(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The elements and attributes of pages over an archive of harmless documents."""
    plain = [
        *documents_of([PLAIN] * len(ATTACKS)),
        *(Document(id=f"english{n}", title=f"{KEYWORD} ship", text="a ship") for n in range(3)),
        Document(id="linked", title=KEYWORD, text=KEYWORD, url="https://example.org/", section="x"),
    ]
    home = tmp_path_factory.mktemp("plain")
    add_to(home, plain)
    with application(home) as app:
        client = app.test_client()
        found = set[str]()
        for query in (KEYWORD, PLAIN, "ship", "nothing at all", "*ون", "سفيينة"):
            for address in (*SHOWING, *(f"/documents/{each}" for each in ("link0", f"{PLAIN}0"))):
                page = client.get(address.format(query=quote(query))).text
                found |= names_in(page)
        for address in linked(client, f"/?q={KEYWORD}&limit=100"):
            found |= names_in(client.get(address).text)
        for document in plain:
            for rest in ("", f"?q={KEYWORD}", f"/explain?q={KEYWORD}", f"/explain?q=x+{KEYWORD}"):
                found |= names_in(client.get(f"/documents/{quote(str(document.id))}{rest}").text)
    return found


SHOWING = (
    "/",
    "/?q={query}",
    "/?q={query}&lang=en",
    "/?q={query}&limit=2&page=2&source=x&after=2016&level=root&sort=newest&operator=any",
    "/?q={query}&page=0",
    "/analyze?text={query}",
    "/about",
    "/help",
    "/{query}",
)


def names_in(page: str) -> set[str]:
    """The elements of a page, and the attributes of each."""
    found = Elements(page).found
    return {tag for tag, _ in found} | {f"{tag} {name}" for tag, names in found for name in names}


def assert_headers(address: str, headers: Headers) -> None:
    """Assert the security headers."""
    for name, value in HEADERS.items():
        assert headers[name] == value, address


def linked(client: FlaskClient, address: str) -> list[str]:
    """The addresses of this server that a page links."""
    found = {
        str(attributes["href"])
        for tag, attributes in Elements(client.get(address).text).found
        if tag == "a" and str(attributes.get("href", "")).startswith("/")
    }
    return sorted(found)


def addresses(app: Flask) -> list[str]:
    """Every address that shows the documents, as answers link them."""
    client = app.test_client()
    query = urlencode({"q": KEYWORD, "limit": 100})
    ids = [hit["id"] for hit in client.get(f"/api/v1/search?{query}").json["hits"]]  # type: ignore[index]
    assert len(ids) == len(ATTACKS) + len(NOT_LINKS)
    documents = [f"/documents/{quote(id_, safe='')}?{urlencode({'q': KEYWORD})}" for id_ in ids]
    return [f"/?{query}", "/", *linked(client, f"/?{query}"), *documents]


def test_attacks_add_no_element_or_attribute(attacked: Flask, outline: set[str]) -> None:
    client = attacked.test_client()
    query = [
        address.format(query=quote(attack, safe="")) for attack in ATTACKS for address in SHOWING
    ]
    for address in (*addresses(attacked), *query):
        answer = client.get(address)
        if answer.mimetype == "text/html":
            assert names_in(answer.text) <= outline, address
            hosts = {
                urlsplit(str(each.get("href"))).hostname for _, each in Elements(answer.text).found
            }
            assert "evil.example" not in hosts


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_attacks_are_text_in_feeds_files_and_exports(attacked: Flask, attack: str) -> None:
    client = attacked.test_client()
    query = urlencode({"q": KEYWORD})
    feed = client.get(f"/search.atom?{query}")
    allowed = {"feed", "id", "title", "updated", "link", "author", "name", "generator", "entry"}
    allowed |= {"published", "category", "summary"}
    for element in ElementTree.fromstring(feed.data).iter():
        assert element.tag.removeprefix("{http://www.w3.org/2005/Atom}") in allowed
        assert not str(element.get("href", "http://")).startswith(("javascript", "data"))
    rows = client.get(f"/api/v1/export?{query}&text=1").text.splitlines()
    (row,) = [row for row in map(json.loads, rows) if row["author"] == attack]
    assert row["title"] == f"{KEYWORD} {attack}"
    table = client.get(f"/api/v1/export?{query}&text=1&format=csv").data.decode("utf-8-sig")
    cells_of = {each["id"]: each for each in csv.DictReader(io.StringIO(table, newline=""))}
    cells = cells_of[str(defused(row["id"]))]
    for name in ("title", "source", "author", "section", "url", "text"):
        assert cells[name].replace("'", "") == row[name].replace("'", "")
        assert not cells[name].startswith(("=", "+", "-", "@", "\t", "\r"))
    for form in (".bib", ".ris", "/original"):
        answer = client.get(f"/documents/{quote(row['id'], safe='')}{form}")
        assert answer.status_code == 200
        assert "html" not in str(answer.mimetype)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("search", "facets", "similar", "timeline"):
        given = urlencode({"id": row["id"]}) if name == "similar" else query
        answer = client.get(f"/api/v1/{name}?{given}")
        assert answer.mimetype == "application/json"
        for html in re.findall(r'"html":"((?:[^"\\]|\\.)*)"', answer.text):
            assert {tag for tag, _ in Elements(json.loads(f'"{html}"')).found} <= {"mark"}


@pytest.mark.parametrize("name", HEADERS_READ)
def test_a_request_header_adds_no_element(attacked: Flask, outline: set[str], name: str) -> None:
    client = attacked.test_client()
    for attack in ATTACKS:
        if not attack.isprintable() or not attack.isascii():
            continue  # servers refuse such a header
        for address in ("/", f"/?q={PLAIN}", "/nowhere", "/help"):
            answer = client.get(address, headers={name: attack})
            assert answer.status_code < 500
            assert names_in(answer.text) <= outline
            assert_harmless(answer.text)
        for address in (f"/search.atom?q={KEYWORD}", "/opensearch.xml"):
            answer = client.get(address, headers={name: attack})
            assert answer.status_code < 500
            if answer.status_code == 200:
                ElementTree.fromstring(answer.data)


def test_fields_of_a_document_run_no_script(attacked: Flask) -> None:
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


def test_a_query_is_shown_as_text(attacked: Flask) -> None:
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


def test_a_compressed_body_is_not_decompressed(client: FlaskClient) -> None:
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
