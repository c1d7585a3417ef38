"""The campaign of faults: that it would see what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.command import Ran, faults_of
from benchmarks.faults.finding import Finding, report
from benchmarks.faults.state import (
    answer_faults,
    archive_state,
    index_bytes,
    whole_faults,
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


def test_the_state_of_a_home_is_told(home: Path) -> None:
    state = {"a": 1, "b": 1, "c": 2, "d": 2}
    assert archive_state(home) == state
    assert whole_faults(home) == []
    assert answer_faults(home, [{"a": 1}, state]) == (1, [])


@pytest.mark.parametrize(
    "state",
    [{"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 1, "c": 1, "d": 2}, {"a": 1, "b": 1, "c": 2, "e": 2}],
    ids=["one more", "an older version", "another document"],
)
def test_an_answer_from_no_state_is_noticed(home: Path, state: dict[str, int]) -> None:
    which, faults = answer_faults(home, [state])
    assert which is None
    assert "answers from no state" in faults[0]


def test_what_is_left_behind_is_noticed(home: Path) -> None:
    before = index_bytes(home)
    orphan = folder_of(home) / "generation-00000009"
    orphan.mkdir()
    (orphan / "part").write_bytes(bytes(1_000))
    assert whole_faults(home) == ["2 generations are left"]
    assert index_bytes(home) == before + 1_000


def test_documents_that_are_not_indexed_are_noticed(home: Path) -> None:
    with Archive(archive_path(home)) as archive:
        archive.delete(["a"])
    assert any("behind the archive" in fault for fault in whole_faults(home))


def ran(code: int, said: str) -> Ran:
    return Ran(code, said, (), 0.0, 0, False)


@pytest.mark.parametrize(
    ("found", "code", "fault"),
    [
        (ran(0, ""), 0, None),
        (ran(2, "The disk is full.\n"), 2, None),
        (ran(2, ""), 2, "gave no sentence"),
        (ran(1, "Traceback (most recent call last):\n"), 1, "printed a traceback"),
        (ran(-9, ""), 0, "ended with -9"),
    ],
)
def test_how_a_command_ends_is_judged(found: Ran, code: int, fault: str | None) -> None:
    faults = faults_of(found, code, "add")
    assert faults == [] if fault is None else fault in faults[0]


def test_the_report_says_what_went_wrong() -> None:
    text = report([Finding(fault="a kill", cases=3, seen="one", faults=("a document is lost",))])
    assert "| a kill |     3 |               1 |" in text
    assert "- a kill: one." in text
    assert text.endswith("- a kill: a document is lost")
