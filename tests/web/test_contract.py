"""The table of the API is what its handlers do, and what its description says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.contract import PREFIX, ROUTES, Parameter, Route

PAIRS = [(route, parameter) for route in ROUTES for parameter in route.parameters]


def asking(route: Route, name: str, value: str) -> Iterator[tuple[str, str]]:
    """The parameters of a request that is good but for this one."""
    for parameter in route.parameters:
        if parameter.needed and parameter.name != name:
            yield parameter.name, "تدمر"
    yield name, value


def status(client: FlaskClient, route: Route, name: str, value: str) -> tuple[int, str | None]:
    path = PREFIX + route.path.replace("{id}", "nosuch")
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
    assert served == {PREFIX + route.path for route in ROUTES}
