"""Commands on a full disk: they say so, lose nothing, and finish when run again with space."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from search.engine import archive_path
from tests.commands import ok, process, run

_DISK_BYTES = 4_000_000
_DOCUMENTS = 40

Fill = Callable[[int], None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "none", str(folder)]
    if os.geteuid() or subprocess.run(mounting, check=False).returncode:
        pytest.skip("mounting a disk needs root")
    yield folder
    # This process keeps files of archives open while it has any archive open.
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def fill(disk: Path) -> Fill:
    """Leave a number of bytes free on the disk, all if negative."""

    def fill_disk(free: int) -> None:
        ballast = disk / "ballast"
        ballast.unlink(missing_ok=True)
        if free >= 0:
            found = os.statvfs(disk)
            ballast.write_bytes(bytes(max(0, found.f_bavail * found.f_frsize - free)))

    return fill_disk


def write_lines(path: Path, name: str, count: int) -> str:
    lines = (f'{{"id": "{name}{n}", "text": "وصلت القافلة {n} إلى السوق"}}\n' for n in range(count))
    path.write_text("".join(lines), "utf-8")
    return str(path)


@pytest.mark.parametrize("free", [0, 4_096, 32_768, 65_536, 98_304])
@pytest.mark.parametrize("first", [True, False], ids=["new", "grown"])
def test_add_says_that_the_disk_is_full(
    disk: Path, tmp_path: Path, fill: Fill, free: int, *, first: bool
) -> None:
    home = disk / "home"
    if not first:
        ok(run(home, "add", write_lines(tmp_path / "first.jsonl", "أ", 1)))
    more = write_lines(tmp_path / "more.jsonl", "ب", _DOCUMENTS)
    fill(free)
    result = process("--home", str(home), "add", more)
    assert result.returncode == 2, result.stderr
    assert "nother process" not in result.stderr
    assert "No space left" in result.stderr or "disk space" in result.stderr
    assert "Traceback" not in result.stderr
    assert "cannot rollback" not in result.stderr
    assert "0 documents" not in result.stderr
    fill(-1)
    assert f"{_DOCUMENTS} added" in (again := ok(run(home, "add", more))) or "unchanged" in again
    with Archive(archive_path(home), read_only=True) as archive:
        assert archive.count() == _DOCUMENTS + (not first)
    ok(run(home, "verify"))


def test_a_full_disk_is_not_taken_for_another_process(
    disk: Path, tmp_path: Path, fill: Fill
) -> None:
    """The documents fit into the log, and then nothing else does."""
    home = disk / "home"
    ok(run(home, "add", write_lines(tmp_path / "first.jsonl", "أ", 1)))
    more = write_lines(tmp_path / "more.jsonl", "ب", _DOCUMENTS)
    seen = set()
    for free in range(40_000, 110_000, 10_000):
        fill(free)
        result = process("--home", str(home), "add", more)
        assert "nother process" not in result.stderr
        seen |= {line for line in result.stderr.splitlines() if "MB of changes stay in" in line}
        if seen:
            break
    (line,) = seen
    assert line.startswith(f"The disk of {archive_path(home)} is full")
    assert "nothing of them is lost" in line
    fill(-1)
    assert f"{_DOCUMENTS} unchanged" in ok(run(home, "add", more))
