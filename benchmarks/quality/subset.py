"""A small subset of a judged set: some queries, their relevant documents, other documents."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from heapq import nsmallest
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.judged_sets import JudgedSet, lines

QUERIES: Final = 400
OTHERS: Final = 10_000


class _Identified(msgspec.Struct):
    id: str


_ID: Final = msgspec.json.Decoder(_Identified)


def _rank(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=8, person=b"warraq subset").digest()


def subset(
    judged: JudgedSet, folder: Path, *, queries: int = QUERIES, others: int = OTHERS
) -> JudgedSet:
    """Select queries by a hash of their ids, their relevant documents, and ``others`` documents
    by a hash of their ids.

    The documents are written into ``folder`` and reused until the set or its files change.
    """
    chosen = nsmallest(queries, judged.queries, key=lambda query: _rank(query.id))
    qrels = {query.id: judged.qrels[query.id] for query in chosen}
    relevant = {document for grades in qrels.values() for document in grades}
    name = f"gate-{judged.collection}"
    path = folder / f"{name}-{_key(judged, relevant, others)}.jsonl"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob(f"{name}-*.jsonl"):
            stale.unlink()
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.writelines(_chosen_lines(judged, relevant, others))
        part.replace(path)
    return msgspec.structs.replace(
        judged, collection=name, documents=(path,), queries=tuple(chosen), qrels=qrels
    )


def _key(judged: JudgedSet, relevant: Iterable[str], others: int) -> str:
    """A key of the selection and of the files it was made from."""
    digest = blake2b(str(others).encode(), digest_size=8)
    for path in judged.documents:
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    digest.update("\n".join(sorted(relevant)).encode())
    return digest.hexdigest()


def _chosen_lines(judged: JudgedSet, relevant: set[str], others: int) -> list[bytes]:
    """The JSON lines of the selected documents in file order."""
    ids = [_ID.decode(line).id for line in lines(judged.documents)]
    kept = relevant | set(nsmallest(others, (id_ for id_ in ids if id_ not in relevant), key=_rank))
    return [
        line if line.endswith(b"\n") else line + b"\n"
        for line, id_ in zip(lines(judged.documents), ids, strict=True)
        if id_ in kept
    ]
