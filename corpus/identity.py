"""Which document is which: ids that survive re-adding, and a hash that tells a change."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

import msgspec

from corpus.document import Document

ID_LIMIT: Final = 200
"""Code points of the longest id that is kept as given."""

CONTENT_HASH_BYTES: Final = 16

GIVEN_ID: Final = "id_as_read"
"""Where ``extra`` keeps a given id that could not serve as one."""

_SANE: Final = re.compile(rf"[\w\-.:~@+=,]{{1,{ID_LIMIT}}}")
_FIELD_END: Final = b"\x1f"


def identify(document: Document) -> tuple[str, ...]:
    """The ids a document may have, best first.

    A given id is the id, letter by letter, if it can stand in a URL: letters, digits and
    ``-_.:~@+=,`` up to ID_LIMIT. A document belongs to its source, so where another source holds
    that id the next candidate is taken, ``ID~`` and a hash of the source. Without a usable id it
    is a hash of source and given id, else of source and URL, else of source, title and text.
    """
    source = document.source or ""
    given = document.id
    if is_sane(given):
        return given, f"{given}~{_hash(source)[:8]}", _hash("id", source, given)
    if given:
        return (_hash("id", source, given),)
    if document.url:
        return (_hash("url", source, document.url),)
    return (_hash("text", source, document.title, document.text),)


def is_sane(given: str) -> bool:
    """Whether a given id can stand in a URL and a file name as it is."""
    return _SANE.fullmatch(given) is not None and bool(given.strip("."))


def with_given_id(document: Document) -> Document:
    """Keep a given id that cannot serve as one under ``extra``."""
    if not document.id or is_sane(document.id):
        return document
    return msgspec.structs.replace(document, extra={**document.extra, GIVEN_ID: document.id})


def content_hash(document: Document, extra: bytes) -> bytes:
    """Hash what a reader of the document sees, CONTENT_HASH_BYTES.

    ``extra`` is the encoded field of that name. The original, its character set and what was
    removed are left out: a page whose advertisements changed is the same document.
    """
    digest = blake2b(digest_size=CONTENT_HASH_BYTES)
    for value in (
        document.title,
        document.text,
        document.date,
        document.source,
        document.author,
        document.url,
        document.section,
    ):
        digest.update(b"\0" if value is None else value.encode())
        digest.update(_FIELD_END)
    digest.update(extra)
    return digest.digest()


def arrival_check(added_at: str | None, encoding: str, removed: bytes | None) -> bytes:
    """Hash what is kept of a document beside its content, 8 bytes.

    It is stored after the content's hash, so that damage there is noticed too; it takes no part in
    telling whether a document has changed. ``removed`` is the encoded field of that name.
    """
    digest = blake2b(digest_size=8)
    for value in ((added_at or "").encode(), encoding.encode(), removed or b""):
        digest.update(len(value).to_bytes(8, "big"))
        digest.update(value)
    return digest.digest()


def _hash(*parts: str) -> str:
    digest = blake2b(digest_size=10)
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
