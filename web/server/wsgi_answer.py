"""The answer of a WSGI application as pieces of bytes, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextvars import copy_context
from typing import Any, Protocol

from gunicorn.http import wsgi


class SentAnswer(Protocol):
    """An answer in pieces.

    ``is_long`` is whether other requests are to be answered between its pieces.
    """

    @property
    def is_long(self) -> bool:
        """Whether it has many pieces."""
        ...

    def next_piece(self) -> bytes:
        """Return the next piece, empty after the last one."""
        ...

    def close(self) -> None:
        """Stop it."""
        ...


class FixedAnswer:
    """An answer that is known."""

    is_long = False

    def __init__(self, content: bytes) -> None:
        self._content = content

    def next_piece(self) -> bytes:
        """Return the whole answer at the first call."""
        piece, self._content = self._content, b""
        return piece

    def close(self) -> None:
        """Do nothing."""


class WsgiAnswer:
    """The answer of an application to a request; each has its own context variables.

    :param request: as gunicorn has parsed it.
    :param client: the address of the client.
    :param server: the address of the server.
    :param settings: the settings of gunicorn.
    """

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        request: Any,
        client: Any,
        server: Any,
        settings: Any,
    ) -> None:
        self._application = application
        self._written = _Written()
        self._response, self._environ = wsgi.create(
            request, self._written, client, server, settings
        )
        self._response.force_close()
        self._context = copy_context()
        self._pieces = self._make_pieces()

    @property
    def is_long(self) -> bool:
        """Whether the application has not said how many bytes it has."""
        return self._response.response_length is None

    def next_piece(self) -> bytes:
        """Return the next piece with its framing, empty after the last one.

        :raises Exception: that of the application.
        """
        return self._context.run(next, self._pieces, b"")

    def close(self) -> None:
        """Stop the application."""
        self._context.run(self._pieces.close)

    def _make_pieces(self) -> Generator[bytes, None, None]:
        body = self._application(self._environ, self._response.start_response)
        try:
            for content in body:
                self._response.write(content)
                if piece := self._written.take():
                    yield piece
            self._response.close()
            if piece := self._written.take():
                yield piece
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()


class _Written:
    """What gunicorn writes to a socket, kept until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        self._parts.append(data)

    def send(self, _data: bytes) -> None:
        """Leave out ``100 Continue``: the body has arrived."""

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return parts[0] if len(parts) == 1 else b"".join(parts)
