"""Checks of coverage over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.limits import LIMITS
from tests.drafts import CRANES, CRANES_COPY, DRAFT, UNKNOWN_DRAFT
from tests.web.conftest import application

ADDRESS = "/api/v1/covered"


@pytest.fixture(scope="module")
def app(sample_home: Path) -> Iterator[Flask]:
    with application(sample_home) as app:
        yield app


def check(client: FlaskClient, status: int = 200, query: str = "", **body: Any) -> Any:
    response = client.post(f"{ADDRESS}{query}", json=body)
    assert response.status_code == status, response.text
    return response.get_json()


def test_a_plain_text_is_checked(client: FlaskClient) -> None:
    response = client.post(ADDRESS, data=DRAFT.encode())
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["covered"] is True
    assert response.json["verdict"]["text"].startswith("Covered: 2 articles in 2 sources")
    (same,) = response.json["same_text"]
    assert (same["id"], same["copies"]) == (CRANES, [CRANES_COPY])
    assert "ETag" not in response.headers


def test_a_text_in_json_is_checked(client: FlaskClient) -> None:
    plain = client.post(ADDRESS, data=DRAFT.encode()).get_json()
    found = check(client, text=DRAFT)
    for name in ("verdict", "same_text", "same_story", "first", "new", "quotations"):
        assert found[name] == plain[name]


def test_the_language_of_the_verdict(client: FlaskClient) -> None:
    assert check(client, query="?lang=ar", text=DRAFT)["verdict"]["text"].startswith("نُشر من قبل")


def test_a_draft_that_is_not_covered(client: FlaskClient) -> None:
    found = check(client, text=UNKNOWN_DRAFT)
    assert found["covered"] is False
    assert found["same_text"] == found["same_story"] == []


def test_what_is_not_known_is_null(client: FlaskClient) -> None:
    assert check(client, text="خبر عاجل")["covered"] is None


def test_a_document_of_the_archive_is_checked_by_its_id(client: FlaskClient) -> None:
    found = check(client, id=CRANES)
    assert CRANES not in {each["id"] for each in (*found["same_text"], *found["same_story"])}
    assert check(client, 404, id="nowhere")["code"] == "no_document"
    assert check(client, 404, url="https://example.org/nowhere")["code"] == "no_document"


def test_date_and_limit_are_in_the_body_or_in_the_address(client: FlaskClient) -> None:
    in_body = check(client, text=DRAFT, date="2017-10", limit=1)
    in_address = check(client, query="?date=2017-10&limit=1", text=DRAFT)
    assert in_body["searched"] == in_address["searched"]
    twice = check(client, 400, query="?limit=1", text=DRAFT, limit=1)
    assert (twice["code"], twice["parameter"]) == ("repeated_parameter", "limit")


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "body"),
        ({"text": "نص", "id": CRANES}, "body"),
        ({"text": 5}, "body"),
        ({"text": "نص", "other": 1}, "body"),
        ({"text": "نص", "limit": "5"}, "body"),
        ({"text": "نص", "limit": 0}, "limit"),
        ({"text": "نص", "limit": 101}, "limit"),
        ({"text": "نص", "date": "yesterday"}, "date"),
        ({"text": "نص", "title": "ع" * 2001}, "title"),
    ],
    ids=str,
)
def test_a_body_that_cannot_be_read_is_refused(
    client: FlaskClient, body: dict[str, Any], parameter: str
) -> None:
    problem = check(client, 400, **body)
    assert problem["parameter"] == parameter
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize("body", ["[]", "null", "{", "[" * 30_000, '{"text": "\\ud800"}', ""])
def test_json_that_is_no_draft_is_refused(client: FlaskClient, body: str) -> None:
    response = client.post(ADDRESS, data=body, content_type="application/json")
    assert response.status_code == 400
    assert response.get_json()["code"] == "json_body_without_draft"


def test_json_sent_as_text_is_refused(client: FlaskClient) -> None:
    response = client.post(ADDRESS, data=json.dumps({"text": DRAFT}))
    assert (response.status_code, response.get_json()["code"]) == (400, "json_body_of_other_type")
    assert client.post(ADDRESS, data=b"x", content_type="image/png").status_code == 415
    assert client.post(ADDRESS, data="نص".encode("cp1256")).status_code == 400


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
def test_the_length_of_a_text(client: FlaskClient, extra: int, status: int) -> None:
    text = "أ" * (LIMITS.covered_code_points + extra)
    for response in (
        client.post(ADDRESS, data=text.encode()),
        client.post(ADDRESS, json={"text": text}),
    ):
        assert response.status_code == status
    if status == 413:
        assert response.get_json()["code"] == "draft_too_long"


@pytest.mark.parametrize("text", ["", "\x00", " ؟ ", "في", "\ufdfa" * 20_000, "ك " * 20_000])
def test_extreme_texts_are_answered(client: FlaskClient, text: str) -> None:
    found = client.post(ADDRESS, data=text.encode())
    assert found.status_code == 200
    assert found.get_json()["covered"] is not True
    assert found.get_json()["verdict"]["text"].endswith(".")


def test_only_post_is_allowed(client: FlaskClient) -> None:
    assert client.get(ADDRESS).status_code == 405
