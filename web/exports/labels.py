"""The labels of a record in documents that people read, in both languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import msgspec

from corpus.messages import Language
from web.exports.records import ExportRecord, RecordList
from web.localization import date_text
from web.markup import display


class RecordLabels(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a document of records in one language."""

    untitled: str
    query: str
    note: str
    gone: str
    checked: str


LABELS: Final = MappingProxyType[Language, RecordLabels](
    {
        "ar": RecordLabels(
            untitled="(بلا عنوان)",
            query="البحث",
            note="ملاحظة",
            gone="لم تعد هذه الوثيقة في الأرشيف.",
            checked="تاريخ المراجعة",
        ),
        "en": RecordLabels(
            untitled="(untitled)",
            query="Search",
            note="Note",
            gone="This document is no longer in the archive.",
            checked="Date of the check",
        ),
    }
)


def heading(record: ExportRecord, language: Language) -> str:
    """The title of a record on one line, or that it has none."""
    return " ".join(display(record.title).split()) or LABELS[language].untitled


def origin(record: ExportRecord, language: Language) -> tuple[str, ...]:
    """The source, the date in words and the author of a record, without those that it lacks."""
    date = date_text(record.date, language)
    parts = (record.source, date, record.author)
    return tuple(" ".join(display(part).split()) for part in parts if part.strip())


def remarks(record: ExportRecord, language: Language) -> tuple[tuple[str, str], ...]:
    """What a document says of a record below its passage, each with its label."""
    labels = LABELS[language]
    known = (*record.details, (labels.query, record.query), (labels.note, record.note))
    return tuple((label, display(value).strip()) for label, value in known if value.strip())


def check_line(records: RecordList) -> str:
    """The line with the day on which the archive was asked."""
    day = date_text(records.checked, records.language)
    return f"{LABELS[records.language].checked}: {day}"
