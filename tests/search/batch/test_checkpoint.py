"""An output file continues after an interruption at any point."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from corpus.messages import Message
from search.answer import IndexInfo
from search.batch.checkpoint import (
    BatchIdentity,
    Checkpoint,
    CheckpointError,
    QueryProblem,
    identity,
)
from search.batch.formats import Query
from search.batch.results import BatchOptions, QueryResult
from search.request import Request

INDEX = IndexInfo(generation=1, built_at="2026-01-01T00:00:00Z", analyzer="1.1", documents=3)
OPTIONS = BatchOptions(request=Request(query=""), format="jsonl")
QUERIES = [Query(str(number), "سوق") for number in range(6)]
SAME = identity(OPTIONS, QUERIES, INDEX)


class Files(NamedTuple):
    target: Path
    part: Path
    journal: Path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "out", tmp_path / "out.part", tmp_path / "out.journal")


def result(number: int) -> QueryResult:
    return QueryResult(str(number), f"سطر {number}\n", refused="لا." if number == 2 else None)


def opened(files: Files, same: BatchIdentity = SAME, *, restart: bool = False) -> Checkpoint:
    """An output with a checkpoint after every query."""
    ticks = count()
    return Checkpoint(files.target, same, restart=restart, clock=lambda: float(next(ticks)))


def write(output: Checkpoint, first: int, last: int) -> None:
    for number in range(first, last):
        output.write(result(number).lines.encode(), [result(number)])


WHOLE = "".join(result(number).lines for number in range(6))


def test_a_complete_run_leaves_only_the_output_file(files: Files) -> None:
    output = opened(files)
    write(output, 0, 6)
    assert not files.target.exists()
    output.finish()
    output.close()
    assert files.target.read_text("utf-8") == WHOLE
    assert not files.part.exists()
    assert not files.journal.exists()


@pytest.mark.parametrize("stop", range(7))
def test_a_run_continues_where_it_stopped(files: Files, stop: int) -> None:
    first = opened(files)
    write(first, 0, stop)
    first.close()
    again = opened(files)
    assert again.done == stop
    assert again.problems == ([QueryProblem("2", "لا.")] if stop > 2 else [])
    write(again, stop, 6)
    assert again.problems == [QueryProblem("2", "لا.")]
    again.finish()
    again.close()
    assert files.target.read_text("utf-8") == WHOLE


@pytest.mark.slow
def test_a_run_continues_from_truncated_files(files: Files) -> None:
    """After a crash, results that no checkpoint counts are written again."""
    output = opened(files)
    write(output, 0, 6)
    output.close()
    lines, part = files.journal.read_bytes(), files.part.read_bytes()
    for cut in range(len(lines) + 1):
        files.journal.write_bytes(lines[:cut])
        files.part.write_bytes(part + b"half a li")
        again = opened(files)
        assert again.done == max(0, lines[:cut].count(b"\n") - 1)
        write(again, again.done, 6)
        again.finish()
        again.close()
        assert files.target.read_text("utf-8") == WHOLE
        assert again.problems == [QueryProblem("2", "لا.")]
        files.target.unlink()


def test_a_changed_part_is_refused(files: Files) -> None:
    output = opened(files)
    write(output, 0, 3)
    output.close()
    part = files.part.read_bytes()
    for changed in (part[:-1], b"x" + part[1:]):
        files.part.write_bytes(changed)
        with pytest.raises(CheckpointError) as refused:
            opened(files)
        assert refused.value.message.code == "output_changed"
    restarted = opened(files, restart=True)
    assert restarted.done == 0
    restarted.close()


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (identity(OPTIONS, QUERIES[:5], INDEX), "output_of_other_queries"),
        (
            identity(msgspec.structs.replace(OPTIONS, format="csv"), QUERIES, INDEX),
            "output_of_other_options",
        ),
        (
            identity(OPTIONS, QUERIES, msgspec.structs.replace(INDEX, generation=2)),
            "output_of_other_index",
        ),
        (msgspec.structs.replace(SAME, warraq="0"), "output_of_other_version"),
    ],
)
def test_another_batch_does_not_continue_it(files: Files, other: BatchIdentity, code: str) -> None:
    output = opened(files)
    write(output, 0, 3)
    output.close()
    with pytest.raises(CheckpointError) as refused:
        opened(files, other)
    assert refused.value.message == Message.of(code, path=str(files.part))
    same = opened(files)
    assert same.done == 3  # nothing was lost by the attempt
    same.close()
    restarted = opened(files, other, restart=True)
    assert restarted.done == 0
    restarted.close()


def test_a_part_without_results_is_replaced_by_another_batch(files: Files) -> None:
    opened(files).close()
    other = opened(files, identity(OPTIONS, QUERIES[:5], INDEX))
    assert other.done == 0
    other.close()


def test_an_existing_file_is_kept(files: Files) -> None:
    files.target.write_text("mine")
    with pytest.raises(CheckpointError) as refused:
        opened(files)
    assert refused.value.message.code == "output_exists"
    assert [files.target] == list(files.target.parent.iterdir())
    output = opened(files, restart=True)
    write(output, 0, 6)
    assert files.target.read_text() == "mine"
    output.finish()
    output.close()
    assert files.target.read_text("utf-8") == WHOLE


def test_two_runs_do_not_write_one_file(files: Files) -> None:
    output = opened(files)
    write(output, 0, 3)
    for restart in (False, True):
        with pytest.raises(CheckpointError) as refused:
            opened(files, restart=restart)
        assert refused.value.message.code == "output_in_use"
    write(output, 3, 6)
    output.finish()
    output.close()
    assert files.target.read_text("utf-8") == WHOLE


def test_checkpoints_are_a_second_apart(files: Files) -> None:
    now = 0.0
    output = Checkpoint(files.target, SAME, clock=lambda: now)
    begun = files.journal.stat().st_size
    write(output, 0, 3)
    assert files.journal.stat().st_size == begun
    now = 1.0
    write(output, 3, 4)
    assert files.journal.stat().st_size > begun
    output.close()
