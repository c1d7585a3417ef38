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
from web.http.hosts import HostError, names_host, served_hosts

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


MALFORMED = (
    *("localhost:80:80", "localhost:80:8000", "user@localhost", "localhost:80@localhost", "a/b"),
    *("localhost:x", "localhost:99999", "localhost, localhost", "[::1", "::1", "[::1]x:80", ""),
    *("localhost/x", "localhost?x", "local host", "localhost#", "http://localhost", "\u0661"),
)


@pytest.mark.parametrize("host", MALFORMED)
def test_a_malformed_host_is_refused(home: Path, host: str) -> None:
    for hosts in (served_hosts("127.0.0.1"), served_hosts("0.0.0.0", ["*"])):
        client = create_app(partial(Engine.open, home), hosts=hosts).test_client()
        for address in ("/api/v1/stats", "/healthz", "/?q=تدمر"):
            response = client.get(address, environ_overrides={"HTTP_HOST": host})
            assert response.status_code == 400
        response = client.get("/api/v1/stats", environ_overrides={"HTTP_HOST": host})
        assert response.get_json()["code"] == "bad_host_header"


@pytest.mark.parametrize(
    ("protocol", "target", "host", "named"),
    [
        ("HTTP/1.1", "/x", "localhost:80", True),
        ("HTTP/1.1", "/x", None, False),
        ("HTTP/1.0", "/x", None, True),
        ("HTTP/1.1", "*", "localhost", True),
        ("HTTP/1.1", "//evil.example/x", "localhost", True),  # a path
        ("HTTP/1.1", "http://localhost/x", "localhost", True),
        ("HTTP/1.1", "HTTPS://LOCALHOST:80/x", "localhost:80", True),
        ("HTTP/1.1", "http://evil.example/x", "localhost", False),
        ("HTTP/1.1", "http://localhost/x", "evil.example", False),
        ("HTTP/1.1", "http://localhost:81/x", "localhost", False),
        ("HTTP/1.1", "http://localhost@evil.example/x", "localhost", False),
        ("HTTP/1.1", "http://a@localhost/x", "localhost", False),
        ("HTTP/1.1", "http://a@localhost/x", "a@localhost", False),
        ("HTTP/1.1", "http:///x", "localhost", False),
        ("HTTP/1.1", "ftp://localhost/x", "localhost", False),
        ("HTTP/1.1", "http://localhost/x", None, False),
        ("HTTP/1.0", "http://localhost/x", None, False),
    ],
)
def test_header_and_address_name_one_host(
    protocol: str, target: str, host: str | None, named: bool
) -> None:
    environ = {"SERVER_PROTOCOL": protocol, "RAW_URI": target}
    assert names_host(environ if host is None else {**environ, "HTTP_HOST": host}) == named


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
