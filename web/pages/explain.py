"""The page that explains why a document matches a query, or does not."""

from __future__ import annotations

from typing import assert_never

from flask import Response, render_template, request
from flask_babel import gettext
from markupsafe import Markup, escape

from corpus.headings import beginning_of
from corpus.messages import Message
from search.explanation import CloseKind, Evidence
from web.api.endpoints import BY_NAME
from web.api.routing import no_document, twin_address
from web.http.caching import mark_partial
from web.message_html import isolate, isolated_list, message_html
from web.pages.blueprint import engine, pages
from web.pages.document import document as show_document
from web.pages.links import link
from web.pages.query_notes import expansion_notes
from web.parameters import (
    ORDER,
    check_required,
    read_language,
    read_pairs,
    read_request,
    write_pairs,
)


@pages.get("/documents/<document_id>/explain")
def explain(document_id: str) -> str | Response:
    """Show each part of the score of a document, with the words it comes from."""
    whole_id = f"{document_id}/explain"
    if engine().document(document_id) is None and engine().document(whole_id) is not None:
        return show_document(whole_id)
    order = (each.name for each in ORDER)  # of the search that the page leads back to
    pairs = read_pairs(request.query_string, (*BY_NAME["explain"].parameter_names, *order))
    read_language(pairs)
    search_request = read_request(pairs)
    check_required(pairs, BY_NAME["explain"].parameters)
    explanation = engine().explain(search_request, document_id)
    document = engine().document(document_id)
    if explanation is None or document is None:
        return no_document(document_id)
    if explanation.timed_out:
        mark_partial()
    own = write_pairs(search_request)
    return render_template(
        "explain.html",
        explanation=explanation,
        evidence_label=evidence_label,
        expansions=expansion_notes(explanation.expansions),
        document=document,
        beginning=beginning_of(document.title, document.text),
        warnings=[message_html(Message("explanation_out_of_time"))] * explanation.timed_out,
        form=search_request,
        largest=max((each.score for each in explanation.evidence), default=0.0),
        back_address=link("pages.search", own),
        document_address=link("pages.document", own, document_id=document_id),
        info=explanation.index,
        twin=twin_address("pages.explain", own, document_id=document_id),
    )


def evidence_label(evidence: Evidence) -> Markup:
    """What a document was scored for, as HTML in the language of the page."""
    values = {"word": isolate(evidence.text), "others": isolated_list(evidence.others)}
    return escape(_label_template(evidence)) % values


def _label_template(evidence: Evidence) -> str:
    match evidence.kind:
        case "word":
            return _word_template(evidence)
        case "related":
            label = gettext("%(word)s, or a related word: %(others)s")
        case "marks":
            label = gettext("%(word)s with the same vowel signs")
        case "prefix":
            label = gettext("words that begin with %(word)s")
        case "wildcard":
            label = gettext("words that match %(word)s")
        case "fuzzy":
            label = gettext("words spelt similarly to %(word)s")
        case "bigram":
            label = gettext("%(word)s side by side")
        case "root" | "title" | "coverage" | "window" | "passage" | "early" | "run":
            return _close_template(evidence.kind)
        case _:
            assert_never(evidence.kind)
    return str(label)


def _close_template(kind: CloseKind) -> str:
    match kind:
        case "root":
            label = gettext("words of the root of %(word)s")
        case "title":
            label = gettext("a title that names %(word)s")
        case "coverage":
            label = gettext("how many of the words it has: %(word)s")
        case "window":
            label = gettext("%(word)s close together")
        case "passage":
            label = gettext("a passage about %(word)s")
        case "early":
            label = gettext("%(word)s near the beginning")
        case "run":
            label = gettext("%(word)s in this order, side by side")
        case _:
            assert_never(kind)
    return str(label)


def _word_template(evidence: Evidence) -> str:
    match evidence.level:
        case "exact":
            label = gettext("%(word)s exactly as written")
        case "form":
            label = gettext("%(word)s in any spelling")
        case "particles":
            label = gettext("%(word)s with or without particles")
        case "stem" | None:
            label = gettext("%(word)s with particles and endings")
        case "root":
            label = gettext("words of the root of %(word)s")
        case _:
            assert_never(evidence.level)
    return str(label)
