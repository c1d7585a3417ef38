"""The page of a document: its marked text, citation, original text and similar documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, NamedTuple

import msgspec
from flask import Response, render_template, url_for
from markupsafe import Markup, escape

from corpus import fields
from corpus.document import Document
from corpus.headings import beginning_of
from corpus.messages import Message
from search.query.addresses import read_address
from search.request import Request
from web import localization
from web.api.routing import no_document, twin_address
from web.exports import citation
from web.exports.citation import CitedDocument
from web.http.caching import mark_partial
from web.markup import paragraphs_html, text_direction, web_address
from web.message_html import isolate, message_html
from web.pages.blueprint import document_pairs, engine, pages
from web.pages.embedded_metadata import embedded_metadata
from web.pages.hit_place import HitPlace, PlacedHit, find_place, page_with
from web.pages.links import hit_linker, link
from web.pages.listed_copies import as_listed
from web.parameters import HIT, Pairs, given_values, read_request, write_pairs

MARKS_LISTED: Final = 60
"""Marks with a numbered link; the keys and buttons reach the others."""

BEGINNING: Final = 300
"""Code points of the beginning of a text that describes it in its metadata."""

SIMILAR_SHOWN: Final = 6
"""The largest number of similar documents, and of copies, that the page lists."""

CITATION_FORMATS: Final[dict[str, tuple[Callable[[CitedDocument], str], str]]] = {
    "bib": (citation.bibtex, "application/x-bibtex"),
    "ris": (citation.ris, "application/x-research-info-systems"),
}
"""The writer and media type of each citation file, by its file name extension."""


@pages.get("/documents/<document_id>")
def document(document_id: str) -> str | Response:
    """Show a document; the other parameters are those of the search that found it."""
    pairs = document_pairs()
    search_request = read_request(pairs)
    found = engine().document(document_id)
    if found is None:
        return no_document(document_id)
    return _render(found, search_request, _hit_place(found.id, search_request, pairs))


@pages.get("/documents/<document_id>.<any(bib, ris):form>")
def cite(document_id: str, form: str) -> str | Response:
    """Answer with the citation of a document as a file."""
    document_pairs()
    found = engine().document(document_id)
    if found is None:
        # The identifier itself may end with the extension.
        return document(f"{document_id}.{form}")
    write, media_type = CITATION_FORMATS[form]
    cited = cited_document(found)
    name = f"{citation.entry_key(cited)}.{form}"
    response = Response(write(cited), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.get("/documents/<document_id>/original")
def original(document_id: str) -> str | Response:
    """Answer with the original text of a document, as it was before cleaning, as plain text."""
    document_pairs()
    found = engine().document(document_id)
    if found is None:
        # The identifier itself may end like the address of a part.
        return document(f"{document_id}/original")
    whole = found.text if found.original is None else found.original
    return Response(whole, content_type="text/plain; charset=utf-8")


def keyword_values(document: Document) -> list[tuple[str, str]]:
    """The names and values of the keyword fields that a document has."""
    found = ((field.name, document.keyword(field.name)) for field in fields.KEYWORD_FIELDS)
    return [(name, value) for name, value in found if value is not None]


def _hit_place(document_id: str, search_request: Request, pairs: Pairs) -> HitPlace | None:
    """The place of the document among the hits of its search; None if the address has none."""
    given = given_values(pairs)
    if HIT.name not in given or not search_request.query:
        return None
    listed = as_listed(search_request)
    return find_place(engine().rank, listed, document_id, HIT.read(given))


class PlaceLinks(NamedTuple):
    """The place of a hit, and the addresses of the hits beside it; empty where there is none."""

    place: HitPlace
    previous: str
    next: str


def _place_links(place: HitPlace, search_request: Request) -> PlaceLinks:
    def address(hit: PlacedHit | None) -> str:
        if hit is None:
            return ""
        return hit_linker(write_pairs(page_with(search_request, hit.place)))(hit.id, hit.place)

    return PlaceLinks(place, address(place.previous), address(place.next))


def _render(found: Document, search_request: Request, place: HitPlace | None) -> str:
    marked = engine().mark(found, search_request.query, search_request.level)
    text = paragraphs_html(marked.text)
    cited = cited_document(found)
    canonical = url_for("pages.document", document_id=found.id, _external=True)
    similar = engine().similar(found, SIMILAR_SHOWN)
    left_out = {"marks_incomplete": not marked.complete, "similar_out_of_time": similar.timed_out}
    if marked.timed_out or similar.timed_out or (place is not None and place.timed_out):
        mark_partial()
    if place is not None and place.place:
        search_request = page_with(search_request, place.place)
    return render_template(
        "document.html",
        document=found,
        keyword_values=keyword_values(found),
        title=marked.title,
        beginning=beginning_of(found.title, found.text),
        warnings=[message_html(Message(code)) for code, is_out in left_out.items() if is_out],
        paragraphs=text.paragraphs,
        all_marks=len(marked.title.marks) + text.mark_count,
        text_marks=text.mark_count,
        marks_listed=min(text.mark_count, MARKS_LISTED),
        form=search_request,
        hit_place=None if place is None else _place_links(place, search_request),
        is_of_address=read_address(search_request.query) is not None,
        back_address=link("pages.search", write_pairs(search_request))
        if search_request.query
        else "",
        canonical=canonical,
        metadata=embedded_metadata(
            msgspec.structs.replace(cited, snippet=_beginning(found.text)), canonical
        ),
        twin=twin_address("pages.document", write_pairs(search_request), document_id=found.id),
        citation=Markup(
            citation.sentence(
                cited,
                date=_date_html(cited.date),
                accessed=_date_html(cited.accessed),
                language=localization.current_language(),
                write_value=isolate,
            )
        ),
        files={form: write(cited) for form, (write, _) in CITATION_FORMATS.items()},
        similar=similar,
    )


def _beginning(text: str) -> str:
    """The first words of a text, cut after a whole word."""
    start = " ".join(text[: 2 * BEGINNING].split())
    if len(start) <= BEGINNING:
        return start
    whole_words, _, last = start[: BEGINNING + 1].rpartition(" ")
    return f"{whole_words or last[:BEGINNING]}…"


def _date_html(date: str) -> str:
    """A date in words, with plain spaces: readers copy it with the citation."""
    return escape(localization.date_text(date)).replace("\N{NO-BREAK SPACE}", " ")


def cited_document(document: Document) -> CitedDocument:
    """The fields of a document that a citation has; its address here if it has no other."""
    here = url_for("pages.document", document_id=document.id, _external=True)
    arabic = text_direction(document.title or document.text[:1000]) == "rtl"
    return CitedDocument(
        id=document.id,
        title=document.title,
        beginning=beginning_of(document.title, document.text),
        author=document.author or "",
        source=document.source or "",
        date=document.date or "",
        url=web_address(document.url) or here,
        accessed=datetime.now(UTC).date().isoformat(),
        language="ar" if arabic else "",
    )
