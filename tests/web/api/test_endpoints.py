"""The table of endpoints: handlers and other addresses accept and refuse what it declares."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.api.endpoints import API_ENDPOINTS, CACHED, ENDPOINTS, TWINS, Endpoint
from web.parameter_types import (
    SWITCH_VALUES,
    AnyParameter,
    ChoiceParameter,
    NumberParameter,
    SwitchParameter,
    TextParameter,
)

GET_ENDPOINTS = [endpoint for endpoint in API_ENDPOINTS if endpoint.method == "GET"]
PAIRS = [(endpoint, parameter) for endpoint in GET_ENDPOINTS for parameter in endpoint.parameters]
EXAMPLES = {"url": "https://example.org/nosuch"}
"""Values of required parameters that do not take any text."""
REQUIRED = [(endpoint, parameter) for endpoint, parameter in PAIRS if parameter.required]


def values(endpoint: Endpoint, name: str, value: str) -> Iterator[tuple[str, str]]:
    """The required parameters of an endpoint, and one more with a value."""
    for parameter in endpoint.parameters:
        if parameter.required and parameter.name != name:
            yield parameter.name, EXAMPLES.get(parameter.name, "تدمر")
    yield name, value


def status(client: FlaskClient, endpoint: Endpoint, name: str, value: str) -> tuple[int, str]:
    """The status of a request, and the parameter that its problem names."""
    path = endpoint.address.replace("{id}", "nosuch")
    response = client.get(path, query_string=list(values(endpoint, name, value)), buffered=True)
    problem = {} if response.status_code == 200 else response.get_json()
    return response.status_code, problem.get("parameter", "")


def allowed_values(parameter: AnyParameter) -> list[str]:
    match parameter:
        case NumberParameter(low=low, high=high):
            # Pages and offsets reach as deep as the limit allows.
            deepest = {"page": 500, "offset": 9_980}.get(parameter.name, high)
            return [str(low), str(deepest)]
        case ChoiceParameter(choices=choices):
            return [str(choice) for choice in choices]
        case SwitchParameter():
            return list(SWITCH_VALUES)
        case TextParameter():
            return []


def forbidden_values(parameter: AnyParameter) -> list[str]:
    match parameter:
        case NumberParameter(low=low, high=high):
            return [str(low - 1), str(high + 1), "1e3"]
        case ChoiceParameter() | SwitchParameter():
            return ["nosuch"]
        case TextParameter(longest=longest):
            return [] if longest is None else ["x" * (longest + 1)]


@pytest.mark.parametrize(("endpoint", "parameter"), PAIRS, ids=lambda each: each.name)
def test_declared_values_are_accepted(
    client: FlaskClient, endpoint: Endpoint, parameter: AnyParameter
) -> None:
    expected = 404 if 404 in endpoint.statuses else 200
    for value in allowed_values(parameter):
        assert status(client, endpoint, parameter.name, value) == (expected, ""), value


@pytest.mark.parametrize(("endpoint", "parameter"), PAIRS, ids=lambda each: each.name)
def test_other_values_are_refused(
    client: FlaskClient, endpoint: Endpoint, parameter: AnyParameter
) -> None:
    if (endpoint.name, parameter.name) == ("document", "q"):
        return  # read only if the document exists
    for value in forbidden_values(parameter):
        assert status(client, endpoint, parameter.name, value) == (400, parameter.name), value


def test_every_address_of_the_api_is_in_the_table(app: Flask) -> None:
    served = {
        (rule.rule.replace("<document_id>", "{id}"), method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in ("api", "feeds")
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert served == {(endpoint.address, endpoint.method) for endpoint in ENDPOINTS}


def test_every_name_of_the_table_is_a_route(app: Flask) -> None:
    names = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {endpoint.flask_name for endpoint in ENDPOINTS} <= names
    assert {*TWINS} <= CACHED <= names


@pytest.mark.parametrize(("endpoint", "parameter"), REQUIRED, ids=lambda each: each.name)
@pytest.mark.parametrize("value", ["", " ", "\u3000\t"])
def test_an_empty_value_counts_as_absent(
    client: FlaskClient, endpoint: Endpoint, parameter: AnyParameter, value: str
) -> None:
    assert status(client, endpoint, parameter.name, value) == (400, parameter.name)


@pytest.mark.parametrize("endpoint", GET_ENDPOINTS, ids=lambda endpoint: endpoint.name)
@pytest.mark.parametrize("name", ["nosuch", "Q", "q ", "", "cursor[]", "text"])
def test_an_unknown_parameter_is_refused(
    client: FlaskClient, endpoint: Endpoint, name: str
) -> None:
    if name not in endpoint.parameter_names:
        assert status(client, endpoint, name, "1") == (400, name)


@pytest.mark.parametrize(("endpoint", "parameter"), PAIRS, ids=lambda each: each.name)
def test_a_repeated_parameter_is_refused(
    client: FlaskClient, endpoint: Endpoint, parameter: AnyParameter
) -> None:
    if parameter.most == 1:
        path = endpoint.address.replace("{id}", "nosuch")
        response = client.get(path, query_string=[(parameter.name, ""), (parameter.name, "")])
        problem = response.get_json()
        assert (problem["code"], problem["parameter"]) == ("repeated_parameter", parameter.name)


OTHER_ADDRESSES = [
    *("/", "/help", "/about", "/analyze", "/covered", "/search.atom", "/opensearch.xml"),
    *("/documents/x", "/documents/x/explain", "/documents/x/differences", "/follow"),
    *("/documents/x/copies", "/documents/x/original"),
    *("/documents/x.bib", "/documents/x.ris"),
    "/list",
]


@pytest.mark.parametrize("path", OTHER_ADDRESSES)
@pytest.mark.parametrize("query_string", ["nosuch=1", "lang=en&lang=en", "lang=fr"])
def test_pages_and_files_are_as_strict(client: FlaskClient, path: str, query_string: str) -> None:
    response = client.get(f"{path}?{query_string}")
    assert response.status_code == 400
    assert query_string.partition("=")[0] in response.text


def test_no_other_address_is_served(app: Flask) -> None:
    served = {
        str(rule).replace("<document_id>", "x").replace("<any(bib, ris):form>", form)
        for rule in app.url_map.iter_rules()
        for form in ("bib", "ris")
        if not str(rule).startswith(("/api/", "/static/"))
    }
    checks = {"/healthz", "/readyz", "/metrics"}
    posts = {"/sign-in", "/sign-out", "/list/documents", "/list/export"}
    assert served == {*OTHER_ADDRESSES, *checks, *posts, "/favicon.ico"}
