"""How the clients of a soak behave: most read their answers, some are slow, some leave."""

from __future__ import annotations

import hashlib
import re
import socket
import time
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from typing import Final

import msgspec

from benchmarks.soak.asked import Asked

WEIGHTS: Final = {
    "reads": 890,
    "leaves before the answer": 40,
    "leaves within the answer": 30,
    "sends half a request": 20,
    "reads slowly": 10,
    "drips the request": 7,
    "stalls in the body": 3,
}
"""How often each behaviour is drawn, of 1,000."""

_SECONDS: Final = 60.0
_PIECE: Final = 16_384
_SLOW_SECONDS: Final = 2.0
_DRIPS: Final = 20
_CHANGING: Final = re.compile(
    rb'"took_ms":[0-9.]+|<small>.*?</small>|<updated>.*?</updated>', re.DOTALL
)
_OUT_OF_TIME: Final = (
    *(b"_out_of_time", b'"timed_out":true', b"no time to"),
    *(text.encode() for text in ("لم يتسع الوقت", "انتهى الوقت")),
)


class ClientKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of client: the headers that each of its requests has, such as a key.

    ``statuses`` are the only ones that it may get, None where those of the request and ``more`` may
    answer. What is open to everyone answers every client as the first.
    """

    name: str
    headers: tuple[tuple[str, str], ...] = ()
    statuses: frozenset[int] | None = None
    more: frozenset[int] = frozenset()

    def may_get(self, asked: Asked) -> frozenset[int]:
        """Return the statuses that may answer a request."""
        if self.statuses is None or asked.is_open:
            return asked.statuses | self.more
        return self.statuses


READER: Final = ClientKind(name="reader")


class SoakOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a client got: ``status`` 0 if it did not wait for it; ``digest`` of a whole answer."""

    client: str
    behaviour: str
    asked: Asked
    status: int = 0
    digest: bytes = b""
    seconds: float = 0.0
    fault: str = ""


def ask(address: tuple[str, int], client: ClientKind, behaviour: str, asked: Asked) -> SoakOutcome:
    """Send a request as a behaviour does."""
    started = time.perf_counter()
    status, digest, fault = 0, b"", ""
    try:
        with socket.create_connection(address, _SECONDS) as connection:
            status, digest = _BEHAVIOURS[behaviour](connection, encode(client, asked))
    except (OSError, HTTPException) as error:
        fault = f"{type(error).__name__}: {error}"
    expected = client.may_get(asked)
    if behaviour == "stalls in the body":
        expected = frozenset({408})
    if not fault and status and status not in expected:
        fault = f"status {status}"
    return SoakOutcome(
        client=client.name,
        behaviour=behaviour,
        asked=asked,
        status=status,
        digest=digest,
        seconds=time.perf_counter() - started,
        fault=fault,
    )


def encode(client: ClientKind, asked: Asked) -> bytes:
    """Return the bytes of a request."""
    lines = [f"{asked.method} {asked.target} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in client.headers]
    if asked.body:
        lines += [f"Content-Length: {len(asked.body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + asked.body


def comparable(body: bytes) -> bytes:
    """Return the digest of an answer without the time that it took.

    Empty if the answer says that there was no time for a part of it.
    """
    if any(mark in body for mark in _OUT_OF_TIME):
        return b""
    return hashlib.blake2b(_CHANGING.sub(b"", body), digest_size=12).digest()


def _read(connection: socket.socket, pause: float = 0.0) -> tuple[int, bytes]:
    """Read an answer; raises IncompleteRead where it is cut."""
    until = time.monotonic() + _SLOW_SECONDS
    with HTTPResponse(connection) as response:
        response.begin()
        body = bytearray()
        while piece := response.read(_PIECE):
            body += piece
            if pause and time.monotonic() < until:
                time.sleep(pause)
        partial = response.getheader("Cache-Control") == "no-store"
        return response.status, b"" if partial else comparable(bytes(body))


def _reads(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    connection.sendall(request)
    return _read(connection)


def _reads_slowly(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    connection.sendall(request)
    return _read(connection, _PIECE / 65_536)


def _leaves_before(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    connection.sendall(request)
    return 0, b""


def _leaves_within(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    connection.sendall(request)
    connection.recv(1_000)
    return 0, b""


def _sends_half(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    connection.sendall(request[: len(request) // 2])
    return 0, b""


def _drips(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    first, rest = request[:-_DRIPS], request[-_DRIPS:]
    connection.sendall(first)
    for at in range(len(rest)):
        time.sleep(_SLOW_SECONDS / _DRIPS)
        connection.sendall(rest[at : at + 1])
    return _read(connection)


def _stalls(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    head = request.partition(b"\r\n")[2].partition(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    start = b"POST /api/v1/similar HTTP/1.1\r\n"
    connection.sendall(start + b"\r\n".join([*lines, b"Content-Length: 9", b"", b"half"]))
    return _read(connection)


_BEHAVIOURS: Final[dict[str, Callable[[socket.socket, bytes], tuple[int, bytes]]]] = {
    "reads": _reads,
    "leaves before the answer": _leaves_before,
    "leaves within the answer": _leaves_within,
    "sends half a request": _sends_half,
    "reads slowly": _reads_slowly,
    "drips the request": _drips,
    "stalls in the body": _stalls,
}
