"""The connection of a client: a socket that never waits, and its time limits."""

from __future__ import annotations

import errno
import fcntl
import socket
import struct
import termios
from typing import Any, Final

from web.limits import ServerLimits
from web.server.received_request import ReceivedRequest
from web.server.wsgi_answer import SentAnswer

_RECEIVED_MOST: Final = 65_536
_LINGER_RESET: Final = struct.pack("ii", 1, 0)
_LINGER_OFF: Final = struct.pack("ii", 0, 0)
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection:
    """A client that sends one request and takes its answer.

    A connection that is closed before its answer is complete is reset: in HTTP/1.0, which proxies
    use, half an answer would look complete otherwise.

    :param client: a connected socket.
    :param address: that of the client.
    :param server: the address that it connected to.
    :param request: takes the bytes that arrive.
    :param now: the monotonic time of the connection, in seconds.
    """

    def __init__(
        self,
        client: socket.socket,
        address: Any,
        server: Any,
        request: ReceivedRequest,
        limits: ServerLimits,
        now: float,
    ) -> None:
        client.setblocking(False)
        self.client = client
        self.address = address
        self.server = server
        self.request = request
        self.surplus = True
        self.answer: SentAnswer | None = None
        self._limits = limits
        self._unsent = memoryview(b"")
        self._sent = 0
        self._until = now + limits.request_seconds
        self._piece_until: float | None = None
        self._piece_from = 0
        self._drained = 0
        self._permitted = self._resets = self.lingers = False

    @property
    def reads(self) -> bool:
        """Whether its request is arriving."""
        return self.answer is None and not self.lingers

    @property
    def held_bytes(self) -> int:
        """The bytes of request and answer that are in memory."""
        return self.request.size + len(self._unsent)

    def receive(self) -> bool:
        """Take what has arrived of the request; return whether it can be answered.

        :raises gunicorn.http.errors.ParseException: it is malformed.
        :raises OSError: the client left.
        """
        try:
            data = self.client.recv(_RECEIVED_MOST)
        except BlockingIOError:
            return False
        if not data:
            if self.request.has_head:
                return True  # the application refuses the incomplete body
            raise ConnectionAbortedError(errno.ECONNABORTED, "The client left.")
        complete = self.request.feed(data)
        if not complete and self.request.awaits_permission and not self._permitted:
            self._permitted = True
            self.client.send(_CONTINUE)
        return complete

    def begin(self, answer: SentAnswer, now: float) -> None:
        """Begin to send an answer."""
        self.answer = answer
        self._until = now + self._limits.answer_seconds

    def load(self) -> bool:
        """Make the next piece of the answer; return whether there is one.

        :raises Exception: that of the application.
        """
        assert self.answer is not None
        if self._sent:
            self._reset_when_closed(True)  # even if this process is killed
        self._unsent = memoryview(self.answer.next_piece())
        return len(self._unsent) > 0

    @property
    def has_sent(self) -> bool:
        """Whether a part of the answer was sent."""
        return self._sent > 0

    def send(self, now: float) -> bool:
        """Send what was made of the answer, as far as it can be sent now; return whether all was.

        :raises OSError: the client left.
        """
        while self._unsent:
            try:
                sent = self.client.send(self._unsent)
            except BlockingIOError:
                if self._piece_until is None:
                    self._time_piece(now)
                return False
            self._unsent = self._unsent[sent:]
            self._sent += sent
        self._unsent, self._piece_until = memoryview(b""), None
        return True

    def is_late(self, now: float) -> bool:
        """Whether a time limit has passed."""
        if now >= self._until:
            return True
        if self._piece_until is None or now < self._piece_until:
            return False
        if self._taken() - self._piece_from < self._limits.piece_bytes:
            return True
        self._time_piece(now)
        return False

    def linger(self, now: float) -> None:
        """End the answer, and take what the client still sends for a while (RFC 9112, 9.6).

        Closing it before would reset the connection, and the client might lose the answer.
        """
        self._end_answer()
        self._reset_when_closed(False)
        self.lingers, self._piece_until = True, None
        self._until = now + self._limits.surplus_seconds
        self.client.shutdown(socket.SHUT_WR)

    def drain(self) -> bool:
        """Drop what has arrived after the answer; return whether more may come.

        :raises OSError: the client left.
        """
        try:
            data = self.client.recv(_RECEIVED_MOST)
        except BlockingIOError:
            return True
        self._drained += len(data)
        return bool(data) and self._drained < self._limits.surplus_bytes

    def close(self) -> None:
        """Close it after its answer is complete."""
        self._end_answer()
        self._reset_when_closed(False)
        self.client.close()

    def reset(self) -> None:
        """Close it so that the client sees that the answer is not complete."""
        if not self.lingers:
            self._reset_when_closed(True)
        self._unsent = memoryview(b"")
        self._end_answer()
        self.client.close()

    def _end_answer(self) -> None:
        answer, self.answer = self.answer, None
        if answer is not None:
            answer.close()

    def _time_piece(self, now: float) -> None:
        self._piece_from = self._taken()
        self._piece_until = now + self._limits.piece_seconds

    def _taken(self) -> int:
        """Bytes of the answer that the client has confirmed (``SIOCOUTQ`` counts the others)."""
        waiting = fcntl.ioctl(self.client, termios.TIOCOUTQ, b"\0\0\0\0")
        return self._sent - int(struct.unpack("i", waiting)[0])

    def _reset_when_closed(self, reset: bool) -> None:
        if self._resets != reset:
            self._resets = reset
            self.client.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_RESET if reset else _LINGER_OFF
            )
