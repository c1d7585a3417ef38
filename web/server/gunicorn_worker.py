"""A gunicorn worker with problem documents for unreadable requests, and time limits for clients.

The arbiter kills a worker that sends it no heartbeat for a while. The worker sends one while a
client takes pieces of an answer, so a long download outlives that time and a stuck worker does not.
"""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
import struct
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from gunicorn import util
from gunicorn.http import get_parser
from gunicorn.http.errors import (
    InvalidHTTPVersion,
    InvalidRequestLine,
    InvalidRequestMethod,
    LimitRequestHeaders,
    LimitRequestLine,
    NoMoreData,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.sync import SyncWorker

from corpus.messages import Message
from web.http.security_headers import HEADERS
from web.problems import MEDIA_TYPE, encode_problem, status_message

READ_SECONDS: Final = 5.0
"""Time for a whole request to arrive."""

PIECE_BYTES: Final = 65_536
PIECE_SECONDS: Final = 10.0
"""Time for a client to take each piece of ``PIECE_BYTES`` of an answer."""

ANSWER_SECONDS: Final = 600.0
"""Time for a client to take a whole answer."""

_DISCONNECTED: Final = (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN, errno.EBADF)
_HEARTBEAT_SECONDS: Final = 0.2
_LINGER_RESET: Final = struct.pack("ii", 1, 0)
_LINGER_OFF: Final = struct.pack("ii", 0, 0)


class GunicornWorker(SyncWorker):  # type: ignore[misc]
    """A sync worker that answers errors with problem documents, and logs no client address."""

    def init_signals(self) -> None:
        """Finish the current request when Ctrl-C, which every process receives, ends the server."""
        super().init_signals()
        signal.signal(signal.SIGINT, self.handle_exit)
        signal.siginterrupt(signal.SIGINT, False)

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Answer the one request of a connection."""
        request = None
        connection = ClientConnection(client, self.notify, answer_seconds=self.app.answer_seconds)
        try:
            request = next(get_parser(self.cfg, connection, addr))
            self.handle_request(listener, request, connection, addr)
            connection.finish()
        except (NoMoreData, StopIteration):
            pass  # the client left before it sent a request, or the error is logged already
        except TimeoutError:
            if request is None:
                _refuse(client, 408, status_message(408))
        except OSError as error:
            if error.errno not in _DISCONNECTED:
                self.log.exception("The connection failed.")
        except ParseException as error:
            _refuse(client, *_refusal(error))
        except Exception:
            self.log.exception("A request could not be answered.")
            _refuse(client, 500, status_message(500))
        finally:
            util.close_graceful(connection)


class ClientConnection:
    """The socket of a client, with time limits.

    A connection that is closed before its answer is complete is reset: in HTTP/1.0, which proxies
    use, half an answer would look complete otherwise.

    :param client: a connected socket.
    :param notify: the heartbeat, called from time to time while the client takes an answer.
    :param read_seconds: for a request to arrive.
    :param piece_seconds: for the client to take each :data:`PIECE_BYTES` of the answer.
    :param answer_seconds: for the client to take the whole answer.
    """

    def __init__(
        self,
        client: socket.socket,
        notify: Callable[[], None],
        *,
        read_seconds: float = READ_SECONDS,
        piece_seconds: float = PIECE_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._client = client
        self._notify = notify
        self._read_until = time.monotonic() + read_seconds
        self._piece_seconds = piece_seconds
        self._answer_seconds = answer_seconds
        self._answer_until: float | None = None
        self._notified = 0.0
        self._resets = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def recv(self, most: int) -> bytes:
        """Receive at most ``most`` bytes of the request.

        :raises TimeoutError: the request did not arrive in time.
        """
        self._client.settimeout(max(self._read_until - time.monotonic(), 0.001))
        return self._client.recv(most)

    def sendall(self, data: bytes) -> None:
        """Send the next bytes of the answer.

        :raises TimeoutError: the client did not take them in time.
        """
        now = time.monotonic()
        if self._answer_until is None:
            self._answer_until, self._notified = now + self._answer_seconds, now
        rest = memoryview(data)
        while rest:
            left = max(self._answer_until - now, 0.001)
            self._client.settimeout(min(self._piece_seconds, left))
            self._client.sendall(rest[:PIECE_BYTES])
            rest, now = rest[PIECE_BYTES:], time.monotonic()
            if now - self._notified > _HEARTBEAT_SECONDS:
                self._notified = now
                self._notify()
                self._reset_when_closed(True)  # even if this process is killed

    def finish(self) -> None:
        """Mark the answer as complete."""
        self._answer_until = None
        self._reset_when_closed(False)

    def shutdown(self, how: int) -> None:
        """Shut the socket down.

        :raises OSError: the answer is not complete.
        """
        if self._answer_until is not None:
            self._reset_when_closed(True)
            raise OSError(errno.ECONNABORTED, "The answer is not complete.")
        self._client.shutdown(how)

    def _reset_when_closed(self, reset: bool) -> None:
        if self._resets != reset:
            self._resets = reset
            self._client.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_RESET if reset else _LINGER_OFF
            )


def _refusal(error: ParseException) -> tuple[int, Message]:
    """The status and message of a request that gunicorn cannot parse."""
    if isinstance(error, LimitRequestLine):
        return 414, status_message(414)
    if isinstance(error, LimitRequestHeaders):
        return 431, status_message(431)
    if isinstance(error, UnsupportedTransferCoding):
        return 501, status_message(501)
    if isinstance(error, InvalidRequestLine | InvalidRequestMethod | InvalidHTTPVersion):
        return 400, Message("unreadable_request_line")
    return 400, status_message(400)


def _refuse(client: socket.socket, status: int, message: Message) -> None:
    body = encode_problem(status, message)
    fields = {**HEADERS, "Content-Type": MEDIA_TYPE, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nConnection: close\r\n{lines}\r\n"
    with contextlib.suppress(OSError):  # the client may have left
        client.sendall(head.encode("ascii") + body)
