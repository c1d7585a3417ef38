"""Traceable documents, and checks of the homes that hold them.

Every document contains the word SHARED and a word for its version in its text, so that archive,
index and answers can be checked for the documents and versions they hold.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from corpus.archive import Archive
from corpus.messages import render
from index import generation
from index.verify import verify
from search.engine import Engine, EngineError, archive_path
from search.request import Request

SHARED: Final = "خبر"
_TEXT: Final = (
    "الميناء السفينة المدينة البلدية القمح السوق المكتبة الكتاب الجسر النهر الطريق المعرض المدرسة"
    " الطالب المعلم الزيتون المطر الصيف الشتاء القطار المحطة المتحف الآثار الرئيس الوزير الاجتماع"
    " وصلت غادرت افتتح أعلن وقالت وبالطريق للمدينة كالسفينة جديدة قديم كبيرة صغير أمس اليوم غدا"
)
_LENGTH: Final = 40

State: TypeAlias = Mapping[str, int]
"""The version of each document by its id."""


def version_word(version: int) -> str:
    """The word that exactly the documents of a version contain."""
    return f"version{version}"


def write_documents(path: Path, ids: Iterable[str], version: int) -> None:
    """Write documents of a version as JSON lines."""
    with path.open("wb") as file:
        for name in ids:
            pick = random.Random(f"{name} {version}")
            words = pick.choices(_TEXT.split(), k=_LENGTH)
            text = f"{SHARED} {version_word(version)} {' '.join(words)}"
            record = {"id": name, "title": f"{version}", "text": text}
            file.write(msgspec.json.encode(record) + b"\n")


def archive_state(home: Path) -> dict[str, int]:
    """Read the versions of the documents in the archive of a home."""
    with Archive(archive_path(home), read_only=True) as archive:
        return {row.id: int(row.title) for row in archive.changes(0)}


def check_answers(home: Path, states: Iterable[State]) -> tuple[int | None, list[str]]:
    """Find the state from which the index of a home answers.

    Returns the position of the state and no faults, or None and the faults. Totals must be those of
    the state, hits its documents that are still in the archive.
    """
    known = list(states)
    versions = sorted({version for state in known for version in state.values()})
    try:
        opened = Engine.open(home)
    except EngineError as error:
        return None, [str(error)]
    with closing(opened) as engine:
        found = engine.rank(Request(query=SHARED, level="form", limit=10_000))
        counts = {
            version: engine.rank(Request(query=version_word(version), level="form", limit=1)).total
            for version in versions
        }
    archived = set(archive_state(home))
    for number, state in enumerate(known):
        held = Counter(state.values())
        same = found.total == len(state) and set(found.ids) == set(state) & archived
        if same and all(counts[each] == held[each] for each in versions):
            return number, []
    return None, [f"the index answers from no known state ({found.total} documents)"]


def check_home(home: Path) -> list[str]:
    """Check a home after a successful command; returns the faults."""
    state = archive_state(home)
    _, faults = check_answers(home, [state])
    with Archive(archive_path(home), read_only=True) as archive:
        faults += [render(fault, "en") for fault in verify(archive, home)]
    folders = generation_count(home)
    return [*faults, f"{folders} generations remain"] if folders != 1 else faults


def generation_count(home: Path) -> int:
    """Count the generation folders, complete or not."""
    return len(list(generation.folder_of(home).glob("generation-*")))


def index_bytes(home: Path) -> int:
    """The size of the index folder in bytes; hard-linked files count once."""
    found = (path.stat() for path in generation.folder_of(home).rglob("*") if path.is_file())
    return sum({each.st_ino: each.st_size for each in found}.values())
