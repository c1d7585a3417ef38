"""A worker of gunicorn that answers what it cannot read as the application would, and waits for no
client for long."""

from __future__ import annotations

import contextlib
import errno
import time
from http import HTTPStatus
from socket import socket
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

from web.problems import MEDIA_TYPE, SENTENCES, encode_problem
from web.security import HEADERS

READ_SECONDS: Final = 5.0
"""Time for a request to arrive, however little of it comes at a time."""

WRITE_SECONDS: Final = 10.0
"""Time for each piece of an answer to be taken."""

NOT_ENCODED: Final = (
    "The first line of the request cannot be read; an address is percent-encoded UTF-8"
    " (with curl: -G --data-urlencode 'q=تدمر')."
)
_GONE: Final = (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN, errno.EBADF)


class Worker(SyncWorker):  # type: ignore[misc]
    """A sync worker that refuses with problem documents, and writes no address into its log."""

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Answer the one request of a connection."""
        request = None
        try:
            patience = _Patience(client, time.monotonic() + READ_SECONDS)
            request = next(get_parser(self.cfg, patience, addr))
            self.handle_request(listener, request, client, addr)
        except (NoMoreData, StopIteration):
            pass  # it left before it had asked
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
            util.close_graceful(client)


class _Patience:
    """A socket to read from until a moment of the monotonic clock."""

    def __init__(self, client: socket, until: float) -> None:
        self._client = client
        self._until = until

    def recv(self, most: int) -> bytes:
        self._client.settimeout(max(self._until - time.monotonic(), 0.001))
        try:
            return self._client.recv(most)
        finally:
            self._client.settimeout(WRITE_SECONDS)


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


def _refuse(client: socket, status: int, sentence: str) -> None:
    body = encode_problem(status, sentence)
    fields = {**HEADERS, "Content-Type": MEDIA_TYPE, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nConnection: close\r\n{lines}\r\n"
    with contextlib.suppress(OSError):  # the client may be gone
        client.sendall(head.encode("ascii") + body)
