"""Slow clients receive long answers; stuck ones are disconnected; others are answered meanwhile."""

from __future__ import annotations

import json
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest

from corpus.archive import Archive
from corpus.document import Document
from index.build import update
from search.engine import archive_path

PROGRAM = """
import json, sys, time
from pathlib import Path
from web.limits import ServerLimits
from web.server import serve as server
from web.server.gunicorn_server import GunicornServer
from web.server.settings import ServerSettings

class TestServer(GunicornServer):
    def load(self):
        app = super().load()
        def stream(*steps):
            for step in steps:
                if isinstance(step, str):
                    yield step
                else:
                    step()
        def fail():
            raise ValueError("made to fail")
        app.get("/stuck", endpoint="stuck")(lambda: stream("a piece", lambda: time.sleep(60)))
        app.get("/fails", endpoint="fails")(lambda: stream("a piece", fail, "another"))
        app.get("/fails-first", endpoint="first")(lambda: stream(fail, "a piece"))
        return app

server.GunicornServer = TestServer
home, limits = sys.argv[1:]
server.serve(
    Path(home), ServerSettings(port=0, workers=1, limits=ServerLimits(**json.loads(limits)))
)
"""
WORD = "قافلة"
EXPORT = f"/api/v1/export?text=1&q={quote(WORD)}"
SEARCH = f"/api/v1/search?q={quote(WORD)}"
DOCUMENTS = 500

Started: TypeAlias = Callable[..., AbstractContextManager[tuple[str, Path]]]


@pytest.fixture(scope="module")
def long_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose export (12 MB) is longer than the buffers of a connection."""
    home = tmp_path_factory.mktemp("long")
    with Archive(archive_path(home)) as archive:
        archive.add(
            Document(title=f"خبر {number}", text=f"{number} " + f"{WORD} سارت ليلا " * 800)
            for number in range(DOCUMENTS)
        )
        update(archive, home)
    return home


@pytest.fixture
def started(long_home: Path, tmp_path: Path) -> Started:
    """Serve the archive with one worker and other limits; yields the address and the log."""

    @contextmanager
    def start(**limits: float) -> Iterator[tuple[str, Path]]:
        log = tmp_path / "log"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", PROGRAM, long_home, json.dumps(limits)],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert get(address, "/healthz") == 200
            yield address, log
            assert get(address, "/healthz") == 200
        finally:
            process.terminate()
            process.wait(20)
            process.stdout.close()

    return start


def get(address: str, path: str) -> int:
    """The status of an answer that must come while other clients are waited for."""
    try:
        with urlopen(address.rstrip("/") + path, timeout=20) as answer:
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def get_request(path: str, version: int = 1, host: str = "localhost") -> bytes:
    return f"GET {path} HTTP/1.{version}\r\nHost: {host}\r\n\r\n".encode()


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    """A connection of a client with a small buffer."""
    parts = urlsplit(address)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(30)
        connection.connect((str(parts.hostname), parts.port or 80))
        yield connection


def read_rest(connection: socket.socket, pause: float = 0) -> tuple[bytes, bool]:
    """Read to the end with a pause after every piece.

    Return the bytes, and whether the connection was closed without a reset.
    """
    received = bytearray()
    try:
        while piece := connection.recv(65_536):
            received += piece
            if pause:
                time.sleep(pause)
    except (ConnectionResetError, BrokenPipeError):
        return bytes(received), False
    return bytes(received), True


def ask(address: str, request: bytes, pause: float = 0) -> tuple[bytes, bool]:
    with connected(address) as connection:
        connection.sendall(request)
        return read_rest(connection, pause)


def drip(connection: socket.socket, data: bytes) -> bytes:
    """Send bytes one by one until the server answers; return its answer."""
    connection.settimeout(0.05)
    for at in range(len(data)):
        try:
            connection.sendall(data[at : at + 1])
            return connection.recv(65_536)
        except TimeoutError:
            continue
    raise AssertionError("the server has waited for the whole request")


# Others are answered


def test_slow_clients_do_not_delay_others(started: Started) -> None:
    """The limits of time are too high for the slow clients to be ended before the others ask."""
    with started(request_seconds=300, piece_seconds=300) as (address, log), ExitStack() as clients:
        exports = [clients.enter_context(connected(address)) for _ in range(2)]
        dripping = [clients.enter_context(connected(address)) for _ in range(8)]
        for connection in exports:
            connection.sendall(get_request(EXPORT))
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        heads = (b"GET / HT", b"POST /api/v1/similar HTTP/1.1\r\nContent-Length: 9\r\n\r\nab")
        for number, connection in enumerate(dripping):
            connection.sendall(heads[number % 2])
        for path in ("/healthz", SEARCH, "/", EXPORT, "/metrics"):
            assert get(address, path) == 200
        for connection in exports:
            received, complete = read_rest(connection)
            assert complete
            assert received.count(b'{"id":') == DOCUMENTS
    assert log.read_text() == ""


def test_answers_that_are_sent_in_turns_are_those_asked_alone(started: Started) -> None:
    def rows(received: bytes) -> list[bytes]:
        return [line for line in received.split(b"\n") if line.startswith(b'{"id"')]

    with started() as (address, log), ExitStack() as clients:
        paths = [EXPORT, EXPORT + "&sort=oldest", EXPORT + "&format=csv", EXPORT + "&limit=3"]
        alone = [ask(address, get_request(path, 0)) for path in paths]
        opened = [clients.enter_context(connected(address)) for _ in paths]
        for path, connection in zip(paths, opened, strict=True):
            connection.sendall(get_request(path, 0))
        received = [bytearray() for _ in paths]
        unfinished = set(range(len(paths)))
        while unfinished:
            for number in sorted(unfinished):
                piece = opened[number].recv(200_000)
                received[number] += piece
                if not piece:
                    unfinished.remove(number)
            assert get(address, "/healthz") == 200
        for (answer, complete), own in zip(alone, received, strict=True):
            assert complete
            assert bytes(own).partition(b"\r\n\r\n")[2] == answer.partition(b"\r\n\r\n")[2]
        assert len(rows(alone[0][0])) == DOCUMENTS
    assert log.read_text() == ""


def test_only_so_many_exports_are_sent_at_once(started: Started) -> None:
    with started(exports=1) as (address, log), connected(address) as first:
        first.sendall(get_request(EXPORT))
        first.recv(100)
        refused, complete = ask(address, get_request(EXPORT))
        assert complete
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 5\r\n" in refused
        assert b'"code":"exports_busy"' in refused
        assert get(address, SEARCH) == 200
        read_rest(first)
        assert get(address, EXPORT) == 200
        for path in (EXPORT, EXPORT):
            head, _ = ask(address, get_request(path).replace(b"GET", b"HEAD"))
            assert head.startswith(b"HTTP/1.1 200 ")
        with connected(address) as left:
            left.sendall(get_request(EXPORT))
            left.recv(100)
        while get(address, EXPORT) != 200:  # until the server sees that the client left
            time.sleep(0.05)
    assert log.read_text() == ""


def test_the_oldest_incomplete_request_makes_room(started: Started) -> None:
    with started(connections=3, request_seconds=300) as (address, _), ExitStack() as clients:
        waiting = [clients.enter_context(connected(address)) for _ in range(3)]
        for connection in waiting:
            connection.sendall(b"GET / HTTP/1.1\r\n")
        assert get(address, "/healthz") == 200
        assert read_rest(waiting[0]) == (b"", False)
        for connection in waiting[1:]:
            connection.sendall(b"Host: localhost\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")


def ended_exports(address: str) -> int:
    with urlopen(address + "metrics", timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    counted = [line for line in lines if line.startswith("warraq_requests_total")]
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in counted if "/export" in line)


def test_answers_that_no_client_takes_are_bounded_together(started: Started) -> None:
    """A part of an answer is held for each; the last one to be held stays."""
    with started(held_bytes=1_000, piece_seconds=300) as (address, _), ExitStack() as clients:
        opened = [clients.enter_context(connected(address)) for _ in range(3)]
        for connection in opened:
            connection.sendall(get_request(EXPORT, 0))
            assert connection.recv(100).startswith(b"HTTP/1.0 200 ")
        while ended_exports(address) < 2:
            time.sleep(0.05)
        assert sorted(read_rest(connection)[1] for connection in opened) == [False, False, True]


def test_incomplete_requests_are_ended_before_answers(started: Started) -> None:
    """Everyone may send a body, an export may need a key."""
    head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n"
    with started(held_bytes=1_500_000) as (address, _), ExitStack() as clients:
        export = clients.enter_context(connected(address))
        export.sendall(get_request(EXPORT))
        assert export.recv(100).startswith(b"HTTP/1.1 200 ")
        for _ in range(5):
            clients.enter_context(connected(address)).sendall(head + b"a" * 800_000)
        assert get(address, "/healthz") == 200
        rest, complete = read_rest(export)
        assert complete
        assert rest.endswith(b"0\r\n\r\n")


def test_a_client_that_sent_nothing_does_not_delay_the_end(started: Started) -> None:
    with ExitStack() as clients:
        with started() as (address, _):
            silent = clients.enter_context(connected(address))
            assert get(address, "/healthz") == 200
        assert read_rest(silent) == (b"", False)


# Time limits


REQUESTS = [
    b"GET /?q=x HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 4000,
    b"POST /api/v1/similar HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n"
    + b"a" * 900,
    b"POST /api/v1/similar HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"fff\r\n"
    + b"a" * 900,
    b"PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n" + b"a" * 900,
]


@pytest.mark.parametrize("request_", REQUESTS, ids=["head", "body", "chunked", "other"])
def test_a_dripping_request_is_408(started: Started, request_: bytes) -> None:
    with started(request_seconds=1) as (address, log), connected(address) as connection:
        answer = drip(connection, request_)
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert b'"code":"slow_request"' in answer
    assert log.read_text() == ""


@pytest.mark.parametrize(
    "request_", [b"", *(each[:-200] for each in REQUESTS)], ids=["nothing", "h", "b", "c", "o"]
)
def test_a_stalled_request_is_408(started: Started, request_: bytes) -> None:
    with started(request_seconds=0.5) as (address, log):
        answer, complete = ask(address, request_)
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert complete
    assert log.read_text() == ""


@pytest.mark.parametrize("version", [0, 1])
def test_a_long_answer_outlives_the_worker_timeout(started: Started, version: int) -> None:
    with started(work_seconds=1) as (address, log):
        begun = time.monotonic()
        received, complete = ask(address, get_request(EXPORT, version), 0.002)
        assert time.monotonic() - begun > 2, "this client is too fast for the test"
        assert complete
        assert received.count(b'{"id":') == DOCUMENTS
        assert received.endswith(b"\r\n0\r\n\r\n" if version else b"}\n")
    assert log.read_text() == ""


@pytest.mark.parametrize("version", [0, 1])
def test_an_answer_above_the_time_limit_is_cut_off(started: Started, version: int) -> None:
    with started(answer_seconds=1) as (address, log):
        received, complete = ask(address, get_request(EXPORT, version), 0.01)
        assert not complete
        assert 0 < received.count(b'{"id":') < DOCUMENTS
    assert log.read_text() == ""


def test_a_client_that_takes_nothing_is_disconnected(started: Started) -> None:
    with started(piece_seconds=0.5) as (address, log), connected(address) as connection:
        connection.sendall(get_request(EXPORT, 0))
        ended = select.poll()
        ended.register(connection, 0)  # the end alone, nothing is read
        assert ended.poll(20_000)
        received, complete = read_rest(connection)
        assert not complete
        assert received.count(b'{"id":') < DOCUMENTS
    assert log.read_text() == ""


def test_a_client_that_takes_each_piece_in_time_is_not(started: Started) -> None:
    with started(piece_seconds=1) as (address, log), connected(address) as connection:
        connection.sendall(get_request(EXPORT, 0))
        received, complete = read_rest(connection, 0.004)
        assert complete
        assert received.count(b'{"id":') == DOCUMENTS
    assert log.read_text() == ""


# Failures


def test_a_stuck_worker_is_replaced(started: Started) -> None:
    with started(work_seconds=1) as (address, log):
        received, complete = ask(address, get_request("/stuck", 0))
        assert received == b"" or received.endswith(b"a piece")
        assert not complete
    first = json.loads(log.read_text().splitlines()[0])
    assert first["message"].startswith("WORKER TIMEOUT")


@pytest.mark.parametrize("version", [0, 1])
def test_an_answer_that_fails_in_the_middle_is_reset(started: Started, version: int) -> None:
    with started() as (address, log), connected(address) as slow:
        slow.sendall(get_request(EXPORT, version))
        received, complete = ask(address, get_request("/fails", version))
        assert not complete
        assert not received.endswith(b"another")
        assert read_rest(slow)[1], "the other answer is complete"
    assert "made to fail" in log.read_text()


def test_an_answer_that_fails_at_its_beginning_is_500(started: Started) -> None:
    with started() as (address, log):
        received, complete = ask(address, get_request("/fails-first"))
        assert complete
        assert received.startswith(b"HTTP/1.1 500 ")
        assert b'"code":"server_error"' in received
    assert "made to fail" in log.read_text()


def test_clients_that_leave_change_nothing(started: Started) -> None:
    with started() as (address, log):
        for sent in (b"", b"GET", *REQUESTS, get_request(EXPORT), get_request(SEARCH)):
            for read in (0, 1000):
                with connected(address) as connection:
                    connection.sendall(sent)
                    if sent.startswith(b"GET /api") and read:
                        connection.recv(read)
        with connected(address) as connection:  # the end of a body that will not come
            connection.sendall(REQUESTS[1])
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
    assert log.read_text() == ""


def test_a_stopping_server_ends_answers_that_no_client_takes(
    long_home: Path, tmp_path: Path
) -> None:
    program = [sys.executable, "-W", "ignore", "-c", PROGRAM, str(long_home), "{}"]
    with (tmp_path / "log").open("w") as errors:
        process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    with process.stdout, connected(process.stdout.readline().strip()) as connection:
        connection.sendall(get_request(EXPORT, 0))
        connection.recv(100)
        process.terminate()
        assert process.wait(30) == 0
        assert not read_rest(connection)[1]
    assert (tmp_path / "log").read_text() == ""
