"""What is read of a request after its answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from web.limits import ServerLimits
from web.server.connection import Connection
from web.server.received_request import ReceivedRequest, Source

LIMITS = ServerLimits(surplus_bytes=1_000, surplus_seconds=1.5)


def parse(source: Source) -> Any:
    raise AssertionError(source)


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    """A connection whose answer is complete, and its client."""
    server, client = socket.socketpair()
    connection = Connection(server, "", "", ReceivedRequest(parse, LIMITS), LIMITS, 0.0)
    connection.linger(10.0)
    with client:
        yield connection, client
    connection.close()


def test_the_rest_of_a_request_is_dropped_up_to_its_limit(
    pair: tuple[Connection, socket.socket],
) -> None:
    connection, client = pair
    assert connection.drain()  # nothing has arrived
    client.sendall(b"x" * (LIMITS.surplus_bytes - 1))
    assert connection.drain()
    client.sendall(b"x")
    assert not connection.drain()


def test_the_end_of_a_client_ends_it(pair: tuple[Connection, socket.socket]) -> None:
    connection, client = pair
    client.sendall(b"x")
    client.shutdown(socket.SHUT_WR)
    assert connection.drain()
    assert not connection.drain()


def test_the_rest_of_a_request_has_its_time(pair: tuple[Connection, socket.socket]) -> None:
    connection, _ = pair
    assert not connection.is_late(11.49)
    assert connection.is_late(11.5)
