"""Build and change homes in tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import pytest

from corpus.archive import Archive
from corpus.document import Document
from index import build
from index.build import update
from search.engine import archive_path

ROOT = Path(__file__).parents[1]
PROGRAM = ("-m", "warraq")
SAMPLE = ROOT / "corpus" / "sample"

MakeHome: TypeAlias = Callable[..., Path]


def add_to(home: Path, documents: Iterable[Document]) -> None:
    """Add documents to the archive of a home, created if missing, and update its index."""
    home.mkdir(exist_ok=True)
    with Archive(archive_path(home)) as archive:
        archive.add(documents)
        update(archive, home)


def overwrite(path: Path, at: int, content: bytes) -> bytes:
    """Write bytes and set the modification time back; returns those that were there."""
    before = path.stat()
    with path.open("r+b") as file:
        replaced = os.pread(file.fileno(), len(content), at)
        os.pwrite(file.fileno(), content, at)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return replaced


def mark_deleted(home: Path, ids: Iterable[str]) -> None:
    """Delete documents so that the index keeps their postings, as that of a replaced document."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_purges", lambda *_: False)
        delete_from(home, ids)


def delete_from(home: Path, ids: Iterable[str]) -> None:
    """Delete documents from the archive and the index of a home."""
    with Archive(archive_path(home)) as archive:
        archive.delete(ids)
        update(archive, home)
        archive.purge()
