"""One build step in its own process; prints one line of JSON.

The arguments are ``archive HOME DOCUMENTS`` (read documents into the archive), ``index HOME``
(index them) or ``add HOME ROUNDS`` (add single documents and search for each).
"""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.memory import peak_bytes
from corpus.archive import Archive
from corpus.document import Document
from corpus.ingest import ingest
from corpus.readers import read
from index.build import update
from search.engine import Engine, archive_path
from search.request import Request

_LETTERS: Final = "بتجدرسصطعفقكمن"
_LENGTH: Final = 14


class BuildStep(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds and peak memory in bytes of a build step."""

    seconds: float
    peak_bytes: int


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds until each of the added documents was findable."""

    seconds: list[float]


def unique_word() -> str:
    """A random word that occurs in no document."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def _archive(home: Path, documents: Path) -> BuildStep:
    started = time.perf_counter()
    with Archive(archive_path(home)) as archive:
        for _ in ingest(archive, read([documents])):
            pass
    return BuildStep(seconds=time.perf_counter() - started, peak_bytes=peak_bytes())


def _index(home: Path) -> BuildStep:
    started = time.perf_counter()
    with Archive(archive_path(home)) as archive:
        update(archive, home, from_scratch=True)
    return BuildStep(seconds=time.perf_counter() - started, peak_bytes=peak_bytes())


def add_one(archive: Archive, home: Path) -> float:
    """Add a document and search for it with a newly opened engine.

    Returns the seconds from the start of the update. Raises RuntimeError if it is not found.
    """
    word = unique_word()
    document = Document(id=f"added-{word}", title="خبر جديد", text=f"وصل {word} إلى الميناء صباحا.")
    for _ in ingest(archive, [document]):
        pass
    started = time.perf_counter()
    update(archive, home)
    engine = Engine.open(home)
    try:
        found = engine.rank(Request(query=word, plain=True)).ids
        seconds = time.perf_counter() - started
    finally:
        engine.close()
    if found != (document.id,):
        raise RuntimeError(f"A document added to {home} is not found.")
    return seconds


def _add(home: Path, rounds: int) -> Added:
    with Archive(archive_path(home)) as archive:
        return Added(seconds=[add_one(archive, home) for _ in range(rounds)])


if __name__ == "__main__":
    what, home = sys.argv[1], Path(sys.argv[2])
    if what == "archive":
        result: msgspec.Struct = _archive(home, Path(sys.argv[3]))
    elif what == "index":
        result = _index(home)
    else:
        result = _add(home, int(sys.argv[3]))
    print(msgspec.json.encode(result).decode())
