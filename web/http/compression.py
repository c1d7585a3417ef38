"""gzip of answers.

It is a few lines over zlib: an extension would bring two more codecs to build. No answer holds a
secret, so compression leaks none (BREACH).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import Final

from flask import Flask, Response, request

LEAST_BYTES: Final = 700
"""Shorter bodies are not compressed: they fit into one packet either way."""

_LEVEL: Final = 4
_COMPRESSIBLE: Final = ("text/", "application/", "image/svg+xml")


def init_compression(app: Flask) -> None:
    """Compress the answers of ``app``.

    Call it before anything else that changes responses: Flask calls its functions last.
    """
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not (response.mimetype or "").startswith(_COMPRESSIBLE):
        return response
    response.vary.add("Accept-Encoding")
    if (
        response.status_code in (204, 206, 304)
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
    ):
        return response
    if response.is_streamed and not response.direct_passthrough:
        response.response = _compressed_pieces(response.iter_encoded())
    else:
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) < LEAST_BYTES:
            return response
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)
    return response


def _compressed_pieces(body: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, wbits=31)
    for piece in body:
        packed = packer.compress(piece)
        if packed:
            yield packed
    yield packer.flush()
