"""The page that checks whether a text is covered: its form, the answer, and the answer as a file.

A pasted text is in the body of its request alone: a file of the answer is made by sending it again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from corpus.document import Document
from corpus.messages import Message, WarraqError
from corpus.readers import READERS
from search.coverage.answer import Coverage
from search.limits import LIMITS
from search.request import BadRequest
from web.api.endpoints import COVERED_DATE, COVERED_ID
from web.exports.formats import RECORD_FORMATS, RecordFormat, media_type, write
from web.exports.word import WordLibraryError
from web.http.caching import mark_partial
from web.message_html import message_html
from web.named_documents import find_document
from web.pages.blueprint import engine, pages
from web.pages.coverage_records import coverage_records
from web.pages.coverage_view import ReadDocument, coverage_view
from web.pages.document import cited_document
from web.pages.draft_form import NUMBER, DraftForm, posted_draft, posted_form
from web.pages.links import link
from web.pages.own_form import is_own_form
from web.parameter_types import ChoiceParameter
from web.parameters import LANGUAGE, Pairs, given_values, read_language, read_pairs
from web.problems import answer_problem

_FORMAT: Final = ChoiceParameter[RecordFormat | None](
    name="format", about="The answer as a file.", choices=RECORD_FORMATS, default=None
)
_ENDINGS: Final = ",".join((*(each for reader in READERS for each in reader.extensions), ".gz"))
"""The endings of file names that the form offers."""

_PARAMETERS: Final = (COVERED_ID.name, COVERED_DATE.name, _FORMAT.name, LANGUAGE.name)


@pages.get("/covered")
def covered() -> ResponseReturnValue:
    """Show the form, or with ``id`` the check of a document of the archive."""
    pairs = read_pairs(request.query_string, _PARAMETERS)
    read_language(pairs)
    given = given_values(pairs)
    reference = COVERED_ID.read(given).strip()
    form = DraftForm(
        reference=reference,
        date=COVERED_DATE.read(given).strip(),
        format=given.get(_FORMAT.name, ""),
    )
    if not reference:
        return _show_form(form)
    found = find_document(engine(), reference)
    if found is None:
        return _refuse(form, Message.of("no_document", id=reference[:80]), 404)
    if found.id != reference:
        return redirect(_document_address(found.id, form), 303)
    return _answer(found, form)


@pages.post("/covered")
def check_draft() -> ResponseReturnValue:
    """Check the text or file of the form; a document of the archive has an address of its own."""
    read_language(read_pairs(request.query_string, (LANGUAGE.name,)))
    if not is_own_form():
        return answer_problem(403, Message.of("foreign_form"))
    form = posted_form()
    if form.reference and not (form.text.strip() or form.file):
        found = find_document(engine(), form.reference)
        if found is None:
            return _refuse(form, Message.of("no_document", id=form.reference[:80]), 404)
        return redirect(_document_address(found.id, form), 303)
    try:
        draft = posted_draft(form)
    except WarraqError as error:
        return _refuse(form, error.message, 400)
    return _answer(draft.document, form, draft.notes)


def _answer(
    document: Document, form: DraftForm, notes: tuple[Message, ...] = ()
) -> ResponseReturnValue:
    """The answer for a document as a page, or as a file in the format of the form."""
    try:
        written = _FORMAT.read(given_values([(_FORMAT.name, form.format)]))
        found = engine().covered(document, date=form.date or None)
    except BadRequest as error:
        return _refuse(form, error.message, 400)
    if found.timed_out:
        mark_partial()
    read = cache(engine().document)
    if written is not None:
        return _file(found, document, read, written)
    page = render_template(
        "covered.html",
        coverage=found,
        draft=document,
        is_archived=bool(form.reference),
        view=coverage_view(found, document.text, read),
        notes=[message_html(each) for each in (*notes, *found.warnings)],
        verdict=message_html(found.verdict),
        checked=_today(),
        file_address=lambda to: _document_address(document.id, form, to),
        **_form_variables(form),
    )
    return _unkept(make_response(page))


def _file(
    found: Coverage, document: Document, read: ReadDocument, written: RecordFormat
) -> ResponseReturnValue:
    checked = _today()
    records = coverage_records(
        found, document.text, read=read, cite=cited_document, checked=checked
    )
    try:
        data = write(records, written)
    except WordLibraryError as error:
        return answer_problem(501, error.message)
    response = Response(data, content_type=media_type(written))
    name = f"covered-{checked}.{written}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _unkept(response)


def _refuse(form: DraftForm, refusal: Message, status: int) -> Response:
    return _show_form(form, refusal, status)


def _show_form(form: DraftForm, refusal: Message | None = None, status: int = 200) -> Response:
    page = render_template(
        "covered.html",
        coverage=None,
        refusal="" if refusal is None else message_html(refusal),
        **_form_variables(form),
    )
    return _unkept(make_response(page, status))


def _form_variables(form: DraftForm) -> dict[str, Any]:
    return {
        "draft_form": form,
        "endings": _ENDINGS,
        "text_most": LIMITS.covered_code_points,
        "body_most": LIMITS.request_body_bytes // 1_000_000,
        "number_most": NUMBER.high,
    }


def _unkept(response: Response) -> Response:
    """Tell browsers not to write the answer to a text that was sent to their disk."""
    if request.method == "POST":
        mark_partial()
    return response


def _document_address(document_id: str, form: DraftForm, written: str = "") -> str:
    pairs: Pairs = [
        (COVERED_ID.name, document_id),
        (COVERED_DATE.name, form.date),
        (_FORMAT.name, written),
    ]
    return link("pages.covered", pairs)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
