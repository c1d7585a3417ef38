"""The limits of what is read into the archive in one table; docs/limits.md repeats it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from corpus.document import Document
from corpus.messages import Message


class InputLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers that bound a document and a run of ``add``; the text after each says what.

    Each is tested at the limit and one past it. A field is refused beyond it, never cut.
    """

    text_bytes: int = 5_000_000
    """Bytes of a text in UTF-8, without markup."""

    line_bytes: int = 20_000_000
    """Bytes of a line, and of a file that is one document, with markup."""

    id: int = 10_000
    """Code points of the id of a record; past 500 it is kept in `extra`."""

    title: int = 2_000
    """Code points of a title."""

    source: int = 500
    """Code points of a source."""

    author: int = 1_000
    """Code points of an author."""

    section: int = 500
    """Code points of a section."""

    url: int = 8_000
    """Code points of an address."""

    extra_bytes: int = 1_000_000
    """Bytes of the other keys of a record together, as JSON."""

    extra_levels: int = 64
    """Levels of nesting in the value of another key."""

    row_lines: int = 100_000
    """Lines of a row of CSV, in quotes."""

    row_characters: int = 20_000_000
    """Characters of a row of CSV of several lines."""

    columns: int = 10_000
    """Columns of a CSV header."""

    refusals_listed: int = 1_000
    """Refusals that one run prints and keeps; further ones are counted."""

    refusals_listed_of_file: int = 100
    """Of these, refusals of one file; further ones are counted for the file."""


INPUT_LIMITS: Final = InputLimits()

FIELDS: Final = ("id", "title", "source", "author", "section", "url")
"""The fields whose limits count code points."""


def field_faults(document: Document) -> Iterator[Message]:
    """What is longer in a document than its limit; the text has a limit of its own."""
    for name in FIELDS:
        value: str | None = getattr(document, name)
        if value is not None and len(value) > (most := getattr(INPUT_LIMITS, name)):
            yield Message.of("field_too_long", key=name, most=most, found=len(value))
    if document.extra:
        found = len(msgspec.json.encode(document.extra))
        if found > INPUT_LIMITS.extra_bytes:
            yield Message.of("extra_too_long", most=INPUT_LIMITS.extra_bytes, found=found)
