"""Changes in mapped files after opening: a small run, and the changes themselves."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.faults.mapped_files import Given, changes, make_home, mapped_files, outcome_of
from index.generation import folder_of
from search.engine import Engine


@pytest.mark.faults
@pytest.mark.parametrize("seed", [1, 2])
def test_after_no_change_of_a_mapped_file_an_answer_is_wrong(tmp_path: Path, seed: int) -> None:
    (found,) = mapped_files(tmp_path, 120, seed=seed)
    assert found.faults == ()
    assert found.cases == 120
    assert "detected" in found.seen
    assert "wrong" not in found.seen


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([Given("a")], "right"),
        ([Given("b"), Given("a")], "wrong"),
        ([Given("b", timed_out=True), Given("a")], "partial"),
        ([Given("b", timed_out=True), Given("b")], "wrong"),
    ],
)
def test_an_answer_that_differs_is_partial_only_if_it_says_so(
    tmp_path: Path, answers: list[Given], outcome: str
) -> None:
    given = iter(answers)
    make_home(tmp_path, 9)
    with closing(Engine.open(tmp_path)) as engine:
        assert outcome_of(engine, lambda _: next(given), "a") == outcome


def test_every_kind_of_change_is_made_within_the_files(tmp_path: Path) -> None:
    index = folder_of(make_home(tmp_path / "home", 9))
    found = list(changes(index, 400, random.Random(1)))
    assert {kind for *_, kind in found} == {"bit", "byte", "run", "word", "end", "copy"}
    for name, at, written, _ in found:
        assert 0 <= at < at + len(written) <= (index / name).stat().st_size
