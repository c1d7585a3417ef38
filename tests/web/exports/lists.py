"""A list of records with what makes files of them difficult."""

from __future__ import annotations

from web.exports.records import ExportRecord, RecordList

HOSTILE = '</title><script>alert("1")</script> {x} \\input \x0b\u202e'

LIST = RecordList(
    title="ما نُشر عن المكتبة",
    checked="2026-11-29",
    language="ar",
    sentences=("نُشر: مقالتان في صحيفتين.",),
    records=(
        ExportRecord(
            id="8d33",
            title="افتتاح المكتبة العامة",
            source="بريد المشرق",
            author="رنا الحوراني",
            date="2019-03-17",
            url="https://example.org/library",
            accessed="2026-11-29",
            language="ar",
            snippet="افتتحت البلدية المكتبة…",
            query="مكتبة",
            note="السطر الأول\nالسطر الثاني",
            group="النص نفسه",
            details=(("النسبة", "62 %"),),
        ),
        ExportRecord(
            id="bare", accessed="2026-11-29", is_gone=True, group="النص نفسه", url="javascript:x"
        ),
        ExportRecord(
            id="8-d33", title=HOSTILE, note="=1+1", date="2019", accessed="2026-11-29", group="غيره"
        ),
    ),
)
