"""The page that says why a document answers a query, or does not."""

from __future__ import annotations

from flask import Response, render_template, request

from web.api.endpoints import BY_NAME
from web.api.routing import twin_address
from web.pages.blueprint import engine, link, pages
from web.pages.document import missing
from web.parameters import (
    check_required,
    read_language,
    read_pairs,
    read_request,
    write_pairs,
)


@pages.get("/documents/<document_id>/explain")
def explain(document_id: str) -> str | Response:
    """Show every share of the score of a document, with the words that earned it."""
    pairs = read_pairs(request.query_string, (*BY_NAME["explain"].parameter_names, "sort"))
    read_language(pairs)
    asked = read_request(pairs)
    check_required(pairs, BY_NAME["explain"].parameters)
    found = engine().explain(asked, document_id)
    document = engine().document(document_id)
    if found is None or document is None:
        return missing(document_id)
    own = write_pairs(asked)
    return render_template(
        "explain.html",
        found=found,
        document=document,
        form=asked,
        largest=max((each.score for each in found.evidence), default=0.0),
        back=link("pages.search", own),
        read=link("pages.document", own, document_id=document_id),
        info=found.index,
        twin=twin_address("pages.explain", own, document_id=document_id),
    )
