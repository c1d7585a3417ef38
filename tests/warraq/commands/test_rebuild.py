"""``warraq rebuild``."""

from __future__ import annotations

from pathlib import Path

from tests.commands import json_of, ok, run


def test_a_damaged_index_is_rebuilt(home: Path) -> None:
    (home / "index" / "CURRENT").write_text("garbage")
    result = run(home, "search", "سوق")
    ok(result, 2)
    assert "`warraq rebuild`" in result.stderr
    assert ok(run(home, "rebuild")) == "3 documents indexed.\n"
    ok(run(home, "search", "سوق"))
    assert json_of(run(home, "rebuild", "--json"))["documents"] == 3
