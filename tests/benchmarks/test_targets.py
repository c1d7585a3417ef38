"""Targets beside measured values, from the commands to the table in a document."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.growth.__main__ import main as growth
from benchmarks.speed.comparison import main as speed
from benchmarks.targets import (
    ADDING,
    EMPTY,
    FINDABLE,
    GROWTH,
    MEMORY,
    OPENED,
    SIZE,
    TAIL,
    WARM,
    Measurement,
    Target,
)
from benchmarks.targets import main as targets

TARGETS = [ADDING, *WARM.values(), EMPTY, OPENED, TAIL, SIZE, MEMORY, FINDABLE, GROWTH]


@pytest.mark.parametrize(
    ("target", "value", "verdict"),
    [
        (OPENED, 10, "**aim met**"),
        (OPENED, 25, "met, 2.5 × from the aim"),
        (OPENED, 50, "met, 5.0 × from the aim"),
        (OPENED, 100, "**missed** by 2.0 ×"),
        (ADDING, 16, "**aim met**"),
        (ADDING, 8, "met, 1.9 × from the aim"),
        (ADDING, 4, "**missed** by 2.0 ×"),
    ],
)
def test_the_verdict_of_a_target(target: Target, value: float, verdict: str) -> None:
    assert Measurement(target, value, "", "speed", True).verdict == verdict
    assert "other documents" in Measurement(target, value, "", "speed", False).verdict


def test_missing_figures_are_reported(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(targets, ["--work", str(tmp_path)])
    assert outcome.exit_code == 2
    assert outcome.output.startswith("There are no figures in ")


@pytest.mark.slow
def test_every_target_has_a_row(evaluation: Path, tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    names = ("speed", "growth", "targets")
    document.write_text("".join(f"<!-- {name} -->\n<!-- /{name} -->\n" for name in names), "utf-8")
    kept = ["--work", str(tmp_path / "work"), "--into", str(document)]
    data = ["--shared", str(evaluation)]
    runner = CliRunner()
    for command, arguments in (
        (speed, [*data, "--openings", "1"]),
        (growth, [*data, "--sizes", "4,12"]),
        (targets, []),
    ):
        outcome = runner.invoke(command, [*arguments, *kept], catch_exceptions=False)
        assert outcome.exit_code == 0, outcome.output
    text = document.read_text("utf-8")
    rows = [line for line in text.splitlines() if line.endswith("ms |") or "`benchmarks." in line]
    assert len([row for row in rows if row.startswith("| ")]) >= len(TARGETS)
    for target in TARGETS:
        assert f"| {target.what} " in text
    for text_part in ("Tantivy", "SQLite FTS5", "Whoosh 2.7.4", "| 12 ", "bare Flask"):
        assert text_part in text
