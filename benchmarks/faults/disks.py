"""Full and read-only disks."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.faults.command import check_exit, run
from benchmarks.faults.finding import Finding, Skipped
from benchmarks.faults.state import (
    SHARED,
    archive_state,
    check_answers,
    check_home,
    write_documents,
)

_DISK_BYTES: Final = 48_000_000
_FIRST: Final = 600
_BATCH: Final = 700
_LEAST_FILE: Final = 4096  # bytes; a command prints into a file that is limited too


@contextmanager
def _mounted(*arguments: str, at: Path) -> Iterator[None]:
    if os.geteuid():
        raise Skipped("mounting a file system needs root")
    mounting = subprocess.run(
        ["mount", *arguments, str(at)], capture_output=True, text=True, check=False
    )
    if mounting.returncode:
        raise Skipped(mounting.stderr.strip())
    try:
        yield
    finally:
        # This process keeps files of archives open while it has any archive open.
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def _fill(path: Path, free: int) -> None:
    """Grow a file until only ``free`` bytes remain on its disk."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    os.truncate(path, max(0, path.stat().st_size - free))


LimitSpace: TypeAlias = Callable[[int], AbstractContextManager[int | None]]
"""Leaves a number of bytes free; yields the file size limit in bytes or None."""


def full_disk(folder: Path, levels: int) -> Finding:
    """Run ``add`` with increasing disk space, each time again with enough space."""
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
        return _fill_levels(
            "a full disk", disk / "home", folder / "documents.jsonl", levels, filled, least=0
        )


def limited_files(folder: Path, levels: int) -> Finding:
    """Run ``add`` with an increasing limit on the file size, like a quota."""

    @contextmanager
    def limited(free: int) -> Iterator[int]:
        yield free

    file = folder / "documents.jsonl"
    fault, home = "a limit on the size of files", folder / "home"
    return _fill_levels(fault, home, file, levels, limited, least=_LEAST_FILE)


def _fill_levels(
    fault: str, home: Path, file: Path, levels: int, limit_space: LimitSpace, *, least: int
) -> Finding:
    add = ("--home", str(home), "add", str(file))
    write_documents(file, [f"first{number}" for number in range(_FIRST)], 1)
    faults = check_exit(run(*add), 0, "add with enough space")
    refused = fitted = 0
    used = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    for level in range(levels):
        free = least + 2 * used * level // levels
        what = f"add with {free:,} bytes free"
        before = archive_state(home)
        names = [f"level{level}-{number}" for number in range(_BATCH)]
        write_documents(file, names, level + 2)
        with limit_space(free) as most:
            ran = run(*add, file_bytes=most)
            search_result = run("--home", str(home), "search", SHARED)
            after = archive_state(home)
            faults += [f"{what}: {fault}" for fault in check_answers(home, [after, before])[1]]
        fitted += ran.code == 0
        refused += ran.code != 0
        if ran.code:
            faults += check_exit(ran, 2, what)
        if any(name not in after for name in (*before, *names[: ran.reported])):
            faults.append(f"{what}: documents are lost")
        faults += check_exit(search_result, 0, f"search with {free:,} bytes free")
        faults += check_exit(run(*add), 0, f"{what}, then with enough space")
        faults += [f"{what}, then with enough space: {fault}" for fault in check_home(home)]
        # Every level starts from the same documents.
        faults += check_exit(run("--home", str(home), "delete", *names), 0, "delete")
    return Finding(
        fault=fault,
        cases=levels,
        seen=f"refused with a message {refused}, enough space {fitted}; each time the search "
        "answered, nothing was lost, and with more space the command succeeded",
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
    """Writing commands must refuse a read-only home, reading commands must work."""
    home, file = folder / "home", folder / "documents.jsonl"
    write_documents(file, [f"d{number}" for number in range(_FIRST)], 1)
    faults = check_exit(run("--home", str(home), "add", str(file)), 0, "add")
    state = archive_state(home)
    write_documents(file, ["one"], 2)
    writing = (("add", str(file)), ("delete", "d1"), ("rebuild",))
    reading = (("search", SHARED), ("show", "d1"), ("stats",), ("verify",), ("analyze", SHARED))
    with _read_only(home):
        for code, commands in ((2, writing), (0, reading)):
            for command in commands:
                ran = run("--home", str(home), *command)
                faults += check_exit(ran, code, f"{command[0]} in a read-only folder")
        faults += check_answers(home, [state])[1]
    faults += check_exit(run("--home", str(home), "add", str(file)), 0, "add afterwards")
    faults += check_home(home)
    return Finding(
        fault="a read-only folder",
        cases=len(writing) + len(reading),
        seen=f"{', '.join(each[0] for each in writing)} refuse with a message; "
        f"{', '.join(each[0] for each in reading)} work",
        faults=tuple(faults),
    )
