"""The records that readers yield and the archive keeps: documents and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from corpus.messages import Message, ParameterValue, render


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One text of the archive with its metadata.

    ``id`` is empty until the archive has assigned one (see ``corpus.identity.identify``). ``date``
    is the date of the story, ISO and perhaps partial (``2016``, ``2016-12``, ``2016-12-01``);
    ``added_at`` is when the archive first received the document, an ISO date and time in UTC.
    ``text`` is the body after cleaning; ``original`` is the whole text before it, or None if
    cleaning removed nothing. ``encoding`` names the character set it was decoded from. ``removed``
    lists the pieces that cleaning removed. ``extra`` holds the unknown keys of a record unchanged.
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

    def keyword(self, name: str) -> str | None:
        """The value of a keyword field (see ``corpus.fields``), None if it is empty or no text."""
        value = getattr(self, name, self.extra.get(name))
        return value if isinstance(value, str) and value.strip() else None


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A document that could not be read, and why.

    ``path`` is the file as the user named it (``-`` for standard input), ``line`` is 1-based or
    None for a whole file.
    """

    path: str
    message: Message
    line: int | None = None

    @property
    def reason(self) -> str:
        """The message in English, one sentence."""
        return render(self.message, "en")


class RefusalRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal as JSON has it, in the ingest log and in the output of commands."""

    path: str
    reason: str
    line: int | None = None
    code: str = "as_given"
    params: Mapping[str, ParameterValue] = {}

    @classmethod
    def of(cls, refusal: Refusal) -> RefusalRecord:
        """The record of a refusal."""
        code, params = refusal.message.code, refusal.message.params
        return cls(
            path=refusal.path, reason=refusal.reason, line=refusal.line, code=code, params=params
        )
