"""The records of an export: documents with what was found in them and what was noted."""

from __future__ import annotations

import msgspec

from corpus.messages import Language
from web.exports.citation import CitedDocument


class ExportRecord(CitedDocument, frozen=True, kw_only=True):
    """A document of a list; empty fields are left out of files that have no columns.

    ``accessed`` is the day of the check. ``query`` is the search that found the document.
    ``group`` is the heading under which it is listed: records of one group follow each other.
    ``details`` are further values with their labels. ``is_gone`` says that the archive no longer
    has the document.
    """

    query: str = ""
    group: str = ""
    details: tuple[tuple[str, str], ...] = ()
    is_gone: bool = False


class RecordList(msgspec.Struct, frozen=True, kw_only=True):
    """The records of a file in their order.

    ``title`` is its heading and ``sentences`` the paragraphs below it. ``checked`` is the ISO date
    of the day on which the archive was asked. ``language`` is that of the labels.
    """

    title: str
    checked: str
    language: Language
    records: tuple[ExportRecord, ...]
    sentences: tuple[str, ...] = ()
