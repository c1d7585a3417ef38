"""The page of a document: its marked text, citation, original text and similar documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from flask import Response, render_template, url_for
from markupsafe import Markup, escape

from corpus import fields
from corpus.document import Document
from corpus.messages import Message
from search.request import Request
from web import localization
from web.api.routing import no_document, twin_address
from web.exports import citation
from web.exports.citation import CitedDocument
from web.http.caching import mark_partial
from web.markup import paragraphs_html, text_direction, web_address
from web.message_html import isolate, message_html
from web.pages.blueprint import engine, pages, search_pairs
from web.pages.links import link
from web.parameters import read_request, write_pairs

MARKS_LISTED: Final = 60
"""Marks with a numbered link; the keys and buttons reach the others."""

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
    search_request = read_request(search_pairs())
    found = engine().document(document_id)
    return no_document(document_id) if found is None else _render(found, search_request)


@pages.get("/documents/<document_id>.<any(bib, ris):form>")
def cite(document_id: str, form: str) -> str | Response:
    """Answer with the citation of a document as a file."""
    search_request = read_request(search_pairs())
    found = engine().document(document_id)
    if found is None:
        # The identifier itself may end with the extension.
        whole_id = f"{document_id}.{form}"
        found = engine().document(whole_id)
        return no_document(whole_id) if found is None else _render(found, search_request)
    write, media_type = CITATION_FORMATS[form]
    cited = _cited_document(found)
    name = f"{citation.entry_key(cited)}.{form}"
    response = Response(write(cited), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.get("/documents/<document_id>/original")
def original(document_id: str) -> str | Response:
    """Answer with the original text of a document, as it was before cleaning, as plain text."""
    search_pairs()
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


def _render(found: Document, search_request: Request) -> str:
    marked = engine().mark(found, search_request.query, search_request.level)
    text = paragraphs_html(marked.text)
    cited = _cited_document(found)
    similar = engine().similar(found, SIMILAR_SHOWN)
    left_out = {"marks_incomplete": not marked.complete, "similar_out_of_time": similar.timed_out}
    if marked.timed_out or similar.timed_out:
        mark_partial()
    return render_template(
        "document.html",
        document=found,
        keyword_values=keyword_values(found),
        title=marked.title,
        warnings=[message_html(Message(code)) for code, is_out in left_out.items() if is_out],
        paragraphs=text.paragraphs,
        all_marks=len(marked.title.marks) + text.mark_count,
        text_marks=text.mark_count,
        marks_listed=min(text.mark_count, MARKS_LISTED),
        form=search_request,
        back_address=link("pages.search", write_pairs(search_request))
        if search_request.query
        else "",
        canonical=url_for("pages.document", document_id=found.id, _external=True),
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


def _date_html(date: str) -> str:
    """A date in words, with plain spaces: readers copy it with the citation."""
    return escape(localization.date_text(date)).replace("\N{NO-BREAK SPACE}", " ")


def _cited_document(document: Document) -> CitedDocument:
    """The fields of a document that a citation has; its address here if it has no other."""
    here = url_for("pages.document", document_id=document.id, _external=True)
    arabic = text_direction(document.title or document.text[:1000]) == "rtl"
    return CitedDocument(
        id=document.id,
        title=document.title,
        author=document.author or "",
        source=document.source or "",
        date=document.date or "",
        url=web_address(document.url) or here,
        accessed=datetime.now(UTC).date().isoformat(),
        language="ar" if arabic else "",
    )
