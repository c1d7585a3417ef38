"""An archive and an index that do not belong together are reported and never mixed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.document import Document
from index.generation import folder_of
from search.engine import Engine, EngineError, archive_path
from search.request import Request
from tests.commands import ok, run
from tests.homes import MakeHome, add_to

DOCUMENTS = [
    Document(id="a", title="ميناء", text="وصلت السفينة إلى الميناء صباحاً."),
    Document(id="b", title="سد", text="بدأ ملء السد بعد الأمطار."),
]


def removed(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def found(home: Path, query: str) -> set[str]:
    with closing(Engine.open(home)) as engine:
        return set(engine.rank(Request(query=query)).ids)


@pytest.fixture
def more(tmp_path: Path) -> str:
    """A file with one more document."""
    file = tmp_path / "more.txt"
    file.write_text("غادرت السفينة الميناء مساءً.", encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("damage", [removed, emptied])
def test_a_lost_archive_is_not_replaced_by_an_empty_one(
    make_home: MakeHome, more: str, damage: Callable[[Path], None]
) -> None:
    home = make_home(DOCUMENTS)
    damage(archive_path(home))
    for arguments, code in (
        (("add", more), 2),
        (("delete", "a"), 2),
        (("rebuild",), 2),
        (("search", "سفينة"), 2),
        (("show", "a"), 2),
        (("verify",), 1),
    ):
        result = run(home, *arguments)
        ok(result, code)
        printed = result.stderr + result.stdout
        assert "is gone or empty, but there is an index of 2 documents" in printed, arguments
        assert printed.count("\n") == 1
    shutil.rmtree(folder_of(home))
    ok(run(home, "add", more))
    assert len(found(home, "سفينة")) == 1


def test_a_restored_older_archive_is_reported_and_reindexed(
    make_home: MakeHome, tmp_path: Path, more: str
) -> None:
    """Lost changes of the index never count as its own, with any additions to the archive."""
    home = make_home(DOCUMENTS[:1])
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(archive_path(home), copy)
    add_to(home, DOCUMENTS[1:])
    shutil.copyfile(copy, archive_path(home))
    with pytest.raises(EngineError, match=r"has 1 change that the archive lacks.*warraq rebuild"):
        Engine.open(home)
    assert "has 1 change that the archive lacks" in ok(run(home, "verify"), 1)

    with Archive(archive_path(home)) as archive:  # killed before its index was built
        before = archive.identity
    result = run(home, "add", more)
    ok(result)
    assert "lacks the last change that it had before" in result.stderr
    assert "it is rebuilt from the archive" in result.stderr
    with Archive(archive_path(home)) as archive:
        assert archive.identity != before
    assert len(found(home, "سفينة")) == 2
    assert found(home, "السد") == set()
    ok(run(home, "verify"))


def test_an_index_of_another_archive_is_reported(make_home: MakeHome, more: str) -> None:
    home, other = make_home(DOCUMENTS), make_home(DOCUMENTS[:1])
    shutil.copyfile(archive_path(other), archive_path(home))
    with pytest.raises(EngineError, match="was made from another archive"):
        Engine.open(home)
    result = run(home, "add", more)
    ok(result)
    assert "(it was made from another archive); it is rebuilt from the archive" in result.stderr
    assert len(found(home, "سفينة")) == 2


def test_a_damaged_index_is_reported_when_it_is_rebuilt(make_home: MakeHome, more: str) -> None:
    home = make_home(DOCUMENTS)
    emptied(folder_of(home) / "CURRENT")
    result = run(home, "add", more)
    ok(result)
    assert result.stderr == (
        "The index cannot be used (CURRENT does not name a generation); "
        "it is rebuilt from the archive.\n"
    )
    assert len(found(home, "سفينة")) == 2


def test_an_open_engine_switches_to_a_new_archive_with_its_index(
    make_home: MakeHome, tmp_path: Path, more: str
) -> None:
    home = make_home(DOCUMENTS[:1])
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(archive_path(home), copy)
    add_to(home, DOCUMENTS[1:])
    with closing(Engine.open(home)) as engine:
        copy.replace(archive_path(home))
        ok(run(home, "add", more))
        engine._checked -= 1.0
        answer = engine.search(Request(query="سفينة"))
        assert (len(answer.hits), answer.warnings) == (2, ())
