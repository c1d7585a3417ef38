"""Clients that take an answer slowly, or never: long answers reach the former, the latter are left,
and neither costs a worker."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from corpus.archive import Archive
from corpus.document import Document
from index.build import update
from search.engine import archive_path
from web.server.gunicorn_worker import (
    ANSWER_SECONDS,
    PIECE_BYTES,
    PIECE_SECONDS,
    READ_SECONDS,
    Link,
)
from web.server.serve import REQUEST_LINE_BYTES, WORK_SECONDS

PROGRAM = """
import sys, time
from pathlib import Path
from web.serve import Server, Serving, serve

class Stuck(Server):
    def load(self):
        app = super().load()
        @app.get("/stuck")
        def stuck():
            def pieces():
                yield "a piece"
                time.sleep(60)
            return pieces()
        return app

import web.serve
web.serve.Server = Stuck
home, work, answer = sys.argv[1:]
serve(
    Path(home),
    Serving(port=0, workers=1, work_seconds=int(work), answer_seconds=float(answer)),
)
"""
EXPORT = b"GET /api/v1/export?text=1&q=%s HTTP/1.%d\r\nHost: localhost\r\n\r\n"
WORD = "قافلة"
DOCUMENTS = 500

Started: TypeAlias = Callable[[int, float], AbstractContextManager[tuple[str, Path]]]


@pytest.fixture(scope="module")
def long_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose export is far longer than what a connection holds on its way (6 MB)."""
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
    """Serve the archive with one worker, within other times than usual: gives the address and the
    log."""

    @contextmanager
    def start(work: int, answer: float) -> Iterator[tuple[str, Path]]:
        log = tmp_path / "log"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", PROGRAM, long_home, str(work), str(answer)],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert healthy(address)
            yield address, log
            assert healthy(address)
        finally:
            process.terminate()
            process.wait(20)
            process.stdout.close()

    return start


def healthy(address: str) -> bool:
    with urlopen(address + "healthz", timeout=20) as answer:
        return bool(answer.status == 200)


def slowly(address: str, request: bytes, pause: float) -> tuple[bytes, bool]:
    """Ask and read with a pause after every piece; gives what came, and whether the connection was
    ended in order."""
    parts = urlsplit(address)
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.settimeout(30)
        link.connect((str(parts.hostname), parts.port or 80))
        link.sendall(request)
        came = bytearray()
        try:
            while piece := link.recv(PIECE_BYTES):
                came += piece
                time.sleep(pause)
        except ConnectionResetError:
            return bytes(came), False
    return bytes(came), True


@pytest.mark.parametrize("version", [0, 1])
def test_a_long_answer_outlives_the_time_of_a_worker(started: Started, version: int) -> None:
    with started(1, 600) as (address, log):
        begun = time.monotonic()
        request = EXPORT % (b"%D9%82%D8%A7%D9%81%D9%84%D8%A9", version)
        came, whole = slowly(address, request, 0.002)
        assert time.monotonic() - begun > 2, "this client is too fast for the test"
        assert whole
        assert came.count(b'{"id":') == DOCUMENTS
        assert came.endswith(b"\r\n0\r\n\r\n" if version else b"}\n")
    assert log.read_text() == ""


@pytest.mark.parametrize("version", [0, 1])
def test_an_answer_that_takes_too_long_is_broken_off(started: Started, version: int) -> None:
    with started(30, 1) as (address, log):
        request = EXPORT % (b"%D9%82%D8%A7%D9%81%D9%84%D8%A9", version)
        came, whole = slowly(address, request, 0.01)
        assert not whole
        assert 0 < came.count(b'{"id":') < DOCUMENTS
    assert log.read_text() == ""


def test_a_worker_that_is_stuck_is_replaced(started: Started) -> None:
    with started(1, 600) as (address, log):
        came, whole = slowly(address, b"GET /stuck HTTP/1.0\r\nHost: x\r\n\r\n", 0)
        assert came == b"" or came.endswith(b"a piece")
        assert not whole
    first = json.loads(log.read_text().splitlines()[0])
    assert first["message"].startswith("WORKER TIMEOUT")


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A server's end of a connection and its client's, which hold little on the way."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(listener.getsockname())
        server, _ = listener.accept()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        with server:
            yield server, client


def to_its_end(client: socket.socket, pause: float = 0) -> None:
    while client.recv(2048):
        time.sleep(pause)


LONG = b"x" * (20 * PIECE_BYTES)


def test_a_client_that_takes_nothing_is_left(pair: tuple[socket.socket, socket.socket]) -> None:
    server, _ = pair
    noticed: list[None] = []
    link = Link(server, lambda: noticed.append(None), piece_seconds=0.2)
    with pytest.raises(TimeoutError):
        link.sendall(LONG)
    assert noticed == []


def test_a_trickle_is_left_in_the_end(pair: tuple[socket.socket, socket.socket]) -> None:
    server, client = pair
    link = Link(server, lambda: None, piece_seconds=30, answer_seconds=0.5)
    done = threading.Event()

    def trickle() -> None:
        while not done.wait(0.05):
            client.recv(1)

    reading = threading.Thread(target=trickle)
    reading.start()
    try:
        with pytest.raises(TimeoutError):
            link.sendall(LONG)
    finally:
        done.set()
        reading.join()


def test_what_is_taken_is_a_sign_of_life(pair: tuple[socket.socket, socket.socket]) -> None:
    server, client = pair
    noticed: list[None] = []
    link = Link(server, lambda: noticed.append(None))

    reading = threading.Thread(target=to_its_end, args=[client, 0.002])
    reading.start()
    link.sendall(LONG)
    link.finish()
    link.shutdown(socket.SHUT_WR)
    reading.join()
    assert 0 < len(noticed) <= 20


def test_half_an_answer_does_not_look_whole(pair: tuple[socket.socket, socket.socket]) -> None:
    server, client = pair
    link = Link(server, lambda: None)
    link.sendall(b"half")
    with pytest.raises(OSError, match="not whole"):
        link.shutdown(socket.SHUT_WR)
    server.close()
    with pytest.raises(ConnectionResetError):
        to_its_end(client)


@pytest.mark.parametrize(
    "row",
    [
        f"| first line of a request | {REQUEST_LINE_BYTES} bytes | 414 |",
        f"| arrival of a request | {READ_SECONDS:.0f} seconds | 408 |",
        f"goes out | {WORK_SECONDS} seconds | the worker is replaced |",
        f"| taking of {PIECE_BYTES // 1024} kB of an answer | {PIECE_SECONDS:.0f} seconds |",
        f"as well | {ANSWER_SECONDS / 60:.0f} minutes |",
    ],
)
def test_the_times_are_documented(row: str) -> None:
    page = Path(__file__).parents[3] / "docs" / "serving.md"
    assert row in page.read_text("utf-8")
