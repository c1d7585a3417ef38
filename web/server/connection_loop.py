"""One thread that answers all connections of a worker.

An answer is computed without interruption, so the engine is used by one thread and never by two
requests at once. Nothing waits for a client: requests are collected as they arrive, and answers
are sent as their clients take them. A long answer is made piece by piece, and other requests are
answered between two pieces.
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Protocol

from gunicorn.http.errors import NoMoreData, ParseException

from corpus.messages import Message
from web.limits import ServerLimits
from web.problems import status_message
from web.server.connection import Connection
from web.server.received_request import ReceivedRequest, Source
from web.server.wsgi_answer import SentAnswer

_CHECK_SECONDS: Final = 0.1
"""Time between two checks of the time limits of all connections."""

_NO_CONNECTION: Final = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)
_NO_DESCRIPTOR: Final = (errno.EMFILE, errno.ENFILE)


class Server(Protocol):
    """What the loop asks of a server."""

    def parse(self, source: Source, address: Any) -> Any:
        """Parse the head of a request.

        :raises gunicorn.http.errors.ParseException: it is malformed.
        """
        ...

    def answer(self, request: Any, address: Any, server: Any) -> SentAnswer:
        """Begin the answer to a request."""
        ...

    def refuse(self, status: int, message: Message) -> SentAnswer:
        """Return the answer to a request that is not given to the application."""
        ...

    def refuse_malformed(self, error: ParseException) -> SentAnswer:
        """Return the answer to a request that cannot be parsed."""
        ...

    def report(self, text: str) -> None:
        """Log the current exception."""
        ...


class ConnectionLoop:
    """The connections of a worker."""

    def __init__(self, server: Server, limits: ServerLimits) -> None:
        self._server = server
        self._limits = limits
        self._selector = selectors.DefaultSelector()
        self._connections: dict[Connection, int] = {}  # in the order of their age, with the events
        self._turns: deque[Connection] = deque()
        self._check_at = 0.0

    def __len__(self) -> int:
        return len(self._connections)

    def listen(self, listener: socket.socket, wake: Callable[[], None] | None = None) -> None:
        """Accept connections of a listening socket; call ``wake`` instead where it is given."""
        if wake is None:
            listener.setblocking(False)
            name = listener.getsockname()
            self._selector.register(
                listener, selectors.EVENT_READ, lambda: self._accept(listener, name)
            )
        else:
            self._selector.register(listener, selectors.EVENT_READ, wake)

    def stop_listening(self, listener: socket.socket) -> None:
        """Accept no further connection; those that have sent something are continued."""
        self._selector.unregister(listener)
        for connection in list(self._connections):
            if connection.reads and not connection.held_bytes:
                self._reset(connection)

    def step(self, seconds: float) -> None:
        """Do what can be done now, or wait for at most ``seconds`` until there is something."""
        if self._connections:
            seconds = min(seconds, _CHECK_SECONDS)
        for key, _ in self._selector.select(0 if self._turns else seconds):
            key.data()
        if self._turns:
            self._advance(self._turns.popleft())
        now = time.monotonic()
        if now >= self._check_at:
            self._check_at = now + _CHECK_SECONDS
            self._check_times(now)

    def close(self) -> None:
        """End every connection."""
        for connection in list(self._connections):
            self._reset(connection)
        self._selector.close()

    # Reading

    def _accept(self, listener: socket.socket, name: Any) -> None:
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in _NO_DESCRIPTOR and self._connections:
                self._reset(self._longest_waiting())
            elif error.errno not in (*_NO_CONNECTION, *_NO_DESCRIPTOR):
                raise
            return
        if len(self._connections) >= self._limits.connections:
            self._reset(self._longest_waiting())
        request = ReceivedRequest(lambda source: self._server.parse(source, address), self._limits)
        connection = Connection(client, address, name, request, self._limits, time.monotonic())
        self._connections[connection] = 0
        self._read(connection)

    def _longest_waiting(self) -> Connection:
        """The oldest connection of which no request has arrived, else the oldest."""
        unanswered = (each for each in self._connections if each.answer is None)
        return next(unanswered, next(iter(self._connections)))

    def _read(self, connection: Connection) -> None:
        try:
            if not connection.receive():
                self._watch(connection, selectors.EVENT_READ)
                self._limit_held(connection)
                return
            request, connection.surplus = connection.request.finish()
            answer = self._server.answer(request, connection.address, connection.server)
        except NoMoreData:
            self._reset(connection)
        except ParseException as error:
            self._begin(connection, self._server.refuse_malformed(error))
        except OSError:
            self._reset(connection)
        except Exception:  # noqa: BLE001 - it must not end the other connections
            self._server.report("A request could not be read.")
            self._begin(connection, self._server.refuse(500, status_message(500)))
        else:
            self._begin(connection, answer)

    # Answering

    def _begin(self, connection: Connection, answer: SentAnswer) -> None:
        connection.begin(answer, time.monotonic())
        self._watch(connection, 0)
        self._advance(connection)

    def _advance(self, connection: Connection) -> None:
        """Send the next piece of a long answer, or all of a short one."""
        answer = connection.answer
        if answer is None:
            return  # closed since
        try:
            loaded = False
            while connection.send(time.monotonic()):
                if loaded and answer.is_long:
                    self._watch(connection, 0)
                    self._turns.append(connection)
                    return
                if not self._load(connection):
                    self._finish(connection)
                    return
                loaded = True
        except OSError:
            self._reset(connection)
            return
        if connection in self._connections:
            self._watch(connection, selectors.EVENT_WRITE)
            self._limit_held(connection)

    def _load(self, connection: Connection) -> bool:
        """Make the next piece; an answer whose first one fails is an error."""
        try:
            return connection.load()
        except Exception as error:
            self._server.report("A request could not be answered.")
            if connection.has_sent:
                raise ConnectionAbortedError(errno.ECONNABORTED, "The answer failed.") from error
            answer, connection.surplus = connection.answer, True
            if answer is not None:
                answer.close()
            connection.begin(self._server.refuse(500, status_message(500)), time.monotonic())
            return connection.load()

    def _finish(self, connection: Connection) -> None:
        if connection.surplus:
            connection.linger(time.monotonic())
            self._watch(connection, selectors.EVENT_READ)
        else:
            self._end(connection, connection.close)

    def _ready(self, connection: Connection) -> None:
        """Continue a connection that its client has sent to, or taken from."""
        if connection not in self._connections:
            return  # ended since the event
        if connection.reads:
            self._read(connection)
        elif connection.lingers:
            self._drain(connection)
        else:
            self._watch(connection, 0)
            self._turns.append(connection)

    def _drain(self, connection: Connection) -> None:
        try:
            if connection.drain():
                return
        except OSError:
            pass
        self._end(connection, connection.close)

    # Limits

    def _check_times(self, now: float) -> None:
        for connection in [each for each in self._connections if each.is_late(now)]:
            if connection.reads:
                self._begin(connection, self._server.refuse(408, status_message(408)))
            else:
                self._reset(connection)

    def _limit_held(self, newest: Connection) -> None:
        """End connections while all hold too much memory: incomplete requests before answers, which
        a key was asked for, and the oldest first."""
        if newest.held_bytes * self._limits.connections <= self._limits.held_bytes:
            return  # a connection of this size is never one too many
        held = sum(each.held_bytes for each in self._connections)
        for connection in sorted(self._connections, key=lambda each: each.answer is not None):
            if held <= self._limits.held_bytes:
                return
            if connection is not newest and connection.held_bytes:
                held -= connection.held_bytes
                self._reset(connection)

    def _watch(self, connection: Connection, events: int) -> None:
        before = self._connections[connection]
        if before == events:
            return
        self._connections[connection] = events
        if before and events:
            self._selector.modify(connection.client, events, lambda: self._ready(connection))
        elif events:
            self._selector.register(connection.client, events, lambda: self._ready(connection))
        else:
            self._selector.unregister(connection.client)

    def _reset(self, connection: Connection) -> None:
        self._end(connection, connection.reset)

    def _end(self, connection: Connection, end: Callable[[], None]) -> None:
        if self._connections.pop(connection):
            self._selector.unregister(connection.client)
        try:
            end()
        except Exception:  # noqa: BLE001 - the end of one answer must not end the others
            self._server.report("An answer could not be ended.")
