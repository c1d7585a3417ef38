"""Homes of several sizes, kept between runs with the figures of their build."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeVar

import msgspec

import arabic
import corpus
from benchmarks.growth import collection
from benchmarks.growth.build_process import BuildStep
from benchmarks.growth.collection import Collection
from benchmarks.judged_homes import Progress, add_code, add_files, index_digest, locked
from benchmarks.processes import run_watched
from index.generation import folder_of

_STAMP: Final = "growth.json"
_Record = TypeVar("_Record", bound=msgspec.Struct)


class BuildStamp(msgspec.Struct, frozen=True, kw_only=True):
    """The inputs of a home (digests of documents and code) and the figures of its build."""

    archived: str
    indexed: str
    collection: Collection
    archive: BuildStep
    index: BuildStep


class GrownHome(msgspec.Struct, frozen=True, kw_only=True):
    """A home ready to search, and the figures of its build, possibly of an earlier run."""

    path: Path
    collection: Collection
    archive: BuildStep
    index: BuildStep


def prepare(
    sources: Sequence[Path], size: int, work: Path, progress: Progress, *, rebuild: bool = False
) -> GrownHome:
    """Build the home of about ``size`` documents, or reuse it.

    The archive is rebuilt if the documents or the reading code changed, the index also if the
    indexing code changed; ``rebuild`` forces both.
    """
    path = work / f"growth-{size}"
    path.mkdir(parents=True, exist_ok=True)
    with locked(work / f"growth-{size}.lock"):
        stamp = None if rebuild else _stamp(path)
        archived, indexed = _archived(sources), index_digest()
        if stamp is None or stamp.archived != archived:
            shutil.rmtree(path)
            path.mkdir()
            progress(f"{size:,}: writing the documents …")
            documents = path / "documents.jsonl"
            written = collection.write(sources, size, documents)
            progress(f"{size:,}: reading {written.documents:,} documents …")
            archive = _measured("archive", str(path), str(documents))
            documents.unlink()
        else:
            written, archive = stamp.collection, stamp.archive
        if stamp is None or (stamp.archived, stamp.indexed) != (archived, indexed):
            progress(f"{size:,}: indexing …")
            (path / _STAMP).unlink(missing_ok=True)
            shutil.rmtree(folder_of(path), ignore_errors=True)
            stamp = BuildStamp(
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


def run_step(record: type[_Record], *arguments: str) -> tuple[_Record, int]:
    """Run ``benchmarks.growth.build_process``; returns the result of ``run_watched``."""
    return run_watched("benchmarks.growth.build_process", record, *arguments)


def _measured(*arguments: str) -> BuildStep:
    one, tree_peak = run_step(BuildStep, *arguments)
    return msgspec.structs.replace(one, peak_bytes=max(one.peak_bytes, tree_peak))


def _stamp(path: Path) -> BuildStamp | None:
    try:
        return msgspec.json.decode((path / _STAMP).read_bytes(), type=BuildStamp)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _archived(sources: Sequence[Path]) -> str:
    digest = blake2b(digest_size=16)
    digest.update(Path(collection.__file__).read_bytes())
    add_files(digest, sources)
    add_code(digest, arabic.__path__[0])
    add_code(digest, corpus.__path__[0])
    return digest.hexdigest()
