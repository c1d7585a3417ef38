"""A file that is gone on with after an interruption, wherever it came."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from search.answer import IndexInfo, Request
from search.batch.checkpoint import Identity, Journal, JournalError, Remark, identity
from search.batch.formats import Query
from search.batch.replies import Reply, Run

INDEX = IndexInfo(generation=1, built_at="2026-01-01T00:00:00Z", analyzer="1.1", documents=3)
RUN = Run(request=Request(query=""), format="jsonl")
QUERIES = [Query(str(number), "سوق") for number in range(6)]
SAME = identity(RUN, QUERIES, INDEX)


class Files(NamedTuple):
    target: Path
    part: Path
    journal: Path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "out", tmp_path / "out.part", tmp_path / "out.journal")


def reply(number: int) -> Reply:
    return Reply(str(number), f"سطر {number}\n", refused="لا." if number == 2 else None)


def opened(files: Files, same: Identity = SAME, *, restart: bool = False) -> Journal:
    """A journal that marks after every query."""
    ticks = count()
    return Journal(files.target, same, restart=restart, clock=lambda: float(next(ticks)))


def write(journal: Journal, first: int, last: int) -> None:
    for number in range(first, last):
        journal.write(reply(number).lines.encode(), [reply(number)])


WHOLE = "".join(reply(number).lines for number in range(6))


def test_a_run_to_its_end_leaves_the_file_alone(files: Files) -> None:
    journal = opened(files)
    write(journal, 0, 6)
    assert not files.target.exists()
    journal.finish()
    journal.close()
    assert files.target.read_text("utf-8") == WHOLE
    assert not files.part.exists()
    assert not files.journal.exists()


@pytest.mark.parametrize("stop", range(7))
def test_it_goes_on_where_it_stopped(files: Files, stop: int) -> None:
    first = opened(files)
    write(first, 0, stop)
    first.close()
    again = opened(files)
    assert again.done == stop
    assert again.remarks == ([Remark("2", "لا.")] if stop > 2 else [])
    write(again, stop, 6)
    assert again.remarks == [Remark("2", "لا.")]
    again.finish()
    again.close()
    assert files.target.read_text("utf-8") == WHOLE


def test_wherever_the_files_were_cut_off(files: Files) -> None:
    """As when the process is killed, or the machine: what no mark speaks of is written again."""
    journal = opened(files)
    write(journal, 0, 6)
    journal.close()
    marks, part = files.journal.read_bytes(), files.part.read_bytes()
    for cut in range(len(marks) + 1):
        files.journal.write_bytes(marks[:cut])
        files.part.write_bytes(part + b"half a li")
        again = opened(files)
        assert again.done == max(0, marks[:cut].count(b"\n") - 1)
        write(again, again.done, 6)
        again.finish()
        again.close()
        assert files.target.read_text("utf-8") == WHOLE
        assert again.remarks == [Remark("2", "لا.")]
        files.target.unlink()


def test_what_was_changed_in_between_is_told(files: Files) -> None:
    journal = opened(files)
    write(journal, 0, 3)
    journal.close()
    part = files.part.read_bytes()
    for changed in (part[:-1], b"x" + part[1:]):
        files.part.write_bytes(changed)
        with pytest.raises(JournalError, match="is not what was written"):
            opened(files)
    anew = opened(files, restart=True)
    assert anew.done == 0
    anew.close()


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (identity(RUN, QUERIES[:5], INDEX), "other queries"),
        (identity(msgspec.structs.replace(RUN, format="csv"), QUERIES, INDEX), "other options"),
        (
            identity(RUN, QUERIES, msgspec.structs.replace(INDEX, generation=2)),
            "another state of the index",
        ),
        (msgspec.structs.replace(SAME, warraq="0"), "another version of warraq"),
    ],
)
def test_another_run_does_not_go_on_with_it(files: Files, other: Identity, told: str) -> None:
    journal = opened(files)
    write(journal, 0, 3)
    journal.close()
    with pytest.raises(JournalError, match=f"was begun with {told}; .*--restart"):
        opened(files, other)
    same = opened(files)
    assert same.done == 3  # nothing was lost by the attempt
    same.close()
    anew = opened(files, other, restart=True)
    assert anew.done == 0
    anew.close()


def test_what_has_no_answer_yet_is_begun_by_any_run(files: Files) -> None:
    opened(files).close()
    other = opened(files, identity(RUN, QUERIES[:5], INDEX))
    assert other.done == 0
    other.close()


def test_a_file_that_is_there_is_kept(files: Files) -> None:
    files.target.write_text("mine")
    with pytest.raises(JournalError, match="is there already"):
        opened(files)
    assert [files.target] == list(files.target.parent.iterdir())
    journal = opened(files, restart=True)
    write(journal, 0, 6)
    assert files.target.read_text() == "mine"
    journal.finish()
    journal.close()
    assert files.target.read_text("utf-8") == WHOLE


def test_two_runs_do_not_write_one_file(files: Files) -> None:
    journal = opened(files)
    write(journal, 0, 3)
    for restart in (False, True):
        with pytest.raises(JournalError, match="Another run is writing"):
            opened(files, restart=restart)
    write(journal, 3, 6)
    journal.finish()
    journal.close()
    assert files.target.read_text("utf-8") == WHOLE


def test_marks_are_seconds_apart(files: Files) -> None:
    now = 0.0
    journal = Journal(files.target, SAME, clock=lambda: now)
    begun = files.journal.stat().st_size
    write(journal, 0, 3)
    assert files.journal.stat().st_size == begun
    now = 1.0
    write(journal, 3, 4)
    assert files.journal.stat().st_size > begun
    journal.close()
