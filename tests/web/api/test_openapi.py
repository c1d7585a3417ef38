"""The OpenAPI document: complete, and true of every answer."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.hostile.contract import DESCRIPTION, cases
from tests.homes import ROOT
from web.api import openapi
from web.api.endpoints import API_ENDPOINTS

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
    """The references of a part of the document."""
    if isinstance(part, list):
        return {found for each in part for found in references(each)}
    if not isinstance(part, dict):
        return set()
    own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
    return own | {found for each in part.values() for found in references(each)}


def test_every_endpoint_is_described(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    assert list(described["paths"]) == list(dict.fromkeys(each.address for each in API_ENDPOINTS))
    for endpoint in API_ENDPOINTS:
        operation = described["paths"][endpoint.address][endpoint.method.lower()]
        names = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
        assert names == list(endpoint.parameter_names)
        assert {"200", "400", "401", "403", "405", "413", "414", "429", "500", "503"} <= set(
            operation["responses"]
        )
        assert ("304" in operation["responses"]) == endpoint.cached
    assert "410" in described["paths"]["/api/v1/search"]["get"]["responses"]
    assert "404" in described["paths"]["/api/v1/documents/{id}"]["get"]["responses"]


def test_every_reference_is_defined(described: dict[str, Any]) -> None:
    found = references(described)
    assert "#/components/schemas/Problem" in found
    for reference in found:
        part = described
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]


def test_a_key_is_described(described: dict[str, Any]) -> None:
    (name,) = described["components"]["securitySchemes"]
    assert described["components"]["securitySchemes"][name]["scheme"] == "bearer"
    assert described["security"] == [{}, {name: []}]


def test_a_problem_has_a_code(described: dict[str, Any]) -> None:
    schema = described["components"]["schemas"]["Problem"]
    assert "code" in schema["required"]


def test_answers_match_the_description(app: Flask, ids: list[str]) -> None:
    kept = cases(app, 160, ids)
    assert sum(each.cases for each in kept) >= 150
    assert {200, 400} <= {status for each in kept for status in each.statuses}
    assert [failure for each in kept for failure in each.broken] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"total":{"type":"integer"}', '"total":{"type":"string"}'),
        ('"400":{"$ref"', '"422":{"$ref"'),
        ('"application/json":{"schema"', '"text/plain":{"schema"'),
    ],
)
def test_a_wrong_description_is_detected(
    app: Flask, ids: list[str], monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    original = openapi.document().decode()
    assert old in original
    document = json.loads(original.replace(old, new))
    document["paths"] = {path: document["paths"][path] for path in ("/api/v1/search",)}
    monkeypatch.setattr(openapi, "document", lambda: json.dumps(document).encode())
    assert any(each.broken for each in cases(app, 30, ids))


def test_a_text_in_the_body_is_described(described: dict[str, Any]) -> None:
    operation = described["paths"]["/api/v1/similar"]["post"]
    assert operation["requestBody"]["content"]["text/plain"]["schema"]["maxLength"] == 20_000
    assert [each["name"] for each in operation["parameters"]] == ["limit", "lang"]
    assert [path for path, each in described["paths"].items() if "post" in each] == [
        "/api/v1/similar",
        "/api/v1/covered",
    ]


def test_what_may_be_given_in_place_of_a_text_is_described(described: dict[str, Any]) -> None:
    content = described["paths"]["/api/v1/covered"]["post"]["requestBody"]["content"]
    record = content["application/json"]["schema"]
    assert list(record["properties"]) == ["text", "id", "url", "title", "date", "limit"]
    assert [each["required"] for each in record["oneOf"]] == [["text"], ["id"], ["url"]]
    assert record["additionalProperties"] is False


FOURTH_FIELD = """
import json, sys
from corpus import fields

desk = fields.KeywordField(
    name="desk", arabic_name="مكتب", english_label="desk", arabic_label="المكتب"
)
fields.KEYWORD_FIELDS = (*fields.KEYWORD_FIELDS, desk)

from web.api import openapi
from web.parameters import read_pairs, read_request

paths = json.loads(openapi.document())["paths"]
parameters = paths["/api/v1/facets"]["get"]["parameters"]
(facet,) = (each for each in parameters if each["name"] == "facet")
print(json.dumps(facet["schema"]["items"]["enum"]), facet["schema"]["maxItems"])
print(read_request(read_pairs(b"q=x&facet=desk", ("q", "facet"))).facets)
"""


def test_a_declared_keyword_field_is_a_facet() -> None:
    """In a process of its own: the tables are made when modules are imported."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FOURTH_FIELD],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    described, read = done.stdout.splitlines()
    assert described == '["source", "author", "section", "desk", "year", "month"] 6'
    assert read == "('desk',)"
