"""Slow clients receive long answers; stuck clients are disconnected; workers stay available."""

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
    ClientConnection,
)
from web.server.serve import REQUEST_LINE_BYTES, WORK_SECONDS

PROGRAM = """
import sys, time
from pathlib import Path
from web.server import serve as server
from web.server.serve import GunicornServer, ServerSettings

class StuckServer(GunicornServer):
    def load(self):
        app = super().load()
        @app.get("/stuck")
        def stuck():
            def pieces():
                yield "a piece"
                time.sleep(60)
            return pieces()
        return app

server.GunicornServer = StuckServer
home, work, answer = sys.argv[1:]
server.serve(
    Path(home),
    ServerSettings(port=0, workers=1, work_seconds=int(work), answer_seconds=float(answer)),
)
"""
EXPORT = b"GET /api/v1/export?text=1&q=%s HTTP/1.%d\r\nHost: localhost\r\n\r\n"
WORD = "قافلة"
DOCUMENTS = 500

Started: TypeAlias = Callable[[int, float], AbstractContextManager[tuple[str, Path]]]


@pytest.fixture(scope="module")
def long_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose export (6 MB) is much longer than the buffers of a connection."""
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
    """Serve the archive with one worker and other time limits; return the address and the log."""

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


def read_slowly(address: str, request: bytes, pause: float) -> tuple[bytes, bool]:
    """Read an answer with a pause after every piece.

    Return the bytes, and whether the connection was closed without a reset.
    """
    parts = urlsplit(address)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(30)
        connection.connect((str(parts.hostname), parts.port or 80))
        connection.sendall(request)
        received = bytearray()
        try:
            while piece := connection.recv(PIECE_BYTES):
                received += piece
                time.sleep(pause)
        except ConnectionResetError:
            return bytes(received), False
    return bytes(received), True


@pytest.mark.parametrize("version", [0, 1])
def test_a_long_answer_outlives_the_worker_timeout(started: Started, version: int) -> None:
    with started(1, 600) as (address, log):
        begun = time.monotonic()
        request = EXPORT % (b"%D9%82%D8%A7%D9%81%D9%84%D8%A9", version)
        received, complete = read_slowly(address, request, 0.002)
        assert time.monotonic() - begun > 2, "this client is too fast for the test"
        assert complete
        assert received.count(b'{"id":') == DOCUMENTS
        assert received.endswith(b"\r\n0\r\n\r\n" if version else b"}\n")
    assert log.read_text() == ""


@pytest.mark.parametrize("version", [0, 1])
def test_an_answer_above_the_time_limit_is_cut_off(started: Started, version: int) -> None:
    with started(30, 1) as (address, log):
        request = EXPORT % (b"%D9%82%D8%A7%D9%81%D9%84%D8%A9", version)
        received, complete = read_slowly(address, request, 0.01)
        assert not complete
        assert 0 < received.count(b'{"id":') < DOCUMENTS
    assert log.read_text() == ""


def test_a_stuck_worker_is_replaced(started: Started) -> None:
    with started(1, 600) as (address, log):
        received, complete = read_slowly(
            address, b"GET /stuck HTTP/1.0\r\nHost: localhost\r\n\r\n", 0
        )
        assert received == b"" or received.endswith(b"a piece")
        assert not complete
    first = json.loads(log.read_text().splitlines()[0])
    assert first["message"].startswith("WORKER TIMEOUT")


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The server socket and the client socket of a connection with small buffers."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(listener.getsockname())
        server, _ = listener.accept()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        with server:
            yield server, client


def read_to_end(client: socket.socket, pause: float = 0) -> None:
    while client.recv(2048):
        time.sleep(pause)


LONG = b"x" * (20 * PIECE_BYTES)


def test_a_client_that_reads_nothing_is_disconnected(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    server, _ = pair
    heartbeats: list[None] = []
    connection = ClientConnection(server, lambda: heartbeats.append(None), piece_seconds=0.2)
    with pytest.raises(TimeoutError):
        connection.sendall(LONG)
    assert heartbeats == []


def test_a_client_that_reads_too_slowly_is_disconnected(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    server, client = pair
    connection = ClientConnection(server, lambda: None, piece_seconds=30, answer_seconds=0.5)
    done = threading.Event()

    def trickle() -> None:
        while not done.wait(0.05):
            client.recv(1)

    reading = threading.Thread(target=trickle)
    reading.start()
    try:
        with pytest.raises(TimeoutError):
            connection.sendall(LONG)
    finally:
        done.set()
        reading.join()


@pytest.mark.slow
def test_progress_of_an_answer_sends_heartbeats(pair: tuple[socket.socket, socket.socket]) -> None:
    server, client = pair
    heartbeats: list[None] = []
    connection = ClientConnection(server, lambda: heartbeats.append(None))

    reading = threading.Thread(target=read_to_end, args=[client, 0.002])
    reading.start()
    connection.sendall(LONG)
    connection.finish()
    connection.shutdown(socket.SHUT_WR)
    reading.join()
    assert 0 < len(heartbeats) <= 20


def test_a_partial_answer_resets_the_connection(pair: tuple[socket.socket, socket.socket]) -> None:
    server, client = pair
    connection = ClientConnection(server, lambda: None)
    connection.sendall(b"half")
    with pytest.raises(OSError, match="not complete"):
        connection.shutdown(socket.SHUT_WR)
    server.close()
    with pytest.raises(ConnectionResetError):
        read_to_end(client)


@pytest.mark.parametrize(
    "row",
    [
        f"| request line | {REQUEST_LINE_BYTES} bytes | 414 |",
        f"| time to receive a request | {READ_SECONDS:.0f} seconds | 408 |",
        f"next part of an answer | {WORK_SECONDS} seconds | the worker is replaced |",
        f"client to read {PIECE_BYTES // 1024} kB of an answer | {PIECE_SECONDS:.0f} seconds |",
        f"exports included | {ANSWER_SECONDS / 60:.0f} minutes |",
    ],
)
def test_the_time_limits_are_documented(row: str) -> None:
    page = Path(__file__).parents[3] / "docs" / "serving.md"
    assert row in page.read_text("utf-8")
