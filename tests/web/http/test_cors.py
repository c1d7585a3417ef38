"""CORS headers of the API: none, unless the operator names sites."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from search.engine import Engine
from web.app import create_app
from web.http.cors import OriginError, read_origins

SITE = "https://example.org"
API = ("/api/v1/search?q=تدمر", "/api/v1/search", "/api/v1/nosuch")


def client_of(home: Path, *origins: str) -> FlaskClient:
    return create_app(partial(Engine.open, home), origins=read_origins(origins)).test_client()


def cors_headers(response: TestResponse) -> list[str]:
    return [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_scripts_of_other_sites_read_nothing_by_default(client: FlaskClient) -> None:
    for address in (*API, "/?q=تدمر", "/healthz", "/metrics", "/search.atom?q=x", "/static/x.js"):
        for origin in (SITE, "null", "http://localhost", "http://127.0.0.1:8000"):
            for method in ("GET", "OPTIONS"):
                response = client.open(address, method=method, headers={"Origin": origin})
                assert cors_headers(response) == []
                assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_scripts_of_any_site_may_read_a_public_api_and_no_page(home: Path) -> None:
    client = client_of(home, "*")
    for address in API:
        headers = client.get(address, headers={"Origin": SITE}).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "ETag" in headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in headers
        assert "Origin" not in headers.get("Vary", "")
    page = client.get("/?q=تدمر", headers={"Origin": SITE})
    assert cors_headers(page) == []
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (SITE, True),
        ("http://localhost:3000", True),
        ("https://example.org.evil.example", False),
        ("https://evil-example.org", False),
        ("http://example.org", False),
        ("https://example.org:8443", False),
        ("http://localhost:3001", False),
        ("null", False),
        ("", False),
    ],
)
def test_scripts_of_named_sites_alone_may_read_the_api(
    home: Path, origin: str, allowed: bool
) -> None:
    client = client_of(home, SITE, "http://localhost:3000")
    for address in API:
        headers = client.get(address, headers={"Origin": origin}).headers
        assert headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
        assert ("Access-Control-Expose-Headers" in headers) == allowed
        assert "Origin" in headers["Vary"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    known = client.get(API[0]).headers["ETag"]
    unchanged = client.get(API[0], headers={"Origin": origin, "If-None-Match": known})
    assert unchanged.status_code == 304
    assert unchanged.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)


@pytest.mark.parametrize("named", ["*", SITE])
def test_a_preflight_request_allows_get(home: Path, named: str) -> None:
    response = client_of(home, named).options(
        "/api/v1/search?q=x",
        headers={
            "Origin": SITE,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "If-None-Match",
        },
    )
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == named
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "POST" not in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "*"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://Example.ORG", SITE),
        ("https://example.org:443", SITE),
        ("http://example.org:80", "http://example.org"),
        ("http://example.org:443", "http://example.org:443"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("moz-extension://0a1b-2c", "moz-extension://0a1b-2c"),
        ("*", "*"),
    ],
)
def test_origins_are_compared_as_browsers_write_them(written: str, origin: str) -> None:
    assert read_origins([written]) == {origin}


@pytest.mark.parametrize(
    "written",
    ["", "null", "example.org", "https://example.org/", "https://example.org/app", "https://",
     "https://*.example.org", "https://a b", "https://u@example.org", "https://موقع.example"],
)  # fmt: skip
def test_what_is_no_origin_is_refused(written: str) -> None:
    with pytest.raises(OriginError, match="is not the origin of a site"):
        read_origins([written])


@given(st.text(max_size=30))
def test_no_other_text_becomes_the_sign_for_every_site(text: str) -> None:
    try:
        found = read_origins([text])
    except OriginError:
        return
    assert ("*" in found) == (text == "*")
