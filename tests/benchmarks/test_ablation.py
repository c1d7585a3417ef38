"""Every part can be turned off, and an ablation tells what that changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.ablation import Outcome, change, report, run
from benchmarks.judged import SET_NAMES
from benchmarks.parts import PARTS
from tests.homes import ROOT

CLASSES = """
import sys
from benchmarks.parts import PARTS
from arabic.analyzer import classify
from arabic.attestation import Attestation
part = next((one for one in PARTS if one.name == sys.argv[1]), None)
if part is not None:
    part.turn_off()
import index.build
counts = {"وايومنغ": Attestation(500, 200), "ايومنغ": Attestation(0, 0)}
attested = lambda form: counts.get(form, Attestation(0, 0))
assert index.build.classify is classify
for word in ("وايومنغ", "كتابها", "يقول", "وبالمدارس", "مكتبات"):
    print(*classify(word, attested))
"""


def classes_without(part: str) -> str:
    """What some words are, in a process where a part is turned off."""
    done = subprocess.run(
        [sys.executable, "-c", CLASSES, part],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("part", [part.name for part in PARTS if part.classes])
def test_words_come_out_otherwise_without_a_part(part: str) -> None:
    assert classes_without(part) != classes_without("")


def test_every_part_can_be_turned_off(evaluation: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    said: list[str] = []
    names = [part.name for part in PARTS]
    outcomes = run(evaluation, work, names, SET_NAMES, 2, said.append)
    assert [one.part for one in outcomes] == ["", *names]
    assert [one.sentence for one in outcomes] == [""] * len(outcomes)
    whole, *others = outcomes
    assert all(set(one.ndcg) == set(SET_NAMES) for one in others)
    assert any(one.ndcg != whole.ndcg for one in others)
    assert not list(work.glob("ablation-*")), "homes of variants are removed"
    text = report(outcomes)
    for name in names:
        assert f"| {name} " in text


def test_a_change_has_its_standard_error() -> None:
    whole = {"q-1": 0.5, "q-2": 0.5, "": 0.5}
    without = {"q-1": 0.4, "q-2": 0.2, "": 0.5}
    mean, error = change(whole, without, "b")
    assert mean == pytest.approx(-0.2)
    assert error == pytest.approx(0.1)
    assert change(whole, without, "a") == (0.0, 0.0)


def outcome(part: str, *gains: float, sentence: str = "") -> Outcome:
    queries = ("", "q-1", "q-2")
    return Outcome(
        part=part,
        without="the rest",
        ndcg={} if sentence else {"keywords": dict(zip(queries, gains, strict=True))},
        best={} if sentence else {"keywords": {query: (str(gains),) for query in queries}},
        sentence=sentence,
    )


def test_the_table_says_what_was_not_measured_and_what_may_be_chance() -> None:
    text = report(
        [
            outcome("", 0.5, 0.5, 0.5),
            outcome("the title", 0.4, 0.4, 0.5),
            outcome("the months", sentence="There are no months."),
            outcome("the rest", 0.5, 0.5, 0.5),
        ]
    )
    assert "- the months: not measured. There are no months." in text
    assert "- the rest: turning it off changed no answer." in text
    (row,) = (line for line in text.splitlines() if line.startswith("| the title "))
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert cells == ["the title", "the rest", "-0.1000", "~ -0.0500", "100 %"]
