"""What /metrics and the log tell of requests."""

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
from web.http.request_log import REQUESTS, JsonLines, log_requests, network
from web.http.request_timing import Seen

QUERY = "المكتبة"


@pytest.fixture
def seen() -> list[Seen]:
    return []


@pytest.fixture
def client(home: Path, seen: list[Seen]) -> Iterator[FlaskClient]:
    """A client of an application of its own, which nobody has asked yet."""
    app = create_app(partial(Engine.open, home), observers=[seen.append])
    yield app.test_client()
    app.extensions["warraq"].close()


def figures(client: FlaskClient) -> dict[str, float]:
    """The samples of /metrics, under their names with labels."""
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    lines = [line for line in answer.text.splitlines() if line[:1] != "#"]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_requests_are_counted_by_route_and_status(client: FlaskClient) -> None:
    for address in ("/?q=x", f"/?q={quote(QUERY)}", "/?page=0", "/nowhere", "/else"):
        client.get(address)
    client.get("/documents/nosuch")
    client.open("/", method="BREW")
    told = figures(client)

    def count(method: str, route: str, status: int) -> float:
        labels = f'method="{method}",route="{route}",status="{status}"'
        return told[f"warraq_requests_total{{{labels}}}"]

    assert count("GET", "/", 200) == 2
    assert count("GET", "/", 400) == 1
    assert count("GET", "none", 404) == 2
    assert count("GET", "/documents/{document_id}", 404) == 1
    assert count("other", "none", 405) == 1
    assert told['warraq_request_seconds_count{route="/"}'] == 3
    assert told['warraq_engine_seconds_count{route="/"}'] == 2
    assert (
        0
        < told['warraq_engine_seconds_sum{route="/"}']
        < told['warraq_request_seconds_sum{route="/"}']
    )
    assert told["warraq_timed_out_total"] == 0


def test_the_index_is_told_once_it_is_open(client: FlaskClient) -> None:
    assert "warraq_documents" not in figures(client)
    client.get("/readyz")
    told = figures(client)
    assert told["warraq_documents"] == 29
    assert told["warraq_generation"] >= 1
    assert 0 <= told["warraq_index_age_seconds"] < 3600


def test_no_query_is_told(client: FlaskClient) -> None:
    client.get(f"/?q={quote(QUERY)}")
    client.get(f"/{quote(QUERY)}")
    text = client.get("/metrics").text
    assert QUERY not in text
    assert quote(QUERY) not in text


def test_every_figure_is_documented(client: FlaskClient) -> None:
    client.get("/?q=x")
    page = (Path(__file__).parents[3] / "docs" / "serving.md").read_text("utf-8")
    names = re.findall(r"^# HELP (\w+)", client.get("/metrics").text, re.MULTILINE)
    for name in {name for name in names if not name.endswith("_created")}:
        assert f"`{name}`" in page


def test_what_a_request_took(client: FlaskClient, seen: list[Seen]) -> None:
    client.get(f"/api/v1/search?q={quote(QUERY)}", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    client.get("/healthz")
    search, health = seen
    assert (search.route, search.status, search.query) == ("/api/v1/search", 200, QUERY)
    assert 0 < search.engine_seconds < search.seconds
    assert search.generation >= 1
    assert search.address == "203.0.113.7"
    assert (health.route, health.engine_seconds) == ("/healthz", 0)


def test_an_error_of_ours_is_seen(seen: list[Seen]) -> None:
    def fail() -> Engine:
        raise RuntimeError("broken")

    app = create_app(fail, observers=[seen.append])
    app.test_client().get("/?q=x")
    assert [each.status for each in seen] == [500]


@pytest.mark.parametrize("queries", [False, True])
def test_a_line_of_the_log(queries: bool) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    log = logging.getLogger(REQUESTS)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        log_requests(queries=queries)(
            Seen(
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


def test_a_failure_is_one_line_too() -> None:
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
    ("address", "told"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("unix", ""),
    ],
)
def test_an_address_is_told_by_its_network(address: str, told: str) -> None:
    assert network(address) == told
