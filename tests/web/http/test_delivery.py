"""How answers travel: validators, gzip, leave for scripts of other sites."""

from __future__ import annotations

import gzip
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from search import engine
from search.answer import Answer
from search.engine import Engine
from search.request import Request
from tests.homes import MakeHome, add_to
from web.app import create_app

ADDRESSES = [
    "/api/v1/search?q=تدمر",
    "/api/v1/facets?q=تدمر",
    "/api/v1/analyze?text=تدمر",
    "/api/v1/suggest?q=تد",
    "/api/v1/stats",
    "/?q=تدمر",
    "/?q=تدمر&lang=en",
    "/",
    "/analyze?text=تدمر",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_copy_that_is_still_good_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    assert first.headers["Cache-Control"] == "no-cache"
    for known in (tag, f'"other", {tag}'):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": 'W/"other"'}).data
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200


def test_different_questions_have_different_tags(client: FlaskClient) -> None:
    tags = [client.get(address).headers["ETag"] for address in ADDRESSES]
    assert len(set(tags)) == len(tags)


def test_a_refusal_has_no_tag(client: FlaskClient) -> None:
    for address in ("/api/v1/search?q=x&page=0", "/api/v1/documents/nosuch"):
        assert "ETag" not in client.get(address).headers


def test_a_change_of_the_archive_is_a_change_of_every_tag(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_REFRESH_SECONDS", 0)
    home: Path = make_home([Document(title="خبر أول", text="نص")])
    app = create_app(partial(Engine.open, home))
    address, client = "/api/v1/search?q=خبر", app.test_client()
    tag = client.get(address).headers["ETag"]
    add_to(home, [Document(title="خبر ثان", text="نص")])
    changed = client.get(address, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.get_json()["total"]) == (200, 2)
    assert changed.headers["ETag"] != tag
    app.extensions["warraq"].close()


def test_no_copy_is_kept_of_what_was_cut_short(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Engine.search

    def late(self: Engine, request: Request) -> Answer:
        answer = whole(self, request)
        return Answer(
            **{n: getattr(answer, n) for n in answer.__struct_fields__} | {"timed_out": True}
        )

    monkeypatch.setattr(Engine, "search", late)
    for address in ("/api/v1/search?q=الأرصاد", "/?q=الأرصاد"):
        response = client.get(address)
        assert response.status_code == 200
        assert "ETag" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
    assert "next" not in client.get("/api/v1/search?q=الأرصاد").get_json()["links"]


@pytest.mark.parametrize("address", [*ADDRESSES[5:], "/api/v1/search?q=الأرصاد"])
def test_gzip_where_it_is_understood(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    for response in (plain, packed):
        assert "Accept-Encoding" in response.headers["Vary"]
    assert len(gzip.decompress(packed.data)) == pytest.approx(len(plain.data), abs=40)
    refused = client.get(address, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_style_and_script_are_compressed_and_fonts_are_not(client: FlaskClient) -> None:
    for name, encoding in (
        ("warraq.css", "gzip"),
        ("warraq.js", "gzip"),
        ("fonts/naskh-arabic.woff2", None),
    ):
        with client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"}) as response:
            assert response.headers.get("Content-Encoding") == encoding
            tag = response.headers["ETag"]
        with client.get(f"/static/{name}", headers={"If-None-Match": tag}) as again:
            assert again.status_code == 304


def test_what_is_short_is_sent_as_it_is(client: FlaskClient) -> None:
    response = client.get("/api/v1/nosuch", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers


def test_scripts_of_other_sites_may_read_the_api_and_no_page(client: FlaskClient) -> None:
    for address in ("/api/v1/search?q=تدمر", "/api/v1/search", "/api/v1/nosuch"):
        headers = client.get(address, headers={"Origin": "https://example.org"}).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "ETag" in headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in headers
    page = client.get("/?q=تدمر", headers={"Origin": "https://example.org"}).headers
    assert "Access-Control-Allow-Origin" not in page
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_browser_that_asks_first_is_told_that_it_may(client: FlaskClient) -> None:
    response = client.options(
        "/api/v1/search?q=x",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "If-None-Match",
        },
    )
    assert response.status_code == 200
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "POST" not in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "*"
