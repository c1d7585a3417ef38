"""Taking documents into the archive, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from corpus.archive import Archive, Outcome
from corpus.document import Document, Refusal

BATCH_DOCUMENTS: Final = 500
"""Documents of one transaction: what a crash can lose of what was read but not yet reported."""

_BATCH_CHARACTERS: Final = 8_000_000


class Batch(msgspec.Struct, frozen=True):
    """What became of one transaction, durable by the time it is seen, and what was refused."""

    outcomes: tuple[Outcome, ...]
    refusals: tuple[Refusal, ...]


def ingest(archive: Archive, items: Iterable[Document | Refusal]) -> Iterator[Batch]:
    """Add documents as they come, one transaction a batch; refusals are passed on."""
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
