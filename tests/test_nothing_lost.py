"""Nothing is lost: the campaign of ``python -m benchmarks.faults`` with small numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.faults.command import STAGES, run
from benchmarks.faults.damage import damage
from benchmarks.faults.disks import full_disk, limited_files, read_only_folder
from benchmarks.faults.finding import Finding, Skipped
from benchmarks.faults.kills import kills
from benchmarks.faults.state import write_documents
from benchmarks.faults.together import readers, two_writers

pytestmark = pytest.mark.faults


def findings(part: Callable[[], Sequence[Finding]]) -> Sequence[Finding]:
    try:
        found = part()
    except Skipped as reason:
        pytest.skip(str(reason))
    for each in found:
        assert each.faults == (), each.fault
        assert each.cases > 0, each.fault
    return found


def test_every_stage_is_announced(tmp_path: Path) -> None:
    """Else kills would not be aimed at it."""
    home, file = tmp_path / "home", tmp_path / "documents.jsonl"
    begun: set[str] = set()
    for version in (1, 2):
        write_documents(file, [f"{version}-{number}" for number in range(600)], version)
        added = run("--home", str(home), "add", str(file))
        assert (added.code, added.reported) == (0, 600), added.said
        begun |= {stage for stage, _ in added.stages}
    deleted = run("--home", str(home), "delete", "1-1", "1-2", "absent")
    assert (deleted.code, deleted.reported) == (0, 2)
    assert begun | {stage for stage, _ in deleted.stages} == {"start", *STAGES}


def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    (found,) = findings(lambda: kills(tmp_path, 12, seed=7))
    assert found.cases == 12


def test_damage_is_noticed_and_mended(tmp_path: Path) -> None:
    assert len(findings(lambda: damage(tmp_path, 2))) == 4


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    findings(lambda: [full_disk(tmp_path, 4)])


def test_a_limit_on_files_loses_nothing(tmp_path: Path) -> None:
    findings(lambda: [limited_files(tmp_path, 4)])


def test_a_folder_that_may_only_be_read_is_searched(tmp_path: Path) -> None:
    findings(lambda: [read_only_folder(tmp_path)])


def test_two_writers_add_both(tmp_path: Path) -> None:
    findings(lambda: [two_writers(tmp_path, 2)])


def test_no_answer_is_mixed(tmp_path: Path) -> None:
    findings(lambda: [readers(tmp_path, 4)])
