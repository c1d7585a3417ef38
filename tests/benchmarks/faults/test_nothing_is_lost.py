"""Nothing is lost: a small run of ``python -m benchmarks.faults``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.faults.backups import busy_backups, copy_kills
from benchmarks.faults.command import STAGES, run
from benchmarks.faults.concurrency import readers, two_writers
from benchmarks.faults.damage import damage
from benchmarks.faults.deletions import deletions
from benchmarks.faults.disks import full_disk, limited_files, read_only_folder
from benchmarks.faults.finding import Finding, Skipped
from benchmarks.faults.kills import kills
from benchmarks.faults.state import write_documents

pytestmark = pytest.mark.faults


def run_scenario(scenario: Callable[[], Sequence[Finding]]) -> Sequence[Finding]:
    try:
        found = scenario()
    except Skipped as reason:
        pytest.skip(str(reason))
    for each in found:
        assert each.faults == (), each.fault
        assert each.cases > 0, each.fault
    return found


def test_every_stage_is_reported(tmp_path: Path) -> None:
    """Kills can only be timed by reported stages."""
    home, file = tmp_path / "home", tmp_path / "documents.jsonl"
    stages: set[str] = set()
    for version in (1, 2):
        write_documents(file, [f"{version}-{number}" for number in range(600)], version)
        added = run("--home", str(home), "add", str(file))
        assert (added.code, added.reported) == (0, 600), added.output
        stages |= {stage for stage, _ in added.stages}
    deleted = run("--home", str(home), "delete", "1-1", "1-2", "absent")
    assert (deleted.code, deleted.reported) == (0, 2)
    written = run("--home", str(home), "backup", str(tmp_path / "copy"))
    restored = run("--home", str(home), "restore", str(tmp_path / "copy"), "--replace")
    for ran in (deleted, written, restored):
        assert ran.code == 0, ran.output
        stages |= {stage for stage, _ in ran.stages}
    assert stages == {"start", *STAGES}


def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    (found,) = run_scenario(lambda: kills(tmp_path, 12, seed=7))
    assert found.cases == 12


def test_killed_copies_and_deletions_leave_nothing_half(tmp_path: Path) -> None:
    (found,) = run_scenario(lambda: [copy_kills(tmp_path, 6, seed=5)])
    assert found.cases == 6


def test_backups_of_a_busy_archive_have_what_was_reported(tmp_path: Path) -> None:
    run_scenario(lambda: [busy_backups(tmp_path, 2)])


def test_no_byte_of_a_deleted_text_is_left_under_a_server(tmp_path: Path) -> None:
    run_scenario(lambda: [deletions(tmp_path, 300, 1)])


def test_damage_is_detected_and_repaired(tmp_path: Path) -> None:
    assert len(run_scenario(lambda: damage(tmp_path, 2))) == 4


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    run_scenario(lambda: [full_disk(tmp_path, 4)])


def test_a_limit_on_files_loses_nothing(tmp_path: Path) -> None:
    run_scenario(lambda: [limited_files(tmp_path, 4)])


def test_a_read_only_folder_can_be_queried(tmp_path: Path) -> None:
    run_scenario(lambda: [read_only_folder(tmp_path)])


def test_two_writers_add_their_documents(tmp_path: Path) -> None:
    run_scenario(lambda: [two_writers(tmp_path, 2)])


def test_every_answer_comes_from_one_state(tmp_path: Path) -> None:
    run_scenario(lambda: [readers(tmp_path, 4)])
