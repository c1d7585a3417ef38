"""A disk that is full, and one that may only be read."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.faults.command import faults_of, run
from benchmarks.faults.finding import Finding, Skipped
from benchmarks.faults.state import (
    SHARED,
    answer_faults,
    archive_state,
    whole_faults,
    write_documents,
)

_DISK_BYTES: Final = 48_000_000
_FIRST: Final = 600
_BATCH: Final = 700


@contextmanager
def _mounted(*arguments: str, at: Path) -> Iterator[None]:
    if os.geteuid():
        raise Skipped("only root may mount a file system")
    mounting = subprocess.run(
        ["mount", *arguments, str(at)], capture_output=True, text=True, check=False
    )
    if mounting.returncode:
        raise Skipped(mounting.stderr.strip())
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def _fill(path: Path, free: int) -> None:
    """Leave so many bytes free on the disk of a file, which is made as large as that takes."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    os.truncate(path, max(0, path.stat().st_size - free))


Squeezed: TypeAlias = Callable[[int], AbstractContextManager[int | None]]
"""Leaves so many bytes free and gives the most a file may have (None: as it likes)."""


def full_disk(folder: Path, levels: int) -> Finding:
    """Add with ever more room on the disk, until it is enough; then make room and go on."""
    disk = folder / "disk"
    disk.mkdir()
    ballast = disk / "ballast"

    @contextmanager
    def filled(free: int) -> Iterator[None]:
        _fill(ballast, free)
        try:
            yield
        finally:
            ballast.unlink()

    with _mounted("-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "none", at=disk):
        return _squeeze("a full disk", disk / "home", folder / "documents.jsonl", levels, filled)


def limited_files(folder: Path, levels: int) -> Finding:
    """The same where files may not grow past a limit, ever higher, as a quota has it."""

    @contextmanager
    def limited(free: int) -> Iterator[int]:
        yield free

    file = folder / "documents.jsonl"
    return _squeeze("a limit on the size of files", folder / "home", file, levels, limited)


def _squeeze(fault: str, home: Path, file: Path, levels: int, squeezed: Squeezed) -> Finding:
    add = ("--home", str(home), "add", str(file))
    write_documents(file, [f"first{number}" for number in range(_FIRST)], 1)
    faults = faults_of(run(*add), 0, "add with room")
    refused = fitted = 0
    used = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    for level in range(levels):
        free = 4096 + 2 * used * level // levels
        what = f"add with room for {free:,} bytes"
        before = archive_state(home)
        names = [f"level{level}-{number}" for number in range(_BATCH)]
        write_documents(file, names, level + 2)
        with squeezed(free) as most:
            ran = run(*add, file_bytes=most)
            searched = run("--home", str(home), "search", SHARED)
            after = archive_state(home)
            faults += [f"{what}: {fault}" for fault in answer_faults(home, [after, before])[1]]
        fitted += ran.code == 0
        refused += ran.code != 0
        if ran.code:
            faults += faults_of(ran, 2, what)
        if any(name not in after for name in (*before, *names[: ran.reported])):
            faults.append(f"{what}: documents are lost")
        faults += faults_of(searched, 0, f"search with room for {free:,} bytes")
        faults += faults_of(run(*add), 0, f"{what}, then with room")
        faults += [f"{what}, then with room: {fault}" for fault in whole_faults(home)]
        # Give back what was added, so that each level begins alike.
        faults += faults_of(run("--home", str(home), "delete", *names), 0, "delete")
    return Finding(
        fault=fault,
        cases=levels,
        seen=f"refused in a sentence {refused}, enough room {fitted}; each time the search "
        "answered, nothing was lost, and with room the same command went on",
        faults=tuple(faults),
    )


@contextmanager
def _read_only(home: Path) -> Iterator[None]:
    if not os.geteuid():
        with _mounted("--bind", str(home), at=home):
            subprocess.run(["mount", "-o", "remount,ro,bind", str(home)], check=True)
            yield
        return
    paths = [home, *home.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in reversed(paths):
        path.chmod(modes[path] & ~0o222)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(modes[path])


def read_only_folder(folder: Path) -> Finding:
    """Nothing can be added to a home that may only be read, and all else works."""
    home, file = folder / "home", folder / "documents.jsonl"
    write_documents(file, [f"d{number}" for number in range(_FIRST)], 1)
    faults = faults_of(run("--home", str(home), "add", str(file)), 0, "add")
    state = archive_state(home)
    write_documents(file, ["one"], 2)
    writing = (("add", str(file)), ("delete", "d1"), ("rebuild",))
    reading = (("search", SHARED), ("show", "d1"), ("stats",), ("verify",), ("analyze", SHARED))
    with _read_only(home):
        for code, commands in ((2, writing), (0, reading)):
            for command in commands:
                ran = run("--home", str(home), *command)
                faults += faults_of(ran, code, f"{command[0]} in a folder that is read-only")
        faults += answer_faults(home, [state])[1]
    faults += faults_of(run("--home", str(home), "add", str(file)), 0, "add afterwards")
    faults += whole_faults(home)
    return Finding(
        fault="a folder that may only be read",
        cases=len(writing) + len(reading),
        seen=f"{', '.join(each[0] for each in writing)} refuse in a sentence; "
        f"{', '.join(each[0] for each in reading)} work",
        faults=tuple(faults),
    )
