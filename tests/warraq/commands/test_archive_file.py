"""The archive file between commands: whole by itself, and never opened with a foreign log."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.document import Document
from corpus.schema import log_path
from search.engine import Engine, archive_path
from tests.commands import ok, process, run
from tests.homes import MakeHome, add_to

LINE = '{"id": "د", "text": "وصلت السفينة إلى الميناء"}\n'


@pytest.fixture
def line(tmp_path: Path) -> str:
    file = tmp_path / "more.jsonl"
    file.write_text(LINE, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("arguments", [("add",), ("delete", "أ"), ("rebuild",)])
def test_the_file_alone_is_whole_after_a_command_under_a_reader(
    home: Path, tmp_path: Path, line: str, arguments: tuple[str, ...]
) -> None:
    """As under a server that keeps the archive open."""
    copied = tmp_path / "copied"
    with closing(Engine.open(home)):
        result = process(
            "--home", str(home), *arguments, *([line] if arguments == ("add",) else [])
        )
        assert result.returncode == 0, result.stderr
        assert log_path(archive_path(home)).stat().st_size == 0
        copied.mkdir()
        shutil.copyfile(archive_path(home), archive_path(copied))
        with Archive(archive_path(home), read_only=True) as archive:
            expected = list(archive.ids())
    ok(run(copied, "rebuild"))
    assert ok(run(copied, "verify")) == "The archive and the index are complete and agree.\n"
    with Archive(archive_path(copied), read_only=True) as archive:
        assert list(archive.ids()) == expected


def test_a_reader_that_keeps_the_log_is_reported(
    home: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Archive.checkpoint, "__defaults__", (0.1,))
    with Archive(archive_path(home), read_only=True) as reader, reader.snapshot():
        result = run(home, "add", line)
        assert ok(result).startswith("1 added")
    assert "so 1 MB of changes are still in" in result.stderr
    assert "`warraq backup`" in result.stderr


def test_a_copy_over_an_archive_with_a_leftover_log_is_refused(
    make_home: MakeHome, tmp_path: Path, line: str
) -> None:
    home = make_home([Document(id="a", text="بدأ ملء السد.")])
    path = archive_path(home)
    copy = tmp_path / "good.sqlite"
    shutil.copyfile(path, copy)
    add_to(home, [Document(id="b", text="سوق المدينة")])
    with Archive(path) as archive:
        archive.add([Document(id="c", text="سوق القرية")])
        log = log_path(path).read_bytes()
    copy.rename(path)
    log_path(path).write_bytes(log)
    before = path.read_bytes()
    commands = (("add", line), ("delete", "a"), ("rebuild",), ("search", "السد"), ("show", "a"))
    for arguments, code in (*((each, 2) for each in commands), (("verify",), 1)):
        result = run(home, *arguments)
        ok(result, code)
        printed = result.stderr + result.stdout
        assert "is not the log of" in printed, arguments
        assert printed.count("\n") == 1
        assert (path.read_bytes(), log_path(path).read_bytes()) == (before, log)
