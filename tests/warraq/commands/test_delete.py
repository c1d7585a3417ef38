"""``warraq delete``: documents are gone from the answers, and their text from every file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.document import Document
from index import generation
from index.build import update
from index.letter_bytes import encode
from search.engine import archive_path
from tests.commands import json_of, ok, run
from tests.homes import MakeHome, mark_deleted

WORDS = ("زخرفستان", "قَلْعَنْبوط", "بالمتشظيظين", "طنبرولي", "مغصوصبات")
KEEPER = """
import sys
from pathlib import Path
from search.engine import Engine
from search.request import Request
engine = Engine.open(Path(sys.argv[1]))
print(engine.search(Request(query="الميناء")).total, flush=True)
if sys.argv[2] == "reading":
    engine._archive._execute("BEGIN")
    engine._archive.count()
    print(flush=True)
for line in sys.stdin:
    print(engine.search(Request(query=line.strip())).total, flush=True)
"""


def test_a_document_is_deleted_from_archive_and_index(home: Path) -> None:
    result = run(home, "delete", "أ", "غائب")
    assert ok(result) == "1 deleted.\n"
    assert "غائب" in result.stderr
    ok(run(home, "search", "المكتبة"), 1)
    ok(run(home, "show", "أ"), 1)
    ok(run(home, "delete", "أ"), 1)
    ok(run(home, "verify"))


def test_deleting_a_source_asks_for_confirmation(home: Path) -> None:
    ok(run(home, "delete", "--source", "أسواق", input="n\n"), 1)
    assert json_of(run(home, "stats", "--json"))["documents"] == 3
    assert ok(run(home, "delete", "--source", "أسواق", input="y\n")) == "2 deleted.\n"
    assert ok(run(home, "delete", "--source", "بريد المشرق", "--yes")) == "1 deleted.\n"
    ok(run(home, "delete", "--source", "بريد المشرق", "--yes"), 1)


# Taking away


@pytest.fixture
def secret_home(make_home: MakeHome) -> Path:
    """A home of many documents in two segments, one of which has words of its own."""
    text = "وصلت السفينة إلى الميناء وكتب الكاتب "
    plain = [Document(id=f"d{n}", title=f"خبر {n}", text=f"{text * 9}{n}") for n in range(60)]
    secret = Document(
        id="secret",
        title=f"خبر {WORDS[0]}",
        text=text + " ".join(WORDS[1:]),
        original="<p>" + " ".join(WORDS) * 20,
        source="محجوبستان",
        extra={"note": WORDS[0]},
        removed=(WORDS[1],),
    )
    return make_home(plain, [secret, *plain[:3]])


@contextmanager
def serving(home: Path, mode: str = "idle") -> Iterator[Callable[[str], int]]:
    """Another process with the home open, as a server has it; asks it a query."""
    with subprocess.Popen(
        [sys.executable, "-c", KEEPER, home, mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        assert int(keeper.stdout.readline()) == 61
        if mode == "reading":
            keeper.stdout.readline()

        asked, answers = keeper.stdin, keeper.stdout

        def ask(query: str) -> int:
            print(query, file=asked, flush=True)
            return int(answers.readline())

        yield ask
        keeper.communicate()


def left_in(home: Path) -> list[str]:
    """The words of the deleted document in any file, as written or without marks."""
    words = {*WORDS, "قلعنبوط", "متشظيظ", "طنبرول", "مغصوصب", "محجوبستان"}
    return [
        f"{word} in {path.relative_to(home)}"
        for path in sorted(home.rglob("*"))
        if path.is_file()
        for word in words
        for coded in (word.encode(), word.encode("utf-16-le"), encode(word))
        if coded in path.read_bytes()
    ]


def test_a_deleted_text_is_in_no_file_while_a_server_runs(secret_home: Path) -> None:
    assert {line.split()[-1].split("/")[0] for line in left_in(secret_home)} == {
        "archive.sqlite",
        "index",
    }
    with serving(secret_home) as ask:
        result = run(secret_home, "delete", "secret")
        assert ok(result) == "1 deleted.\n"
        assert "still open in running processes" in result.stderr
        assert left_in(secret_home) == []
        time.sleep(0.3)  # an engine looks for a new generation four times a second
        assert ask("زخرفستان") == 0
        assert ask("الميناء") == 60
    ok(run(secret_home, "verify"))


def test_a_compressed_original_is_gone_too(secret_home: Path) -> None:
    with Archive(archive_path(secret_home), read_only=True) as archive:
        ((packed,),) = archive._connection.execute("SELECT original FROM originals")
    assert packed in archive_path(secret_home).read_bytes()
    ok(run(secret_home, "delete", "secret"))
    assert packed[:20] not in archive_path(secret_home).read_bytes()


def test_a_reader_that_prevents_a_purge_is_reported(secret_home: Path) -> None:
    with serving(secret_home, "reading"):
        result = run(secret_home, "delete", "secret", "--wait", "0.2")
        assert ok(result, 1) == "1 deleted.\n"
        assert "may have deleted text: end that process" in result.stderr
        assert "still has bytes of deleted documents" in ok(run(secret_home, "verify"), 1)
        result = run(secret_home, "delete", "--purge", "--wait", "0.2")
        assert ok(result, 1) == "0 deleted.\n"
    result = run(secret_home, "delete", "--purge")
    assert ok(result) == "0 deleted.\n"
    assert result.stderr.startswith("Nothing of deleted documents is left")
    assert left_in(secret_home) == []
    ok(run(secret_home, "verify"))


def test_a_purge_removes_what_earlier_versions_left(secret_home: Path) -> None:
    mark_deleted(secret_home, ["secret"])
    assert left_in(secret_home) != []
    assert "still has words of deleted documents" in ok(run(secret_home, "verify"), 1)
    ok(run(secret_home, "delete", "--purge"))
    assert left_in(secret_home) == []
    ok(run(secret_home, "verify"))


# Finishing


@pytest.mark.parametrize("again", [("delete", "secret"), ("delete", "--purge"), ("rebuild",)])
def test_a_deletion_that_failed_on_the_way_is_finished(
    secret_home: Path, again: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(generation, "finish", full)
        result = run(secret_home, "delete", "secret")
        ok(result, 2)
        assert "The index cannot be written (No space left on device)" in result.stderr
    ok(run(secret_home, "search", "زخرفستان"))  # the previous index answers
    result = run(secret_home, *again)
    ok(result)
    assert "Not in the archive" not in result.stderr
    ok(run(secret_home, "search", "زخرفستان"), 1)
    assert left_in(secret_home) == []
    ok(run(secret_home, "verify"))
    ok(run(secret_home, "delete", "secret"), 1)


def test_a_build_after_a_killed_deletion_takes_the_text_away(secret_home: Path) -> None:
    with Archive(archive_path(secret_home)) as archive:
        archive.delete(["secret"])
        update(archive, secret_home)
    assert "still has bytes" in ok(run(secret_home, "verify"), 1)
    ok(run(secret_home, "rebuild"))
    assert left_in(secret_home) == []
    ok(run(secret_home, "verify"))
