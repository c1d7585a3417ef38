"""Ids of documents that stay when a document is added again, and hashes that detect a change."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import msgspec

from corpus.addresses import normal_address
from corpus.document import Document

ID_LIMIT: Final = 500
"""Code points of the longest id that is kept unchanged."""

CONTENT_HASH_BYTES: Final = 16

GIVEN_ID: Final = "id_as_read"
"""The key under which ``extra`` keeps an id that cannot be used."""

_FIELD_END: Final = b"\x1f"


def identify(document: Document) -> tuple[str, ...]:
    """The candidate ids of a document, best first.

    Its own id is used unchanged, up to ID_LIMIT code points. A document belongs to its source, so
    if another source has that id the next candidate is used, ``ID~`` and a hash of the source.
    Without a usable id, the candidate is a hash of source and id, else of source and address in
    normal form (``corpus.addresses``), else of source, title and text. The last candidates are
    those that earlier versions gave to a document with the same id or address.
    """
    source = document.source or ""
    given = document.id
    if is_usable_id(given):
        return given, f"{given}~{_hash(source)[:8]}", _hash("id", source, given)
    if given:
        return (_hash("id", source, given),)
    if document.url:
        normal = normal_address(document.url)
        hashes = (_hash("url", source, normal), _hash("url", source, document.url))
        return hashes[:1] if normal == document.url else hashes
    return (_hash("text", source, document.title, document.text),)


def is_usable_id(given: str) -> bool:
    """Whether an id can be the id of a document: any characters, except a part of a path alone."""
    return 0 < len(given) <= ID_LIMIT and not given.isspace() and given not in (".", "..")


def same_address(one: str | None, other: str | None) -> bool:
    """Whether two addresses are equal in normal form."""
    return bool(one and other) and normal_address(one or "") == normal_address(other or "")


def with_given_id(document: Document) -> Document:
    """Keep an id that cannot be used under GIVEN_ID in ``extra``."""
    if not document.id or is_usable_id(document.id):
        return document
    return msgspec.structs.replace(document, extra={**document.extra, GIVEN_ID: document.id})


def content_hash(document: Document, extra: bytes) -> bytes:
    """Hash the content of a document that readers see, CONTENT_HASH_BYTES.

    ``extra`` is the encoded field of that name. The original, its character set and the removed
    pieces are left out: a page whose advertisements changed is the same document.
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


def arrival_hash(added_at: str | None, encoding: str, removed: bytes | None) -> bytes:
    """Hash the fields that are stored beside the content of a document, 8 bytes.

    It is stored after the content's hash to detect damage to these fields; it does not decide
    whether a document has changed. ``removed`` is the encoded field of that name.
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
