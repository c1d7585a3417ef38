"""The text in the body of a request: plain, or in JSON."""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec

from web.api.endpoints import JSON
from web.parameter_types import ParameterError

TEXT: Final = "text"
"""The name of the text in JSON, and in the problem of a body."""

PLAIN: Final = "text/plain"

_UNSTATED: Final = ("", "application/octet-stream", "application/x-www-form-urlencoded")
"""Types that a client sends if its user names none; that of forms is the one of ``curl --data``."""

_TYPE_SHOWN: Final = 80


class MediaTypeError(ParameterError):
    """A body of a type that has no text."""


class _TextBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str


class Body(NamedTuple):
    """A body as text; ``is_json`` says that it is JSON by its type, not a plain text."""

    text: str
    is_json: bool


def read_text(body: bytes, media_type: str) -> str:
    """Return the text of a body.

    :param body: UTF-8; the text itself, or for JSON an object with the one member ``text``.
    :param media_type: that of the request, without parameters, in lower case.
    :raises MediaTypeError: there is no text in a body of this type.
    :raises web.parameter_types.ParameterError: the body cannot be read.
    """
    found = read_body(body, media_type)
    return _decode(found.text) if found.is_json else found.text


def read_body(body: bytes, media_type: str) -> Body:
    """Return a body as text; objects and arrays of JSON are no plain text.

    :param body: UTF-8.
    :param media_type: that of the request, without parameters, in lower case.
    :raises MediaTypeError: there is no text in a body of this type.
    :raises web.parameter_types.ParameterError: the body cannot be read.
    """
    is_json = media_type == JSON or media_type.endswith("+json")
    if not is_json and not media_type.startswith("text/") and media_type not in _UNSTATED:
        raise MediaTypeError("body_without_text", TEXT, media_type=media_type[:_TYPE_SHOWN])
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise ParameterError("body_not_utf8", TEXT) from None
    if not is_json and text.lstrip().startswith(("{", "[")) and _is_json(text):
        raise ParameterError("json_body_of_other_type", TEXT)
    return Body(text, is_json)


def _decode(text: str) -> str:
    try:
        return msgspec.json.decode(text, type=_TextBody).text
    except (msgspec.MsgspecError, RecursionError):
        raise ParameterError("json_body_without_text", TEXT) from None


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except (msgspec.MsgspecError, RecursionError):
        return False
    return True
