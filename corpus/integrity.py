"""Checking the documents of an archive against the hashes stored with them."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

import msgspec

from corpus.addresses import address_key
from corpus.document import Document
from corpus.identity import arrival_hash, content_hash
from corpus.messages import Message

_NO_EXTRA: Final = msgspec.json.encode({})
_LISTED: Final = 20


def find_faults(connection: sqlite3.Connection) -> Iterator[Message]:
    """Faults of the documents of an archive, about twenty at most."""
    yield from _sequence_faults(connection)
    yield from _address_faults(connection)
    for listed, fault in enumerate(_document_faults(connection)):
        if listed == _LISTED:
            yield Message("more_documents_damaged")
            return
        yield fault


def _sequence_faults(connection: sqlite3.Connection) -> Iterator[Message]:
    (counted,) = connection.execute("SELECT value FROM state WHERE name = 'sequence'").fetchone()
    for table in ("documents", "deletions"):
        (found,) = connection.execute(f"SELECT max(sequence) FROM {table}").fetchone()
        if found is not None and found > counted:
            yield Message.of("sequence_too_low", counted=counted, table=table, found=found)


def _address_faults(connection: sqlite3.Connection) -> Iterator[Message]:
    """Whether documents are found by other addresses than their own."""
    expected = connection.execute(
        "SELECT number, url FROM documents WHERE url IS NOT NULL ORDER BY number"
    )
    known = connection.execute("SELECT number, site, page FROM addresses ORDER BY number")
    keyed = ((number, address_key(url)) for number, url in expected if isinstance(url, str))
    wanted = ((number, *key) for number, key in keyed if key is not None)
    if any(found != wanted_row for found, wanted_row in zip_longest(known, wanted)):
        yield Message("addresses_differ")


def _document_faults(connection: sqlite3.Connection) -> Iterator[Message]:
    rows = connection.execute(
        "SELECT id, hash, title, text, date, source, author, url, section, extra,"
        " added_at, encoding, removed, original FROM documents LEFT JOIN originals USING (number)"
    )
    for name, stored, title, text, date, source, author, url, section, extra, *other in rows:
        added_at, encoding, removed, original = other
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
            if len(stored) > len(found):  # early archives have the hash of the content alone
                found += arrival_hash(added_at, encoding, removed)
            unchanged = found == stored
        except (AttributeError, TypeError):
            unchanged = False  # a changed byte can turn a text into a number or a blob
        if not unchanged:
            yield Message.of("document_changed", id=str(name))
        elif original is not None and not _can_be_unpacked(original):
            yield Message.of("original_damaged", id=str(name))


def _can_be_unpacked(original: bytes) -> bool:
    try:
        zlib.decompress(original).decode()
    except (zlib.error, UnicodeDecodeError, TypeError):
        return False
    return True
