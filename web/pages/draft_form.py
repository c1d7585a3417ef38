"""What the form of a check of coverage was filled in with, and the draft in it."""

from __future__ import annotations

from itertools import islice
from typing import Final

import msgspec
from flask import request

from corpus.document import Document, Refusal
from corpus.limits import INPUT_LIMITS
from corpus.messages import Message, WarraqError
from corpus.readers import read_data
from search.limits import LIMITS
from web.limits import SERVER_LIMITS
from web.parameter_types import NumberParameter
from web.parameters import given_values

NUMBER: Final = NumberParameter(
    name="number",
    about="Which document of the file.",
    low=1,
    high=SERVER_LIMITS.file_documents,
    default=1,
)
"""Which document of a file is checked."""

_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


class DraftError(WarraqError, ValueError):
    """There is nothing in a form that can be checked."""


class DraftForm(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the form, empty where they were left out.

    ``reference`` is the id or address of a document of the archive. ``number`` is that of the
    document of the file, from 1.
    """

    text: str = ""
    title: str = ""
    reference: str = ""
    date: str = ""
    number: str = ""
    format: str = ""
    file_name: str = ""
    file: bytes = b""


class PostedDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A text to check, and what is to be said about how it was read."""

    document: Document
    notes: tuple[Message, ...] = ()


def posted_form() -> DraftForm:
    """Return the fields of the form of the current request."""
    if request.mimetype not in _FORMS:
        return DraftForm()
    fields, file = request.form, request.files.get("file")
    return DraftForm(
        # Browsers send line ends as CR LF.
        text=fields.get("text", "").replace("\r\n", "\n"),
        title=fields.get("title", "")[: INPUT_LIMITS.title],
        reference=fields.get("reference", "").strip(),
        date=fields.get("date", "").strip(),
        number=fields.get("number", "").strip(),
        format=fields.get("format", "").strip(),
        file_name="" if file is None else (file.filename or ""),
        file=b"" if file is None else file.read(),
    )


def posted_draft(form: DraftForm) -> PostedDraft:
    """Return the text or the document of the file of a form.

    :raises DraftError: there is none, or more than one, or it is too long.
    :raises web.parameter_types.ParameterError: the number is none.
    """
    has_file = bool(form.file or form.file_name)
    given = sum((bool(form.text.strip()), has_file, bool(form.reference)))
    if given != 1:
        raise DraftError("nothing_to_check" if not given else "several_things_to_check")
    draft = _of_file(form) if has_file else PostedDraft(document=_of_text(form))
    found = len(draft.document.text)
    if found > LIMITS.covered_code_points:
        raise DraftError("draft_too_long", most=LIMITS.covered_code_points, found=found)
    return draft


def _of_text(form: DraftForm) -> Document:
    return Document(title=form.title, text=form.text)


def _of_file(form: DraftForm) -> PostedDraft:
    """The document of the file that the form names, the first if it names none."""
    number = NUMBER.read(given_values([(NUMBER.name, form.number)]))
    items = list(islice(read_data(form.file, form.file_name), number - 1, number + 1))
    if not items:
        raise DraftError("file_without_document_number", number=number)
    first = items[0]
    if isinstance(first, Refusal):
        raise DraftError("file_not_checked", reason=first.message)
    several = len(items) > 1 or number > 1
    notes = (Message.of("one_of_several_checked", number=number),) if several else ()
    # A file is a text of its own, also where the archive has a document of its id.
    return PostedDraft(document=msgspec.structs.replace(first, id=""), notes=notes)
