"""The copies of a text as HTML: how many there are, which is the earliest, and a table of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from search.answer import Copy, CopyGroup, HitCopies
from web.localization import current_language, date_text, number_text
from web.markup import display, language_of
from web.message_html import isolate

_NO_VALUE: Final = "—"


def copies_summary(copies: HitCopies) -> Markup:
    """How many copies a text has in how many papers, and where it was first."""
    parts = [_counts(copies)]
    first = copies.first
    about = [isolate(each) for each in (first.source, date_text(first.date)) if each]
    if about:
        joined = escape(gettext(", ")).join(about)
        parts.append(escape(gettext("first: %(first)s")) % {"first": joined})
    if copies.matching is not None and copies.matching < copies.documents:
        count = number_text(copies.matching)
        found = ngettext(
            "one of them among the results",
            "%(count)s of them among the results",
            copies.matching,
            count=count,
        )
        parts.append(escape(found))
    return escape(gettext(", ")).join(parts)


def _counts(copies: HitCopies) -> Markup:
    papers = ngettext(
        "in one paper", "in %(count)s papers", copies.sources, count=number_text(copies.sources)
    )
    if copies.documents == copies.sources:
        return escape(papers)
    documents = ngettext(
        "One copy", "%(count)s copies", copies.documents, count=number_text(copies.documents)
    )
    return escape(f"{documents} {papers}" if copies.sources else documents)


def copies_details(
    copies: HitCopies, group: CopyGroup | None, own_id: str, link: Callable[[str], str], rest: str
) -> Markup:
    """The copies of a hit: their summary, which opens a table of the earliest.

    :param own_id: the id of the hit.
    :param link: makes the address of a document.
    :param rest: the address of the page with all copies.
    """
    language = current_language()
    direction = "rtl" if language == "ar" else "ltr"
    table = more = ""
    if group is not None:
        table = copies_table(group, own_id, link)
    if group is None or len(group.copies) < copies.documents:
        count = number_text(copies.documents)
        every = gettext("Every copy (%(count)s)", count=count)
        more = f'<p><a href="{escape(rest)}">{escape(every)}</a></p>\n'
    return Markup(
        f'<details class="copies" lang="{language}" dir="{direction}">'
        f"<summary>{copies_summary(copies)}</summary>\n{table}{more}</details>\n"
    )


def copies_table(group: CopyGroup, own_id: str, link: Callable[[str], str]) -> Markup:
    """The listed copies of a group as a table: source, date, title, and the overlap with the
    document ``own_id``."""
    heads = (gettext("Paper"), gettext("Date"), gettext("Title"), gettext("Overlap"))
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    rows = "\n".join(_row(copy, own_id, link) for copy in group.copies)
    return Markup(
        f'<table class="costs"><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>\n'
    )


def _row(copy: Copy, own_id: str, link: Callable[[str], str]) -> str:
    language = current_language()
    title = copy.title if copy.title.strip() else gettext("(untitled)")
    of = language_of(title)
    attribute = f' lang="{of}"' if of != language else ""
    own = ' aria-current="true"' if copy.id == own_id else ""
    source = _named(copy.source, language) if copy.source else _NO_VALUE
    date = _NO_VALUE
    if copy.date:
        date = f'<time datetime="{escape(copy.date)}">{escape(date_text(copy.date))}</time>'
    shared = _NO_VALUE if copy.overlap is None else number_text(copy.overlap, "0%")
    return (
        f"<tr><td>{source}</td><td>{date}</td>"
        f'<td><a href="{escape(link(copy.id))}"{attribute}{own} dir="auto">'
        f"{escape(display(title))}</a></td>"
        f'<td class="cost"><bdi>{escape(shared)}</bdi></td></tr>'
    )


def _named(name: str, language: str) -> str:
    of = language_of(name)
    attribute = f' lang="{of}"' if of != language else ""
    return f"<bdi{attribute}>{escape(display(name))}</bdi>"
