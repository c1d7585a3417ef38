"""Rate limits by client address, and their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from limits.errors import StorageError
from limits.storage import MemoryStorage

from search.engine import Engine
from web.app import create_app
from web.http.rate_limit import (
    Rate,
    RateError,
    count_in_process,
    count_in_store,
    init_rate_limit,
    rate_key,
    read_rate,
)

FAR = "203.0.113.7"


@pytest.fixture
def limited(home: Path) -> Iterator[FlaskClient]:
    """A client of an application that allows three requests an hour."""
    app = create_app(partial(Engine.open, home))
    init_rate_limit(app, read_rate("3/hour"))
    yield app.test_client()
    app.extensions["warraq"].close()


def ask(client: FlaskClient, address: str, path: str = "/api/v1/stats") -> tuple[int, str]:
    with client.get(path, environ_base={"REMOTE_ADDR": address}) as answer:
        return answer.status_code, answer.headers.get("RateLimit", "")


def test_a_request_above_the_rate_is_429(limited: FlaskClient) -> None:
    for left in (2, 1, 0):
        status, header = ask(limited, FAR)
        assert status == 200
        found = re.fullmatch(r'"address";r=(\d+);t=(\d+)', header)
        assert found
        assert int(found[1]) == left
        assert 1 <= int(found[2]) <= 3600
    answer = limited.get("/api/v1/stats", environ_base={"REMOTE_ADDR": FAR})
    assert answer.status_code == 429
    assert answer.headers["RateLimit-Policy"] == '"address";q=3;w=3600'
    assert f"t={answer.headers['Retry-After']}" in answer.headers["RateLimit"]
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert (problem["status"], problem["title"]) == (429, "Too Many Requests")
    assert problem["code"] == "too_many_requests"
    page = limited.get("/?q=x", environ_base={"REMOTE_ADDR": FAR})
    assert (page.status_code, page.mimetype) == (429, "text/html")


def test_each_address_has_its_own_count(limited: FlaskClient) -> None:
    for _ in range(4):
        ask(limited, FAR)
    assert ask(limited, FAR)[0] == 429
    assert ask(limited, "203.0.113.8")[0] == 200


def test_unknown_addresses_count_and_static_files_and_health_do_not(limited: FlaskClient) -> None:
    for _ in range(9):
        for path in ("/static/warraq.css", "/healthz", "/readyz"):
            assert ask(limited, FAR, path) == (200, "")
    for _ in range(3):
        assert ask(limited, FAR, "/nowhere")[0] == 404
    assert ask(limited, FAR, "/nowhere")[0] == 429


def test_loopback_addresses_are_not_counted(limited: FlaskClient) -> None:
    for address in ("127.0.0.1", "::1"):
        for _ in range(5):
            assert ask(limited, address) == (200, "")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.9.9.9", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_the_key_of_an_address(address: str, key: str | None) -> None:
    assert rate_key(address) == key


@pytest.mark.parametrize(
    "text", ["", "many", "10", "10/fortnight", "-1/minute", "1.5/minute", "0/minute"]
)
def test_invalid_rates(text: str) -> None:
    with pytest.raises(RateError, match="600/minute"):
        read_rate(text)


def test_valid_rates() -> None:
    assert read_rate("off") is None
    for text in ("600/minute", "600 per minute", " 600/minute "):
        rate = read_rate(text)
        assert rate is not None
        assert rate == (600, 60)


def test_a_new_window_starts_at_zero() -> None:
    now = 1000.0
    count = count_in_process(Rate(2, 10), lambda: now)
    assert [count("a"), count("a"), count("b")] == [(1, 10), (2, 10), (1, 10)]
    now = 1007.0
    assert count("a") == (3, 3)
    now = 1010.0
    assert count("a") == (1, 10)


def test_threads_count_together() -> None:
    count = count_in_process(Rate(1, 10), lambda: 0.0)
    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(lambda _: count("a").requests, range(2_000)))
    assert sorted(counts) == list(range(1, 2_001))


def test_the_number_of_counted_addresses_is_bounded() -> None:
    count = count_in_process(Rate(1, 10), lambda: 0.0)
    counts = [count(str(number)).requests for number in range(100_001)]
    assert set(counts) == {1}
    assert count("0").requests == 1  # its first count was dropped


def test_a_shared_store_counts_alike() -> None:
    count = count_in_store(Rate(2, 3600), "memory://")
    statuses = [count("a"), count("a"), count("b")]
    assert [status.requests for status in statuses] == [1, 2, 1]
    assert all(3500 < status.seconds <= 3600 for status in statuses)


def test_requests_are_answered_while_the_store_is_down(
    home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:

    def fail(*_: object, **__: object) -> int:
        raise StorageError(OSError("the store is down"))

    app = create_app(partial(Engine.open, home))
    init_rate_limit(app, Rate(1, 60), "memory://")
    monkeypatch.setattr(MemoryStorage, "incr", fail)
    for _ in range(3):
        assert ask(app.test_client(), FAR) == (200, "")
    assert "the store is down" in caplog.text
    app.extensions["warraq"].close()


def test_an_unknown_store_is_refused(home: Path) -> None:
    app = create_app(partial(Engine.open, home))
    with pytest.raises(RateError, match="nosuch://"):
        init_rate_limit(app, Rate(1, 60), "nosuch://here")
