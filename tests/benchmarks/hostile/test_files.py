"""Hostile files are the same at every run, of every kind, and none ends a run of ``add``."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostile.bad_files import write_files
from benchmarks.hostile.files import campaign, report


def test_the_files_of_a_seed_are_the_same(tmp_path: Path) -> None:
    written = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        paths = write_files(folder, 60, 3)
        written.append([(path.name, path.is_file() and path.read_bytes()) for path in paths])
    assert written[0] == written[1]
    assert len({name for name, _ in written[0]}) == 60


@pytest.mark.faults
@pytest.mark.parametrize("seed", [11, 12])
def test_a_good_document_beside_hostile_files_is_kept(tmp_path: Path, seed: int) -> None:
    seen = campaign(tmp_path, 100, seed=seed, pages=10)
    assert seen.faults == [], report(seen)
    assert len(seen.refused) > 5
