"""``warraq stats``."""

from __future__ import annotations

from pathlib import Path

import msgspec

from search.answer import Stats
from tests.commands import ok, run


def test_stats_as_text_and_json(home: Path) -> None:
    stats = msgspec.json.decode(ok(run(home, "stats", "--json")), type=Stats)
    assert (stats.documents, stats.indexed) == (3, 3)
    assert (stats.first_date, stats.last_date) == ("2016-12-03", "2017")
    assert [(count.source, count.documents) for count in stats.sources] == [
        ("أسواق", 2),
        ("بريد المشرق", 1),
    ]
    shown = ok(run(home, "stats"))
    assert shown.startswith("3 documents, 3 indexed")
    assert "dates 2016-12-03 to 2017" in shown
    assert "        2  أسواق" in shown
