"""Changes in mapped files after opening: a small run, and the changes themselves."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.faults.mapped_files import changes, make_home, mapped_files
from index.generation import folder_of


@pytest.mark.faults
@pytest.mark.parametrize("seed", [1, 2])
def test_after_no_change_of_a_mapped_file_an_answer_is_wrong(tmp_path: Path, seed: int) -> None:
    (found,) = mapped_files(tmp_path, 120, seed=seed)
    assert found.faults == ()
    assert found.cases == 120
    assert "detected" in found.seen
    assert "wrong" not in found.seen


def test_every_kind_of_change_is_made_within_the_files(tmp_path: Path) -> None:
    index = folder_of(make_home(tmp_path / "home", 9))
    found = list(changes(index, 400, random.Random(1)))
    assert {kind for *_, kind in found} == {"bit", "byte", "run", "word", "end", "copy"}
    for name, at, written, _ in found:
        assert 0 <= at < at + len(written) <= (index / name).stat().st_size
