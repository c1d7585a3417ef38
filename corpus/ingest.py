"""Adding documents to the archive in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from corpus.archive import Archive, Outcome
from corpus.document import Document, Refusal
from corpus.messages import Message

BATCH_DOCUMENTS: Final = 500
"""Documents of one transaction; a crash loses at most the batch that was not reported yet."""

BATCH_REFUSALS: Final = 10_000
"""Refusals after which the documents before them are committed."""

_BATCH_CHARACTERS: Final = 8_000_000


class Batch(msgspec.Struct, frozen=True):
    """The results of one committed transaction, and the refusals before its end."""

    outcomes: tuple[Outcome, ...]
    refusals: tuple[Refusal, ...]


def ingest(archive: Archive, items: Iterable[Document | Refusal]) -> Iterator[Batch]:
    """Add documents while they are read, one transaction a batch, and pass refusals on.

    A document whose ids belong to others is a refusal without a path.
    """
    documents: list[Document] = []
    refusals: list[Refusal] = []
    characters = 0
    for item in items:
        if isinstance(item, Refusal):
            refusals.append(item)
        else:
            documents.append(item)
            characters += len(item.text) + len(item.original or "")
        if (
            len(documents) >= BATCH_DOCUMENTS
            or characters >= _BATCH_CHARACTERS
            or len(refusals) >= BATCH_REFUSALS
        ):
            yield _added(archive, documents, refusals)
            documents, refusals, characters = [], [], 0
    if documents or refusals:
        yield _added(archive, documents, refusals)


def _added(archive: Archive, documents: list[Document], refusals: list[Refusal]) -> Batch:
    refused: list[Message] = []
    outcomes = archive.add(documents, refused) if documents else []
    return Batch(tuple(outcomes), (*refusals, *(Refusal(path="", message=m) for m in refused)))
