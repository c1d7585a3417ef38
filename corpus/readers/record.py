"""Converting a record of named fields, from JSON or CSV, to a document."""

from __future__ import annotations

from typing import Any, Final

from arabic.dates import find_date, parse_date
from corpus.decoding import (
    Decoded,
    Encoding,
    decode_legacy,
    decode_utf8,
    detect_legacy,
    is_utf8,
)
from corpus.document import Document
from corpus.limits import INPUT_LIMITS
from corpus.markup import plain_text, plain_title
from corpus.messages import WarraqError

KEYS: Final = ("id", "title", "text", "date", "source", "author", "url", "section")
"""The keys of a record that are fields of a document; all others go to ``extra``."""

AS_READ: Final = "_as_read"
"""The suffix of the key under which ``extra`` keeps a field's value before it was changed."""

_KNOWN: Final = frozenset(KEYS)

FAULTS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Errors of a reader that no input should cause; they refuse one item and do not end a run."""


class RecordError(WarraqError):
    """A record or file cannot be converted to a document."""


def to_document(
    record: dict[str, Any],
    *,
    encoding: str,
    removed: tuple[str, ...] = (),
    original: str | None = None,
) -> Document:
    """Convert a record to a document.

    The entities and tags of HTML in title and text become what they stand for (``corpus.markup``);
    ``original`` then is the text as read, and ``extra`` has the title under ``title_as_read``. A
    record with a title and no text is a document without a body. A whole number is accepted for
    ``id`` and ``date``; null and the empty string mean that a field is absent. A date that is not
    ISO is also kept in ``extra`` under ``date_as_read``, and only there if it cannot be parsed.
    Raises RecordError for a record without text and title, or with a field of a wrong type.
    """
    take = record.get
    for key in KEYS:
        value = take(key)
        if value is None or type(value) is str:
            continue
        if type(value) is int and key in ("id", "date"):
            record[key] = str(value)
            continue
        raise RecordError("field_not_a_string", key=key, kind=_json_kind(value))
    written_title, written_text = take("title") or "", take("text") or ""
    if not written_text.strip() and not written_title.strip():
        raise RecordError("record_without_text")
    extra = {key: value for key, value in record.items() if key not in _KNOWN}
    for value in extra.values():
        if type(value) in (dict, list) and _is_deeper(value, INPUT_LIMITS.extra_levels):
            raise RecordError("field_nested_too_deep", levels=INPUT_LIMITS.extra_levels)
    written = take("date") or None
    date = None if written is None else parse_date(written) or find_date(written)
    if date != written:
        extra[f"date{AS_READ}"] = written
    title, text = plain_title(written_title), plain_text(written_text)
    if title != written_title:
        extra[f"title{AS_READ}"] = written_title
    if text != written_text and original is None:
        original = written_text
    return Document(
        id=take("id") or "",
        title=title,
        text=text,
        date=date,
        source=take("source") or None,
        author=take("author") or None,
        url=take("url") or None,
        section=take("section") or None,
        extra=extra,
        original=original,
        encoding=encoding,
        removed=removed,
    )


class LineDecoder:
    """Decodes the lines of one file: each as UTF-8, else in the first legacy set detected."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding: Encoding = encoding
        self._legacy: Encoding | None = (
            encoding if encoding in ("windows-1256", "iso-8859-6") else None
        )

    def decode(self, line: bytes) -> Decoded:
        """Decode one line. Raises DecodingError if it is not text."""
        if is_utf8(line):
            return decode_utf8(line, "utf-8" if self._legacy else self.encoding)
        legacy = self._legacy or detect_legacy(line)
        self._legacy = legacy
        return Decoded(decode_legacy(line, legacy), legacy)


def _json_kind(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "list" if isinstance(value, list) else "object"


def _is_deeper(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return True
