"""Paging by cursor: every hit once, or a problem."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from search.answer import IndexInfo
from search.engine import Engine
from search.request import Request
from tests.homes import MakeHome, add_to
from web.api.cursors import at_cursor, write_cursor
from web.app import create_app
from web.parameter_types import ParameterError

SEARCH = "/api/v1/search?q="
INDEX = IndexInfo(generation=3, built_at="2026-01-31T09:00:00Z", analyzer="2.1", documents=5)
REQUEST = Request(query="تدمر", sources=("بريد",), after="2016", sort="newest")


def page_through(client: FlaskClient, address: str) -> Iterator[str]:
    """The id of every hit of an address and the pages after it."""
    page: str | None = address
    while page:
        answer = client.get(page).get_json()
        for hit in answer["hits"]:
            yield hit["id"]
        page = answer["links"].get("next")


def cursor_of(client: FlaskClient, address: str) -> str:
    link: str = client.get(address).get_json()["links"]["next"]
    return parse_qs(urlsplit(link).query)["cursor"][0]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "arrival"])
@pytest.mark.parametrize("limit", [1, 7, 20])
def test_paging_returns_every_hit_once(client: FlaskClient, sort: str, limit: int) -> None:
    once = client.get(f"{SEARCH}*&limit=100&sort={sort}").get_json()["hits"]
    assert len(once) == 29
    ids = list(page_through(client, f"{SEARCH}*&limit={limit}&sort={sort}"))
    assert ids == [hit["id"] for hit in once]


def test_a_page_by_cursor_is_the_page_by_number(client: FlaskClient) -> None:
    first = client.get(f"{SEARCH}الأرصاد&limit=10").get_json()
    second = client.get(first["links"]["next"]).get_json()
    assert second["hits"] == client.get(f"{SEARCH}الأرصاد&limit=10&page=2").get_json()["hits"]
    assert client.get(second["links"]["self"]).get_json()["hits"] == second["hits"]
    before = client.get(second["links"]["previous"]).get_json()
    assert before["hits"] == first["hits"]
    assert "previous" not in before["links"]


def test_the_limit_may_change_between_pages(client: FlaskClient) -> None:
    cursor = cursor_of(client, f"{SEARCH}*&limit=5&sort=arrival")
    rest = client.get(f"{SEARCH}*&limit=100&sort=arrival&cursor={cursor}").get_json()
    assert len(rest["hits"]) == 24
    assert "next" not in rest["links"]


@pytest.mark.parametrize(
    "other",
    [
        "q=الأرصاد OR تدمر",
        "q=الأرصاد&sort=newest",
        "q=الأرصاد&source=الأرصاد",
        "q=الأرصاد&after=2019",
        "q=الأرصاد&before=2021",
        "q=الأرصاد&level=root",
        "q=الأرصاد&operator=any",
    ],
)
def test_a_cursor_of_another_query_is_refused(client: FlaskClient, other: str) -> None:
    cursor = cursor_of(client, f"{SEARCH}الأرصاد")
    response = client.get(f"/api/v1/search?{other}&cursor={cursor}")
    assert response.status_code == 400
    assert response.get_json()["code"] == "foreign_cursor"


@pytest.mark.parametrize("cursor", ["x", "AAAA", "٣", "-1", "=" * 8, "A" * 199, "A" * 5000, "%00"])
def test_a_forged_cursor_is_refused(client: FlaskClient, cursor: str) -> None:
    response = client.get(f"{SEARCH}الأرصاد&cursor={cursor}")
    assert (response.status_code, response.get_json()["parameter"]) == (400, "cursor")


@pytest.mark.parametrize("beside", ["page=2", "offset=20"])
def test_a_cursor_excludes_page_and_offset(client: FlaskClient, beside: str) -> None:
    cursor = cursor_of(client, f"{SEARCH}الأرصاد")
    response = client.get(f"{SEARCH}الأرصاد&cursor={cursor}&{beside}")
    assert (response.status_code, response.get_json()["parameter"]) == (400, "cursor")


def test_a_cursor_of_an_older_index_is_410(make_home: MakeHome) -> None:
    def some(first: int) -> list[Document]:
        return [Document(title=f"نشرة {n}", text="نص") for n in range(first, first + 30)]

    home: Path = make_home(some(0))
    app = create_app(partial(Engine.open, home))
    cursor = cursor_of(app.test_client(), f"{SEARCH}نشرة")
    app.extensions["warraq"].close()
    add_to(home, some(30))
    for language, sentence in (("en", "start again"), ("ar", "ابدأ من جديد")):
        response = app.test_client().get(f"{SEARCH}نشرة&cursor={cursor}&lang={language}")
        assert response.status_code == 410
        assert response.get_json()["code"] == "stale_cursor"
        assert sentence in response.get_json()["detail"]
    app.extensions["warraq"].close()


def test_a_cursor_has_no_depth_limit() -> None:
    deep = at_cursor(REQUEST, write_cursor(REQUEST, INDEX, 123_456))
    assert (deep.offset, deep.state) == (123_456, INDEX.state)
    assert msgspec.structs.replace(deep, offset=0, state=None) == REQUEST


@given(st.integers(0, 10**9), st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_cursor_is_refused(offset: int, place: int, by: int) -> None:
    cursor = write_cursor(REQUEST, INDEX, offset)
    assert at_cursor(REQUEST, cursor).offset == offset
    at = place % len(cursor)
    changed = cursor[:at] + chr(ord(cursor[at]) ^ by) + cursor[at + 1 :]
    if at < len(cursor) - 1:  # base64 does not use every bit of the last letter
        with pytest.raises(ParameterError):
            at_cursor(REQUEST, changed)
