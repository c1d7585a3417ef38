"""gzip of answers and static files."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    "address",
    [
        *("/?q=تدمر", "/?q=تدمر&lang=en", "/", "/analyze?text=تدمر"),
        "/api/v1/search?q=الأرصاد",
    ],
)
def test_gzip_for_clients_that_accept_it(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    compressed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert int(compressed.headers["Content-Length"]) == len(compressed.data) < len(plain.data)
    for response in (plain, compressed):
        assert "Accept-Encoding" in response.headers["Vary"]
    assert len(gzip.decompress(compressed.data)) == pytest.approx(len(plain.data), abs=40)
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


def test_a_short_answer_is_not_compressed(client: FlaskClient) -> None:
    response = client.get("/api/v1/nosuch", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
