"""A worker of gunicorn that answers what it cannot read as the application would, and waits for no
client for long.

The arbiter ends a worker from which it hears nothing for a while. It hears that a client goes on
taking pieces of an answer, so that a long one outlives that time and a stuck one does not.
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

from web.http.security_headers import HEADERS
from web.problems import MEDIA_TYPE, SENTENCES, encode_problem

READ_SECONDS: Final = 5.0
"""Time for a request to arrive, however little of it comes at a time."""

PIECE_BYTES: Final = 65_536
PIECE_SECONDS: Final = 10.0
"""Time for each piece of an answer of so many bytes to be taken."""

ANSWER_SECONDS: Final = 600.0
"""Time for the whole of an answer to be taken."""

NOT_ENCODED: Final = (
    "The first line of the request cannot be read; an address is percent-encoded UTF-8"
    " (with curl: -G --data-urlencode 'q=تدمر')."
)
_GONE: Final = (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN, errno.EBADF)


_NOTICE_SECONDS: Final = 0.2
_RESET: Final = struct.pack("ii", 1, 0)
_CLOSE: Final = struct.pack("ii", 0, 0)


class Worker(SyncWorker):  # type: ignore[misc]
    """A sync worker that refuses with problem documents, and writes no address into its log."""

    def init_signals(self) -> None:
        """Finish the request at hand when Ctrl-C, which goes to every process, ends the server."""
        super().init_signals()
        signal.signal(signal.SIGINT, self.handle_exit)
        signal.siginterrupt(signal.SIGINT, False)

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Answer the one request of a connection."""
        request = None
        link = Link(client, self.notify, answer_seconds=self.app.answer_seconds)
        try:
            request = next(get_parser(self.cfg, link, addr))
            self.handle_request(listener, request, link, addr)
            link.finish()
        except (NoMoreData, StopIteration):
            pass  # it left before it had asked, or what went wrong has been logged
        except TimeoutError:
            if request is None:
                _refuse(client, 408, SENTENCES[408])
        except OSError as error:
            if error.errno not in _GONE:
                self.log.exception("The connection failed.")
        except ParseException as error:
            _refuse(client, *_refusal(error))
        except Exception:
            self.log.exception("A request could not be answered.")
            _refuse(client, 500, SENTENCES[500])
        finally:
            util.close_graceful(link)


class Link:
    """The connection of a client, which is not waited for for long.

    A connection that is closed before its answer is whole is reset, however it comes to that: by
    HTTP/1.0, which proxies speak, the half of an answer looks like the whole otherwise.

    :param client: a connected socket.
    :param notify: called now and then while the client takes an answer.
    :param read_seconds: for a request to arrive.
    :param piece_seconds: for each :data:`PIECE_BYTES` of the answer to be taken.
    :param answer_seconds: for the whole of it.
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
        self._until = time.monotonic() + read_seconds
        self._piece_seconds = piece_seconds
        self._answer_seconds = answer_seconds
        self._answer_until: float | None = None
        self._noticed = 0.0
        self._lingers = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def recv(self, most: int) -> bytes:
        """Receive up to so many bytes of the request.

        :raises TimeoutError: it has not arrived in time.
        """
        self._client.settimeout(max(self._until - time.monotonic(), 0.001))
        return self._client.recv(most)

    def sendall(self, data: bytes) -> None:
        """Send the next bytes of the answer.

        :raises TimeoutError: they are not taken in time.
        """
        now = time.monotonic()
        if self._answer_until is None:
            self._answer_until, self._noticed = now + self._answer_seconds, now
        rest = memoryview(data)
        while rest:
            left = max(self._answer_until - now, 0.001)
            self._client.settimeout(min(self._piece_seconds, left))
            self._client.sendall(rest[:PIECE_BYTES])
            rest, now = rest[PIECE_BYTES:], time.monotonic()
            if now - self._noticed > _NOTICE_SECONDS:
                self._noticed = now
                self._notify()
                self._reset_when_closed(True)  # though this process be killed

    def finish(self) -> None:
        """Say that the answer is whole."""
        self._answer_until = None
        self._reset_when_closed(False)

    def shutdown(self, how: int) -> None:
        """End what is sent, where it is whole.

        :raises OSError: it is not.
        """
        if self._answer_until is not None:
            self._reset_when_closed(True)
            raise OSError(errno.ECONNABORTED, "The answer is not whole.")
        self._client.shutdown(how)

    def _reset_when_closed(self, reset: bool) -> None:
        if self._lingers != reset:
            self._lingers = reset
            self._client.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, _RESET if reset else _CLOSE
            )


def _refusal(error: ParseException) -> tuple[int, str]:
    if isinstance(error, LimitRequestLine):
        return 414, SENTENCES[414]
    if isinstance(error, LimitRequestHeaders):
        return 431, SENTENCES[431]
    if isinstance(error, UnsupportedTransferCoding):
        return 501, SENTENCES[501]
    if isinstance(error, InvalidRequestLine | InvalidRequestMethod | InvalidHTTPVersion):
        return 400, NOT_ENCODED
    return 400, SENTENCES[400]


def _refuse(client: socket.socket, status: int, sentence: str) -> None:
    body = encode_problem(status, sentence)
    fields = {**HEADERS, "Content-Type": MEDIA_TYPE, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nConnection: close\r\n{lines}\r\n"
    with contextlib.suppress(OSError):  # the client may be gone
        client.sendall(head.encode("ascii") + body)
