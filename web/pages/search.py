"""The search page: the landing page without a query, the results page with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from flask import render_template
from markupsafe import Markup

from search.advice import query_rewriting
from search.answer import Answer, PartialHit
from search.limits import LIMITS
from search.query.addresses import read_address
from search.query.nodes import Phrase, Word, leaves
from search.request import Request
from web.api.routing import twin_address
from web.http.caching import mark_partial
from web.pages.answer_html import NumberedHit, hits_html
from web.pages.blueprint import engine, pages, search_pairs
from web.pages.charts import timeline_chart
from web.pages.copies_html import copies_details
from web.pages.links import document_linker, hit_linker, link, page_linker
from web.pages.listed_copies import as_listed, listed_copies
from web.pages.listed_matches import listed_matches
from web.pages.query_notes import expansion_notes, term_notes, warning_notes
from web.pages.refinements import RefinementLinks, field_query, page_facets, without_paging
from web.pages.suggestion_links import suggestion_links
from web.pages.undated_note import undated_note
from web.parameters import Pairs, at_page, read_request, write_pairs
from web.paths import path


class PageLink(msgspec.Struct, frozen=True):
    """A numbered link of the pager.

    ``address`` is empty for the current page; ``number`` is 0 for a gap between numbers.
    """

    number: int
    address: str = ""


class PartialHitLink(NamedTuple):
    """A document with most of the words: its hit, and the address of its page."""

    hit: PartialHit
    document_address: str


@pages.get("/")
def search() -> str:
    """Show the landing page, or with ``q`` the results."""
    search_request = read_request(search_pairs())
    if not search_request.query.strip():
        stats = engine().stats()
        return render_template(
            "landing.html",
            stats=stats,
            form=search_request,
            sources=stats.sources,
            source_query=lambda name: [("q", field_query("source", name))],
            twin=path("api.stats"),
        )
    listed = as_listed(search_request)
    answer = engine().search(
        msgspec.structs.replace(listed, facets=page_facets(), levels=True, timeline="auto")
    )
    # The links of a long text that was answered by any of its words lead to the same documents.
    search_request = msgspec.structs.replace(search_request, operator=answer.operator)
    listed = msgspec.structs.replace(listed, operator=answer.operator)
    if answer.timed_out:
        mark_partial()
    # A few results need no chart; within dates it leads to shorter and longer periods.
    has_chart = answer.total > LIMITS.few_documents or search_request.after or search_request.before
    if answer.is_of_address:  # a filter cannot be appended to an address
        answer, has_chart = msgspec.structs.replace(answer, facets=(), levels=()), None
    refinements = RefinementLinks(search_request, page_linker("pages.search"))
    return render_template(
        "results.html",
        answer=answer,
        warnings=warning_notes(search_request, answer.warnings, _search_address),
        form=search_request,
        listed=listed_matches(search_request, answer, _search_address),
        copies=listed_copies(search_request, answer, _search_address),
        filters=refinements.active_filters(),
        levels=refinements.level_links(answer),
        facets=refinements.facet_links(answer),
        chart=timeline_chart(answer.timeline, refinements.period_address) if has_chart else None,
        analyze_address=_analyze_address(search_request),
        expansions=expansion_notes(answer.expansions),
        terms=term_notes(answer.terms),
        suggestions=suggestion_links(search_request, answer, _search_address),
        page_links=_page_links(search_request, answer),
        page=search_request.offset // search_request.limit + 1,
        hits=hits_html(_numbered_hits(search_request, answer)),
        partial_hits=_partial_hits(search_request, answer),
        undated=undated_note(search_request, answer.undated, _search_address),
        first_page_pairs=write_pairs(at_page(search_request, 1)),
        twin=twin_address("pages.search", write_pairs(listed)),
    )


def _search_address(pairs: Pairs) -> str:
    return link("pages.search", pairs)


def _analyze_address(search_request: Request) -> str:
    """The address of the page that analyzes the words of a query; empty if it has none."""
    if read_address(search_request.query) is not None:
        return ""
    tree = query_rewriting.read(search_request, search_request.query)
    texts = dict.fromkeys(leaf.text for leaf in leaves(tree) if isinstance(leaf, Word | Phrase))
    return link("pages.analyze", [("text", " ".join(texts))]) if texts else ""


def _numbered_hits(search_request: Request, answer: Answer) -> list[NumberedHit]:
    document = hit_linker(write_pairs(search_request))
    copy = document_linker("pages.document", write_pairs(search_request))
    explanation = document_linker("pages.explain", write_pairs(without_paging(search_request)))
    every_copy = document_linker("pages.copies", write_pairs(without_paging(search_request)))
    folded = [hit.id for hit in answer.hits if hit.copies is not None]
    groups = engine().copies_of(folded, LIMITS.hit_copies) if folded else {}
    return [
        NumberedHit(
            number,
            hit,
            document(hit.id, search_request.offset + number),
            explanation(hit.id),
            copies_details(hit.copies, groups.get(hit.id), hit.id, copy, every_copy(hit.id))
            if hit.copies is not None
            else Markup(""),
        )
        for number, hit in enumerate(answer.hits, 1)
    ]


def _partial_hits(search_request: Request, answer: Answer) -> list[PartialHitLink]:
    if answer.most_words is None:
        return []
    document = document_linker("pages.document", write_pairs(search_request))
    return [PartialHitLink(hit, document(hit.id)) for hit in answer.most_words.hits]


def _page_links(search_request: Request, answer: Answer) -> Sequence[PageLink]:
    """Links to the first, last and neighbouring pages; empty for a single page."""
    last = (
        min(answer.listed_total, LIMITS.depth_by_page) + search_request.limit - 1
    ) // search_request.limit
    page = search_request.offset // search_request.limit + 1
    near = {1, last, *range(page - 2, page + 3)}
    links: list[PageLink] = []
    for number in sorted(n for n in near if 1 <= n <= last):
        if links and number > links[-1].number + 1:
            links.append(PageLink(0))
        to = "" if number == page else _search_address(write_pairs(at_page(search_request, number)))
        links.append(PageLink(number, to))
    return links if last > 1 else ()
