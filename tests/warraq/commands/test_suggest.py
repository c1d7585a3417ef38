"""``warraq suggest``."""

from __future__ import annotations

from pathlib import Path

import msgspec

from search.answer import Completions
from tests.commands import json_of, ok, run


def test_words_and_phrases_are_completed(home: Path) -> None:
    assert ok(run(home, "suggest", "سوق ال")).splitlines()[0].split(maxsplit=2) == [
        "1", "title", "سوق القرية",
    ]  # fmt: skip
    assert ok(run(home, "suggest", "المكتبه")).split() == ["1", "document", "المكتبة"]
    found = msgspec.json.decode(
        ok(run(home, "suggest", "سوق ", "--limit", "1", "--json")), type=Completions
    )
    assert [(each.text, each.kind) for each in found.completions] == [("سوق القرية", "phrase")]
    assert ok(run(home, "suggest", "غغغ"), 1) == ""
    empty = json_of(run(home, "suggest", "غغغ", "--json"), 1)
    assert empty["completions"] == []
