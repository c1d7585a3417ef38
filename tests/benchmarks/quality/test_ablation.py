"""Ablation: every component can be disabled, and the report shows the effect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.judged_sets import SET_NAMES
from benchmarks.quality.ablation import AblationOutcome, change, report, run
from benchmarks.quality.components import COMPONENTS
from tests.homes import ROOT

CLASSES = """
import sys
from benchmarks.quality.components import COMPONENTS
from arabic.analyzer import classify
from arabic.attestation import Attestation
component = next((one for one in COMPONENTS if one.name == sys.argv[1]), None)
if component is not None:
    component.disable()
import index.build
counts = {"وايومنغ": Attestation(500, 200), "ايومنغ": Attestation(0, 0)}
attested = lambda form: counts.get(form, Attestation(0, 0))
assert index.build.classify is classify
for word in ("وايومنغ", "كتابها", "يقول", "وبالمدارس", "مكتبات"):
    print(*classify(word, attested))
from index.vocabulary import Vocabulary
from index.vocabulary_growth import empty_vocabulary
from index.vocabulary_joins import NewForms, join_forms
names = ["غوغل", "جوجل"]
new = NewForms(names, names, [classify(name, attested) for name in names], [9, 5])
for joined in join_forms(new, Vocabulary(empty_vocabulary()), attested).classes:
    print(*joined)
"""


def classes_without(component: str) -> str:
    """Classify words in a process where a component is disabled."""
    done = subprocess.run(
        [sys.executable, "-c", CLASSES, component],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("component", [one.name for one in COMPONENTS if one.classes])
def test_disabling_a_component_changes_word_classes(component: str) -> None:
    assert classes_without(component) != classes_without("")


@pytest.mark.slow
def test_every_component_can_be_disabled(evaluation: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    messages: list[str] = []
    names = [component.name for component in COMPONENTS]
    outcomes = run(evaluation, work, names, SET_NAMES, 2, messages.append)
    assert [one.component for one in outcomes] == ["", *names]
    assert [one.error for one in outcomes] == [""] * len(outcomes)
    whole, *others = outcomes
    assert all(set(one.ndcg) == set(SET_NAMES) for one in others)
    assert any(one.ndcg != whole.ndcg for one in others)
    assert not list(work.glob("ablation-*")), "temporary homes must be removed"
    text = report(outcomes)
    for name in names:
        assert f"| {name} " in text


def test_a_change_has_a_standard_error() -> None:
    whole = {"q-1": 0.5, "q-2": 0.5, "": 0.5}
    without = {"q-1": 0.4, "q-2": 0.2, "": 0.5}
    mean, error = change(whole, without, "b")
    assert mean == pytest.approx(-0.2)
    assert error == pytest.approx(0.1)
    assert change(whole, without, "a") == (0.0, 0.0)


def outcome(component: str, *gains: float, error: str = "") -> AblationOutcome:
    queries = ("", "q-1", "q-2")
    return AblationOutcome(
        component=component,
        without="the rest",
        ndcg={} if error else {"keywords": dict(zip(queries, gains, strict=True))},
        best={} if error else {"keywords": {query: (str(gains),) for query in queries}},
        error=error,
    )


def test_the_table_marks_missing_and_insignificant_changes() -> None:
    text = report(
        [
            outcome("", 0.5, 0.5, 0.5),
            outcome("the title", 0.4, 0.4, 0.5),
            outcome("the months", error="There are no months."),
            outcome("the rest", 0.5, 0.5, 0.5),
        ]
    )
    assert "- the months: not measured. There are no months." in text
    assert "- the rest: disabling it changed no answer." in text
    (row,) = (line for line in text.splitlines() if line.startswith("| the title "))
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert cells == ["the title", "the rest", "-0.1000", "~ -0.0500", "100 %"]
