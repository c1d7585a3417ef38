"""The page of a document: its text with marks, its citation, its original, more like it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Response, render_template, url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from corpus.document import Document
from search.request import Request
from web import localization
from web.markup import paragraphs_html, text_direction, web_address
from web.message_html import isolate
from web.pages import citation
from web.pages.blueprint import engine, link, pages, search_pairs
from web.pages.citation import Cited
from web.parameters import address, read_request, write_pairs
from web.problems import answer_problem

MARKS_LISTED: Final = 60
"""Marks that the page leads to by their numbers; the keys reach the others."""

SIMILAR_SHOWN: Final = 6
"""Similar documents, and copies, that the page names."""

CITATIONS: Final = {
    "bib": (citation.bibtex, "application/x-bibtex"),
    "ris": (citation.ris, "application/x-research-info-systems"),
}


@pages.get("/documents/<document_id>")
def document(document_id: str) -> str | Response:
    """Show a document; the other parameters are those of the search that led here."""
    asked = read_request(search_pairs())
    found = engine().document(document_id)
    return missing(document_id) if found is None else _page(found, asked)


@pages.get("/documents/<document_id>.<any(bib, ris):form>")
def cite(document_id: str, form: str) -> str | Response:
    """Answer with the citation of a document as a file."""
    asked = read_request(search_pairs())
    found = engine().document(document_id)
    if found is None:
        # The identifier itself may end like this.
        named = engine().document(f"{document_id}.{form}")
        return missing(f"{document_id}.{form}") if named is None else _page(named, asked)
    write, media_type = CITATIONS[form]
    cited = _cited(found)
    response = Response(write(cited), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{citation.key(cited)}.{form}"'
    return response


@pages.get("/documents/<document_id>/original")
def original(document_id: str) -> Response:
    """Answer with a document as it was read, as plain text; its text where cleaning took nothing
    away."""
    search_pairs()
    found = engine().document(document_id)
    if found is None:
        return missing(document_id)
    whole = found.text if found.original is None else found.original
    return Response(whole, content_type="text/plain; charset=utf-8")


def missing(document_id: str) -> Response:
    """Answer that there is no such document."""
    sentence = escape(gettext("There is no document “%(id)s” in the archive."))
    named = sentence % {"id": isolate(document_id[:80])}
    return answer_problem(404, named.striptags(), html=named)


def _page(found: Document, asked: Request) -> str:
    marked = engine().mark(found, asked.query, asked.level)
    text = paragraphs_html(marked.text)
    cited = _cited(found)
    twin_pairs = [pair for pair in write_pairs(asked) if pair[0] in ("q", "level")]
    return render_template(
        "document.html",
        document=found,
        title=marked.title,
        paragraphs=text.lines,
        places=len(marked.title.marks) + text.marks,
        marks=text.marks,
        marks_listed=min(text.marks, MARKS_LISTED),
        form=asked,
        back=link("pages.search", write_pairs(asked)) if asked.query else "",
        canonical=url_for("pages.document", document_id=found.id, _external=True),
        twin=address(url_for("api.document", document_id=found.id), twin_pairs),
        citation=Markup(
            citation.plain(
                cited,
                date=_day(cited.date),
                accessed=_day(cited.accessed),
                language=localization.current(),
                value=isolate,
            )
        ),
        files={form: write(cited) for form, (write, _) in CITATIONS.items()},
        similar=engine().similar(found, SIMILAR_SHOWN),
    )


def _day(date: str) -> str:
    """A date as it stands in a citation, which is copied."""
    return escape(localization.date_text(date)).replace("\N{NO-BREAK SPACE}", " ")


def _cited(document: Document) -> Cited:
    """What is known of a document for its citation; its address here, where it has none else."""
    here = url_for("pages.document", document_id=document.id, _external=True)
    arabic = text_direction(document.title or document.text[:1000]) == "rtl"
    return Cited(
        id=document.id,
        title=document.title,
        author=document.author or "",
        source=document.source or "",
        date=document.date or "",
        url=web_address(document.url) or here,
        accessed=datetime.now(UTC).date().isoformat(),
        language="ar" if arabic else "",
    )
