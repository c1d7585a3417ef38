"""Plain text: a saved news page, or a text whose first line may be its title."""

from __future__ import annotations

from typing import Final

from corpus.cleaning import clean_page
from corpus.decoding import decode
from corpus.document import Document
from corpus.markup import resolve_entities
from corpus.readers.reader import Confidence, FileReader
from corpus.readers.record import RecordError


def read(data: bytes) -> Document:
    """Read a whole file as one document.

    Raises DecodingError for data that is not text, RecordError for a file without text.
    """
    decoded = decode(data)
    cleaned = clean_page(decoded.text)
    if not cleaned.text.strip():
        raise RecordError("file_without_text")
    text = resolve_entities(cleaned.text)
    return Document(
        title=resolve_entities(cleaned.title),
        text=text,
        date=cleaned.date,
        author=cleaned.author,
        source=cleaned.source,
        original=None if text == decoded.text else decoded.text,
        encoding=decoded.encoding,
        removed=(*decoded.removed, *cleaned.removed),
    )


def _sniff(start: str, named: bool) -> Confidence:  # noqa: ARG001
    return Confidence.FALLBACK


READER: Final = FileReader(name="txt", extensions=(".txt",), sniff=_sniff, read=read)
