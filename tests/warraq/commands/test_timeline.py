"""``warraq timeline``."""

from __future__ import annotations

from pathlib import Path

from tests.commands import json_of, ok, run


def test_every_document_is_counted_once(home: Path) -> None:
    total = json_of(run(home, "search", "*", "--json"))["total"]
    found = json_of(run(home, "timeline", "*", "--json"))
    counted = sum(each["documents"] for each in [*found["bins"], *found["coarser"]])
    assert counted + found["undated"] == total
    lines = ok(run(home, "timeline", "*", "--by", "year")).splitlines()
    assert f"without a date {found['undated']}" in lines
    assert sum(int(line.split()[1]) for line in lines if line[:4].isdigit()) > 0
    assert ok(run(home, "timeline", "غغغ"), 1) == ""
