"""HTML pages: the article and what the page says of it, by trafilatura."""

from __future__ import annotations

import html
import logging
import re
from typing import Any, Final

from arabic.dates import parse_date
from corpus.cleaning import clean_body
from corpus.decoding import decode
from corpus.document import Document
from corpus.readers.record import RecordError

_HEAD: Final = 200_000
_META: Final = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(data: bytes) -> Document:
    """Read a whole page as one document; its markup stays in ``original``.

    Raises DecodingError for what is not text, RecordError for a page without an article.
    """
    decoded = decode(data)
    found = _extract(decoded.text)
    if found is None or not (found.text or "").strip():
        raise RecordError("No article was found in the page.")
    title, source = (found.title or "").strip(), found.sitename or None
    # TITLE | SITE, where the page names its site there only.
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
    """The section that a page's metadata names (Open Graph's article:section)."""
    for tag in _META.findall(page[:_HEAD]):
        given = {
            name.lower(): html.unescape(double or single).strip()
            for name, double, single in _ATTRIBUTE.findall(tag)
        }
        if (given.get("property") or given.get("name")) == "article:section":
            return given.get("content") or None
    return None


def _extract(page: str) -> Any:
    # Half a second to import, and only this reader needs it.
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    # The declared character set would contradict text that is decoded already; XML has no NUL.
    plain = _DECLARATION.sub("", page).replace("\0", "\ufffd")
    return bare_extraction(
        plain,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        # Dates of the metadata and the address; guesses from any number in the page mislead.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
