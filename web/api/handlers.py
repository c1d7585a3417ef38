"""The handlers of the JSON API, version 1."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Response, current_app, request, url_for
from flask_babel import ngettext

from corpus.archive import Heading
from corpus.messages import Message, record
from search.answer import Answer, Completion, Completions, Marked, Stats, answer_record
from search.batch.export import Export, find, lines
from search.explanation import ScoreExplanation
from search.limits import LIMITS
from search.request import FACETS, Request
from web.api import openapi
from web.api.answers import (
    AnalyzeAnswer,
    DifferencesAnswer,
    DocumentAnswer,
    DocumentsAnswer,
    FacetsAnswer,
    FoundDocument,
    Neighbours,
    SearchAnswer,
    Self,
    SuggestAnswer,
    TimelineAnswer,
)
from web.api.cursors import at_cursor, write_cursor
from web.api.endpoints import (
    BY,
    CSV,
    CURSOR,
    DOCUMENT_ADDRESS,
    EXPORT_BOM,
    EXPORT_FORMAT,
    EXPORT_LIMIT,
    EXPORT_TEXT,
    JSON,
    JSONL,
    OPENSEARCH_SUGGESTIONS,
    OTHER_ID,
    SUGGEST_FORMAT,
    SUGGEST_LIMIT,
    TEXT,
    TYPED,
)
from web.api.routing import engine, handles, json_response, no_document
from web.http.caching import mark_partial
from web.localization import current_language, number_text
from web.parameter_types import ParameterError
from web.parameters import (
    LIMIT,
    OFFSET,
    PAGE,
    Pairs,
    address,
    given_values,
    read_request,
    write_pairs,
)
from web.paths import current_path
from web.problems import RETRY_SECONDS, answer_problem
from web.word_readings import analyze_text


@handles("search")
def search(pairs: Pairs) -> SearchAnswer:
    """Answer a search with the hits of a page and links to the pages around it."""
    given = given_values(pairs)
    search_request = read_request(pairs)
    if CURSOR.name in given:
        if PAGE.name in given or OFFSET.name in given:
            raise ParameterError("cursor_beside_page", CURSOR.name)
        search_request = at_cursor(search_request, CURSOR.read(given).strip())
    answer = engine().search(search_request)
    return SearchAnswer(**_record(answer), links=_neighbours(search_request, answer))


@handles("facets")
def facets(pairs: Pairs) -> FacetsAnswer:
    """Answer with the counts of a search, by every facet if none is named."""
    search_request = read_request(pairs)
    links = Self(self=address(current_path(), write_pairs(search_request)))
    counted = msgspec.structs.replace(
        search_request,
        facets=search_request.facets or FACETS,
        matches=None,
        limit=1,
        offset=0,
    )
    return FacetsAnswer(**_counts_record(engine().search(counted)), links=links)


@handles("timeline")
def timeline(pairs: Pairs) -> TimelineAnswer:
    """Answer with the documents of a search by date."""
    search_request = read_request(pairs)
    by = BY.read(given_values(pairs))
    own = [*write_pairs(search_request), (BY.name, "" if by == BY.default else by)]
    counted = msgspec.structs.replace(search_request, timeline=by, limit=1)
    links = Self(self=address(current_path(), own))
    return TimelineAnswer(**_counts_record(engine().search(counted)), links=links)


@handles("document")
def document(pairs: Pairs, document_id: str) -> DocumentAnswer | Response:
    """Answer with a document; with ``q`` also with its words marked."""
    search_request = read_request(pairs)
    found = engine().document(document_id)
    if found is None:
        return no_document(document_id)
    marked: Marked | msgspec.UnsetType = msgspec.UNSET
    if search_request.query:
        marked = engine().mark(found, search_request.query, search_request.level)
    links = Self(self=address(current_path(), write_pairs(search_request)))
    record = msgspec.structs.asdict(found)
    return DocumentAnswer(**record, marked=marked, index=engine().info, links=links)


@handles("documents")
def documents(pairs: Pairs) -> DocumentsAnswer | Response:
    """Answer with the documents that have a web address."""
    url = DOCUMENT_ADDRESS.read(given_values(pairs))
    ids = engine().ids_at(url)
    headings = engine().headings(ids)
    found = tuple(_found_document(id_, headings[id_]) for id_ in ids if id_ in headings)
    if not found:
        return answer_problem(404, Message("no_document_at_address"))
    links = Self(self=address(current_path(), [(DOCUMENT_ADDRESS.name, url)]))
    return DocumentsAnswer(url=url, documents=found, index=engine().info, links=links)


def _found_document(id_: str, heading: Heading) -> FoundDocument:
    return FoundDocument(
        id=id_,
        title=heading.title,
        beginning=heading.beginning,
        date=heading.date,
        source=heading.source,
        author=heading.author,
        section=heading.section,
        url=heading.url,
        links=Self(self=url_for("api.document", document_id=id_)),
    )


@handles("explain")
def explain(pairs: Pairs, document_id: str) -> ScoreExplanation | Response:
    """Answer with the evidence for a document, or the words that it lacks."""
    found = engine().explain(read_request(pairs), document_id)
    return no_document(document_id) if found is None else found


@handles("differences")
def differences(pairs: Pairs, document_id: str) -> DifferencesAnswer | Response:
    """Answer with the differences of two documents."""
    other_id = OTHER_ID.read(given_values(pairs))
    first, second = engine().document(document_id), engine().document(other_id)
    if first is None or second is None:
        return no_document(document_id if first is None else other_id)
    found = engine().differences(first, second)
    if found.warnings:
        mark_partial()
    fields = msgspec.structs.asdict(found)
    fields["warnings"] = tuple(record(each, current_language()) for each in found.warnings)
    links = Self(self=address(current_path(), [(OTHER_ID.name, other_id)]))
    return DifferencesAnswer(**fields, links=links)


@handles("analyze")
def analyze(pairs: Pairs) -> AnalyzeAnswer:
    """Answer with every word of ``text`` at each level."""
    text = TEXT.read(given_values(pairs))
    words = analyze_text(engine(), text)
    return AnalyzeAnswer(text=text, words=words, index=engine().info)


@handles("suggest")
def suggest(pairs: Pairs) -> SuggestAnswer | Response:
    """Answer with completions of ``q``, as a record or as address bars of browsers read them."""
    given = given_values(pairs)
    limit = SUGGEST_LIMIT.read(given)
    form = SUGGEST_FORMAT.read(given)
    text = TYPED.read(given)
    found = engine().suggest(text, limit)
    if form == "opensearch":
        return json_response(_opensearch_suggestions(found), OPENSEARCH_SUGGESTIONS)
    own = [("q", text), ("limit", str(limit) if limit != SUGGEST_LIMIT.default else "")]
    links = Self(self=address(current_path(), own))
    return SuggestAnswer(**msgspec.structs.asdict(found), links=links)


@handles("export")
def export(pairs: Pairs) -> Response:
    """Answer with every matching document, in rows that are sent while later ones are read."""
    export_request = _read_export(pairs)
    found = find(engine(), export_request)
    running = current_app.extensions["warraq.exports"].begin()
    if running is None:
        busy = answer_problem(503, Message("exports_busy"))
        busy.headers["Retry-After"] = str(RETRY_SECONDS)
        return busy
    if found.timed_out:
        mark_partial()
    media_type = JSONL if export_request.format == "jsonl" else CSV
    rows = running.encode(lines(engine(), export_request, found))
    response = Response(rows, content_type=f"{media_type}; charset=utf-8")
    response.call_on_close(running.end)
    response.headers["X-Total"] = str(found.total)
    response.headers["X-Generation"] = str(engine().info.generation)
    file_name = f"warraq.{export_request.format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@handles("stats")
def stats(_pairs: Pairs) -> Stats:
    """Answer with the size of the archive and its index."""
    return engine().stats()


@handles("openapi")
def description(_pairs: Pairs) -> Response:
    """Answer with the OpenAPI document of the API."""
    return Response(openapi.document(), content_type=JSON)


def _read_export(pairs: Pairs) -> Export:
    given = given_values(pairs)
    search_request = read_request([pair for pair in pairs if pair[0] != LIMIT.name])
    return Export(
        request=msgspec.structs.replace(search_request, limit=EXPORT_LIMIT.read(given)),
        format=EXPORT_FORMAT.read(given),
        bom=EXPORT_BOM.read(given),
        text=EXPORT_TEXT.read(given),
    )


def _record(answer: Answer) -> dict[str, Any]:
    return answer_record(answer, current_language())


def _counts_record(answer: Answer) -> dict[str, Any]:
    record = _record(answer)
    for name in ("close_total", "close_texts", "hits", "most_words"):
        del record[name]
    return record


def _neighbours(current_page: Request, answer: Answer) -> Neighbours:
    """The addresses of an answer and of the pages around it.

    The next one is a cursor, so that paging by it returns every hit once. An answer that was cut
    short has no next page.
    """
    end = current_page.offset + current_page.limit
    by_cursor = current_page.state is not None
    neighbours = Neighbours(
        self=_address_at(current_page, answer, current_page.offset, by_cursor=by_cursor)
    )
    if current_page.offset:
        before = max(0, current_page.offset - current_page.limit)
        previous = _address_at(current_page, answer, before)
        neighbours = msgspec.structs.replace(neighbours, previous=previous)
    if end < answer.listed_total and not answer.timed_out:
        following = _address_at(current_page, answer, end, by_cursor=True)
        neighbours = msgspec.structs.replace(neighbours, next=following)
    return neighbours


def _address_at(
    current_page: Request, answer: Answer, offset: int, *, by_cursor: bool = False
) -> str:
    if by_cursor or offset + current_page.limit > LIMITS.depth_by_page:
        cursor = write_cursor(current_page, answer.index, offset)
        pairs = write_pairs(msgspec.structs.replace(current_page, offset=0))
        return address(current_path(), [*pairs, (CURSOR.name, cursor)])
    return address(
        current_path(), write_pairs(msgspec.structs.replace(current_page, offset=offset))
    )


def _opensearch_suggestions(found: Completions) -> tuple[str, list[str], list[str], list[str]]:
    """The typed text, its completions, a description and an address of each.

    Source: the draft *OpenSearch Suggestions*, version 1.1.
    """
    language = [("lang", request.args["lang"])] if request.args.get("lang") else []
    page = url_for("pages.search", _external=True)
    return (
        found.query,
        [each.text for each in found.completions],
        [_document_count(each) for each in found.completions],
        [
            address(page, [*write_pairs(Request(query=each.text)), *language])
            for each in found.completions
        ],
    )


def _document_count(completion: Completion) -> str:
    number, count = completion.documents, number_text(completion.documents)
    if completion.kind == "phrase":
        return str(ngettext("in one title", "in %(count)s titles", number, count=count))
    return str(ngettext("in one article", "in %(count)s articles", number, count=count))
