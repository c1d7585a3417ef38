"""Adding documents to the archive in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from corpus.archive import Archive, Outcome
from corpus.document import Document, Refusal

BATCH_DOCUMENTS: Final = 500
"""Documents of one transaction; a crash loses at most the batch that was not reported yet."""

_BATCH_CHARACTERS: Final = 8_000_000


class Batch(msgspec.Struct, frozen=True):
    """The results of one committed transaction, and the refusals before its end."""

    outcomes: tuple[Outcome, ...]
    refusals: tuple[Refusal, ...]


def ingest(archive: Archive, items: Iterable[Document | Refusal]) -> Iterator[Batch]:
    """Add documents while they are read, one transaction a batch, and pass refusals on."""
    documents: list[Document] = []
    refusals: list[Refusal] = []
    characters = 0
    for item in items:
        if isinstance(item, Refusal):
            refusals.append(item)
            continue
        documents.append(item)
        characters += len(item.text)
        if len(documents) >= BATCH_DOCUMENTS or characters >= _BATCH_CHARACTERS:
            yield Batch(tuple(archive.add(documents)), tuple(refusals))
            documents, refusals, characters = [], [], 0
    if documents or refusals:
        yield Batch(tuple(archive.add(documents)), tuple(refusals))
