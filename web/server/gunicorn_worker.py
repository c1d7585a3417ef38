"""A gunicorn worker that waits for no client, and answers errors with problem documents.

The arbiter kills a worker that sends it no heartbeat for a while. The worker sends one between two
requests or pieces of answers, so a long download outlives that time and a stuck worker does not.
"""

from __future__ import annotations

import os
import signal
import time
from http import HTTPStatus
from typing import Any, Final

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
from gunicorn.workers.base import Worker

from corpus.messages import Message
from web.http.security_headers import HEADERS
from web.problems import MEDIA_TYPE, encode_problem, status_message
from web.server.connection_loop import ConnectionLoop
from web.server.received_request import Source
from web.server.wsgi_answer import FixedAnswer, SentAnswer, WsgiAnswer

_EXIT_SECONDS: Final = 1.0
"""Time that a stopping worker leaves for its end, before the arbiter kills it."""

_READ_SECONDS: Final = 0.25
"""Time between two MiB of the index that are read again."""

_READ_SHARE: Final = 0.02
"""The share of its time, at most, that a worker waits for a slow disk to read them."""


class GunicornWorker(Worker):  # type: ignore[misc]
    """A worker with one thread that logs no client address."""

    _read_at = 0.0

    def init_signals(self) -> None:
        """Finish the open requests when Ctrl-C, which every process receives, ends the server."""
        super().init_signals()
        signal.signal(signal.SIGINT, self.handle_exit)
        signal.siginterrupt(signal.SIGINT, False)

    def run(self) -> None:
        """Answer requests until a signal ends the worker, and then those that are open."""
        loop = ConnectionLoop(self, self.app.limits)
        loop.listen(self.PIPE[0], self._wake)
        for listener in self.sockets:
            loop.listen(listener)
        while self.alive and self._has_parent():
            self.notify()
            loop.step(min(self.timeout or 0.5, _READ_SECONDS))
            self._read_again()
        for listener in self.sockets:
            loop.stop_listening(listener)
            listener.close()
        until = time.monotonic() + max(0.0, self.cfg.graceful_timeout - _EXIT_SECONDS)
        while len(loop) and time.monotonic() < until and self._has_parent():
            self.notify()
            loop.step(_EXIT_SECONDS)
        loop.close()

    def _read_again(self) -> None:
        """Read a MiB of the index again when it is time, to find what the disk has changed."""
        started = time.monotonic()
        if started < self._read_at:
            return
        try:
            self.wsgi.extensions["warraq"].read_again()
        except Exception:
            self.log.exception("the index cannot be read again")
        ended = time.monotonic()
        self._read_at = ended + max(_READ_SECONDS, (ended - started) / _READ_SHARE)

    def parse(self, source: Source, address: Any) -> Any:
        """Parse the head of a request."""
        try:
            return next(get_parser(self.cfg, source, address))
        except StopIteration:
            raise NoMoreData from None

    def answer(self, request: Any, address: Any, server: Any) -> SentAnswer:
        """Begin the answer of the application."""
        self.nr += 1
        return WsgiAnswer(self.wsgi, request, address, server, self.cfg)

    def refuse(self, status: int, message: Message) -> SentAnswer:
        """Return a problem document."""
        body = encode_problem(status, message)
        fields = {**HEADERS, "Content-Type": MEDIA_TYPE, "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nConnection: close\r\n{lines}\r\n"
        return FixedAnswer(head.encode("ascii") + body)

    def refuse_malformed(self, error: ParseException) -> SentAnswer:
        """Return the problem of a request that cannot be parsed."""
        return self.refuse(*_refusal(error))

    def report(self, text: str) -> None:
        """Log the current exception."""
        self.log.exception(text)

    def _has_parent(self) -> bool:
        return bool(self.ppid == os.getppid())

    def _wake(self) -> None:
        """Take the byte that a signal has written."""
        os.read(self.PIPE[0], 4096)


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
