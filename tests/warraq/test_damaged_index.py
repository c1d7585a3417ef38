"""A file of the index that changed without its time: found when a command fails over it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.document import Document
from index import generation
from index.generation import folder_of
from search.engine import Engine
from tests.commands import ok, run
from tests.homes import MakeHome


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    return make_home([Document(id="a", text="وصلت السفينة إلى الميناء")])


def change_byte(home: Path) -> None:
    """Change a byte of the vocabulary, and set its time of modification back."""
    current = generation.current(home)
    assert current is not None
    path = current / generation.VOCABULARY
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def fail(*_: object, **__: object) -> None:
    raise IndexError("index 9 is out of bounds")


def test_an_error_over_a_damaged_index_is_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "_ALWAYS_READ", 0)  # as in a file of any size
    monkeypatch.setattr(Engine, "search", fail)
    change_byte(home)
    result = run(home, "search", "السفينة")
    ok(result, 2)
    assert "vocabulary.arrays of generation-00000001 is not what was written" in result.stderr
    assert "`warraq rebuild`" in result.stderr
    assert result.stderr.count("\n") == 1
    monkeypatch.undo()
    ok(run(home, "rebuild"))
    ok(run(home, "search", "السفينة"))


def test_an_error_over_a_whole_index_is_not_hidden(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engine, "search", fail)
    with pytest.raises(IndexError):
        run(home, "search", "السفينة")


def test_an_index_whose_files_are_gone_is_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engine, "search", fail)
    (folder_of(home) / "CURRENT").write_text("x", "ascii")
    ok(run(home, "search", "السفينة"), 2)
