"""The answer of a check of coverage as the records of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from flask_babel import gettext

from corpus.document import Document
from corpus.messages import render
from search.coverage.answer import CheckedDocument, Coverage, SameText
from web import localization
from web.exports.citation import CitedDocument
from web.exports.records import ExportRecord, RecordList
from web.pages.coverage_text import beginning
from web.pages.coverage_view import COPIES_SHOWN, ReadDocument, per_cent

_SNIPPET: Final = 400
"""Code points of a passage in a file."""

_NEW_SENTENCES: Final = 20
"""New sentences that a file lists."""

Cite = Callable[[Document], CitedDocument]
"""Makes the citation of a document."""


def coverage_records(
    coverage: Coverage, draft: str, *, read: ReadDocument, cite: Cite, checked: str
) -> RecordList:
    """Return the records of an answer: the same text, then the same story, each with its copies.

    :param draft: the text that was checked.
    :param checked: the ISO date of the day of the check.
    """
    groups = (
        (str(gettext("Same text")), coverage.same_text),
        (str(gettext("Same story")), coverage.same_story),
    )
    return RecordList(
        title=str(gettext("Has this been covered?")),
        checked=checked,
        language=localization.current_language(),
        records=tuple(
            record
            for group, documents in groups
            for each in documents
            for record in _records(each, group, read, cite)
        ),
        sentences=tuple(_sentences(coverage, draft)),
    )


def _records(
    found: CheckedDocument, group: str, read: ReadDocument, cite: Cite
) -> Iterator[ExportRecord]:
    document = read(found.id)
    if document is None:
        return
    cited = cite(document)
    yield _record(cited, group, _snippet(found, document.text), tuple(_details(found)))
    of = ((str(gettext("copy of")), found.id),)
    for copy in filter(None, map(read, found.copies[:COPIES_SHOWN])):
        yield _record(cite(copy), group, "", of)


def _record(
    cited: CitedDocument, group: str, snippet: str, details: tuple[tuple[str, str], ...]
) -> ExportRecord:
    fields = {name: getattr(cited, name) for name in CitedDocument.__struct_fields__}
    return ExportRecord(**{**fields, "snippet": snippet}, group=group, details=details)


def _snippet(found: CheckedDocument, text: str) -> str:
    """The longest shared passage of a document, or its beginning where it shares none."""
    if isinstance(found, SameText) and found.passages:
        longest = max(found.passages, key=lambda each: each.words).document
        text = text[longest.start : longest.end]
    return beginning(text, _SNIPPET)


def _details(found: CheckedDocument) -> Iterator[tuple[str, str]]:
    if isinstance(found, SameText):
        yield str(gettext("share of the checked text")), per_cent(found.share)
    if found.copies:
        yield str(gettext("copies")), str(len(found.copies))


def _sentences(coverage: Coverage, draft: str) -> Iterator[str]:
    language = localization.current_language()
    yield render(coverage.verdict, language)
    yield from (render(each, language) for each in coverage.warnings)
    parts = [
        beginning(draft[each.start : each.end], _SNIPPET)
        for each in coverage.new.sentences[:_NEW_SENTENCES]
    ]
    joint, new = str(gettext(", ")), str(gettext("New in this text"))
    names = str(gettext("New names and numbers:"))
    if coverage.covered is None:
        return
    if coverage.new.names:
        yield f"{names} {joint.join(coverage.new.names)}"
    if parts:
        yield f"{new}: {' ¶ '.join(parts)}"
