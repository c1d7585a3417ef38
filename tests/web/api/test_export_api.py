"""Exports over the API."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

EXPORT = "/api/v1/export?q="


def test_all_documents_as_json_lines(client: FlaskClient) -> None:
    response = client.get(EXPORT + "*&sort=oldest")
    assert response.content_type == "application/x-ndjson; charset=utf-8"
    assert response.headers["X-Total"] == "29"
    assert response.headers["Content-Disposition"] == 'attachment; filename="warraq.jsonl"'
    assert "Content-Length" not in response.headers
    rows = [json.loads(line) for line in response.text.splitlines()]
    hits = client.get("/api/v1/search?q=*&sort=oldest&limit=100").get_json()["hits"]
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]
    assert "text" not in rows[0]


def test_csv(client: FlaskClient) -> None:
    response = client.get(EXPORT + "تدمر&format=csv&text=1")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.data.startswith(b"\xef\xbb\xbfid,title,")
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 2
    assert all(row["text"] for row in rows)
    assert client.get(EXPORT + "تدمر&format=csv&bom=0").data.startswith(b"id,title,")


def test_head_returns_the_number_of_rows(client: FlaskClient) -> None:
    response = client.head(EXPORT + "الأرصاد")
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["X-Total"] == "25"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_results_link_their_export(client: FlaskClient, language: str) -> None:
    page = client.get(f"/?q=الأرصاد&after=2020-01-03&sort=oldest&page=2&lang={language}").text
    assert {"ar": "23 صفًا بصيغة CSV", "en": "23 rows as CSV"}[language] in page
    (jsonl,) = re.findall(r'href="(/api/v1/export[^"]+format=jsonl)"', page)
    rows = client.get(unescape(jsonl)).text.splitlines()
    assert [json.loads(row)["date"] for row in rows] == [
        f"2020-01-{day:02}" for day in range(3, 26)
    ]
    assert "/api/v1/export" not in client.get("/?q=زرافة").text
    assert "/api/v1/export" not in client.get("/").text


def test_an_export_has_the_filters_of_a_search(client: FlaskClient) -> None:
    query = "الأرصاد&after=2020-01-20&before=2020-01-22&sort=newest&limit=2"
    rows = [json.loads(line) for line in client.get(EXPORT + query).text.splitlines()]
    assert [row["date"] for row in rows] == ["2020-01-22", "2020-01-21"]


def test_an_export_is_compressed_while_it_is_streamed(client: FlaskClient) -> None:
    compressed = client.get(EXPORT + "*", headers={"Accept-Encoding": "gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.data) == client.get(EXPORT + "*").data


def test_a_current_copy_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(EXPORT + "تدمر").headers["ETag"]
    assert client.get(EXPORT + "تدمر", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("rest", "parameter"),
    [
        ("", "q"),
        ("q=x&format=xlsx", "format"),
        ("q=x&limit=100001", "limit"),
        ("q=x&limit=0", "limit"),
        ("q=x&page=2", "page"),
        ("q=x&bom=yes", "bom"),
        ("q=*ا", "q"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, rest: str, parameter: str) -> None:
    response = client.get("/api/v1/export?" + rest)
    assert response.content_type == "application/problem+json"
    assert (response.status_code, response.get_json()["parameter"]) == (400, parameter)
