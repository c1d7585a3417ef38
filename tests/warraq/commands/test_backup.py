"""``warraq backup`` and ``warraq restore``."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import threading
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from corpus import backup as backups
from corpus.archive import Archive
from corpus.document import Document
from corpus.schema import log_path
from search.engine import Engine, archive_path
from tests.commands import PYTHON, json_of, ok, process, run
from tests.corpus.test_archive_safety import opened_elsewhere
from tests.homes import add_to

IDS = ["أ", "ب", "ج"]


def ids(home: Path) -> list[str]:
    with Archive(archive_path(home), read_only=True) as archive:
        assert archive.verify() == []
        return list(archive.ids())


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    file = tmp_path / "copies" / "archive.backup"
    file.parent.mkdir()
    ok(run(home, "backup", str(file)))
    return file


def test_a_backup_is_one_private_file_with_a_manifest(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    written = json_of(run(home, "backup", str(file), "--json"))
    assert written["bytes"] == file.stat().st_size
    assert written["sha256"] == sha256(file.read_bytes()).hexdigest()
    manifest = written["manifest"]
    assert (manifest["documents"], manifest["originals"], manifest["sequence"]) == (3, 1, 3)
    assert manifest["at"].endswith("+00:00")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy"]
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert backups.find_faults(connection, file) == []


def test_a_backup_is_restored_into_an_empty_home(home: Path, backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert ok(run(other, "restore", str(backup))) == "3 documents restored and indexed.\n"
    assert ids(other) == IDS
    ok(run(other, "verify"))
    assert stat.S_IMODE(archive_path(other).stat().st_mode) == 0o600
    for arguments in (("search", "أسعار", "--json"), ("show", "أ", "--json")):
        one, two = (json_of(run(each, *arguments)) for each in (home, other))
        for answer in (one, two):
            answer.pop("index", None)
            answer.pop("took_ms", None)
        assert one == two
    # What is added to one is never taken for a change of the other.
    with Archive(archive_path(home)) as one, Archive(archive_path(other)) as two:
        assert one.identity != two.identity


def test_an_archive_with_documents_is_replaced_only_on_request(home: Path, backup: Path) -> None:
    add_to(home, [Document(id="د", text="سوق الخضار")])
    before = archive_path(home).read_bytes()
    result = run(home, "restore", str(backup))
    ok(result, 2)
    assert "has 4 documents; restore into another home" in result.stderr
    assert archive_path(home).read_bytes() == before
    ok(run(home, "restore", str(backup), "--replace"))
    assert ids(home) == IDS
    ok(run(home, "search", "الخضار"), 1)
    ok(run(home, "verify"))


@pytest.mark.parametrize("damage", ["missing", "emptied", "changed", "a foreign log"])
def test_a_lost_archive_is_restored(home: Path, backup: Path, damage: str) -> None:
    path = archive_path(home)
    add_to(home, [Document(id="د", text="سوق الخضار")])
    with Archive(path) as archive:
        archive.add([Document(id="ه", text="سوق الفاكهة")])
        log = log_path(path).read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "emptied":
        path.write_bytes(b"")
    elif damage == "changed":
        path.write_bytes(path.read_bytes()[:5000] + b"x" * 5000)
    else:
        shutil.copyfile(backup, path)
        log_path(path).write_bytes(log)
        ok(run(home, "stats"), 2)
    ok(run(home, "restore", str(backup), "--replace"))
    assert ids(home) == IDS
    ok(run(home, "verify"))
    ok(run(home, "search", "أسعار"))


@pytest.mark.parametrize("who", ["another process", "a server of a file that was moved"])
def test_a_live_archive_is_not_replaced(home: Path, backup: Path, who: str) -> None:
    path = archive_path(home)
    with opened_elsewhere(path):
        if who != "another process":
            copy = path.with_name("moved")
            shutil.copyfile(path, copy)
            copy.replace(path)
        before = path.read_bytes()
        result = process("--home", str(home), "restore", str(backup), "--replace")
        assert result.returncode == 2
        assert "is open in another process" in result.stderr
        assert path.read_bytes() == before
    ok(run(home, "restore", str(backup), "--replace"))


def changed_byte(file: Path) -> None:
    data = bytearray(file.read_bytes())
    place = data.index("أسعار".encode())
    data[place + 1] ^= 1
    file.write_bytes(data)


def removed_row(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DELETE FROM documents WHERE id = 'ب'")
        connection.commit()


def changed_log_of_additions(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO deletions VALUES (2, 99, 'x')")
        connection.commit()


def added_trigger(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TRIGGER t AFTER DELETE ON state BEGIN SELECT 1; END")
        connection.commit()


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize(
    "damage", [changed_byte, removed_row, changed_log_of_additions, added_trigger, cut]
)
def test_a_damaged_backup_is_not_restored(home: Path, backup: Path, damage: Any) -> None:
    damage(backup)
    before = archive_path(home).read_bytes()
    result = run(home, "restore", str(backup), "--replace")
    ok(result, 2)
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith(".\n")
    assert archive_path(home).read_bytes() == before
    assert not list(home.glob("*.partial*"))


def test_other_files_are_not_restored(home: Path, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("نص" * 999, encoding="utf-8")
    for file in (text, tmp_path, tmp_path / "absent", archive_path(home)):
        ok(run(home, "restore", str(file), "--replace"), 2)
    assert ids(home) == IDS


def test_a_plain_copy_is_restored_with_a_note(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(archive_path(home), copy)
    result = run(tmp_path / "other", "restore", str(copy))
    ok(result)
    assert "was not written by `warraq backup`" in result.stderr
    assert ids(tmp_path / "other") == IDS


def test_a_file_is_overwritten_only_on_request(home: Path, backup: Path) -> None:
    before = backup.read_bytes()
    ok(run(home, "backup", str(backup)), 2)
    assert backup.read_bytes() == before
    ok(run(home, "backup", str(backup), "--overwrite"))
    assert backup.read_bytes() != before  # of another time


def test_a_file_that_another_backup_writes_is_left_alone(home: Path, tmp_path: Path) -> None:
    with backups.partial_file(tmp_path / "copy") as partial:
        partial.write_bytes(b"half a backup")
        result = run(home, "backup", str(tmp_path / "copy"))
        assert "Another process is writing" in result.stderr
        ok(result, 2)
        assert partial.read_bytes() == b"half a backup"


def test_a_backup_is_never_written_over_the_archive(home: Path) -> None:
    path = archive_path(home)
    before = path.read_bytes()
    for name in ("archive.sqlite", "archive.sqlite-wal", "archive.sqlite-reported"):
        ok(run(home, "backup", str(home / name), "--overwrite"), 2)
    linked = home / "link"
    os.link(path, linked)
    ok(run(home, "backup", str(linked), "--overwrite"), 2)
    assert path.read_bytes() == before


def test_a_damaged_archive_gives_no_backup(home: Path, tmp_path: Path) -> None:
    with Archive(archive_path(home)) as archive:
        archive._connection.execute("UPDATE documents SET text = 'x' WHERE id = 'ب'")
    result = run(home, "backup", str(tmp_path / "copy"))
    ok(result, 2)
    assert "no backup was written: The document “ب”" in result.stderr
    assert not list(tmp_path.glob("copy*"))


def test_a_backup_leaves_nothing_half(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(backups, "sync", full)
        ok(run(home, "backup", str(tmp_path / "copy")), 2)
    assert not list(tmp_path.glob("copy*"))
    (tmp_path / "copy.partial").write_bytes(b"of a killed backup")
    (tmp_path / "copy.partial-journal").write_bytes(b"its journal")
    ok(run(home, "backup", str(tmp_path / "copy")))
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy"]


def test_a_full_disk_is_that_of_the_backup(home: Path, tmp_path: Path) -> None:
    """A limit on the size of files, in a process of its own."""
    add_to(home, [Document(id="long", text="نص طويل " * 40_000)])
    command = [*PYTHON, "--home", str(home), "backup", str(tmp_path / "copy")]
    shell = ["bash", "-c", 'trap "" XFSZ; ulimit -f 128; exec "$@"', "-", *command]
    result = subprocess.run(shell, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 2
    assert f"{tmp_path}/copy.partial" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.glob("copy*"))


def test_a_backup_of_a_busy_archive_has_one_state(home: Path, tmp_path: Path) -> None:
    """Documents come in pairs, one transaction each; a copy never has half a pair."""
    stop = threading.Event()

    def add() -> None:
        with Archive(archive_path(home)) as archive:
            for turn in range(10_000):
                if stop.is_set():
                    break
                archive.add(Document(id=f"{turn}-{n}", text="نص " * 2_000) for n in range(2))

    adding = threading.Thread(target=add)
    adding.start()
    try:
        for turn in range(5):
            ok(run(home, "backup", str(tmp_path / f"copy{turn}")))
    finally:
        stop.set()
        adding.join()
    for turn in range(5):
        other = tmp_path / f"home{turn}"
        ok(run(other, "restore", str(tmp_path / f"copy{turn}")))
        found = [name for name in ids(other) if name not in IDS]
        assert len(found) % 2 == 0
        assert found == [f"{n // 2}-{n % 2}" for n in range(len(found))]


def test_a_backup_needs_no_index_and_no_write_access(home: Path, tmp_path: Path) -> None:
    shutil.rmtree(home / "index")
    with closing(sqlite3.connect(archive_path(home))) as lock:
        lock.execute("BEGIN IMMEDIATE")  # as a writer in another process
        ok(run(home, "backup", str(tmp_path / "copy")))


def test_a_server_sees_nothing_of_a_backup(home: Path, tmp_path: Path) -> None:
    with closing(Engine.open(home)) as engine:
        before = engine.state
        ok(run(home, "backup", str(tmp_path / "copy")))
        assert engine.state == before


def database(path: Path, statement: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def link(path: Path) -> Path:
    path.symlink_to(path.with_name("nowhere"))
    return path


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda _: Path("/dev/null"), "is a folder or a device, not a file"),
        (lambda _: Path("/dev/zero"), "is a folder or a device, not a file"),
        (lambda path: path.parent, "is a folder or a device, not a file"),
        (pipe, "is a folder or a device, not a file"),
        (lambda path: path, "There is no file"),
        (link, "There is no file"),
        (lambda path: written(path, b""), "is empty, or no archive of warraq"),
        (lambda path: written(path, b"text" * 900), "is empty, or no archive of warraq"),
        (lambda path: written(path, b"SQLite format 3\0"), "is empty, or no archive of warraq"),
        (lambda path: database(path, "CREATE TABLE a (b)"), "is empty, or no archive of warraq"),
        (lambda path: database(path, "PRAGMA user_version = 1"), "is empty, or no archive"),
    ],
    ids=[
        "null",
        "zero",
        "folder",
        "pipe",
        "missing",
        "link",
        "empty",
        "text",
        "short",
        "tables",
        "blank",
    ],
)
def test_what_is_no_backup_is_refused_with_one_sentence(
    tmp_path: Path, make: Callable[[Path], Path], sentence: str
) -> None:
    home = tmp_path / "home"
    given = make(tmp_path / "given")
    result = run(home, "restore", str(given))
    ok(result, 2)
    (line,) = result.stderr.splitlines()
    assert line.startswith((str(given), "There is no file"))
    assert sentence in line
    assert not list(home.glob("*"))
