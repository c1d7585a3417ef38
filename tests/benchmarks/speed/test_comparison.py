"""The speed comparison with some of the engines, and what it says where they cannot run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.reporting import BadInput
from benchmarks.speed import comparison, engines
from benchmarks.speed.engine_process import Built
from benchmarks.speed.engines import CONTESTANTS, lucene, module_of
from benchmarks.speed.query_timing import Spread, Timing
from benchmarks.speed.report import Opening, SpeedReport, report

SPREAD = Spread(median=1.0, p95=2.0, most=3.0)
BUILT = Built(
    steps={"all": 2.0}, cpu_seconds=1.5, disk_bytes=9_000_000, index_bytes=None, peak_bytes=1
)


def measured(name: str) -> SpeedReport:
    return SpeedReport(
        machine="2026-01-01.",
        articles=100,
        documents=100,
        text_bytes=1_000_000,
        builds={name: [BUILT]},
        timings=[
            Timing(name=name, kind="headlines", queries=9, first=SPREAD, again=SPREAD, found=0.5)
        ],
        peaks={name: 80_000_000},
        openings=[Opening(name=name, times=5, opening=SPREAD, first=SPREAD)],
    )


@pytest.mark.parametrize("name", CONTESTANTS)
def test_each_engine_is_reported_alone(name: str) -> None:
    text = report(measured(name))
    assert CONTESTANTS[name].label in text
    assert ("warraq's steps" in text) == (name == "warraq")
    assert "\n\n\n" not in text


def test_engines_that_cannot_run_are_named_with_their_reasons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without = CONTESTANTS["lucene"]._replace(why_absent=lambda: "no Java here")
    monkeypatch.setattr(engines, "CONTESTANTS", {**CONTESTANTS, "lucene": without})
    with pytest.raises(BadInput) as refused:
        comparison.choose(("lucene",))
    assert refused.value.exit_code == 2
    assert refused.value.message == (
        "None of the chosen engines can run on this machine (Lucene 10.3: no Java here)."
    )
    assert set(comparison.choose(("lucene", "fts5"))) == {"fts5"}


FAILS = "import sys; sys.exit('WARNING: a module\\nno index here\\n  at line 5')"
OPENS = f"print('open', flush=True); input(); {FAILS}"


@pytest.mark.parametrize("program", [FAILS, "print('closed', flush=True); input()"])
def test_an_index_that_java_cannot_open_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(lucene, "_command", lambda: [sys.executable, "-c", program])
    with (
        pytest.raises(lucene.LuceneError, match=r"could not open its index: (no index here|its)"),
        module_of("lucene").WAYS["ranking"](tmp_path),
    ):
        pass


def test_a_java_process_that_ends_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lucene, "_command", lambda: [sys.executable, "-c", OPENS])
    with module_of("lucene").WAYS["ranking"](tmp_path) as engine:
        for _ in range(2):
            with pytest.raises(lucene.LuceneError, match="answer a query: no index here"):
                engine.search("ميناء")
    monkeypatch.setattr(lucene, "_command", lambda: [sys.executable, "-c", FAILS])
    with pytest.raises(lucene.LuceneError, match="build an index: no index here"):
        module_of("lucene").build(tmp_path, tmp_path)
