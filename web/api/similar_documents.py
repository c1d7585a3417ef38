"""More like this over HTTP: what is like a document, or like a text that is sent."""

from __future__ import annotations

from typing import Final

import msgspec
from flask import Response, current_app, request
from flask_babel import gettext

from search.engine import Engine
from search.limits import LIMITS
from search.similar import Similar
from web.api.endpoints import JSON, SIMILAR_ROUTE
from web.api.handlers import api
from web.http import delivery
from web.localization import number_text
from web.parameters import (
    Pairs,
    ParameterError,
    noop,
    read_language,
    read_limit,
    read_pairs,
)
from web.problems import answer_problem

TEXT_PARAMETERS: Final = tuple(each for each in SIMILAR_ROUTE.names if each != "id")
"""Parameters of what is like a text, which stands for the document."""


@api.get(SIMILAR_ROUTE.rule, endpoint="similar")
def like_document() -> Response:
    """Answer with what is like the document ``id``."""
    pairs = read_pairs(request.query_string, SIMILAR_ROUTE.names)
    read_language(pairs)
    limit = _limit(pairs)
    name = dict(pairs).get("id", "")
    if not name.strip():
        raise ParameterError(noop("The parameter “%(name)s” is missing."), "id")
    found = _engine().document(name)
    if found is None:
        sentence = gettext("There is no document “%(id)s” in the archive.", id=name[:80])
        return answer_problem(404, sentence)
    return _json(_engine().similar(found, limit))


@api.post(SIMILAR_ROUTE.rule, endpoint="similar_text")
def like_text() -> Response:
    """Answer with what is like the text of the body, plain UTF-8."""
    pairs = read_pairs(request.query_string, TEXT_PARAMETERS)
    read_language(pairs)
    limit = _limit(pairs)
    try:
        text = request.get_data().decode("utf-8")
    except UnicodeDecodeError:
        raise ParameterError(noop("The text is not UTF-8; send it as UTF-8."), "text") from None
    if len(text) > LIMITS.similar_code_points:
        most, found = number_text(LIMITS.similar_code_points), number_text(len(text))
        sentence = gettext(
            "A text to compare has up to %(most)s characters; this one has %(found)s: shorten it.",
            most=most,
            found=found,
        )
        return answer_problem(413, sentence, parameter="text")
    return _json(_engine().similar(text, limit))


def _limit(pairs: Pairs) -> int:
    return read_limit(pairs, LIMITS.similar_limit, LIMITS.similar_limit_max)


def _engine() -> Engine:
    engine: Engine = current_app.extensions["warraq"].engine()
    return engine


def _json(found: Similar) -> Response:
    if found.timed_out:
        delivery.partial()
    return Response(msgspec.json.encode(found), content_type=JSON)
