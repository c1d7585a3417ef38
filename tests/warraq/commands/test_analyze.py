"""``warraq analyze``."""

from __future__ import annotations

from pathlib import Path

import msgspec

from search.word_analysis import WordAnalysis
from tests.commands import ok, run


def test_a_word_is_analyzed_at_every_level(home: Path) -> None:
    shown = ok(run(home, "analyze", "والمكتبة"))
    for part in ("والمكتبة", "form والمكتبه", "stem مكتبه", "root كتب", "same stem"):
        assert part in shown
    words = msgspec.json.decode(
        ok(run(home, "analyze", "والمكتبة ٢٠١٦", "--json")), type=list[WordAnalysis]
    )
    assert [word.form for word in words] == ["والمكتبه", "2016"]
    ok(run(home, "analyze", "؟!"), 1)
