"""A request as its bytes arrive: when its head is complete, and when its body is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Protocol

from gunicorn.http.body import ChunkedReader, LengthReader
from gunicorn.http.errors import (
    InvalidHeader,
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
    UnsupportedTransferCoding,
)

from search.limits import LIMITS
from web.limits import ServerLimits

_LINE_END: Final = b"\r\n"
_HEAD_END: Final = b"\r\n\r\n"
_SIZE_LINE_MOST: Final = 8_190
# Python's int() takes signs as well: a chunk of size -6 would lead back to its own size line.
_CHUNK_SIZE: Final = re.compile(rb"[0-9A-Fa-f]+")
# Lines end with CR LF. No field has control characters, which other protocols begin with (TLS).
_NO_HEAD: Final = re.compile(rb"(?<!\r)\n|\r(?=[^\n])|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", re.DOTALL)
_OVERHEAD: Final = 2
"""Bytes of a chunked body for each byte of its content; smaller chunks are refused."""


class Source(Protocol):
    """What a parser receives bytes from; empty bytes if there are no more."""

    def recv(self, most: int, /) -> bytes:
        """Return at most ``most`` bytes."""
        ...


class ReceivedRequest:
    """The bytes of a request that have arrived.

    :param parse: reads the head of a request from a source; the body of the result reads on from
        it. It raises gunicorn's ``ParseException``.
    """

    def __init__(self, parse: Callable[[Source], Any], limits: ServerLimits) -> None:
        self._parse = parse
        self._limits = limits
        self._bytes = bytearray()
        self._source = _Bytes()
        self._chunks = ChunkScanner()
        self._head: Any = None

    @property
    def size(self) -> int:
        """The number of bytes that are kept."""
        return len(self._bytes) + self._source.size

    @property
    def has_head(self) -> bool:
        """Whether the head is complete."""
        return self._head is not None

    @property
    def awaits_permission(self) -> bool:
        """Whether the client sends the body after ``100 Continue`` only (RFC 9110, 10.1.1)."""
        return self.has_head and bool(getattr(self._head, "_expected_100_continue", False))

    def feed(self, data: bytes) -> bool:
        """Take the next bytes; return whether the request can be answered.

        A body that is too long or malformed is not waited for: its reader refuses it.

        :raises gunicorn.http.errors.ParseException: the head is malformed or too long, or the body
            is encoded.
        """
        start = max(0, len(self._bytes) - len(_HEAD_END) + 1)
        self._bytes += data
        if self._head is None and not self._read_head(start):
            return False
        return self._body_end() is not None

    def finish(self) -> tuple[Any, bool]:
        """Return the request with what has arrived of its body, and whether more or less arrived
        than belongs to it.

        The bytes are kept no longer than it.
        """
        end = self._body_end()
        surplus = end is None or end != len(self._bytes)
        self._source.add(self._bytes)
        self._bytes = bytearray()
        return self._head, surplus

    def _read_head(self, start: int) -> bool:
        limits = self._limits
        end = self._bytes.find(_HEAD_END, start)
        if max(end, len(self._bytes) if end < 0 else 0) > limits.head_bytes:
            raise LimitRequestHeaders("The head is too long.")
        _check_lines(self._bytes, start, end if end >= 0 else len(self._bytes))
        if end < 0:
            longest = limits.request_line_bytes + len(_LINE_END)
            if len(self._bytes) > longest and self._bytes.find(_LINE_END, 1, longest) < 0:
                raise LimitRequestLine(len(self._bytes), limits.request_line_bytes)
            return False
        self._source.add(self._bytes[: end + len(_HEAD_END)])
        del self._bytes[: end + len(_HEAD_END)]
        self._head = self._parse(self._source)
        _check_codings(self._head)
        return True

    def _body_end(self) -> int | None:
        """The place after the body, None if it has not arrived and is to be waited for."""
        most = LIMITS.request_body_bytes
        match self._head.body.reader:
            case LengthReader(length=length):
                return length if length <= len(self._bytes) else -1 if length > most else None
            case ChunkedReader():
                end = self._chunks.find_end(self._bytes)
                return -1 if end is None and len(self._bytes) > _OVERHEAD * most else end
            case reader:
                raise AssertionError(f"unknown kind of body: {reader!r}")


def _check_lines(head: bytearray, start: int, end: int) -> None:
    """Refuse a head that can never become a good one, before the rest of it has arrived."""
    found = _NO_HEAD.search(head, start, end)
    if found is None:
        return
    if head.find(_LINE_END, 0, found.start()) < 0:
        raise InvalidRequestLine("The request line has a control character.")
    raise InvalidHeader("A header line has a control character.")


def _check_codings(head: Any) -> None:
    """Refuse every transfer coding but ``chunked``: nothing is decompressed."""
    for name, value in head.headers:
        if name == "TRANSFER-ENCODING" and value.lower() != "chunked":
            raise UnsupportedTransferCoding(value)


class ChunkScanner:
    """Finds the end of a chunked body (RFC 9112, 7.1) while it arrives."""

    def __init__(self) -> None:
        self._at = 0
        self._in_trailer = False

    def find_end(self, body: bytearray) -> int | None:
        """Return the place after the body, -1 if it is malformed, None if it is not complete.

        :param body: all bytes so far; each call has those of the call before at the beginning.
        """
        while True:
            line_end = body.find(_LINE_END, self._at)
            line_feed = body.find(b"\n", self._at)
            if line_feed >= 0 and (line_end < 0 or line_feed != line_end + 1):
                return -1
            if line_end < 0:
                return -1 if len(body) - self._at > _SIZE_LINE_MOST else None
            after = line_end + len(_LINE_END)
            if self._in_trailer:
                if line_end == self._at:
                    return after
                self._at = after
                continue
            size = _chunk_size(body[self._at : line_end])
            if size is None:
                return -1
            if size == 0:
                self._in_trailer = True
            else:
                after += size + len(_LINE_END)
                if len(body) < after:
                    return None
            self._at = after


def _chunk_size(line: bytearray) -> int | None:
    size = bytes(line).split(b";")[0].rstrip(b" \t")
    return int(size, 16) if _CHUNK_SIZE.fullmatch(size) else None


class _Bytes:
    """Received bytes as a source."""

    def __init__(self) -> None:
        self._data = bytearray()

    @property
    def size(self) -> int:
        return len(self._data)

    def add(self, data: bytearray) -> None:
        self._data += data

    def recv(self, most: int, /) -> bytes:
        piece = bytes(self._data[:most])
        del self._data[:most]
        return piece
