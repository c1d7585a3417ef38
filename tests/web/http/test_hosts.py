"""The hosts that a server answers for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.engine import Engine
from web.app import create_app
from web.http.hosts import HostError, served_hosts

LOCAL = ("localhost", "LOCALHOST:8000", "localhost.", "127.0.0.1:8000", "[::1]", "[0:0:0:0::1]:80")
FOREIGN = (
    *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example"),
    *("evil-localhost", "127.0.0.2", "[::2]:8000", "0.0.0.0:8000", "[::]", "archive.example"),
)


@pytest.mark.parametrize("host", FOREIGN)
def test_a_request_for_another_host_is_refused(client: FlaskClient, host: str) -> None:
    for address in ("/api/v1/search?q=تدمر", "/api/v1/export?q=x", "/api/v1/nosuch"):
        response = client.get(address, headers={"Host": host})
        assert response.status_code == 421
        assert response.mimetype == "application/problem+json"
        assert response.get_json()["code"] == "unknown_host"
        assert "ETag" not in response.headers
    for address in ("/?q=تدمر", "/search.atom?q=x", "/metrics", "/readyz", "/static/warraq.css"):
        response = client.get(address, headers={"Host": host, "If-None-Match": "*"})
        assert response.status_code == 421
        assert "متطوعون" not in response.text


def test_a_known_tag_does_not_pass_the_check(client: FlaskClient) -> None:
    tag = client.get("/api/v1/stats").headers["ETag"]
    headers = {"Host": "evil.example", "If-None-Match": tag}
    assert client.get("/api/v1/stats", headers=headers).status_code == 421


@pytest.mark.parametrize("host", LOCAL)
def test_a_server_answers_for_its_machine(client: FlaskClient, host: str) -> None:
    assert client.get("/api/v1/stats", headers={"Host": host}).status_code == 200


def test_further_names_are_served(home: Path) -> None:
    hosts = served_hosts("127.0.0.1", ["Archive.Example", "أرشيف.example", "2001:db8::1"])
    client = create_app(partial(Engine.open, home), hosts=hosts).test_client()
    for host in ("archive.example", "ARCHIVE.example:443", "xn--igb2aj6c2b.example",
                 "[2001:db8:0::1]:8000", "localhost"):  # fmt: skip
        assert client.get("/api/v1/stats", headers={"Host": host}).status_code == 200, host
    for host in ("www.archive.example", "example", "archive.example.evil.example"):
        assert client.get("/api/v1/stats", headers={"Host": host}).status_code == 421, host


@pytest.mark.parametrize(
    ("bound", "served", "refused"),
    [
        ("192.0.2.7", "192.0.2.7:8000", "192.0.2.8"),
        ("2001:db8::7", "[2001:DB8::7]:8000", "[2001:db8::8]"),
        ("desk.example", "desk.example", "192.0.2.7"),
        ("0.0.0.0", "192.0.2.7:8000", "desk.example"),
        ("::", "[2001:db8::7]", "0.0.0.0"),
    ],
)
def test_the_address_where_it_listens_is_served(bound: str, served: str, refused: str) -> None:
    hosts = served_hosts(bound)
    assert hosts.serves(served)
    assert not hosts.serves(refused)
    assert hosts.serves("localhost")
    assert not hosts.serves("evil.example")


def test_any_name_is_served_if_the_operator_says_so() -> None:
    assert served_hosts("127.0.0.1", ["*"]).serves("evil.example")


@pytest.mark.parametrize(
    "name",
    ["", " ", "https://archive.example", "archive.example:8000", "archive.example/x", "a b",
     "*.example", "-a.example", "a..example", "x" * 300],
)  # fmt: skip
def test_what_is_no_name_of_a_host_is_refused(name: str) -> None:
    with pytest.raises(HostError, match="is not the name of a host"):
        served_hosts("127.0.0.1", [name])


@given(st.text(max_size=30))
def test_only_the_names_of_this_machine_are_local(host: str) -> None:
    if served_hosts("127.0.0.1").serves(host):
        name = host.strip().lower()
        assert name.startswith(("localhost", "127.0.0.1", "[")), host
