"""The description of the API: whole, true, and kept to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.hostile.contract import DESCRIPTION, cases
from web.api import openapi
from web.api.endpoints import ROUTES
from web.paths import API_V1

pytestmark = pytest.mark.slow


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    response = client.get(DESCRIPTION)
    assert response.content_type == "application/json"
    document: dict[str, Any] = response.get_json()
    return document


@pytest.fixture(scope="module")
def ids(app: Flask) -> list[str]:
    hits = app.test_client().get("/api/v1/search?q=*&limit=100").get_json()["hits"]
    return [hit["id"] for hit in hits]


def references(part: Any) -> set[str]:
    """What a part of the document refers to."""
    if isinstance(part, list):
        return {found for each in part for found in references(each)}
    if not isinstance(part, dict):
        return set()
    own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
    return own | {found for each in part.values() for found in references(each)}


def test_every_route_is_described(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    assert list(described["paths"]) == [API_V1 + route.path for route in ROUTES]
    for route in ROUTES:
        operation = described["paths"][API_V1 + route.path]["get"]
        asked = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
        assert asked == list(route.names)
        assert {"200", "400", "405", "413", "414", "429", "500", "503"} <= set(
            operation["responses"]
        )
    assert "410" in described["paths"]["/api/v1/search"]["get"]["responses"]
    assert "404" in described["paths"]["/api/v1/documents/{id}"]["get"]["responses"]


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    found = references(described)
    assert "#/components/schemas/Problem" in found
    for reference in found:
        part = described
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]


def test_the_api_keeps_to_its_description(app: Flask, ids: list[str]) -> None:
    kept = cases(app, 160, ids)
    assert sum(each.cases for each in kept) >= 150
    assert {200, 400} <= {status for each in kept for status in each.statuses}
    assert [told for each in kept for told in each.broken] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"total":{"type":"integer"}', '"total":{"type":"string"}'),
        ('"400":{"$ref"', '"422":{"$ref"'),
        ('"application/json":{"schema"', '"text/plain":{"schema"'),
    ],
)
def test_a_breach_is_found(
    app: Flask, ids: list[str], monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    true = openapi.document().decode()
    assert old in true
    document = json.loads(true.replace(old, new))
    document["paths"] = {path: document["paths"][path] for path in ("/api/v1/search",)}
    monkeypatch.setattr(openapi, "document", lambda: json.dumps(document).encode())
    assert any(each.broken for each in cases(app, 30, ids))


def test_a_text_that_is_posted_is_described(app: Flask) -> None:
    described = app.test_client().get(DESCRIPTION).get_json()
    posted = described["paths"]["/api/v1/similar"]["post"]
    assert posted["requestBody"]["content"]["text/plain"]["schema"]["maxLength"] == 20_000
    assert [each["name"] for each in posted["parameters"]] == ["limit", "lang"]
    assert [path for path, each in described["paths"].items() if "post" in each] == [
        "/api/v1/similar"
    ]
