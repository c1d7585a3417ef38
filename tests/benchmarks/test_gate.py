"""The gate: no pinned score may fall."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from benchmarks.gate import MARGIN, Pinned, find_regressions, main, read_pinned, write_pinned
from benchmarks.judged_sets import SET_NAMES, load
from benchmarks.quality.subset import subset

SHARED = Path(__file__).parents[3] / "shared"

Gate = Callable[..., Result]


@pytest.mark.parametrize(
    ("before", "now", "sentences"),
    [
        (0.7, 0.7, []),
        (0.7, 0.8, []),
        (0.7, 0.6951, []),
        (0.7, 0.6949, ["keywords fell from 0.7000 to 0.6949, by more than 0.0050."]),
        (None, 0.7, ["keywords is not pinned; pin it with --pin."]),
        (0.7, None, ["keywords is pinned and was not measured."]),
    ],
)
def test_a_regression_beyond_the_margin_is_reported(
    before: float | None, now: float | None, sentences: list[str]
) -> None:
    pinned = {"headlines": 0.8} | ({} if before is None else {"keywords": before})
    found = {"headlines": 0.8} | ({} if now is None else {"keywords": now})
    assert find_regressions(pinned, found, MARGIN) == sentences


@pytest.fixture
def gate(evaluation: Path, tmp_path: Path) -> Gate:
    """The command over minimal evaluation data with its own file of pinned scores."""
    fixed = ["--shared", str(evaluation), "--work", str(tmp_path / "work")]

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(
            main, [*fixed, "--pinned", str(tmp_path / "pinned.json"), *arguments]
        )

    return run


@pytest.mark.slow
def test_the_gate_passes_until_a_score_falls(gate: Gate, tmp_path: Path) -> None:
    path = tmp_path / "pinned.json"
    outcome = gate()
    assert outcome.exit_code == 2
    assert outcome.stderr.count("\n") == 1
    assert "--full --pin" in outcome.stderr

    assert gate("--full", "--pin").exit_code == 0
    pinned = read_pinned(path)
    assert set(pinned.full) == set(SET_NAMES) < set(pinned.fast)
    assert gate("--full").exit_code == 0

    better = {**pinned.fast, "headlines": pinned.fast["headlines"] + 2 * MARGIN}
    write_pinned(msgspec.structs.replace(pinned, fast=better), path)
    outcome = gate()
    assert outcome.exit_code == 1
    assert outcome.stderr.splitlines()[-1].startswith("headlines fell from ")

    assert gate("--pin").exit_code == 0
    assert read_pinned(path) == pinned, "scores of the whole sets must stay pinned"
    assert gate().exit_code == 0


def test_a_worse_ranking_fails(gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gate("--pin").exit_code == 0
    # Inverts idf: rare words count less, good matches come last.
    monkeypatch.setattr("search.matching.bm25f.idf", lambda _, matching: float(-matching))
    outcome = gate()
    assert outcome.exit_code == 1
    assert "headlines fell from 1.0000 to " in outcome.stderr


def test_other_evaluation_data_is_not_a_regression(gate: Gate, evaluation: Path) -> None:
    assert gate("--pin").exit_code == 0
    with (evaluation / "gold" / "stems_assem.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"word": "درس", "stem": "درس", "root": "درس"}\n')
    outcome = gate()
    assert outcome.exit_code == 2
    assert "differs from that of pinned.json" in outcome.stderr
    assert gate("--pin").exit_code == 0
    assert gate().exit_code == 0


def test_pinned_scores_are_readable(tmp_path: Path) -> None:
    path = tmp_path / "pinned.json"
    write_pinned(Pinned(margin=0.005, data="d", fast={"keywords": 0.75}, full={}), path)
    assert '"keywords": 0.75' in path.read_text("utf-8").splitlines()[4]
    assert read_pinned(path).fast == {"keywords": 0.75}


def test_a_subset_has_all_relevant_documents(evaluation: Path, tmp_path: Path) -> None:
    judged = load(evaluation, "headlines")
    part = subset(judged, tmp_path, queries=2, others=1)
    assert len(part.queries) == 2
    assert set(part.qrels) == {query.id for query in part.queries}
    assert subset(judged, tmp_path, queries=2, others=1) == part
    (path,) = part.documents
    ids = [msgspec.json.decode(line)["id"] for line in path.read_bytes().splitlines()]
    assert {document for grades in part.qrels.values() for document in grades} < set(ids)
    assert len(ids) == 3
    other = subset(judged, tmp_path, queries=2, others=2)
    assert len(other.documents[0].read_bytes().splitlines()) == 4
    assert [one.name for one in tmp_path.glob("gate-*")] == [other.documents[0].name]


def test_headlines_and_keywords_share_a_subset(evaluation: Path, tmp_path: Path) -> None:
    one, other = (
        subset(load(evaluation, name), tmp_path, queries=2) for name in ("headlines", "keywords")
    )
    assert one.documents == other.documents
    assert one.qrels == other.qrels


@pytest.mark.shared
@pytest.mark.skipif(
    not (SHARED / "judged").is_dir(), reason="there is no evaluation data in ../shared"
)
def test_no_score_has_fallen(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(main, ["--shared", str(SHARED), "--work", str(tmp_path / "work")])
    assert outcome.exit_code == 0, outcome.stderr
