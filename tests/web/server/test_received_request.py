"""When a request has arrived, however its bytes are divided."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http import get_parser
from gunicorn.http.errors import (
    InvalidHeader,
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from hypothesis import given
from hypothesis import strategies as st

from search.limits import LIMITS
from web.limits import SERVER_LIMITS, ServerLimits
from web.server.received_request import ChunkScanner, ReceivedRequest, Source

PLAIN = b"GET /?q=x HTTP/1.1\r\nHost: localhost\r\n\r\n"
FORM = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n"
CHUNKED = b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
BODY = b"hello world"
CHUNKS = b"5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n"
COMPLETE = [
    (PLAIN, b""),
    (FORM + BODY, BODY),
    (CHUNKED + CHUNKS, BODY),
    (CHUNKED + b"0\r\n\r\n", b""),
]


def parse(source: Source) -> Any:
    config = Config()
    config.set("limit_request_line", SERVER_LIMITS.request_line_bytes)
    config.set("limit_request_fields", SERVER_LIMITS.head_lines)
    config.set("limit_request_field_size", SERVER_LIMITS.head_line_bytes)
    return next(get_parser(config, source, ("127.0.0.1", 1)))


def received(limits: ServerLimits = SERVER_LIMITS) -> ReceivedRequest:
    return ReceivedRequest(parse, limits)


def feed_slowly(data: bytes) -> None:
    """Feed a request byte by byte."""
    arriving = received()
    for number in range(len(data)):
        arriving.feed(data[number : number + 1])


@given(
    request_=st.sampled_from(COMPLETE),
    cuts=st.sets(st.integers(1, 120)),
    more=st.sampled_from([b"", b"GET /next"]),
)
def test_a_request_is_complete_with_its_last_byte(
    request_: tuple[bytes, bytes], cuts: set[int], more: bytes
) -> None:
    data, body = request_
    arriving = received()
    places = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    *before, last = [data[a:b] for a, b in pairwise(places)]
    assert not any(arriving.feed(piece) for piece in before)
    assert arriving.feed(last + more)
    parsed, surplus = arriving.finish()
    assert surplus == bool(more)
    assert parsed.method == data.split()[0].decode()
    assert parsed.body.read() == body


@pytest.mark.parametrize(
    "data", [each[:-1] for each, _ in COMPLETE] + [b"", b"\r", b"\r\n", b"GET", b"GET /\r"]
)
def test_an_incomplete_request_is_waited_for(data: bytes) -> None:
    assert not received().feed(data)


LINE = b"GET / HTTP/1.1\r\n"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (PLAIN.replace(b"\r\n", b"\n"), InvalidRequestLine),
        (b"\n", InvalidRequestLine),
        (b"GET /\n", InvalidRequestLine),
        (b"GET / HTTP/1.1\rHost: x", InvalidRequestLine),
        (b"\x16\x03\x01\x02\x00", InvalidRequestLine),  # TLS
        (b"GET /\0", InvalidRequestLine),
        (LINE + b"Host: localhost\n", InvalidHeader),
        (LINE + b"Host: localhost\n\n", InvalidHeader),
        (LINE + b"Host: localhost\nX: y\r\n\r\n", InvalidHeader),
        (LINE + b"Host: localhost\r\n\n", InvalidHeader),
        (LINE + b"Host: localhost\r\n\r\r", InvalidHeader),
        (LINE + b"Host: local\rhost", InvalidHeader),
        (LINE + b"Host: local\x7fhost", InvalidHeader),
    ],
    ids=ascii,
)
def test_a_head_that_can_only_be_refused_is_not_waited_for(
    data: bytes, error: type[ParseException]
) -> None:
    with pytest.raises(error):
        received().feed(data)
    with pytest.raises(error):
        feed_slowly(data)


@pytest.mark.parametrize(
    "coding",
    ["gzip, chunked", "deflate, chunked", "identity, chunked", "x, chunked", "chunked;a=b"],
)
def test_an_encoded_body_is_refused(coding: str) -> None:
    head = CHUNKED.replace(b"chunked", coding.encode())
    with pytest.raises(UnsupportedTransferCoding):
        received().feed(head + CHUNKS)


def test_a_coding_on_a_line_of_its_own_is_refused() -> None:
    head = CHUNKED.replace(b"Transfer", b"Transfer-Encoding: gzip\r\nTransfer", 1)
    with pytest.raises(UnsupportedTransferCoding):
        received().feed(head)


def test_chunked_may_have_capital_letters() -> None:
    assert received().feed(CHUNKED.replace(b"chunked", b"Chunked") + CHUNKS)


@pytest.mark.parametrize(
    "body", [b"5\nhello\n0\n\n", b"5\r\nhello\r\n0\n", b"0\r\nX: y\n\r\n", b"\n5"]
)
def test_a_bare_line_feed_ends_no_line_of_a_chunked_body(body: bytes) -> None:
    assert ChunkScanner().find_end(bytearray(body)) == -1


@pytest.mark.parametrize(
    ("line", "known"), [(SERVER_LIMITS.request_line_bytes, True), (8_191, False)]
)
def test_a_long_request_line_is_refused_before_its_end(line: int, known: bool) -> None:
    target = b"GET /?q=" + b"a" * (line - len(b"GET /?q= HTTP/1.1")) + b" HTTP/1.1"
    assert len(target) == line
    if known:
        assert not received().feed(target + b"\r\n")
    else:
        with pytest.raises(LimitRequestLine):
            received().feed(target + b"\r\n")


def test_the_length_of_a_head() -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 8_000) for number in range(8))
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\n" + lines
    rest = SERVER_LIMITS.head_bytes - len(head) - len(b"X: ")
    longest = head + b"X: " + b"a" * rest
    assert received().feed(longest + b"\r\n\r\n")
    for data in (longest + b"a\r\n\r\n", longest + b"a"):
        with pytest.raises(LimitRequestHeaders):
            received().feed(data)


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        ([b"X: 1"] * SERVER_LIMITS.head_lines, True),
        ([b"X: 1"] * (SERVER_LIMITS.head_lines + 1), False),
        ([b"X: " + b"a" * (8_188 - 3)], True),
        ([b"X: " + b"a" * (8_189 - 3)], False),
    ],
)
def test_header_lines(lines: list[bytes], known: bool) -> None:
    data = b"GET / HTTP/1.1\r\n" + b"\r\n".join(lines) + b"\r\n\r\n"
    if known:
        assert received().feed(data)
    else:
        with pytest.raises(ParseException):
            received().feed(data)


@pytest.mark.parametrize(
    "data",
    [
        FORM.replace(b"11", b"1000001"),
        CHUNKED + b"5\r\nhello world\r\n" * 3 + b"no size",
        CHUNKED + b"x\r\n",
        CHUNKED + b"a" * 9_000,
        CHUNKED + b"fffff1\r\n" + b"a" * (2 * LIMITS.request_body_bytes),
        CHUNKED + b"1\r\na\r\n" * (LIMITS.request_body_bytes // 2),
    ],
    ids=["length", "word", "hex", "line", "chunk", "chunks"],
)
def test_a_body_that_will_be_refused_is_not_waited_for(data: bytes) -> None:
    assert received().feed(data)


@pytest.mark.parametrize("size", [b"-6", b"-b", b"+5", b"0x5", b"1_0", b" 5", b"\xd9\xa5", b""])
def test_the_size_of_a_chunk_is_hexadecimal_digits(size: bytes) -> None:
    body = bytearray(b"5\r\nhello\r\n" + size + b"\r\n")
    assert ChunkScanner().find_end(body) == -1


def test_only_a_waiting_client_is_asked_to_continue() -> None:
    head = FORM.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")
    arriving = received()
    assert not arriving.awaits_permission
    assert not arriving.feed(head)
    assert arriving.awaits_permission
    arriving = received()
    arriving.feed(FORM)
    assert not arriving.awaits_permission


def test_the_bytes_are_kept_once() -> None:
    arriving = received()
    arriving.feed(FORM + BODY[:4])
    assert arriving.size == len(BODY[:4])
    arriving.feed(BODY[4:])
    parsed, _ = arriving.finish()
    parsed.body.read()
    assert arriving.size == 0


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6), st.data())
def test_the_end_of_chunks_is_found_once_it_is_there(
    contents: list[bytes], data: st.DataObject
) -> None:
    body = b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in contents) + b"0\r\n\r\n"
    scanner, seen = ChunkScanner(), bytearray()
    while seen != body:
        assert scanner.find_end(seen) is None
        seen += body[len(seen) : len(seen) + data.draw(st.integers(1, 20))]
    assert scanner.find_end(seen + b"more") == len(body)
