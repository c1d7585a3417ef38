"""The hits of an answer and the values of its facets as HTML.

They are most of a page: written here, they take a third of the time of a template. The markup of
everything else is in the templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from flask_babel import gettext
from markupsafe import Markup, escape

from search.answer import Hit
from web.document_ids import encode_id
from web.localization import current_language, date_text, number_text
from web.markup import display, language_of, passage_html, passages_html, text_direction
from web.pages.refinements import ValueLink

_CACHED: Final = 4_096
"""Names as HTML that a process keeps."""

_SEPARATOR: Final = '<span class="separator"></span>'


class NumberedHit(NamedTuple):
    """A hit with its number on the page, from 1, the addresses of its two pages, and its copies as
    HTML."""

    number: int
    hit: Hit
    document_address: str
    explanation_address: str
    copies: Markup = Markup("")


class Described(Protocol):
    """A document, or a hit, that is described by its fields."""

    @property
    def source(self) -> str | None:
        """Its source."""

    @property
    def date(self) -> str | None:
        """Its date."""

    @property
    def section(self) -> str | None:
        """Its section."""

    @property
    def author(self) -> str | None:
        """Its author."""


@lru_cache(_CACHED)
def _name(name: str) -> tuple[str, Markup]:
    """The language of a name, and the name as HTML."""
    return language_of(name), escape(display(name))


def document_meta(record: Described, author: bool = False) -> Markup:
    """The line of source, date, section and, if asked for, author; empty for none of them."""
    language = current_language()
    parts: list[str] = []
    if record.source:
        of, name = _name(record.source)
        parts.append(f'<bdi class="source" lang="{of}">{name}</bdi>')
    if record.date:
        shown = escape(date_text(record.date, language))
        parts.append(f'<bdi><time datetime="{escape(record.date)}">{shown}</time></bdi>')
    for value in (record.section, record.author if author else None):
        if value:
            of, name = _name(value)
            parts.append(f'<bdi lang="{of}">{name}</bdi>')
    if not parts:
        return Markup("")
    return Markup(f'<p class="meta" lang="{language}">\n{_SEPARATOR.join(parts)}</p>\n')


def untitled_html(beginning: str) -> Markup:
    """The heading of a document without a title: the first words of its text, and that it has no
    title."""
    untitled = escape(gettext("(untitled)"))
    if not beginning:
        return untitled
    label = f'<small class="untitled" lang="{current_language()}">{untitled}</small>'
    return Markup(f'<span class="beginning">{escape(display(beginning))}</span> {label}')


def hits_html(hits: Iterable[NumberedHit]) -> Markup:
    """The hits of a page as list items."""
    language = current_language()
    direction = "rtl" if language == "ar" else "ltr"
    why = escape(gettext("Why this matched"))
    items: list[str] = []
    for number, hit, document_address, explanation_address, copies in hits:
        title = hit.title.text if hit.title.text.strip() else hit.beginning
        heading = (
            passage_html(hit.title) if hit.title.text.strip() else untitled_html(hit.beginning)
        )
        gap = '&nbsp;<span class="gap">…</span>' if hit.title.cut_after else ""
        snippet = ""
        if hit.snippets:
            of = _other_language(hit.snippets[0].text)
            marked = passages_html(hit.snippets)
            snippet = f'      <p class="snippet"{of} dir="auto">{marked}</p>\n'
        items.append(
            f'    <li class="hit" data-keep="{escape(encode_id(hit.id))}" lang="ar"'
            f' dir="{text_direction(title)}">\n'
            f'      <h2 id="hit-{number}"{_other_language(title)} dir="auto">'
            f'<a href="{escape(document_address)}">{heading}</a>{gap}</h2>\n'
            f"{snippet}      {document_meta(hit)}\n"
            f'      <p class="explain-link" lang="{language}" dir="{direction}">'
            f'<a id="why-{number}" href="{escape(explanation_address)}"'
            f' aria-labelledby="why-{number} hit-{number}">{why}</a></p>\n{copies}'
            "    </li>"
        )
    return Markup("\n".join(items))


def _other_language(text: str) -> str:
    """The attribute of a text of a hit that is not Arabic."""
    return ' lang="en"' if language_of(text) != "ar" else ""


def value_links_html(values: Sequence[ValueLink], has_language: bool) -> Markup:
    """Values of a facet as list items.

    :param has_language: whether the values are names in a language.
    """
    language = current_language()
    items: list[str] = []
    for each in values:
        of, name = _name(each.value)
        attribute = f' lang="{of}"' if has_language and of != language else ""
        if each.address:
            link = f'<a href="{escape(each.address)}"{attribute}><bdi>{name}</bdi></a>'
        else:
            link = f'<strong aria-current="true"{attribute}><bdi>{name}</bdi></strong>'
        count = number_text(each.documents, language=language)
        items.append(
            f'    <li>{link}<span class="leader" aria-hidden="true"></span>'
            f'<span class="count">{count}</span></li>'
        )
    return Markup("\n".join(items))
