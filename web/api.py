"""The JSON API, version 1."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext, ngettext

from search.answer import Completion, Completions, Request
from search.engine import Engine
from search.limits import LIMITS
from search.request import FACETS
from web.language import number_text
from web.parameters import (
    COUNTS,
    SEARCH,
    SUGGEST,
    Pairs,
    ParameterError,
    address,
    noop,
    read_language,
    read_pairs,
    read_request,
    read_suggest,
    read_unit,
    write_pairs,
)
from web.problems import answer_problem
from web.readings import read_words

api: Final = Blueprint("api", __name__, url_prefix="/api/v1")

COUNTED_SEARCH: Final = (*SEARCH, *COUNTS)
DOCUMENT: Final = ("q", "level", "lang")
EXPLAIN: Final = ("q", "level", "source", "after", "before", "operator", "lang")
TIMELINE: Final = ("q", "by", "level", "source", "after", "before", "operator", "lang")
ANALYZE: Final = ("text", "lang")

OPEN_SEARCH: Final = "application/x-suggestions+json"


@api.get("/search")
def search() -> Response:
    """Answer a search with the record of the engine and the links of its neighbours."""
    pairs = _pairs(COUNTED_SEARCH)
    _need(pairs, "q")
    asked = read_request(pairs)
    answer = _engine().search(asked)
    links = {"self": address(request.path, write_pairs(asked))}
    if asked.offset:
        links["previous"] = _shifted(asked, -asked.limit)
    end = asked.offset + asked.limit
    if end < answer.total and end + asked.limit <= LIMITS.depth_by_page:
        links["next"] = _shifted(asked, asked.limit)
    return _json(msgspec.structs.asdict(answer) | {"links": links})


@api.get("/facets")
def facets() -> Response:
    """Answer with the counts of a search, every facet where none is named, and no hits."""
    pairs = _pairs(COUNTED_SEARCH)
    _need(pairs, "q")
    asked = read_request(pairs)
    links = {"self": address(request.path, write_pairs(asked))}
    counted = msgspec.structs.replace(asked, facets=asked.facets or FACETS, limit=1, offset=0)
    record = msgspec.structs.asdict(_engine().search(counted)) | {"links": links}
    del record["hits"]
    return _json(record)


@api.get("/timeline")
def timeline() -> Response:
    """Answer with the documents of a search in the order of their dates, and no hits."""
    pairs = _pairs(TIMELINE)
    _need(pairs, "q")
    asked = read_request(pairs)
    by = read_unit(dict(pairs))
    found = _engine().search(msgspec.structs.replace(asked, timeline=by, limit=1))
    own = [*write_pairs(asked), ("by", "" if by == "auto" else by)]
    record = msgspec.structs.asdict(found) | {"links": {"self": address(request.path, own)}}
    for name in ("hits", "facets", "levels"):
        del record[name]
    return _json(record)


@api.get("/documents/<document_id>")
def document(document_id: str) -> Response:
    """Answer with a document; with ``q`` also with its words marked."""
    pairs = _pairs(DOCUMENT)
    asked = read_request(pairs)
    found = _engine().document(document_id)
    if found is None:
        return _no_document(document_id)
    record: dict[str, Any] = msgspec.structs.asdict(found)
    if asked.query:
        record["marked"] = _engine().mark(found, asked.query, asked.level)
    record["links"] = {"self": address(request.path, write_pairs(asked))}
    return _json(record)


@api.get("/documents/<document_id>/explain")
def explain(document_id: str) -> Response:
    """Answer with why a document answers a query, or does not."""
    pairs = _pairs(EXPLAIN)
    _need(pairs, "q")
    found = _engine().explain(read_request(pairs), document_id)
    return _no_document(document_id) if found is None else _json(found)


@api.get("/analyze")
def analyze() -> Response:
    """Answer with every word of ``text`` at each level."""
    pairs = _pairs(ANALYZE)
    _need(pairs, "text")
    text = dict(pairs)["text"]
    return _json({"text": text, "words": read_words(_engine(), text)})


@api.get("/suggest")
def suggest() -> Response:
    """Answer with what ``q``, which is being typed, may become; as ``opensearch`` in the form that
    the address bars of browsers read."""
    pairs = _pairs(SUGGEST)
    _need(pairs, "q")
    text, limit, form = read_suggest(pairs)
    found = _engine().suggest(text, limit)
    if form == "opensearch":
        return _json(_open_search(found), OPEN_SEARCH)
    own = [("q", text), ("limit", str(limit) if limit != LIMITS.suggest_limit else "")]
    return _json(msgspec.structs.asdict(found) | {"links": {"self": address(request.path, own)}})


@api.get("/stats")
def stats() -> Response:
    """Answer with the size of the archive and its index."""
    _pairs(("lang",))
    return _json(_engine().stats())


def _no_document(document_id: str) -> Response:
    sentence = gettext("There is no document “%(id)s” in the archive.", id=document_id[:80])
    return answer_problem(404, sentence)


def _engine() -> Engine:
    engine: Engine = current_app.extensions["warraq"].engine()
    return engine


def _pairs(allowed: tuple[str, ...]) -> Pairs:
    pairs = read_pairs(request.query_string, allowed)
    read_language(pairs)
    return pairs


def _need(pairs: Pairs, name: str) -> None:
    if name not in dict(pairs):
        raise ParameterError(noop("The parameter “%(name)s” is missing."), name)


def _shifted(asked: Request, by: int) -> str:
    moved = msgspec.structs.replace(asked, offset=max(0, asked.offset + by))
    return address(request.path, write_pairs(moved))


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


def _json(record: object, media_type: str = "application/json") -> Response:
    return Response(msgspec.json.encode(record), content_type=media_type)
