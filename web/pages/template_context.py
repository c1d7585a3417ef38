"""Filters, functions and variables that all templates have."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
from flask import Flask, request

from corpus.headings import bracketed
from search.limits import LIMITS
from search.request import Request
from web import localization
from web.api.endpoints import BY_NAME, COVERED_DATE, COVERED_ID
from web.document_ids import encode_id
from web.http.authorization import caller
from web.limits import SERVER_LIMITS
from web.markup import (
    display,
    isolate_arabic,
    language_of,
    passage_html,
    passages_html,
    text_direction,
    web_address,
)
from web.message_html import isolate, isolated_list, message_html
from web.pages import labels
from web.pages.answer_html import document_meta, untitled_html, value_links_html
from web.pages.links import link, with_language
from web.parameters import DOCUMENT_PAGE, Pairs, page_address
from web.paths import path
from web.word_readings import (
    analysis_steps,
    has_hamza_for_article,
    keeps_older_class,
    word_parts,
)


def init_templates(app: Flask) -> None:
    """Add the filters, functions and variables of the pages to the templates of ``app``."""
    app.jinja_env.filters.update(
        bracketed=bracketed,
        direction=text_direction,
        display=display,
        isolate_arabic=isolate_arabic,
        isolated=isolate,
        isolated_list=isolated_list,
        language=language_of,
        message=message_html,
        passage=passage_html,
        passages=passages_html,
    )
    app.jinja_env.globals.update(
        ALIAS_KINDS=labels.ALIAS_KINDS,
        FINDINGS=labels.FINDINGS,
        READING_SOURCES=labels.READING_SOURCES,
        SORTS=labels.SORTS,
        ANALYSIS_STEPS=labels.ANALYSIS_STEPS,
        analysis_steps=analysis_steps,
        document_meta=document_meta,
        encode_id=encode_id,
        field_heading=labels.field_heading,
        field_label=labels.field_label,
        field_list=labels.field_list,
        has_hamza_for_article=has_hamza_for_article,
        keeps_older_class=keeps_older_class,
        level_breadth=labels.level_breadth,
        level_name=labels.level_name,
        list_most=SERVER_LIMITS.list_documents,
        path=path,
        query_most=LIMITS.address_code_points,
        untitled=untitled_html,
        suggest_most=LIMITS.suggest_code_points,
        value_links_html=value_links_html,
        web_address=web_address,
        word_parts=word_parts,
    )
    app.context_processor(_variables)


def _variables() -> dict[str, Any]:
    other = "en" if localization.current_language() == "ar" else "ar"
    below = request.path.lstrip("/")
    known = {
        *DOCUMENT_PAGE,
        *BY_NAME["analyze"].parameter_names,
        *BY_NAME["differences"].parameter_names,
        *(COVERED_ID.name, COVERED_DATE.name),
    }
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name in known]
    return {
        # A path with two slashes at its start would be an address of another site.
        "other_language_address": page_address(
            quote(f"{request.script_root}/{below}"), with_language(pairs, other)
        ),
        "link": link,
        "form": _form_values(pairs),
        "signed_in_as": _signed_in_as(),
    }


def _signed_in_as() -> str:
    """The name of the key of the session, empty without one."""
    found = caller()
    return found.key.name if found.key is not None and found.sent == "session" else ""


def _form_values(pairs: Pairs) -> Request:
    """The unchecked values of the search form, to show a refused form again."""
    first = dict(reversed(pairs))
    return msgspec.structs.replace(
        Request(query=first.get("q", "")[: LIMITS.query_code_points]),
        after=first.get("after"),
        before=first.get("before"),
        sources=tuple(value for name, value in pairs if name == "source" and value)[:1],
    )
