"""Similar documents over HTTP."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from search.limits import LIMITS
from tests.web.conftest import DOCUMENTS

ADDRESS = "/api/v1/similar"


def first_id(client: FlaskClient, query: str) -> str:
    found = client.get("/api/v1/search", query_string={"q": query}).json
    assert found is not None
    name: str = found["hits"][0]["id"]
    return name


def test_documents_similar_to_a_document(client: FlaskClient) -> None:
    found = client.get(ADDRESS, query_string={"id": first_id(client, "نشرة 7"), "limit": "3"}).json
    assert found is not None
    assert found["words"]
    alike = [*found["copies"], *found["hits"]]
    assert alike
    assert {each["source"] for each in alike} == {"الأرصاد"}
    assert found["index"]["documents"] == len(DOCUMENTS)


def test_documents_similar_to_a_text(client: FlaskClient) -> None:
    response = client.post(ADDRESS, data=DOCUMENTS[0].text.encode())
    assert response.status_code == 200
    assert response.json is not None
    assert [each["title"] for each in response.json["copies"]] == [DOCUMENTS[0].title]


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
def test_the_length_of_a_text(client: FlaskClient, extra: int, status: int) -> None:
    text = "أ" * (LIMITS.similar_code_points + extra)
    response = client.post(ADDRESS, data=text.encode())
    assert response.status_code == status
    if status == 413:
        assert response.content_type == "application/problem+json"
        assert response.json is not None
        assert response.json["parameter"] == "text"
        assert "20,000" in response.json["detail"]
        assert response.json["code"] == "compared_text_too_long"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("ك" * 20_000, 200, id="one word as long as a text may be"),
        pytest.param("ك" * 500_000, 413, id="one word of a megabyte"),
        pytest.param("كتاب " * 4_000, 200, id="copies of one word"),
        pytest.param("ك " * 10_000, 200, id="10,000 copies of one word"),
        pytest.param("كتاب " * 10_000, 413, id="10,000 copies of a longer one"),
        pytest.param("\u064e" * 20_000, 200, id="marks and no letter"),
        pytest.param("\ufdfa" * 20_000, 200, id="letters that normalize to 18 each"),
        pytest.param("x" * 50_000_000, 413, id="50 MB"),
    ],
)
def test_extreme_texts_are_answered_or_refused(client: FlaskClient, text: str, status: int) -> None:
    response = client.post(ADDRESS, data=text.encode())
    assert response.status_code == status
    assert response.json is not None
    assert status == 200 or response.json["detail"].endswith(".")


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("", 400, "id"),
        ("id=", 400, "id"),
        ("id=nowhere", 404, None),
        ("id=%22%3E%3Cscript%3E", 404, None),
        ("id=x&limit=0", 400, "limit"),
        ("id=x&limit=51", 400, "limit"),
        ("id=x&limit=1e1", 400, "limit"),
        ("id=x&q=y", 400, "q"),
        ("id=x&id=y", 400, "id"),
        ("id=%ff", 400, "address"),
    ],
)
def test_bad_parameters_are_named(
    client: FlaskClient, query: str, status: int, parameter: str | None
) -> None:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == status
    assert response.json is not None
    assert response.json.get("parameter") == parameter


def test_a_text_that_is_not_utf8_is_refused(client: FlaskClient) -> None:
    response = client.post(ADDRESS, data="نص".encode("cp1256"))
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["parameter"] == "text"
    assert client.post(f"{ADDRESS}?id=x", data=b"x").status_code == 400


def test_a_text_without_words_has_no_similar_documents(client: FlaskClient) -> None:
    for text in ("", "\x00", " ؟ ", "في"):
        response = client.post(ADDRESS, data=text.encode())
        assert response.status_code == 200
        assert response.json is not None
        assert (response.json["hits"], response.json["copies"]) == ([], [])


JSON_TYPES = ("application/json", "application/json; charset=utf-8", "Application/LD+JSON")


def test_a_text_in_json(client: FlaskClient) -> None:
    plain = client.post(ADDRESS, data=DOCUMENTS[0].text.encode()).get_json()
    for media_type in JSON_TYPES:
        body = json.dumps({"text": DOCUMENTS[0].text})
        found = client.post(ADDRESS, data=body, content_type=media_type).get_json()
        assert [found[name] for name in ("words", "hits", "copies")] == [
            plain[name] for name in ("words", "hits", "copies")
        ]
    long = json.dumps({"text": "أ" * (LIMITS.similar_code_points + 1)}, ensure_ascii=False)
    assert client.post(ADDRESS, data=long.encode(), content_type=JSON_TYPES[0]).status_code == 413


NO_TEXT = (
    *(
        '{"text": null}',
        '{"text": 5}',
        '{"text": ["نص"]}',
        '{"text": {}}',
        "{}",
        "[]",
        '"نص"',
        "null",
    ),
    *(
        '{"txt": "نص"}',
        '{"text": "نص", "limit": 5}',
        '["نص"]',
        "5",
        "true",
        '{"text": "نص"',
        "",
        "نص",
    ),
    *('{"text": "نص"} {}', '{"text": "\\ud800"}', "[" * 30_000, "NaN", '\ufeff{"text": "نص"}'),
)


@pytest.mark.parametrize("body", NO_TEXT, ids=lambda body: body[:20])
def test_json_without_a_text_is_refused(client: FlaskClient, body: str) -> None:
    for media_type in JSON_TYPES:
        response = client.post(f"{ADDRESS}?lang=ar", data=body.encode(), content_type=media_type)
        assert response.status_code == 400
        assert response.content_type == "application/problem+json"
        problem = response.get_json()
        assert (problem["code"], problem["parameter"]) == ("json_body_without_text", "text")
        assert "application/json" not in problem["detail"]


@pytest.mark.parametrize("media_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_json_is_no_plain_text(client: FlaskClient, media_type: str | None) -> None:
    for body in ('{"text": null}', ' {"text": "نص"}', "[]", '["نص"]'):
        response = client.post(ADDRESS, data=body.encode(), content_type=media_type)
        assert response.status_code == 400
        assert response.get_json()["code"] == "json_body_of_other_type"
    for body in ("[صورة] نص", "{نص}", '"نص"', "null"):
        response = client.post(ADDRESS, data=body.encode(), content_type=media_type)
        assert response.status_code == 200


@pytest.mark.parametrize("media_type", ["multipart/form-data; boundary=x", "image/png", "x"])
def test_a_body_of_another_type_is_refused(client: FlaskClient, media_type: str) -> None:
    response = client.post(ADDRESS, data="نص".encode(), content_type=media_type)
    assert response.status_code == 415
    assert response.get_json()["code"] == "body_without_text"
    assert response.get_json()["media_type"] == media_type.partition(";")[0]
