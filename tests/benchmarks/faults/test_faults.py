"""The checks of the fault campaign detect losses."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.command import CommandResult, check_exit
from benchmarks.faults.finding import Finding, report
from benchmarks.faults.state import (
    archive_state,
    check_answers,
    check_home,
    index_bytes,
    write_documents,
)
from corpus.archive import Archive
from corpus.document import Document
from corpus.readers import read
from index.build import update
from index.generation import folder_of
from search.engine import archive_path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home, file = tmp_path / "home", tmp_path / "documents.jsonl"
    for ids, version in ((["a", "b", "c"], 1), (["c", "d"], 2)):
        write_documents(file, ids, version)
        with Archive(archive_path(home)) as archive:
            archive.add(item for item in read([str(file)]) if isinstance(item, Document))
            update(archive, home)
    return home


def test_the_state_of_a_home(home: Path) -> None:
    state = {"a": 1, "b": 1, "c": 2, "d": 2}
    assert archive_state(home) == state
    assert check_home(home) == []
    assert check_answers(home, [{"a": 1}, state]) == (1, [])


@pytest.mark.parametrize(
    "state",
    [{"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 1, "c": 1, "d": 2}, {"a": 1, "b": 1, "c": 2, "e": 2}],
    ids=["one more", "an older version", "another document"],
)
def test_an_answer_from_an_unknown_state_is_detected(home: Path, state: dict[str, int]) -> None:
    number, faults = check_answers(home, [state])
    assert number is None
    assert "answers from no known state" in faults[0]


def test_leftover_generations_are_detected(home: Path) -> None:
    before = index_bytes(home)
    orphan = folder_of(home) / "generation-00000009"
    orphan.mkdir()
    (orphan / "part").write_bytes(bytes(1_000))
    assert check_home(home) == ["2 generations remain"]
    assert index_bytes(home) == before + 1_000


def test_unindexed_documents_are_detected(home: Path) -> None:
    with Archive(archive_path(home)) as archive:
        archive.delete(["a"])
    assert any("behind the archive" in fault for fault in check_home(home))


def ran(code: int, output: str) -> CommandResult:
    return CommandResult(code, output, (), 0.0, 0, False)


@pytest.mark.parametrize(
    ("found", "code", "fault"),
    [
        (ran(0, ""), 0, None),
        (ran(2, "The disk is full.\n"), 2, None),
        (ran(2, ""), 2, "printed no sentence"),
        (ran(1, "Traceback (most recent call last):\n"), 1, "printed a traceback"),
        (ran(-9, ""), 0, "ended with -9"),
    ],
)
def test_the_exit_of_a_command(found: CommandResult, code: int, fault: str | None) -> None:
    faults = check_exit(found, code, "add")
    assert faults == [] if fault is None else fault in faults[0]


def test_the_report_lists_broken_promises() -> None:
    text = report([Finding(fault="a kill", cases=3, seen="one", faults=("a document is lost",))])
    assert "| a kill |     3 |               1 |" in text
    assert "- a kill: one." in text
    assert text.endswith("- a kill: a document is lost")
