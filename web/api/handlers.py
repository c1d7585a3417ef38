"""The JSON API, version 1."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext, ngettext

from search.answer import Answer, Completion, Completions, Marked, answer_record
from search.batch.export import find, lines
from search.engine import Engine
from search.limits import LIMITS
from search.query.request_checks import FACETS
from search.request import Request
from web.api import openapi
from web.api.answers import (
    AnalyzeAnswer,
    DocumentAnswer,
    FacetsAnswer,
    Neighbours,
    SearchAnswer,
    Self,
    SuggestAnswer,
    TimelineAnswer,
)
from web.api.cursors import at_cursor, write_cursor
from web.api.endpoints import (
    ANALYZE_ROUTE,
    CSV,
    DOCUMENT_ROUTE,
    EXPLAIN_ROUTE,
    EXPORT_ROUTE,
    FACETS_ROUTE,
    JSON,
    JSONL,
    OPENAPI_ROUTE,
    SEARCH_ROUTE,
    STATS_ROUTE,
    SUGGEST_ROUTE,
    TIMELINE_ROUTE,
    Route,
)
from web.http import delivery
from web.localization import current, number_text
from web.parameters import (
    Pairs,
    ParameterError,
    address,
    noop,
    read_export,
    read_language,
    read_pairs,
    read_request,
    read_suggest,
    read_unit,
    write_pairs,
)
from web.paths import API_V1
from web.problems import answer_problem
from web.word_readings import read_words

api: Final = Blueprint("api", __name__, url_prefix=API_V1)

COUNTED_SEARCH: Final = FACETS_ROUTE.names
ANALYZE: Final = ANALYZE_ROUTE.names

OPEN_SEARCH: Final = "application/x-suggestions+json"


@api.get(SEARCH_ROUTE.rule)
def search() -> Response:
    """Answer a search with the record of the engine and the links of its neighbours."""
    pairs = _asked(SEARCH_ROUTE)
    cursor = dict(pairs).get("cursor", "").strip()
    asked = read_request(pairs)
    if cursor:
        if {"page", "offset"} & {name for name, value in pairs if value.strip()}:
            raise ParameterError(
                noop("The cursor says where to go on; leave out “page” and “offset”."), "cursor"
            )
        asked = at_cursor(asked, cursor)
    answer = _engine().search(asked)
    return _json(SearchAnswer(**_record(answer), links=_neighbours(asked, answer)))


@api.get(FACETS_ROUTE.rule)
def facets() -> Response:
    """Answer with the counts of a search, every facet where none is named, and no hits."""
    asked = read_request(_asked(FACETS_ROUTE))
    links = Self(self=address(request.path, write_pairs(asked)))
    counted = msgspec.structs.replace(asked, facets=asked.facets or FACETS, limit=1, offset=0)
    record = _record(_engine().search(counted))
    del record["hits"]
    return _json(FacetsAnswer(**record, links=links))


@api.get(TIMELINE_ROUTE.rule)
def timeline() -> Response:
    """Answer with the documents of a search in the order of their dates, and no hits."""
    pairs = _asked(TIMELINE_ROUTE)
    asked = read_request(pairs)
    by = read_unit(dict(pairs))
    own = [*write_pairs(asked), ("by", "" if by == "auto" else by)]
    counted = msgspec.structs.replace(asked, timeline=by, limit=1)
    record = _record(_engine().search(counted))
    del record["hits"]
    return _json(TimelineAnswer(**record, links=Self(self=address(request.path, own))))


@api.get(DOCUMENT_ROUTE.rule)
def document(document_id: str) -> Response:
    """Answer with a document; with ``q`` also with its words marked."""
    asked = read_request(_asked(DOCUMENT_ROUTE))
    found = _engine().document(document_id)
    if found is None:
        return _no_document(document_id)
    marked: Marked | msgspec.UnsetType = msgspec.UNSET
    if asked.query:
        marked = _engine().mark(found, asked.query, asked.level)
    links = Self(self=address(request.path, write_pairs(asked)))
    record = msgspec.structs.asdict(found)
    return _json(DocumentAnswer(**record, marked=marked, index=_engine().info, links=links))


@api.get(EXPLAIN_ROUTE.rule)
def explain(document_id: str) -> Response:
    """Answer with why a document answers a query, or does not."""
    found = _engine().explain(read_request(_asked(EXPLAIN_ROUTE)), document_id)
    return _no_document(document_id) if found is None else _json(found)


@api.get(ANALYZE_ROUTE.rule)
def analyze() -> Response:
    """Answer with every word of ``text`` at each level."""
    text = dict(_asked(ANALYZE_ROUTE))["text"]
    words = read_words(_engine(), text)
    return _json(AnalyzeAnswer(text=text, words=words, index=_engine().info))


@api.get(SUGGEST_ROUTE.rule)
def suggest() -> Response:
    """Answer with what ``q``, which is being typed, may become; as ``opensearch`` in the form that
    the address bars of browsers read."""
    text, limit, form = read_suggest(_asked(SUGGEST_ROUTE))
    found = _engine().suggest(text, limit)
    if form == "opensearch":
        return _json(_open_search(found), OPEN_SEARCH)
    own = [("q", text), ("limit", str(limit) if limit != LIMITS.suggest_limit else "")]
    links = Self(self=address(request.path, own))
    return _json(SuggestAnswer(**msgspec.structs.asdict(found), links=links))


@api.get(EXPORT_ROUTE.rule)
def export() -> Response:
    """Answer with every document that is found, row by row as they are read."""
    asked, engine = read_export(_asked(EXPORT_ROUTE)), _engine()
    found = find(engine, asked)
    if found.timed_out:
        delivery.partial()
    media_type = JSONL if asked.format == "jsonl" else CSV
    rows = (piece.encode() for piece in lines(engine, asked, found))
    response = Response(rows, content_type=f"{media_type}; charset=utf-8")
    response.headers["X-Total"] = str(found.total)
    response.headers["X-Generation"] = str(engine.info.generation)
    response.headers["Content-Disposition"] = f'attachment; filename="warraq.{asked.format}"'
    return response


@api.get(STATS_ROUTE.rule)
def stats() -> Response:
    """Answer with the size of the archive and its index."""
    _asked(STATS_ROUTE)
    return _json(_engine().stats())


@api.get(OPENAPI_ROUTE.rule)
def description() -> Response:
    """Answer with the OpenAPI document of these addresses."""
    _asked(OPENAPI_ROUTE)
    return Response(openapi.document(), content_type=JSON)


def _record(answer: Answer) -> dict[str, Any]:
    return answer_record(answer, "ar" if current() == "ar" else "en")


def _no_document(document_id: str) -> Response:
    sentence = gettext("There is no document “%(id)s” in the archive.", id=document_id[:80])
    return answer_problem(404, sentence)


def _engine() -> Engine:
    engine: Engine = current_app.extensions["warraq"].engine()
    return engine


def _asked(route: Route) -> Pairs:
    """The parameters of the request at hand, those that an address knows and needs."""
    pairs = read_pairs(request.query_string, route.names)
    read_language(pairs)
    given = {name for name, value in pairs if value.strip()}
    for parameter in route.parameters:
        if parameter.needed and parameter.name not in given:
            raise ParameterError(noop("The parameter “%(name)s” is missing."), parameter.name)
    return pairs


def _neighbours(asked: Request, answer: Answer) -> Neighbours:
    """The addresses of an answer and of those around it; the next is a cursor, so that whoever
    follows it sees every hit once. An answer that was cut short has no next."""
    end = asked.offset + asked.limit
    further = end < answer.total and not answer.timed_out
    before = max(0, asked.offset - asked.limit)
    return Neighbours(
        self=_at(asked, answer, asked.offset, by_cursor=asked.state is not None),
        previous=_at(asked, answer, before) if asked.offset else msgspec.UNSET,
        next=_at(asked, answer, end, by_cursor=True) if further else msgspec.UNSET,
    )


def _at(asked: Request, answer: Answer, offset: int, *, by_cursor: bool = False) -> str:
    if by_cursor or offset + asked.limit > LIMITS.depth_by_page:
        cursor = write_cursor(asked, answer.index, offset)
        pairs = write_pairs(msgspec.structs.replace(asked, offset=0))
        return address(request.path, [*pairs, ("cursor", cursor)])
    return address(request.path, write_pairs(msgspec.structs.replace(asked, offset=offset)))


def _open_search(found: Completions) -> tuple[str, list[str], list[str], list[str]]:
    """What was typed, the completions, what there is to say of each, and where each leads: the
    draft *OpenSearch Suggestions*, version 1.1."""
    given = [("lang", request.args["lang"])] if request.args.get("lang") else []
    page = url_for("pages.search", _external=True)
    return (
        found.query,
        [each.text for each in found.completions],
        [_told(each) for each in found.completions],
        [
            address(page, [*write_pairs(Request(query=each.text)), *given])
            for each in found.completions
        ],
    )


def _told(completion: Completion) -> str:
    number, count = completion.documents, number_text(completion.documents)
    if completion.kind == "phrase":
        return str(ngettext("in one title", "in %(count)s titles", number, count=count))
    return str(ngettext("in one article", "in %(count)s articles", number, count=count))


def _json(record: object, media_type: str = JSON) -> Response:
    if getattr(record, "timed_out", False):
        delivery.partial()
    return Response(msgspec.json.encode(record), content_type=media_type)
