"""The page of the working list, what the archive has of its documents, and the list as a file.

The list is in the storage of the browser alone. It comes in the body of a request for a file, which
is made in memory: nothing of it is stored or logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final, TypeVar

import msgspec
from flask import Response, render_template, request, url_for
from flask_babel import gettext
from msgspec import Meta

from corpus.archive import Heading
from corpus.headings import bracketed
from corpus.messages import Message
from web.api.endpoints import JSON
from web.exports.formats import RECORD_FORMATS, RecordFormat, media_type, write
from web.exports.records import ExportRecord, RecordList
from web.exports.word import WordLibraryError
from web.limits import SERVER_LIMITS
from web.localization import current_language, date_text
from web.markup import text_direction, web_address
from web.pages.blueprint import engine, pages, search_pairs
from web.parameter_types import ChoiceParameter
from web.parameters import LANGUAGE, given_values, noop, read_language, read_pairs
from web.problems import problem_document

FORMAT: Final = ChoiceParameter[RecordFormat](
    name="format", about="The format of the file.", choices=RECORD_FORMATS, default="csv"
)

FORMAT_LABELS: Final[tuple[tuple[RecordFormat, str], ...]] = (
    ("docx", noop("Word")),
    ("html", noop("Printable page")),
    ("csv", noop("Table (CSV)")),
    ("ris", noop("RIS for Zotero")),
    ("bib", noop("BibTeX")),
    ("jsonl", noop("JSON lines")),
)
"""The formats in the order of the page, with their labels."""

_MOST: Final = SERVER_LIMITS.list_documents

_Body = TypeVar("_Body", bound=msgspec.Struct)


class KeptIds(msgspec.Struct, frozen=True):
    """The ids of a working list."""

    ids: Annotated[tuple[str, ...], Meta(max_length=_MOST)]


class KeptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a working list: what the browser knows of it, and the note of its reader."""

    id: Annotated[str, Meta(min_length=1)]
    title: str = ""
    source: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    query: str = ""
    snippet: str = ""
    note: Annotated[str, Meta(max_length=SERVER_LIMITS.note_code_points)] = ""


class KeptDocuments(msgspec.Struct, frozen=True):
    """The documents of a working list in their order."""

    documents: Annotated[tuple[KeptDocument, ...], Meta(max_length=_MOST)]


class KnownDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What the archive has of a document; ``day`` is its date in the language of the page."""

    title: str
    source: str
    author: str
    date: str
    day: str
    url: str


class KnownDocuments(msgspec.Struct, frozen=True):
    """The documents of a list that the archive has, by id."""

    documents: Mapping[str, KnownDocument]


@pages.get("/list")
def list_page() -> str:
    """Show the page that a script fills with the list of the browser."""
    search_pairs()
    return render_template(
        "list.html", formats=FORMAT_LABELS, note_most=SERVER_LIMITS.note_code_points
    )


@pages.post("/list/documents")
def list_documents() -> Response:
    """Answer with what the archive has of the documents of a list."""
    read_language(read_pairs(request.query_string, (LANGUAGE.name,)))
    asked = _read_body(KeptIds)
    if isinstance(asked, Response):
        return asked
    found = engine().headings(asked.ids)
    known = {id_: _known(heading) for id_, heading in found.items()}
    return Response(msgspec.json.encode(KnownDocuments(known)), content_type=JSON)


@pages.post("/list/export")
def export_list() -> Response:
    """Answer with the list of the body as a file."""
    pairs = read_pairs(request.query_string, (FORMAT.name, LANGUAGE.name))
    read_language(pairs)
    written = FORMAT.read(given_values(pairs))
    kept = _read_body(KeptDocuments)
    if isinstance(kept, Response):
        return kept
    records = _records(kept)
    try:
        file = write(records, written)
    except WordLibraryError as error:
        return problem_document(501, error.message, language=current_language())
    response = Response(file, content_type=media_type(written))
    name = f"warraq-list-{records.checked}.{written}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read_body(type_: type[_Body]) -> _Body | Response:
    """The body of the request, or the problem that it cannot be read.

    Another site cannot send this media type without being asked by the browser first.
    """
    message = Message.of("list_unreadable", most=_MOST, characters=SERVER_LIMITS.note_code_points)
    if request.mimetype != JSON:
        return problem_document(415, message, language=current_language())
    try:
        return msgspec.json.decode(request.get_data(), type=type_)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return problem_document(400, message, language=current_language())


def _known(heading: Heading) -> KnownDocument:
    return KnownDocument(
        title=heading.title if heading.title.strip() else bracketed(heading.beginning),
        source=heading.keywords.get("source") or "",
        author=heading.keywords.get("author") or "",
        date=heading.date or "",
        day=date_text(heading.date).replace("\N{NO-BREAK SPACE}", " "),
        url=web_address(heading.url) or "",
    )


def _records(kept: KeptDocuments) -> RecordList:
    """The records of a list: fields from the archive, or those that the browser knows of a document
    that the archive no longer has."""
    found = engine().headings([each.id for each in kept.documents])
    today = datetime.now(UTC).date().isoformat()
    return RecordList(
        title=gettext("My list"),
        checked=today,
        language=current_language(),
        records=tuple(_record(each, found.get(each.id), today) for each in kept.documents),
    )


def _record(kept: KeptDocument, heading: Heading | None, today: str) -> ExportRecord:
    of_browser = ExportRecord(
        **msgspec.structs.asdict(kept), accessed=today, is_gone=heading is None
    )
    record = of_browser
    if heading is not None:
        known = _known(heading)
        here = url_for("pages.document", document_id=kept.id, _external=True)
        record = msgspec.structs.replace(
            of_browser,
            title=known.title,
            source=known.source,
            author=known.author,
            date=known.date,
            url=known.url or here,
        )
    arabic = text_direction(record.title or record.snippet) == "rtl"
    return msgspec.structs.replace(record, language="ar" if arabic else "")
