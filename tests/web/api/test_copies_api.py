"""Copies in the API: collapsed searches, groups, and the copies of a document."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.copied_texts import printed
from tests.homes import add_to

SEARCH = "/api/v1/search?q=ميناء&collapse=copies"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    stories = (printed(number, number) for number in range(1, 5))
    add_to(folder, [each for story in stories for each in story])
    return folder


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "arrival"])
def test_paging_by_cursor_gives_every_text_once(client: FlaskClient, sort: str) -> None:
    found: list[str] = []
    address = f"{SEARCH}&sort={sort}&limit=1"
    while address:
        answer = client.get(address).get_json()
        assert (answer["total"], answer["texts"]) == (10, 4)
        found += [hit["id"].split("-")[0] for hit in answer["hits"]]
        address = answer["links"].get("next", "")
    assert sorted(found) == ["story1", "story2", "story3", "story4"]


def test_a_cursor_belongs_to_its_choice(client: FlaskClient) -> None:
    following = client.get(f"{SEARCH}&limit=1").get_json()["links"]["next"]
    changed = following.replace("collapse=copies", "collapse=none")
    assert client.get(changed).status_code == 400


def test_counts_without_hits(client: FlaskClient) -> None:
    facets = client.get("/api/v1/facets?q=ميناء&collapse=copies&facet=source").get_json()
    assert facets["texts"] == 4
    counts = {each["value"]: each["documents"] for each in facets["facets"][0]["values"]}
    assert counts == {f"صحيفة {paper}": 4 - paper for paper in range(4)}
    timeline = client.get("/api/v1/timeline?q=ميناء&collapse=copies&by=month").get_json()
    assert [each["documents"] for each in timeline["timeline"]["bins"]] == [4]
    assert client.get("/api/v1/search?q=ميناء").get_json()["texts"] is None


def test_groups_of_copies(client: FlaskClient) -> None:
    whole = client.get("/api/v1/copies?order=size").get_json()
    assert [each["documents"] for each in whole["groups"]] == [4, 3, 2]
    assert (whole["total"], whole["documents"], whole["query"]) == (3, 9, "*")
    found: list[int] = []
    address = "/api/v1/copies?q=ميناء&min=3&limit=1"
    while address:
        answer = client.get(address).get_json()
        found += [each["documents"] for each in answer["groups"]]
        address = answer["links"].get("next", "")
    assert found == [3, 4]
    assert client.get("/api/v1/copies?min=1").status_code == 400


def test_the_copies_of_a_document(client: FlaskClient) -> None:
    answer = client.get("/api/v1/documents/story4-2/copies?limit=3").get_json()
    assert [each["id"] for each in answer["copies"]] == [f"story4-{paper}" for paper in range(3)]
    assert answer["copies"][2]["overlap"] == 1
    assert (answer["documents"], answer["sources"], answer["first"]["id"]) == (4, 4, "story4-0")
    rest = client.get(answer["links"]["next"]).get_json()
    assert [each["id"] for each in rest["copies"]] == ["story4-3"]
    assert client.get("/api/v1/documents/no-such/copies").status_code == 404
