"""Plain text: a saved news page, or a text with its title in the first line."""

from __future__ import annotations

from corpus.cleaning import clean_page
from corpus.decoding import decode
from corpus.document import Document
from corpus.readers.record import RecordError


def read(data: bytes) -> Document:
    """Read a whole file as one document.

    Raises DecodingError for what is not text, RecordError for a file without any.
    """
    decoded = decode(data)
    cleaned = clean_page(decoded.text)
    if not cleaned.text.strip():
        raise RecordError("The file has no text.")
    return Document(
        title=cleaned.title,
        text=cleaned.text,
        date=cleaned.date,
        source=cleaned.source,
        original=None if cleaned.text == decoded.text else decoded.text,
        encoding=decoded.encoding,
        removed=(*decoded.removed, *cleaned.removed),
    )
