"""The handlers that find documents similar to a document, or to a text."""

from __future__ import annotations

from flask import Response, request

from corpus.messages import Message
from search.limits import LIMITS
from search.similar import Similar
from web.api.endpoints import SIMILAR_ID, SIMILAR_LIMIT
from web.api.routing import engine, handles, no_document
from web.api.text_body import TEXT, MediaTypeError, read_text
from web.parameters import Pairs, given_values
from web.problems import answer_problem


@handles("similar")
def similar_to_document(pairs: Pairs) -> Similar | Response:
    """Answer with the documents similar to the document ``id``."""
    given = given_values(pairs)
    limit = SIMILAR_LIMIT.read(given)
    document_id = SIMILAR_ID.read(given)
    found = engine().document(document_id)
    return no_document(document_id) if found is None else engine().similar(found, limit)


@handles("similar_text")
def similar_to_text(pairs: Pairs) -> Similar | Response:
    """Answer with the documents similar to the text of the body."""
    limit = SIMILAR_LIMIT.read(given_values(pairs))
    try:
        text = read_text(request.get_data(), request.mimetype)
    except MediaTypeError as error:
        return answer_problem(415, error.message, parameter=TEXT)
    if len(text) > LIMITS.similar_code_points:
        message = Message.of(
            "compared_text_too_long", most=LIMITS.similar_code_points, found=len(text)
        )
        return answer_problem(413, message, parameter=TEXT)
    return engine().similar(text, limit)
