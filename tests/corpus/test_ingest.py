"""Adding documents in batches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.archive import Archive
from corpus.document import Document, Refusal
from corpus.identity import identify
from corpus.ingest import BATCH_REFUSALS, ingest
from corpus.messages import Message


def refusal(line: int) -> Refusal:
    return Refusal(path="x.jsonl", line=line, message=Message("record_without_text"))


def test_a_document_before_many_refusals_is_committed_before_the_end(tmp_path: Path) -> None:
    seen: list[int] = []

    def items(archive: Archive) -> Iterator[Document | Refusal]:
        yield Document(id="a", text="كتاب")
        yield from map(refusal, range(3 * BATCH_REFUSALS))
        seen.append(archive.count())

    with Archive(tmp_path / "archive.sqlite") as archive:
        batches = list(ingest(archive, items(archive)))
    assert seen == [1]
    assert max(len(batch.refusals) for batch in batches) == BATCH_REFUSALS
    assert sum(len(batch.refusals) for batch in batches) == 3 * BATCH_REFUSALS


def test_a_document_without_a_free_id_is_refused_beside_others(tmp_path: Path) -> None:
    """With a given id, with an address and with neither, whose hashes others took."""
    victims = [
        Document(id="x", text="كتاب", source="ب"),
        Document(url="https://example.org/a", text="كتاب", source="ب"),
        Document(text="كتاب", source="ب"),
        Document(id="." * 1, text="كتاب", source="ب"),
    ]
    with Archive(tmp_path / "archive.sqlite") as archive:
        for victim in victims:
            archive.add(Document(id=id_, text="قلم", source="أ") for id_ in identify(victim))
        items = [*victims, Document(id="y", text="دفتر")]
        (batch,) = ingest(archive, items)
        assert [outcome.id for outcome in batch.outcomes] == ["y"]
        assert [each.message.code for each in batch.refusals] == ["id_taken"] * 4
        assert archive.verify() == []
