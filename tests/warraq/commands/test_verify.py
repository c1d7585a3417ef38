"""``warraq verify``."""

from __future__ import annotations

from pathlib import Path

from index.generation import current
from tests.commands import json_of, ok, run


def test_a_damaged_file_is_a_fault(home: Path) -> None:
    assert ok(run(home, "verify")) == "The archive and the index are complete and agree.\n"
    assert json_of(run(home, "verify", "--json")) == []
    folder = current(home)
    assert folder is not None
    (folder / "vocabulary.arrays").write_bytes(b"")
    assert "vocabulary.arrays" in ok(run(home, "verify"), 1)
