"""``warraq delete``."""

from __future__ import annotations

from pathlib import Path

from tests.commands import json_of, ok, run


def test_a_document_is_deleted_from_archive_and_index(home: Path) -> None:
    result = run(home, "delete", "أ", "غائب")
    assert ok(result) == "1 deleted.\n"
    assert "غائب" in result.stderr
    ok(run(home, "search", "المكتبة"), 1)
    ok(run(home, "show", "أ"), 1)
    ok(run(home, "delete", "أ"), 1)


def test_deleting_a_source_asks_for_confirmation(home: Path) -> None:
    ok(run(home, "delete", "--source", "أسواق", input="n\n"), 1)
    assert json_of(run(home, "stats", "--json"))["documents"] == 3
    assert ok(run(home, "delete", "--source", "أسواق", input="y\n")) == "2 deleted.\n"
    assert ok(run(home, "delete", "--source", "بريد المشرق", "--yes")) == "1 deleted.\n"
    ok(run(home, "delete", "--source", "بريد المشرق", "--yes"), 1)
