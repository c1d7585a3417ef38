"""Homes of collections of several sizes, kept between runs with what their making has taken."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeVar

import msgspec

import corpus
from benchmarks.growth import collection
from benchmarks.growth.collection import Collection
from benchmarks.growth.worker import Step
from benchmarks.homes import Say, add_code, add_files, index_digest, locked
from benchmarks.process import run_watched
from index.generation import folder_of

_STAMP: Final = "growth.json"
_Record = TypeVar("_Record", bound=msgspec.Struct)


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What a home was made from (digests of documents and code), and what its making took."""

    archived: str
    indexed: str
    collection: Collection
    archive: Step
    index: Step


class GrownHome(msgspec.Struct, frozen=True, kw_only=True):
    """A home that is ready, and what its making took, perhaps in an earlier run."""

    path: Path
    collection: Collection
    archive: Step
    index: Step


def prepare(
    sources: Sequence[Path], size: int, work: Path, say: Say, *, anew: bool = False
) -> GrownHome:
    """The home of about ``size`` documents: made, or kept if neither they nor the code that reads
    and indexes them have changed; where only the latter has, indexed anew from its archive. Made
    in any case if ``anew``."""
    path = work / f"growth-{size}"
    path.mkdir(parents=True, exist_ok=True)
    with locked(work / f"growth-{size}.lock"):
        stamp = None if anew else _stamp(path)
        archived, indexed = _archived(sources), index_digest()
        if stamp is None or stamp.archived != archived:
            shutil.rmtree(path)
            path.mkdir()
            say(f"{size:,}: writing the documents …")
            documents = path / "documents.jsonl"
            written = collection.write(sources, size, documents)
            say(f"{size:,}: reading {written.documents:,} documents …")
            archive = _measured("archive", str(path), str(documents))
            documents.unlink()
        else:
            written, archive = stamp.collection, stamp.archive
        if stamp is None or (stamp.archived, stamp.indexed) != (archived, indexed):
            say(f"{size:,}: indexing …")
            (path / _STAMP).unlink(missing_ok=True)
            shutil.rmtree(folder_of(path), ignore_errors=True)
            stamp = Stamp(
                archived=archived,
                indexed=indexed,
                collection=written,
                archive=archive,
                index=_measured("index", str(path)),
            )
            (path / _STAMP).write_bytes(msgspec.json.encode(stamp))
    return GrownHome(
        path=path, collection=stamp.collection, archive=stamp.archive, index=stamp.index
    )


def step(record: type[_Record], *arguments: str) -> tuple[_Record, int]:
    """Run ``benchmarks.growth.worker``; gives what ``run_watched`` does."""
    return run_watched("benchmarks.growth.worker", record, *arguments)


def _measured(*arguments: str) -> Step:
    one, together = step(Step, *arguments)
    return msgspec.structs.replace(one, peak_bytes=max(one.peak_bytes, together))


def _stamp(path: Path) -> Stamp | None:
    try:
        return msgspec.json.decode((path / _STAMP).read_bytes(), type=Stamp)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _archived(sources: Sequence[Path]) -> str:
    digest = blake2b(digest_size=16)
    digest.update(Path(collection.__file__).read_bytes())
    add_files(digest, sources)
    add_code(digest, corpus.__path__[0])
    return digest.hexdigest()
