"""Homes of the judged collections, kept between runs and updated after changes."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

import arabic
import corpus
import index
from benchmarks.judged_sets import JudgedSet, lines
from corpus.archive import Archive
from corpus.ingest import ingest
from corpus.readers import read
from index.build import update
from search.engine import archive_path

DEFAULT_WORK: Final = Path("~/.cache/warraq-bench")

_STAMP: Final = "stamp.json"
_INDEX_LIBRARIES: Final = ("arramooz-pysqlite", "numpy", "pyarabic", "tashaphyne", "whoosh")
_SOURCES: Final = frozenset({".py", ".pyx", ".pxd"})
_RECORD: Final = msgspec.json.Decoder(dict[str, Any])

Progress = Callable[[str], None]


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """The inputs of a home, and what the reader refused.

    ``archived`` is a digest of the documents and of the code that reads them, ``indexed`` of the
    code and libraries that build the index; ``refused`` counts refused documents by reason.
    """

    archived: str
    indexed: str
    refused: dict[str, int]


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """A home ready to search: its document ids, and the refused documents counted by reason."""

    path: Path
    ids: frozenset[str]
    refused: dict[str, int]


def prepare(judged: JudgedSet, work: Path, progress: Progress) -> Home:
    """Build the home of a judged set, or reuse it if documents and code are unchanged.

    Documents pass through readers, archive and index as in ``warraq add``. ``progress`` receives a
    message before each long step.
    """
    documents = DocumentSet(judged.collection, judged.documents, judged.without_title)
    return prepare_documents(documents, work, progress)


class DocumentSet(NamedTuple):
    """Files of documents and the name of their home; ``without_title`` leaves out their titles."""

    name: str
    files: Sequence[Path]
    without_title: bool = False


def prepare_documents(documents: DocumentSet, work: Path, progress: Progress) -> Home:
    """Build the home of a set of documents, or reuse it (see ``prepare``)."""
    path = work / documents.name
    path.mkdir(parents=True, exist_ok=True)
    with locked(work / f"{documents.name}.lock"):
        stamp = _stamp(path)
        archived, indexed = _documents_digest(documents), index_digest()
        if stamp is None or stamp.archived != archived:
            progress(f"{documents.name}: reading the documents …")
            shutil.rmtree(path)
            path.mkdir()
            refused = _archive(documents, path)
            stamp = Stamp(archived=archived, indexed="", refused=refused)
        with Archive(archive_path(path)) as archive:
            if stamp.indexed != indexed:
                progress(f"{documents.name}: indexing {archive.count():,} documents …")
                (path / _STAMP).unlink(missing_ok=True)
                update(archive, path, from_scratch=True)
                stamp = msgspec.structs.replace(stamp, indexed=indexed)
                (path / _STAMP).write_bytes(msgspec.json.encode(stamp))
            return Home(path=path, ids=frozenset(archive.ids()), refused=stamp.refused)


def write_without_titles(sources: Sequence[Path], target: Path) -> None:
    """Copy JSON lines without the ``title`` key."""
    with target.open("wb") as file:
        for line in lines(sources):
            record = _RECORD.decode(line)
            record.pop("title", None)
            file.write(msgspec.json.encode(record) + b"\n")


def _archive(documents: DocumentSet, path: Path) -> dict[str, int]:
    """Read the documents of a set into an archive; returns refused documents by reason."""
    files = documents.files
    if documents.without_title:
        files = (path / "documents.jsonl",)
        write_without_titles(documents.files, files[0])
    refused: Counter[str] = Counter()
    with Archive(archive_path(path)) as archive:
        for batch in ingest(archive, read(files)):
            refused.update(refusal.reason for refusal in batch.refusals)
    if documents.without_title:
        files[0].unlink()
    return dict(refused)


def _stamp(path: Path) -> Stamp | None:
    try:
        return msgspec.json.decode((path / _STAMP).read_bytes(), type=Stamp)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _documents_digest(documents: DocumentSet) -> str:
    digest = blake2b(digest_size=16)
    digest.update(b"without titles" if documents.without_title else b"unchanged")
    add_files(digest, documents.files)
    add_code(digest, arabic.__path__[0])
    add_code(digest, corpus.__path__[0])
    return digest.hexdigest()


def add_files(digest: blake2b, paths: Sequence[Path]) -> None:
    """Add the contents of files to a digest."""
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)


def index_digest() -> str:
    """A digest of the code and libraries that build the index."""
    digest = blake2b(digest_size=16)
    for package in _INDEX_LIBRARIES:
        digest.update(f"{package} {version(package)}\n".encode())
    add_code(digest, arabic.__path__[0])
    add_code(digest, index.__path__[0])
    return digest.hexdigest()


def add_code(digest: blake2b, folder: str) -> None:
    """Add the Python and Cython sources of a package to a digest."""
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix in _SOURCES:
            digest.update(path.read_bytes())


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive file lock, so that two benchmarks do not build the same home."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
