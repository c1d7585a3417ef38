"""The page of the field, and with a query its results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec
from flask import render_template

from search.advice import query_rewriting
from search.answer import Answer, Hit
from search.limits import LIMITS
from search.query.nodes import Phrase, Word, leaves
from search.request import FacetName, Request
from web.http import delivery
from web.pages import refinements
from web.pages.blueprint import document_linker, engine, link, linker, pages, search_pairs
from web.pages.charts import chart
from web.pages.suggestion_links import advice
from web.parameters import Pairs, address, at_page, read_request, write_pairs
from web.paths import path

FACETS: Final[tuple[FacetName, ...]] = ("source", "section", "author", "year")
"""What the page counts its results by, in this order."""


class Step(msgspec.Struct, frozen=True):
    """A page of the pager; ``address`` is empty for the page at hand, ``number`` 0 for a gap."""

    number: int
    address: str = ""


class Found(NamedTuple):
    """A hit at its place on the page, from 1, with the addresses of its document and of the reasons
    for it."""

    place: int
    hit: Hit
    document: str
    reasons: str


@pages.get("/")
def search() -> str:
    """Show the field, or with ``q`` the results."""
    asked = read_request(search_pairs())
    if not asked.query.strip():
        stats = engine().stats()
        return render_template(
            "landing.html",
            stats=stats,
            form=asked,
            sources=stats.sources,
            source_query=lambda name: [("q", refinements.field_query("source", name))],
            twin=path("api.stats"),
        )
    counted = msgspec.structs.replace(asked, facets=FACETS, levels=True, timeline="auto")
    answer = engine().search(counted)
    if answer.timed_out:
        delivery.partial()
    # Few results say more by themselves than drawn; within dates the drawing leads out and in.
    drawn = answer.total > LIMITS.few_documents or asked.after or asked.before
    narrower = refinements.Narrower(asked, linker("pages.search"))
    return render_template(
        "results.html",
        answer=answer,
        form=asked,
        filters=narrower.in_force(),
        levels=narrower.levels(answer),
        facets=narrower.facets(answer),
        chart=chart(answer.timeline, narrower.to_period) if drawn else None,
        reading=_reading(asked),
        advice=advice(asked, answer, _to),
        steps=_steps(asked, answer),
        page=asked.offset // asked.limit + 1,
        hits=_hits(asked, answer),
        first_page_pairs=write_pairs(at_page(asked, 1)),
        twin=address(path("api.search"), write_pairs(asked)),
    )


def _to(pairs: Pairs) -> str:
    return link("pages.search", pairs)


def _reading(asked: Request) -> str:
    """The address of the page that says how the words of a query were read, empty without any."""
    tree = query_rewriting.read(asked, asked.query)
    texts = dict.fromkeys(leaf.text for leaf in leaves(tree) if isinstance(leaf, Word | Phrase))
    return link("pages.analyze", [("text", " ".join(texts))]) if texts else ""


def _hits(asked: Request, answer: Answer) -> list[Found]:
    to_document = document_linker("pages.document", write_pairs(asked))
    to_reasons = document_linker("pages.explain", write_pairs(refinements.without_page(asked)))
    return [
        Found(place, hit, to_document(hit.id), to_reasons(hit.id))
        for place, hit in enumerate(answer.hits, 1)
    ]


def _steps(asked: Request, answer: Answer) -> Sequence[Step]:
    last = (min(answer.total, LIMITS.depth_by_page) + asked.limit - 1) // asked.limit
    page = asked.offset // asked.limit + 1
    near = {1, last, *range(page - 2, page + 3)}
    steps: list[Step] = []
    for number in sorted(n for n in near if 1 <= n <= last):
        if steps and number > steps[-1].number + 1:
            steps.append(Step(0))
        to = "" if number == page else _to(write_pairs(at_page(asked, number)))
        steps.append(Step(number, to))
    return steps if last > 1 else ()
