"""Metrics, the request log and the timing of requests."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from search.engine import Engine
from web.app import create_app
from web.http.request_log import REQUEST_LOGGER, JsonLines, client_network, log_requests
from web.http.request_timing import AnsweredRequest

QUERY = "المكتبة"


@pytest.fixture
def answered() -> list[AnsweredRequest]:
    return []


@pytest.fixture
def client(home: Path, answered: list[AnsweredRequest]) -> Iterator[FlaskClient]:
    """A client of a new application that has answered no request."""
    app = create_app(partial(Engine.open, home), observers=[answered.append])
    yield app.test_client()
    app.extensions["warraq"].close()


def samples(client: FlaskClient) -> dict[str, float]:
    """The values of /metrics by name and labels."""
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    lines = [line for line in answer.text.splitlines() if line[:1] != "#"]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_requests_are_counted_by_route_and_status(client: FlaskClient) -> None:
    for address in ("/?q=x", f"/?q={quote(QUERY)}", "/?page=0", "/nowhere", "/else"):
        client.get(address)
    client.get("/documents/nosuch")
    client.open("/", method="BREW")
    values = samples(client)

    def count(method: str, route: str, status: int) -> float:
        labels = f'method="{method}",route="{route}",status="{status}"'
        return values[f"warraq_requests_total{{{labels}}}"]

    assert count("GET", "/", 200) == 2
    assert count("GET", "/", 400) == 1
    assert count("GET", "none", 404) == 2
    assert count("GET", "/documents/{document_id}", 404) == 1
    assert count("other", "none", 405) == 1
    assert values['warraq_request_seconds_count{route="/"}'] == 3
    assert values['warraq_engine_seconds_count{route="/"}'] == 2
    assert (
        0
        < values['warraq_engine_seconds_sum{route="/"}']
        < values['warraq_request_seconds_sum{route="/"}']
    )
    assert values["warraq_timed_out_total"] == 0


def test_the_open_index_has_metrics(client: FlaskClient) -> None:
    assert "warraq_documents" not in samples(client)
    client.get("/readyz")
    values = samples(client)
    assert values["warraq_documents"] == 29
    assert values["warraq_generation"] >= 1
    assert 0 <= values["warraq_index_age_seconds"] < 3600


def test_metrics_contain_no_query(client: FlaskClient) -> None:
    client.get(f"/?q={quote(QUERY)}")
    client.get(f"/{quote(QUERY)}")
    text = client.get("/metrics").text
    assert QUERY not in text
    assert quote(QUERY) not in text


def test_every_metric_is_documented(client: FlaskClient) -> None:
    client.get("/?q=x")
    page = (Path(__file__).parents[3] / "docs" / "serving.md").read_text("utf-8")
    names = re.findall(r"^# HELP (\w+)", client.get("/metrics").text, re.MULTILINE)
    for name in {name for name in names if not name.endswith("_created")}:
        assert f"`{name}`" in page


def test_an_observer_receives_times_and_query(
    client: FlaskClient, answered: list[AnsweredRequest]
) -> None:
    client.get(f"/api/v1/search?q={quote(QUERY)}", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    client.get("/healthz")
    search, health = answered
    assert (search.route, search.status, search.query) == ("/api/v1/search", 200, QUERY)
    assert 0 < search.engine_seconds < search.seconds
    assert search.generation >= 1
    assert search.address == "203.0.113.7"
    assert (health.route, health.engine_seconds) == ("/healthz", 0)


def test_an_observer_receives_a_server_error(answered: list[AnsweredRequest]) -> None:
    def fail() -> Engine:
        raise RuntimeError("broken")

    app = create_app(fail, observers=[answered.append])
    app.test_client().get("/?q=x")
    assert [each.status for each in answered] == [500]


@pytest.mark.parametrize("queries", [False, True])
def test_a_line_of_the_log(queries: bool) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    log = logging.getLogger(REQUEST_LOGGER)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        log_requests(queries=queries)(
            AnsweredRequest(
                method="GET",
                route="/",
                status=200,
                seconds=0.0123,
                engine_seconds=0.0045,
                generation=7,
                timed_out=False,
                address="203.0.113.7",
                query="تدمر\n{}",
            )
        )
    finally:
        log.removeHandler(handler)
    assert stream.getvalue().count("\n") == 1
    line = json.loads(stream.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "method": "GET",
        "route": "/",
        "status": 200,
        "ms": 12.3,
        "engine_ms": 4.5,
        "generation": 7,
        "network": "203.0.113.0/24",
    } | ({"query": "تدمر\n{}"} if queries else {})


def test_an_exception_is_one_line() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord(
            "web", logging.ERROR, "x", 1, "It failed: %s", (1,), (type(error), error, None)
        )
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["message"]) == ("error", "It failed: 1")
    assert "two\nlines" in line["exception"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("unix", ""),
    ],
)
def test_the_network_of_an_address(address: str, expected: str) -> None:
    assert client_network(address) == expected
