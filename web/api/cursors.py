"""Cursors: where a walk through a whole answer goes on, in a form that nobody need understand.

A cursor holds the place and the state of the index, and a digest that binds them to the question.
The digest has no key: there is no secret to share among workers, and one who makes a cursor himself
gets what he could have walked to.
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
from web.parameters import ParameterError, noop

_DIGEST_BYTES: Final = 9
_LONGEST: Final = 200


class _Place(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    offset: int
    state: str


def write_cursor(asked: Request, index: IndexInfo, offset: int) -> str:
    """Return the cursor of the hits of a request from ``offset`` on, as this index has them."""
    place = msgspec.msgpack.encode(_Place(offset, index.state))
    return base64.urlsafe_b64encode(_digest(asked, place) + place).decode().rstrip("=")


def at_cursor(asked: Request, cursor: str) -> Request:
    """Return the request at the place of a cursor that was made for it.

    :raises ParameterError: it was made for another question, or by nobody.
    """
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        held = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        digest, written = held[:_DIGEST_BYTES], held[_DIGEST_BYTES:]
        place = msgspec.msgpack.decode(written, type=_Place)
        if not hmac.compare_digest(digest, _digest(asked, written)) or place.offset < 0:
            raise ValueError
    except (ValueError, binascii.Error, msgspec.DecodeError):
        raise ParameterError(
            noop(
                "The cursor was not made for this question; take it as an answer gives it, and"
                " leave query, filters, level and order as they were."
            ),
            "cursor",
        ) from None
    return msgspec.structs.replace(asked, offset=place.offset, state=place.state)


def _digest(asked: Request, place: bytes) -> bytes:
    question = (
        asked.query,
        asked.sources,
        asked.after,
        asked.before,
        asked.level,
        asked.sort,
        asked.operator,
    )
    written = msgspec.msgpack.encode((question, place))
    return hashlib.blake2b(written, digest_size=_DIGEST_BYTES).digest()
