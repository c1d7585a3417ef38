"""The table of the API is what its handlers do, and what its description says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.api.endpoints import ROUTES, Parameter, Route
from web.paths import API_V1

PAIRS = [(route, parameter) for route in ROUTES for parameter in route.parameters]


def asking(route: Route, name: str, value: str) -> Iterator[tuple[str, str]]:
    """The parameters of a request that is good but for this one."""
    for parameter in route.parameters:
        if parameter.needed and parameter.name != name:
            yield parameter.name, "تدمر"
    yield name, value


def status(client: FlaskClient, route: Route, name: str, value: str) -> tuple[int, str | None]:
    path = API_V1 + route.path.replace("{id}", "nosuch")
    response = client.get(path, query_string=list(asking(route, name, value)))
    problem = {} if response.status_code == 200 else response.get_json()
    return response.status_code, problem.get("parameter") if problem else None


@pytest.mark.parametrize(("route", "parameter"), PAIRS, ids=lambda each: each.name)
def test_what_the_table_allows_is_taken(
    client: FlaskClient, route: Route, parameter: Parameter
) -> None:
    good = 404 if 404 in route.statuses else 200
    if parameter.low is not None and parameter.high is not None:
        # Pages and offsets reach as deep as the number of hits of a page allows.
        deepest = {"page": 500, "offset": 9_980}.get(parameter.name, parameter.high)
        for number in (parameter.low, deepest):
            assert status(client, route, parameter.name, str(number)) == (good, None)
    for choice in parameter.choices:
        assert status(client, route, parameter.name, choice) == (good, None)


@pytest.mark.parametrize(("route", "parameter"), PAIRS, ids=lambda each: each.name)
def test_what_the_table_forbids_is_refused(
    client: FlaskClient, route: Route, parameter: Parameter
) -> None:
    bad = []
    if parameter.low is not None and parameter.high is not None:
        bad = [str(parameter.low - 1), str(parameter.high + 1), "1e3"]
    if parameter.choices:
        bad = ["nosuch"]
    if parameter.longest is not None:
        bad = ["x" * (parameter.longest + 1)]
    if (route.name, parameter.name) == ("document", "q"):
        return  # read only once the document is there
    for value in bad:
        assert status(client, route, parameter.name, value) == (400, parameter.name), value


def test_every_address_of_the_api_is_in_the_table(app: Flask) -> None:
    served = {
        rule.rule.replace("<document_id>", "{id}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert served == {API_V1 + route.path for route in ROUTES}


NEEDED = [(route, parameter) for route, parameter in PAIRS if parameter.needed]


@pytest.mark.parametrize(("route", "parameter"), NEEDED, ids=lambda each: each.name)
@pytest.mark.parametrize("value", ["", " ", "\u3000\t"])
def test_an_empty_value_counts_as_absent(
    client: FlaskClient, route: Route, parameter: Parameter, value: str
) -> None:
    assert status(client, route, parameter.name, value) == (400, parameter.name)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.parametrize("name", ["nosuch", "Q", "q ", "", "cursor[]", "text"])
def test_every_address_refuses_what_it_does_not_know(
    client: FlaskClient, route: Route, name: str
) -> None:
    if name not in route.names:
        assert status(client, route, name, "1") == (400, name or None)


@pytest.mark.parametrize(("route", "parameter"), PAIRS, ids=lambda each: each.name)
def test_every_address_refuses_what_stands_twice(
    client: FlaskClient, route: Route, parameter: Parameter
) -> None:
    if parameter.most == 1:
        path = API_V1 + route.path.replace("{id}", "nosuch")
        response = client.get(path, query_string=[(parameter.name, ""), (parameter.name, "")])
        problem = response.get_json()
        assert (problem["status"], problem["parameter"]) == (400, parameter.name)


SPOKEN = [
    *("/", "/help", "/about", "/analyze", "/search.atom", "/opensearch.xml"),
    *("/documents/x", "/documents/x/explain", "/documents/x/original"),
    *("/documents/x.bib", "/documents/x.ris"),
]


@pytest.mark.parametrize("path", SPOKEN)
@pytest.mark.parametrize("asked", ["nosuch=1", "lang=en&lang=en", "lang=fr"])
def test_pages_and_files_are_as_strict(client: FlaskClient, path: str, asked: str) -> None:
    response = client.get(f"{path}?{asked}")
    assert response.status_code == 400
    assert asked.partition("=")[0] in response.text


def test_every_address_that_is_served_is_held_to_this(app: Flask) -> None:
    served = {
        str(rule).replace("<document_id>", "x").replace("<any(bib, ris):form>", form)
        for rule in app.url_map.iter_rules()
        for form in ("bib", "ris")
        if not str(rule).startswith(("/api/", "/static/"))
    }
    assert served == {*SPOKEN, "/healthz", "/readyz", "/metrics", "/favicon.ico"}
