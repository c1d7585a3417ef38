"""Cursors: opaque texts that hold a position in the whole answer to a query.

A cursor holds the offset and the state of the index, and a digest that binds them to the query.
The digest has no key: workers share no secret, and a forged cursor gives access to nothing that
paging does not give.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Final

import msgspec

from search.answer import IndexInfo
from search.request import Request
from web.parameter_types import ParameterError

_DIGEST_BYTES: Final = 9
_LONGEST: Final = 200


class _Position(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    offset: int
    state: str


def write_cursor(request: Request, index: IndexInfo, offset: int) -> str:
    """Return the cursor of the hits of a request from ``offset`` on, in this state of the index."""
    position = msgspec.msgpack.encode(_Position(offset, index.state))
    return base64.urlsafe_b64encode(_digest(request, position) + position).decode().rstrip("=")


def at_cursor(request: Request, cursor: str) -> Request:
    """Return the request at the position of a cursor that was made for it.

    :raises ParameterError: the cursor was made for another query, or is not one.
    """
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        digest, encoded = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        position = msgspec.msgpack.decode(encoded, type=_Position)
        if not hmac.compare_digest(digest, _digest(request, encoded)) or position.offset < 0:
            raise ValueError
    except (ValueError, binascii.Error, msgspec.DecodeError):
        raise ParameterError("foreign_cursor", "cursor") from None
    return msgspec.structs.replace(request, offset=position.offset, state=position.state)


def _digest(request: Request, position: bytes) -> bytes:
    query = (
        request.query,
        request.sources,
        request.after,
        request.before,
        request.level,
        request.sort,
        request.matches,
        request.collapse,
        request.operator,
    )
    encoded = msgspec.msgpack.encode((query, position))
    return hashlib.blake2b(encoded, digest_size=_DIGEST_BYTES).digest()
