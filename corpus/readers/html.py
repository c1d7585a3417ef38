"""HTML pages: the article and its metadata, read by ``corpus.page``."""

from __future__ import annotations

import re
from typing import Any, Final

from corpus.cleaning import clean_body
from corpus.decoding import decode
from corpus.document import Document
from corpus.page.facts import PageFacts, read_page
from corpus.readers.reader import Confidence, FileReader
from corpus.readers.record import AS_READ, RecordError

_PAGE_START: Final = re.compile(
    r"(?:<\?xml[^>]*>\s*|(?><!--.{,2000}?-->)\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1|table|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"<[a-zA-Z!/][^<>]*>")
_OTHERS_KEPT: Final = 5


def read(data: bytes) -> Document:
    """Read a whole page as one document, with its markup in ``original``.

    ``extra`` names under ``date_from`` the place of the page that states the date, and keeps the
    dates and the author that it states elsewhere (``other_dates``, ``other_author``). Raises
    DecodingError for data that is not text, RecordError for a page without title and article.
    """
    decoded = decode(data)
    page = read_page(decoded.text)
    cleaned = clean_body(page.text, page.title)
    if not page.title and not cleaned.text.strip():
        raise RecordError("page_without_article")
    stated = page.date
    return Document(
        title=page.title,
        text=cleaned.text,
        date=cleaned.date if stated is None else stated.iso,
        source=page.source,
        author=page.author or cleaned.author,
        url=page.url,
        section=page.section,
        extra=_choices(page),
        original=decoded.text,
        encoding=decoded.encoding,
        removed=(*decoded.removed, *page.removed, *cleaned.removed),
    )


def _choices(page: PageFacts) -> dict[str, Any]:
    """What ``extra`` keeps of the places and values that were and were not chosen."""
    found: dict[str, Any] = {}
    if page.date is not None:
        found["date_from"] = page.date.place
        if page.date.written != page.date.iso:
            found[f"date{AS_READ}"] = page.date.written
    if page.other_dates:
        found["other_dates"] = [
            {"date": each.iso, "from": each.place, "written": each.written}
            for each in page.other_dates[:_OTHERS_KEPT]
        ]
    if page.other_author is not None:
        found["other_author"] = page.other_author
    return found


def _sniff(start: str, named: bool) -> Confidence:
    if _PAGE_START.match(start):
        return Confidence.CERTAIN
    return Confidence.LIKELY if named and _TAG.search(start) else Confidence.NONE


READER: Final = FileReader(
    name="html", extensions=(".html", ".htm", ".xhtml"), sniff=_sniff, read=read
)
