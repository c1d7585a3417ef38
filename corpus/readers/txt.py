"""Plain text: a saved news page, or a text whose first line may be its title."""

from __future__ import annotations

from typing import Final

from corpus.cleaning import clean_page
from corpus.decoding import decode
from corpus.document import Document
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
    return Document(
        title=cleaned.title,
        text=cleaned.text,
        date=cleaned.date,
        source=cleaned.source,
        original=None if cleaned.text == decoded.text else decoded.text,
        encoding=decoded.encoding,
        removed=(*decoded.removed, *cleaned.removed),
    )


def _sniff(start: str, named: bool) -> Confidence:  # noqa: ARG001
    return Confidence.FALLBACK


READER: Final = FileReader(name="txt", extensions=(".txt",), sniff=_sniff, read=read)
