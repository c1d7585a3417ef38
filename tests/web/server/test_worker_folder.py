"""The folder of the processes of a server, in a place where others make entries too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from web.server.worker_folder import PREFIX, make_worker_folder

ROOT = Path(__file__).parents[3]
OTHER_USER = 65_534


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """A folder where every user may make entries, as /dev/shm."""
    folder = tmp_path / "memory"
    folder.mkdir()
    folder.chmod(0o1777)
    return folder


def fifo(path: Path) -> None:
    os.mkfifo(path)


def file(path: Path) -> None:
    path.write_text("kept")


def link(path: Path) -> None:
    target = path.parent.parent / "target"
    target.mkdir()
    (target / "kept").write_text("kept")
    path.symlink_to(target)


def broken_link(path: Path) -> None:
    path.symlink_to("nowhere")


def closed_folder(path: Path) -> None:
    path.mkdir(mode=0)


def other_users_folder(path: Path) -> None:
    path.mkdir()
    os.chown(path, OTHER_USER, OTHER_USER)


FOREIGN = [fifo, file, link, broken_link]
if os.geteuid() == 0:
    FOREIGN.append(other_users_folder)
else:
    FOREIGN.append(closed_folder)


@pytest.mark.parametrize("make", FOREIGN)
def test_an_entry_of_another_kind_or_user_neither_stops_nor_is_removed(
    memory: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    foreign = memory / f"{PREFIX}x"
    make(foreign)
    folder = make_worker_folder(tmp_path, memory)
    assert folder.parent == memory
    assert folder.stat().st_mode & 0o777 == 0o700
    assert foreign.is_symlink() or foreign.exists()
    assert make is not link or (tmp_path / "target" / "kept").exists()


def test_folders_of_dead_servers_alone_are_removed(memory: Path, tmp_path: Path) -> None:
    living = make_worker_folder(tmp_path, memory)
    dead = memory / f"{PREFIX}dead"
    dead.mkdir()
    (dead / "counter_0.db").write_bytes(b"x")
    second = make_worker_folder(tmp_path, memory)
    assert set(memory.iterdir()) == {living, second}


def test_without_memory_the_folder_is_in_the_home(tmp_path: Path) -> None:
    assert make_worker_folder(tmp_path, tmp_path / "nowhere").parent == tmp_path
    (tmp_path / "file").write_text("")
    assert make_worker_folder(tmp_path, tmp_path / "file").parent == tmp_path


MAKE = """
import os, sys
from pathlib import Path
memory = Path(sys.argv[1])
if len(sys.argv) > 2:
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
from web.server.worker_folder import make_worker_folder
print(make_worker_folder(memory, memory), flush=True)
sys.stdin.read()
"""


def making(memory: Path, *user: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", MAKE, str(memory), *user],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.parametrize("users", [("", ""), ("", str(OTHER_USER))], ids=["one", "two"])
def test_two_servers_have_a_folder_each(
    tmp_path_factory: pytest.TempPathFactory, users: tuple[str, str]
) -> None:
    if users[1] and os.geteuid() != 0:
        pytest.skip("only root can become another user")
    memory = Path("/dev/shm") / f"test-{os.getpid()}-{tmp_path_factory.mktemp('x').name}"
    memory.mkdir()
    memory.chmod(0o1777)
    processes = [making(memory, *filter(None, [user])) for user in users]
    try:
        lines = [process.stdout.readline().strip() for process in processes if process.stdout]
        assert len(set(lines)) == 2
        assert all(Path(line).is_dir() for line in lines)
    finally:
        for process in processes:
            process.communicate("")
        shutil.rmtree(memory)
