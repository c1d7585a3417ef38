"""The handler that checks whether the archive has what a text tells."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Response, request

from corpus.document import Document
from corpus.limits import INPUT_LIMITS
from corpus.messages import Message
from search.coverage.answer_record import coverage_record
from search.limits import LIMITS
from web.api.answers import CoverageAnswer
from web.api.endpoints import COVERED_DATE, COVERED_LIMIT, COVERED_TITLE
from web.api.routing import engine, handles, no_document
from web.api.text_body import TEXT, MediaTypeError, read_body
from web.localization import current_language
from web.named_documents import find_document
from web.parameter_types import ParameterError
from web.parameters import Pairs, given_values
from web.problems import answer_problem

_BODY = "body"
"""The name of the whole body in problems."""


class _DraftBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    text: str | None = None
    id: str | None = None
    url: str | None = None
    title: str = ""
    date: str | None = None
    limit: int | None = None


@handles("covered")
def covered(pairs: Pairs) -> CoverageAnswer | Response:
    """Answer with what the archive has of the text of the body, or of one of its documents."""
    try:
        draft = _read_draft(request.get_data(), request.mimetype)
    except MediaTypeError as error:
        return answer_problem(415, error.message, parameter=TEXT)
    draft = _with_parameters(draft, given_values(pairs))
    if draft.text is None:
        given = draft.id or draft.url or ""
        document = find_document(engine(), given)
        if document is None:
            return no_document(given)
    elif len(draft.text) > LIMITS.covered_code_points:
        message = Message.of(
            "draft_too_long", most=LIMITS.covered_code_points, found=len(draft.text)
        )
        return answer_problem(413, message, parameter=TEXT)
    else:
        document = Document(title=draft.title, text=draft.text)
    found = engine().covered(document, date=draft.date, limit=draft.limit)
    return CoverageAnswer(**coverage_record(found, current_language()))


def _read_draft(body: bytes, media_type: str) -> _DraftBody:
    """The members of a body in JSON; a plain text is the text itself.

    :raises web.parameter_types.ParameterError: it is none, or names several things to check.
    """
    found = read_body(body, media_type)
    if not found.is_json:
        return _DraftBody(text=found.text)
    try:
        draft = msgspec.json.decode(found.text, type=_DraftBody)
    except (msgspec.MsgspecError, RecursionError):
        raise ParameterError("json_body_without_draft", _BODY) from None
    if sum(each is not None for each in (draft.text, draft.id, draft.url)) != 1:
        raise ParameterError("json_body_without_draft", _BODY)
    if len(draft.title) > INPUT_LIMITS.title:
        raise ParameterError(
            "field_too_long", COVERED_TITLE.name, key=COVERED_TITLE.name,
            most=INPUT_LIMITS.title, found=len(draft.title),
        )  # fmt: skip
    return draft


def _with_parameters(draft: _DraftBody, given: Any) -> _DraftBody:
    """A draft with the date and limit of the body, else those of the address, both checked.

    :raises web.parameter_types.ParameterError: a value is given twice, or out of range.
    """
    own = {
        name: str(value)
        for name, value in ((COVERED_DATE.name, draft.date), (COVERED_LIMIT.name, draft.limit))
        if value is not None
    }
    for name in own:
        if name in given:
            raise ParameterError("repeated_parameter", name)
    both = {**given, **own}
    date = COVERED_DATE.read(both).strip() or None
    return msgspec.structs.replace(draft, date=date, limit=COVERED_LIMIT.read(both))
