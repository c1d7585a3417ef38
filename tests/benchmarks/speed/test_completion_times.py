"""The benchmark of suggestions for typed headlines."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.judged_sets import JudgedQuery
from benchmarks.speed.completion import chosen, main, next_word, prefixes


def test_prefixes_of_a_headline() -> None:
    assert prefixes("خبر") == ["خب", "خبر"]
    assert prefixes("خ") == []
    assert len(prefixes("خبر " * 100)[-1]) == 200


@pytest.mark.parametrize(
    ("typed", "word"),
    [("وز", "وزير"), ("وزير", "وزير"), ("وزير ", "وزير الخارجية"), ("وزير الخ", "وزير الخارجية")],
)
def test_the_word_being_typed(typed: str, word: str) -> None:
    assert next_word("وزير الخارجية يصل", typed) == word


def test_the_selection_is_independent_of_order() -> None:
    queries = [JudgedQuery(id=f"q-{number}", text=f"خبر {number}") for number in range(20)]
    assert chosen(queries, 5) == chosen(queries[::-1], 5)
    assert set(chosen(queries, 5)) < set(chosen(queries, 10))


@pytest.mark.slow
def test_the_figures_replace_their_section(evaluation: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- suggest -->\nold\n<!-- /suggest -->\n", encoding="utf-8")
    words = ["--shared", str(evaluation), "--work", str(tmp_path / "work")]
    found = CliRunner().invoke(main, [*words, "--size", "6", "--into", str(page)])
    assert found.exit_code == 0, found.output
    text = page.read_text("utf-8")
    assert "old" not in text
    assert "| 6         |" in text
    assert "3 headlines" in text


def test_missing_evaluation_data_is_reported(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["--shared", str(tmp_path)])
    assert found.exit_code == 2
    assert "There are no judged sets" in found.output
