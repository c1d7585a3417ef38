"""Document ids in addresses: any characters, those with a meaning in a path percent-encoded."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import BaseConverter

_SAFE: Final = "!$&'()*+,:;=@"


class DocumentIdConverter(BaseConverter):
    """Reads and writes a document id, which may have slashes, as a part of a path."""

    part_isolating = False
    regex = "(?s:.+?)"

    def to_url(self, value: str) -> str:
        """The id with percent signs, also for slashes."""
        return encode_id(value)


def encode_id(document_id: str) -> str:
    """An id as a part of a path."""
    return quote(document_id, safe=_SAFE)


def init_document_ids(app: Flask) -> None:
    """Let a variable of a path without a converter be a document id."""
    app.url_map.converters = {**app.url_map.converters, "default": DocumentIdConverter}
    app.url_map.merge_slashes = False
