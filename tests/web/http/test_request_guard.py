"""Requests that a real server refuses before a handler runs."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest

from search.limits import LIMITS
from web.http.security_headers import HEADERS

Serving: TypeAlias = Callable[[Path], AbstractContextManager[tuple[str, subprocess.Popen[str]]]]

MOST = LIMITS.request_body_bytes
HEAD = b"GET /api/v1/search?q=%D8%AA HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def server(home: Path, serving: Serving) -> Iterator[str]:
    """A server of one worker; its log must stay empty."""
    with serving(home) as (address, _):
        yield address


def send(address: str, pieces: Iterable[bytes]) -> tuple[int, dict[str, str], bytes]:
    """Send bytes until they are refused; return status, headers and body of the answer."""
    parts = urlsplit(address)
    with socket.create_connection(
        (str(parts.hostname), parts.port or 80), timeout=30
    ) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except ConnectionError:
            pass  # the server closed the connection
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body


def chunked(length: int) -> Iterator[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    for start in range(0, length, 100_000):
        piece = b"x" * min(100_000, length - start)
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def counted(length: int) -> Iterator[bytes]:
    yield HEAD + b"Content-Length: %d\r\n\r\n" % length
    for start in range(0, length, 100_000):
        yield b"x" * min(100_000, length - start)


@pytest.mark.parametrize("form", [chunked, counted])
@pytest.mark.parametrize(("length", "status"), [(MOST, 200), (MOST + 1, 413), (50 * MOST, 413)])
def test_body_sizes(
    server: str, form: Callable[[int], Iterator[bytes]], length: int, status: int
) -> None:
    assert send(server, form(length))[0] == status


LINE = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n"
REFUSED = [
    (LINE % (b"a" * 9000), 414),
    (LINE % b"\xff", 400),
    (LINE % b"" + b"X: " + b"y" * 20_000 + b"\r\n", 431),
    (LINE % b"" + b"X : y\r\n", 400),
    (LINE % b"" + b"Transfer-Encoding: nosuch\r\n", 501),
    (LINE % b"" + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", 400),
    (LINE % b"" + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    (LINE % b"" + b"Content-Length: -1\r\n", 400),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 400),
    (b"GET\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: <x>\r\n", 400),
    (b"GET /search.atom?q=x HTTP/1.1\r\nHost: a b\r\n", 400),
]


@pytest.mark.parametrize(("sent", "status"), REFUSED, ids=lambda each: str(each)[:40])
def test_an_unreadable_request_is_a_problem_with_security_headers(
    server: str, sent: bytes, status: int
) -> None:
    answered, headers, body = send(server, [sent + b"\r\n"])
    assert answered == status
    for name, value in HEADERS.items():
        assert headers[name] == value
    if headers["Content-Type"] == "application/problem+json":
        assert json.loads(body)["status"] == status


def test_the_longest_address_is_accepted(server: str) -> None:
    line = LINE % (b"?q=" + b"a" * (8190 - len(b"GET /?q= HTTP/1.1\r\n")))
    assert send(server, [line + b"\r\n"])[0] == 400  # the query is too long, the address is not


def test_a_compressed_body_is_refused(server: str) -> None:
    bomb = HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"
    status, headers, _ = send(server, [bomb])
    assert (status, headers["Accept-Encoding"]) == (415, "identity")


def test_an_incomplete_request_times_out(server: str) -> None:
    status, _, body = send(server, [LINE % b"?q=x"])
    assert (status, json.loads(body)["status"]) == (408, 408)
    assert send(server, [HEAD + b"\r\n"])[0] == 200


STALLED = [
    b"Content-Length: 10\r\n\r\nx",
    b"Content-Length: 10\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
    b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
]


@pytest.mark.parametrize("body", STALLED)
def test_a_body_that_stalls_times_out(server: str, body: bytes) -> None:
    status, _, answer = send(server, [HEAD + body])
    assert (status, json.loads(answer)["code"]) == (408, "slow_request")


def test_a_client_that_disconnects_leaves_no_log(server: str) -> None:
    parts = urlsplit(server)
    for sent in (b"", HEAD, HEAD + b"Content-Length: 10\r\n\r\nx"):
        with socket.create_connection((str(parts.hostname), parts.port or 80)) as connection:
            connection.sendall(sent)
    assert send(server, [HEAD + b"\r\n"])[0] == 200
