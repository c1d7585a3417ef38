"""The metadata in the head of a document page, as reference managers and search engines read it.

``citation_*`` are the tags of Highwire Press, ``DC.*`` Dublin Core (RFC 5013), and the linked data
is a ``NewsArticle`` of schema.org. Zotero reads the first two, and the kind of publication in
``z:itemType``: without it, it would store an article of a scientific journal.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import msgspec
from markupsafe import Markup

from web.exports.citation import CitedDocument, authors
from web.markup import display

_SPACES: Final = re.compile(r"\s+")
# These end a script element or a line of it: written as escapes they are the same JSON.
_IN_SCRIPT: Final = str.maketrans(
    {sign: f"\\u{ord(sign):04x}" for sign in ("<", ">", "&", "\u2028", "\u2029")}
)
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")


class MetaTag(NamedTuple):
    """A tag ``<meta>``."""

    name: str
    content: str


class EmbeddedMetadata(NamedTuple):
    """The tags ``<meta>`` of a document, and its linked data as JSON for a script element."""

    tags: tuple[MetaTag, ...]
    linked_data: Markup


def embedded_metadata(cited: CitedDocument, page_address: str) -> EmbeddedMetadata:
    """Describe a document; what it lacks is left out, and a partial date stays partial.

    :param cited: its fields; ``snippet`` is the beginning of its text.
    :param page_address: the whole address of its page in this archive.
    """
    plain = _plain(cited)
    found = _DATE.match(plain.date)
    date = found[0] if found else ""
    rows = (
        ("z:itemType", "newspaperArticle" if plain.source else "webpage"),
        ("citation_title", plain.title),
        *(("citation_author", name) for name in authors(plain)),
        ("citation_journal_title", plain.source),
        ("citation_publication_date", date.replace("-", "/")),
        ("citation_language", plain.language),
        ("citation_abstract", plain.snippet),
        ("citation_abstract_html_url", page_address),
        ("citation_public_url", plain.url),
        ("DC.title", plain.title),
        *(("DC.creator", name) for name in authors(plain)),
        ("DC.publisher", plain.source),
        ("DC.date", date),
        ("DC.language", plain.language),
        ("DC.identifier", plain.url),
        ("DC.type", "Text"),
    )
    tags = tuple(MetaTag(name, content) for name, content in rows if content)
    return EmbeddedMetadata(tags, _linked_data(plain, date, page_address))


def _linked_data(plain: CitedDocument, date: str, page_address: str) -> Markup:
    members: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": plain.title,
        "description": plain.snippet,
        "datePublished": date,
        "inLanguage": plain.language,
        "url": plain.url,
        "mainEntityOfPage": page_address,
        "author": [_named("Person", name) for name in authors(plain)],
        "publisher": _named("Organization", plain.source) if plain.source else None,
    }
    kept = {name: value for name, value in members.items() if value}
    return Markup(msgspec.json.encode(kept).decode().translate(_IN_SCRIPT))


def _named(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": name}


def _plain(cited: CitedDocument) -> CitedDocument:
    """The fields on one line each, without control characters."""
    values = msgspec.structs.asdict(cited)
    return CitedDocument(
        **{name: _SPACES.sub(" ", display(value)).strip() for name, value in values.items()}
    )
