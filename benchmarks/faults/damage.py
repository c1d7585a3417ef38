"""Damaged files: emptied, truncated, removed, or with one byte changed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.faults.command import check_exit, run
from benchmarks.faults.finding import Finding
from benchmarks.faults.state import SHARED, archive_state, check_home, write_documents
from corpus.archive import Archive
from corpus.messages import render
from corpus.schema import ArchiveError
from index import generation
from index.verify import verify
from search.engine import Engine, EngineError, archive_path
from search.request import Request

_QUERIES: Final = (SHARED, "version2", "المكتبة", "مدينة القطار", '"وصلت غادرت"', "سفن*", "الطلاب")
_BATCHES: Final = ((0, 900), (900, 1_000), (950, 1_020))
_REBUILDS: Final = 5  # changed bytes per file after which the index is rebuilt

Answers: TypeAlias = tuple[tuple[tuple[str, ...], tuple[float, ...]], ...]


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _removed(path: Path) -> None:
    path.unlink()


_DAMAGES: Final[dict[str, Callable[[Path], None]]] = {
    "emptied": _emptied,
    "truncated to half": _truncated,
    "removed": _removed,
}


def _change_byte(path: Path, at: int, *, keep_time: bool = False) -> None:
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ (1 << at % 8)]))
    if keep_time:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def make_home(folder: Path) -> Path:
    """Make a home with three ``add`` commands, the last of which replaces documents."""
    home, file = folder / "home", folder / "documents.jsonl"
    for version, (first, last) in enumerate(_BATCHES, 1):
        write_documents(file, [f"d{number}" for number in range(first, last)], version)
        ran = run("--home", str(home), "add", str(file))
        if ran.code:
            raise RuntimeError(f"Cannot make a home: {ran.output}")
    return home


def _answers(home: Path) -> Answers:
    with closing(Engine.open(home)) as engine:
        found = [engine.rank(Request(query=query, limit=100)) for query in _QUERIES]
    return tuple((each.ids, tuple(round(score, 9) for score in each.scores)) for each in found)


def _opening(home: Path) -> str | None:
    """The error message of opening a home, None if it opens."""
    try:
        Engine.open(home).close()
    except EngineError as error:
        return str(error)
    return None


def _verifying(home: Path) -> list[str]:
    with Archive(archive_path(home), read_only=True) as archive:
        return [render(fault, "en") for fault in verify(archive, home)]


def _is_lock(path: Path) -> bool:
    """Whether a file is a lock of warraq or Whoosh."""
    return path.name == "lock" or path.name.endswith("LOCK")


class _Damaged:
    """A home whose index is damaged repeatedly, with counters of the outcomes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.index = generation.folder_of(home)
        self.before = _answers(home)
        self.faults: list[str] = []
        self.opening = 0
        self.verifying = 0
        self.rebuilt = 0
        self._copy = home.with_name("intact-index")
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self.index, self._copy)
        self.names = [
            path.relative_to(self.index)
            for path in sorted(self.index.rglob("*"))
            if path.is_file() and (path.stat().st_size or _is_lock(path))
        ]

    def restore(self) -> None:
        """Restore the intact index."""
        shutil.rmtree(self.index)
        shutil.copytree(self._copy, self.index)

    def rebuild(self, what: str) -> None:
        """Run ``warraq rebuild``; answers must equal those before the damage."""
        ran = run("--home", str(self.home), "rebuild")
        self.faults += check_exit(ran, 0, f"{what}: rebuild")
        self.faults += [f"{what}, rebuilt: {fault}" for fault in check_home(self.home)]
        self.check_same_answers(f"{what}, rebuilt")
        self.rebuilt += 1
        self.restore()

    def check_same_answers(self, what: str) -> None:
        """Record a fault if the answers differ from those before the damage."""
        if _answers(self.home) != self.before:
            self.faults.append(f"{what}: the answers differ from those before")

    def check_refused(self, what: str) -> None:
        """Record a fault unless opening fails with a message that names `warraq rebuild`."""
        said = _opening(self.home)
        if said is None or "`warraq rebuild`" not in said:
            self.faults.append(f"{what}: opening reported {said}")
        else:
            self.opening += 1

    def check_noticed(self, what: str) -> None:
        """Record a fault unless opening or verifying reports the damage."""
        if _opening(self.home) is not None:
            self.opening += 1
        elif _verifying(self.home):
            self.verifying += 1
        else:
            self.faults.append(f"{what}: neither opening nor `verify` reports it")


def damaged_files(home: Path) -> Finding:
    """Empty, truncate and remove every index file; opening must refuse, rebuild repair."""
    damaged = _Damaged(home)
    locks = 0
    for name, damage in _DAMAGES.items():
        for file in damaged.names:
            what = f"{file} {name}"
            damage(damaged.index / file)
            if _is_lock(file):
                locks += 1
                damaged.check_same_answers(what)
                damaged.restore()
            elif file.name == "CURRENT" and name == "removed":
                if "warraq rebuild" not in (_opening(home) or ""):
                    damaged.faults.append(
                        f"{what}: the message of opening does not name `warraq rebuild`"
                    )
                damaged.opening += 1
                damaged.rebuild(what)
            else:
                damaged.check_refused(what)
                damaged.rebuild(what)
    return Finding(
        fault="an index file emptied, truncated or removed",
        cases=len(_DAMAGES) * len(damaged.names),
        seen=f"refused at opening {damaged.opening}, repaired by `rebuild` {damaged.rebuilt}; "
        f"lock files, which do not matter {locks}",
        faults=tuple(damaged.faults),
    )


def changed_bytes(home: Path, places: int, *, seed: int = 1) -> list[Finding]:
    """Change single bytes of every file, with a new and with the old modification time."""
    pick = random.Random(seed)
    seen, hidden = _Damaged(home), _Damaged(home)
    cases = 0
    for file in seen.names:
        if _is_lock(file):
            continue
        path = seen.index / file
        for turn in range(places):
            cases += 1
            at = pick.randrange(path.stat().st_size - (file.name == "CURRENT"))
            what = f"{file}, byte {at} changed"
            _change_byte(path, at)
            seen.check_refused(what)
            if turn < _REBUILDS:
                seen.rebuild(what)
            else:
                seen.restore()
            _change_byte(path, at, keep_time=True)
            hidden.check_noticed(f"{what} with its old time")
            seen.restore()
        seen.check_same_answers(f"{file} restored")
    return [
        Finding(
            fault="an index byte changed",
            cases=cases,
            seen=f"refused at opening {seen.opening}; the first {_REBUILDS} of each file repaired "
            f"by `rebuild`, {seen.rebuilt} in all",
            faults=tuple(seen.faults),
        ),
        Finding(
            fault="the same with the old modification time",
            cases=cases,
            seen=f"refused at opening {hidden.opening}, found by `verify` {hidden.verifying}",
            faults=tuple(hidden.faults),
        ),
    ]


def damaged_archive(home: Path, places: int, *, seed: int = 1) -> Finding:
    """Damage the archive; `verify` must report it unless no document is affected."""
    pick = random.Random(seed)
    path = archive_path(home)
    copy = path.with_name("copy")
    shutil.copyfile(path, copy)
    before = archive_state(home)
    faults: list[str] = []
    reported = unused = 0
    size = path.stat().st_size
    changes: dict[str, Callable[[Path], None]] = {
        f"byte {at} changed": partial(_change_byte, at=at)
        for at in (pick.randrange(size) for _ in range(places))
    }
    for name, damage in {**_DAMAGES, **changes}.items():
        damage(path)
        ran = run("--home", str(home), "verify")
        if ran.code == 1:
            reported += 1
            faults += check_exit(ran, 1, f"the archive {name}: verify")
        elif _same_texts(home, before, copy):
            unused += 1
        else:
            faults.append(f"the archive {name}: verify ended with {ran.code}: {ran.output}")
        if name in _DAMAGES:
            for command in (("add", str(copy.parent)), ("search", SHARED), ("rebuild",)):
                refused = run("--home", str(home), *command)
                faults += check_exit(refused, 2, f"the archive {name}: {command[0]}")
        for each in (path, *path.parent.glob(f"{path.name}-*")):
            each.unlink(missing_ok=True)
        shutil.copyfile(copy, path)
    copy.unlink()
    faults += [f"the archive restored: {fault}" for fault in check_home(home)]
    return Finding(
        fault="the archive emptied, truncated, removed, or a byte changed",
        cases=len(_DAMAGES) + len(changes),
        seen=f"reported by `verify` {reported}; {unused} bytes outside all documents",
        faults=tuple(faults),
    )


def _same_texts(home: Path, before: dict[str, int], copy: Path) -> bool:
    try:
        with (
            Archive(archive_path(home), read_only=True) as found,
            Archive(copy, read_only=True) as whole,
        ):
            same = all(found.get(name) == whole.get(name) for name in before)
            return same and list(found.ids()) == list(whole.ids())
    except ArchiveError:
        return False


def damage(folder: Path, places: int) -> list[Finding]:
    """Apply every kind of damage to a home."""
    home = make_home(folder)
    return [damaged_files(home), *changed_bytes(home, places), damaged_archive(home, places)]
