"""What a server holds: memory and open files of its processes, files of its folders."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.memory import children, resident
from web.server.worker_folder import MEMORY, PREFIX

_SERVING: Final = re.compile(rf"({re.escape(str(MEMORY / PREFIX))}[^/]+)(/|$)")


class HeldByProcess(msgspec.Struct, frozen=True, kw_only=True):
    """Anonymous memory in bytes, and the number of open files, of a process."""

    pid: int
    anonymous: int
    files: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a server holds after a number of requests; the arbiter is the first process."""

    requests: int
    processes: list[HeldByProcess]
    serving_files: int
    home_files: int


def read_held(server: int, home: Path, requests: int) -> Held:
    """Read it from ``/proc``. Raises OSError if a process has ended."""
    pids = [server, *children(server)]
    folders = {folder for pid in pids for folder in _serving_folders(pid)}
    return Held(
        requests=requests,
        processes=[
            HeldByProcess(pid=pid, anonymous=resident(pid).anonymous, files=len(_open_files(pid)))
            for pid in pids
        ],
        serving_files=sum(len(list(folder.rglob("*"))) for folder in folders),
        home_files=sum(path.is_file() for path in home.rglob("*")),
    )


def _open_files(pid: int) -> list[Path]:
    return list(Path(f"/proc/{pid}/fd").iterdir())


def _serving_folders(pid: int) -> set[Path]:
    found: set[Path] = set()
    for link in _open_files(pid):
        try:
            target = str(link.readlink())
        except FileNotFoundError:  # closed since
            continue
        if matched := _SERVING.match(target):
            found.add(Path(matched[1]))
    return found
