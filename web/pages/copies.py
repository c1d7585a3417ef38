"""The page of the copies of a document, the earliest first."""

from __future__ import annotations

from flask import Response, render_template

from web.api.routing import no_document, twin_address
from web.pages.blueprint import engine, pages, search_pairs
from web.pages.copies_html import copies_summary, copies_table
from web.pages.document import document as show_document
from web.pages.links import document_linker, link
from web.pages.refinements import without_paging
from web.parameters import at_page, read_request, write_pairs


@pages.get("/documents/<document_id>/copies")
def copies(document_id: str) -> str | Response:
    """Show the copies of a document; the other parameters are those of the search that found it."""
    search_request = read_request(search_pairs())
    found = engine().document(document_id)
    if found is None:
        # The identifier itself may end like the address of a part.
        return show_document(f"{document_id}/copies")
    start, count = search_request.offset, search_request.limit
    group = engine().copies_of((document_id,), count, start).get(document_id)
    if group is None:
        return no_document(document_id)
    search = without_paging(search_request)
    page = start // count + 1
    turns = {
        number: link(
            "pages.copies", write_pairs(at_page(search_request, number)), document_id=document_id
        )
        for number in (page - 1, page + 1)
        if number > 0 and (number - 1) * count < group.documents
    }
    own = write_pairs(search)
    return render_template(
        "copies.html",
        document=found,
        summary=copies_summary(group),
        table=copies_table(group, document_id, document_linker("pages.document", own)),
        group=group,
        page=page,
        turns=turns,
        form=search_request,
        info=engine().info,
        back_address=link("pages.search", own) if search.query else "",
        document_address=link("pages.document", own, document_id=document_id),
        twin=twin_address("pages.copies", write_pairs(search_request), document_id=document_id),
    )
