"""Whether what an archive holds is what was put into it."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from typing import Final

import msgspec

from corpus.document import Document
from corpus.identity import arrival_check, content_hash

_NO_EXTRA: Final = msgspec.json.encode({})
_MOST: Final = 20


def faults(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the documents of an archive, a sentence each, at most some twenty."""
    yield from _state_faults(connection)
    for told, (name, fault) in enumerate(_document_faults(connection)):
        if told == _MOST:
            yield "More documents of the archive may be damaged."
            return
        yield f"The document {name!r} of the archive {fault}."


def _state_faults(connection: sqlite3.Connection) -> Iterator[str]:
    (last,) = connection.execute("SELECT value FROM state WHERE name = 'sequence'").fetchone()
    for table in ("documents", "deletions"):
        (found,) = connection.execute(f"SELECT max(sequence) FROM {table}").fetchone()
        if found is not None and found > last:
            yield f"The archive counts {last:,} changes, but its {table} have number {found:,}."


def _document_faults(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    rows = connection.execute(
        "SELECT id, hash, title, text, date, source, author, url, section, extra,"
        " added_at, encoding, removed, original FROM documents LEFT JOIN originals USING (number)"
    )
    for name, stored, title, text, date, source, author, url, section, extra, *beside in rows:
        added_at, encoding, removed, original = beside
        document = Document(
            title=title,
            text=text,
            date=date,
            source=source,
            author=author,
            url=url,
            section=section,
        )
        try:
            found = content_hash(document, _NO_EXTRA if extra is None else extra)
            if len(stored) > len(found):  # older archives have the hash of the content alone
                found += arrival_check(added_at, encoding, removed)
            same = found == stored
        except (AttributeError, TypeError):
            same = False  # a changed byte may have made a number or a blob of a text
        if not same:
            yield name, "is not what was added"
        elif original is not None and not _unpacks(original):
            yield name, "has a damaged original"


def _unpacks(original: bytes) -> bool:
    try:
        zlib.decompress(original).decode()
    except (zlib.error, UnicodeDecodeError, TypeError):
        return False
    return True
