"""The record that flows through every package."""

from __future__ import annotations

from typing import Any

import msgspec


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One text of the archive with what is known about it.

    ``id`` is empty until the archive has given one (see ``archive.identify``). ``date`` is the
    date of the story, ISO and perhaps partial (``2016``, ``2016-12``, ``2016-12-01``);
    ``added_at`` is when the archive first took the document, an ISO date and time in UTC.
    ``text`` is the body after cleaning; ``original`` is the whole as it was read, or None where
    cleaning took nothing away. ``encoding`` names the character set it was decoded from.
    ``removed`` lists what cleaning took away, piece by piece. ``extra`` holds unknown keys of a
    record unchanged.
    """

    id: str = ""
    title: str = ""
    text: str = ""
    date: str | None = None
    added_at: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    section: str | None = None
    extra: dict[str, Any] = {}
    original: str | None = None
    encoding: str = "utf-8"
    removed: tuple[str, ...] = ()


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A document that could not be read, and why.

    ``path`` is the file as the user named it (``-`` for standard input), ``line`` is 1-based or
    None where the whole file is meant, ``reason`` one sentence.
    """

    path: str
    reason: str
    line: int | None = None
