"""HTML pages: the article and its metadata, extracted by trafilatura."""

from __future__ import annotations

import html
import logging
import re
from typing import Any, Final

from arabic.dates import parse_date
from corpus.cleaning import clean_body
from corpus.decoding import decode
from corpus.document import Document
from corpus.readers.reader import Confidence, FileReader
from corpus.readers.record import RecordError

_PAGE_START: Final = re.compile(
    r"(?:<\?xml[^>]*>\s*|(?><!--.{,2000}?-->)\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1|table|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"<[a-zA-Z!/][^<>]*>")
_HEAD_LENGTH: Final = 200_000
_META: Final = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(data: bytes) -> Document:
    """Read a whole page as one document, with its markup in ``original``.

    Raises DecodingError for data that is not text, RecordError for a page without an article.
    """
    decoded = decode(data)
    found = _extract(decoded.text)
    if found is None or not (found.text or "").strip():
        raise RecordError("page_without_article")
    title, source = (found.title or "").strip(), found.sitename or None
    # A title of the form TITLE | SITE may be the only place with the name of the site.
    name, bar, site = (part.strip() for part in title.rpartition("|"))
    if bar and name and site and source in (None, site):
        title, source = name, site
    cleaned = clean_body(found.text, title)
    published = parse_date(found.date) if found.date else None
    return Document(
        title=title,
        text=cleaned.text,
        date=published or cleaned.date,
        source=source,
        author=found.author or None,
        url=found.url or None,
        section=_section(decoded.text),
        original=decoded.text,
        encoding=decoded.encoding,
        removed=(*decoded.removed, *cleaned.removed),
    )


def _section(page: str) -> str | None:
    """The section in the metadata of a page (``article:section`` of Open Graph)."""
    for tag in _META.findall(page[:_HEAD_LENGTH]):
        given = {
            name.lower(): html.unescape(double or single).strip()
            for name, double, single in _ATTRIBUTE.findall(tag)
        }
        if (given.get("property") or given.get("name")) == "article:section":
            return given.get("content") or None
    return None


def _extract(page: str) -> Any:
    # The import takes half a second, and only this reader needs it.
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    # The text is decoded already, so the declared character set is wrong; XML has no NUL.
    plain = _DECLARATION.sub("", page).replace("\0", "\ufffd")
    return bare_extraction(
        plain,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        # Dates from the metadata and the URL only: other numbers of a page mislead.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _sniff(start: str, named: bool) -> Confidence:
    if _PAGE_START.match(start):
        return Confidence.CERTAIN
    return Confidence.LIKELY if named and _TAG.search(start) else Confidence.NONE


READER: Final = FileReader(
    name="html", extensions=(".html", ".htm", ".xhtml"), sniff=_sniff, read=read
)
