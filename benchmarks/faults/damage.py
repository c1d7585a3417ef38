"""Files emptied, cut, removed, or with one byte changed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.faults.command import faults_of, run
from benchmarks.faults.finding import Finding
from benchmarks.faults.state import SHARED, archive_state, whole_faults, write_documents
from corpus.archive import Archive
from corpus.schema import ArchiveError
from index import generation
from index.verify import verify
from search.engine import Engine, EngineError, archive_path
from search.request import Request

_QUERIES: Final = (SHARED, "version2", "المكتبة", "مدينة القطار", '"وصلت غادرت"', "سفن*", "الطلاب")
_BATCHES: Final = ((0, 900), (900, 1_000), (950, 1_020))
_REBUILDS: Final = 5  # of the places of a changed byte, as many as are also mended

Answers: TypeAlias = tuple[tuple[tuple[str, ...], tuple[float, ...]], ...]


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _removed(path: Path) -> None:
    path.unlink()


_DAMAGES: Final[dict[str, Callable[[Path], None]]] = {
    "emptied": _emptied,
    "cut to half": _cut,
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
    """A home of three additions, the last of which replaces some documents."""
    home, file = folder / "home", folder / "documents.jsonl"
    for version, (first, last) in enumerate(_BATCHES, 1):
        write_documents(file, [f"d{number}" for number in range(first, last)], version)
        ran = run("--home", str(home), "add", str(file))
        if ran.code:
            raise RuntimeError(f"No home could be made: {ran.said}")
    return home


def _answers(home: Path) -> Answers:
    with closing(Engine.open(home)) as engine:
        found = [engine.rank(Request(query=query, limit=100)) for query in _QUERIES]
    return tuple((each.ids, tuple(round(score, 9) for score in each.scores)) for each in found)


def _opening(home: Path) -> str | None:
    """What opening says against a home."""
    try:
        Engine.open(home).close()
    except EngineError as error:
        return str(error)
    return None


def _verifying(home: Path) -> list[str]:
    with Archive(archive_path(home), read_only=True) as archive:
        return verify(archive, home)


def _is_lock(path: Path) -> bool:
    """Whether a file only says who writes, or is Whoosh's lock."""
    return path.name == "lock" or path.name.endswith("LOCK")


class _Damaged:
    """A home whose index is damaged over and over, and what that showed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.index = generation.folder_of(home)
        self.before = _answers(home)
        self.faults: list[str] = []
        self.opening = 0
        self.verifying = 0
        self.mended = 0
        self._copy = home.with_name("index-as-it-was")
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self.index, self._copy)
        self.names = [
            path.relative_to(self.index)
            for path in sorted(self.index.rglob("*"))
            if path.is_file() and (path.stat().st_size or _is_lock(path))
        ]

    def restore(self) -> None:
        """Put the whole index back as it was."""
        shutil.rmtree(self.index)
        shutil.copytree(self._copy, self.index)

    def mend(self, what: str) -> None:
        """Rebuild: all has to be as before."""
        ran = run("--home", str(self.home), "rebuild")
        self.faults += faults_of(ran, 0, f"{what}: rebuild")
        self.faults += [f"{what}, rebuilt: {fault}" for fault in whole_faults(self.home)]
        self.same(f"{what}, rebuilt")
        self.mended += 1
        self.restore()

    def same(self, what: str) -> None:
        """The answers have to be those of before."""
        if _answers(self.home) != self.before:
            self.faults.append(f"{what}: the answers are not those of before")

    def refused(self, what: str) -> None:
        """Opening has to refuse in a sentence that says what to do."""
        said = _opening(self.home)
        if said is None or "`warraq rebuild`" not in said:
            self.faults.append(f"{what}: opening said {said}")
        else:
            self.opening += 1

    def noticed(self, what: str) -> None:
        """Opening or verifying has to find something."""
        if _opening(self.home) is not None:
            self.opening += 1
        elif _verifying(self.home):
            self.verifying += 1
        else:
            self.faults.append(f"{what}: neither opening nor verifying finds it")


def damaged_files(home: Path) -> Finding:
    """Every file of the index emptied, cut or removed, found at opening and mended."""
    damaged = _Damaged(home)
    locks = 0
    for name, damage in _DAMAGES.items():
        for file in damaged.names:
            what = f"{file} {name}"
            damage(damaged.index / file)
            if _is_lock(file):
                locks += 1
                damaged.same(what)
                damaged.restore()
            elif file.name == "CURRENT" and name == "removed":
                if "warraq rebuild" not in (_opening(home) or ""):
                    damaged.faults.append(f"{what}: opening does not say what to do")
                damaged.opening += 1
                damaged.mend(what)
            else:
                damaged.refused(what)
                damaged.mend(what)
    return Finding(
        fault="a file of the index emptied, cut or removed",
        cases=len(_DAMAGES) * len(damaged.names),
        seen=f"refused at opening {damaged.opening}, mended by `rebuild` {damaged.mended}; "
        f"a lock file, without which all is the same {locks}",
        faults=tuple(damaged.faults),
    )


def changed_bytes(home: Path, places: int, *, seed: int = 1) -> list[Finding]:
    """One byte changed at many places of every file; then the same behind the back of its time."""
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
            seen.refused(what)
            if turn < _REBUILDS:
                seen.mend(what)
            else:
                seen.restore()
            _change_byte(path, at, keep_time=True)
            hidden.noticed(f"{what} behind its time")
            seen.restore()
        seen.same(f"{file} put back")
    return [
        Finding(
            fault="a byte of the index changed",
            cases=cases,
            seen=f"refused at opening {seen.opening}; the first {_REBUILDS} of each file mended by "
            f"`rebuild`, {seen.mended} in all",
            faults=tuple(seen.faults),
        ),
        Finding(
            fault="the same, with the file's time put back",
            cases=cases,
            seen=f"refused at opening {hidden.opening}, found by `verify` {hidden.verifying}",
            faults=tuple(hidden.faults),
        ),
    ]


def damaged_archive(home: Path, places: int, *, seed: int = 1) -> Finding:
    """The archive emptied, cut, removed, or with one byte changed: said by verify."""
    pick = random.Random(seed)
    path = archive_path(home)
    copy = path.with_name("copy")
    shutil.copyfile(path, copy)
    before = archive_state(home)
    faults: list[str] = []
    said = unused = 0
    size = path.stat().st_size
    changes: dict[str, Callable[[Path], None]] = {
        f"byte {at} changed": partial(_change_byte, at=at)
        for at in (pick.randrange(size) for _ in range(places))
    }
    for name, damage in {**_DAMAGES, **changes}.items():
        damage(path)
        ran = run("--home", str(home), "verify")
        if ran.code == 1:
            said += 1
            faults += faults_of(ran, 1, f"the archive {name}: verify")
        elif _same_texts(home, before, copy):
            unused += 1
        else:
            faults.append(f"the archive {name}: verify ended with {ran.code}: {ran.said}")
        if name in _DAMAGES:
            for command in (("add", str(copy.parent)), ("search", SHARED), ("rebuild",)):
                refused = run("--home", str(home), *command)
                faults += faults_of(refused, 2, f"the archive {name}: {command[0]}")
        for each in (path, *path.parent.glob(f"{path.name}-*")):
            each.unlink(missing_ok=True)
        shutil.copyfile(copy, path)
    copy.unlink()
    faults += [f"the archive restored: {fault}" for fault in whole_faults(home)]
    return Finding(
        fault="the archive emptied, cut, removed, or a byte of it changed",
        cases=len(_DAMAGES) + len(changes),
        seen=f"said by `verify` {said}; {unused} bytes that no document has",
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
    """Damage every file of a home in every way."""
    home = make_home(folder)
    return [damaged_files(home), *changed_bytes(home, places), damaged_archive(home, places)]
