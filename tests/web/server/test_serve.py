"""Serving with gunicorn, as a client sees it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest

Serving: TypeAlias = Callable[[Path], AbstractContextManager[tuple[str, subprocess.Popen[str]]]]


def ask(address: str, line: bytes) -> tuple[int, str, bytes]:
    """Send a raw request line; return status, media type and body."""
    parts = urlsplit(address)
    with socket.create_connection(
        (str(parts.hostname), parts.port or 80), timeout=10
    ) as connection:
        connection.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    kind = [each for each in head.split(b"\r\n") if each.lower().startswith(b"content-type:")]
    return int(head.split()[1]), kind[0].decode().split(": ")[1], body


def test_the_server_answers_and_stops_on_sigterm(home: Path, serving: Serving) -> None:
    with serving(home) as (address, process):
        with urlopen(address + "api/v1/search?q=" + quote("المكتبة"), timeout=10) as response:
            assert json.load(response)["total"] == 1
        with pytest.raises(HTTPError) as caught:
            urlopen(address + "nowhere", timeout=10)
        caught.value.close()
        assert caught.value.code == 404
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_unreadable_addresses_are_problems(home: Path, serving: Serving) -> None:
    with serving(home) as (address, _):
        for line, status in (
            (b"GET /api/v1/search?q=" + b"%D8%A7" * 5000 + b" HTTP/1.1", 414),
            (b"GET /api/v1/search?q=\xd8\xaa\xd8\xaf HTTP/1.1", 400),
            (b"GET /api/v1/search?q=%CA%CF HTTP/1.1", 400),
            (b"GET /api/v1/search?q=" + b"%D8%A7" * 1001 + b" HTTP/1.1", 400),
        ):
            answered, kind, body = ask(address, line)
            assert (answered, kind) == (status, "application/problem+json")
            assert json.loads(body)["status"] == status
        longest = b"GET /api/v1/search?q=" + b"%D8%A7%20" * 60 + b" HTTP/1.1"
        assert ask(address, longest)[0] == 200


def test_requests_in_progress_are_finished_after_sigterm(home: Path, serving: Serving) -> None:
    with serving(home) as (address, process):
        statuses: list[int] = []

        def keep_asking() -> None:
            try:
                while True:
                    statuses.append(ask(address, b"GET /?q=%D8%A7%D9%84 HTTP/1.1")[0])
            except OSError:
                return

        asking = threading.Thread(target=keep_asking)
        asking.start()
        while len(statuses) < 3:
            assert asking.is_alive()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        asking.join(20)
        assert set(statuses) == {200}
