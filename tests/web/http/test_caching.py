"""Validators: ETag, 304 and Cache-Control."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from corpus.document import Document
from search import engine
from search.answer import Answer
from search.engine import Engine
from search.request import Request
from tests.homes import MakeHome, add_to
from web.api.endpoints import CACHED, ENDPOINTS
from web.app import create_app


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def addresses(client: FlaskClient) -> list[str]:
    """An address of every endpoint and page that has an ETag, and more addresses of pages."""
    first, second = client.get("/api/v1/search?q=*").get_json()["hits"][:2]
    document_id = first["id"]
    given = {
        "q": "تدمر",
        "text": "تدمر",
        "id": document_id,
        "other": second["id"],
        "url": "https://example.org/library",
    }
    found = ["/", "/?q=تدمر&lang=en"]
    with client.application.test_request_context():
        for endpoint in ENDPOINTS:
            names = (endpoint.flask_name, endpoint.page.name if endpoint.page else "")
            values = {"document_id": document_id} if "{id}" in endpoint.path else {}
            required = [each.name for each in endpoint.parameters if each.required]
            values |= {name: given[name] for name in required}
            found += [url_for(name, **values) for name in names if name in CACHED]
    return found


def test_a_current_copy_is_not_sent_again(client: FlaskClient, addresses: list[str]) -> None:
    for address in addresses:
        first = client.get(address)
        tag = first.headers["ETag"]
        assert tag.startswith('W/"')
        assert first.headers["Cache-Control"] == "no-cache"
        for known in (tag, f'"other", {tag}'):
            again = client.get(address, headers={"If-None-Match": known})
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert client.get(address, headers={"If-None-Match": 'W/"other"'}).data
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200


def test_different_addresses_have_different_tags(client: FlaskClient, addresses: list[str]) -> None:
    tags = [client.get(address).headers["ETag"] for address in addresses]
    assert len(set(tags)) == len(tags)


def test_a_problem_has_no_tag(client: FlaskClient) -> None:
    for address in ("/api/v1/search?q=x&page=0", "/api/v1/documents/nosuch"):
        assert "ETag" not in client.get(address).headers


def test_a_change_of_the_archive_changes_the_tag(
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


def test_a_partial_answer_is_not_cached(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Engine.search

    def search_partially(self: Engine, request: Request) -> Answer:
        answer = search(self, request)
        return Answer(
            **{n: getattr(answer, n) for n in answer.__struct_fields__} | {"timed_out": True}
        )

    monkeypatch.setattr(Engine, "search", search_partially)
    for address in ("/api/v1/search?q=الأرصاد", "/?q=الأرصاد"):
        response = client.get(address)
        assert response.status_code == 200
        assert "ETag" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
    assert "next" not in client.get("/api/v1/search?q=الأرصاد").get_json()["links"]
