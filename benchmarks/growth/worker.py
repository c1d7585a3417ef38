"""A step of building in a process of its own; it prints one line of JSON.

``python -m benchmarks.growth.worker archive HOME DOCUMENTS`` takes documents into the archive,
``index HOME`` indexes them, ``add HOME ROUNDS`` adds one document after another and seeks it.
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


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of building: seconds, and bytes of peak memory."""

    seconds: float
    peak_bytes: int


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """Documents added one at a time: the seconds that each took to be found."""

    seconds: list[float]


def unique_word() -> str:
    """A word that stands nowhere."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def _archive(home: Path, documents: Path) -> Step:
    started = time.perf_counter()
    with Archive(archive_path(home)) as archive:
        for _ in ingest(archive, read([documents])):
            pass
    return Step(seconds=time.perf_counter() - started, peak_bytes=peak_bytes())


def _index(home: Path) -> Step:
    started = time.perf_counter()
    with Archive(archive_path(home)) as archive:
        update(archive, home, from_scratch=True)
    return Step(seconds=time.perf_counter() - started, peak_bytes=peak_bytes())


def add_one(archive: Archive, home: Path) -> float:
    """Add a document; the seconds from the start of the update until a reader that is opened then
    finds it. Raises RuntimeError where it does not."""
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
        raise RuntimeError(f"A document that was added to {home} is not found.")
    return seconds


def _add(home: Path, rounds: int) -> Added:
    with Archive(archive_path(home)) as archive:
        return Added(seconds=[add_one(archive, home) for _ in range(rounds)])


if __name__ == "__main__":
    what, home = sys.argv[1], Path(sys.argv[2])
    if what == "archive":
        said: msgspec.Struct = _archive(home, Path(sys.argv[3]))
    elif what == "index":
        said = _index(home)
    else:
        said = _add(home, int(sys.argv[3]))
    print(msgspec.json.encode(said).decode())
