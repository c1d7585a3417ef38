"""CORS headers of the API."""

from __future__ import annotations

from flask.testing import FlaskClient


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


def test_a_preflight_request_allows_get(client: FlaskClient) -> None:
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
