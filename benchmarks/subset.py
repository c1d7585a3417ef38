"""A fast subset of a judged set: some queries, what is relevant to them, and other documents."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from heapq import nsmallest
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.judged import JudgedSet, lines

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
    """The queries of a set that come first by a hash of their ids, over a collection of every
    document relevant to one of them and of the ``others`` documents that come first by a hash.

    The documents are written into ``folder`` once, and again when the set or its files change.
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
    """A name for the choice: what was asked for, of which files."""
    digest = blake2b(str(others).encode(), digest_size=8)
    for path in judged.documents:
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    digest.update("\n".join(sorted(relevant)).encode())
    return digest.hexdigest()


def _chosen_lines(judged: JudgedSet, relevant: set[str], others: int) -> list[bytes]:
    """The lines of the chosen documents, in the order of the files."""
    ids = [_ID.decode(line).id for line in lines(judged.documents)]
    kept = relevant | set(nsmallest(others, (id_ for id_ in ids if id_ not in relevant), key=_rank))
    return [
        line if line.endswith(b"\n") else line + b"\n"
        for line, id_ in zip(lines(judged.documents), ids, strict=True)
        if id_ in kept
    ]
