"""``warraq show``."""

from __future__ import annotations

from pathlib import Path

import msgspec

from corpus.document import Document
from tests.commands import ok, run


def test_a_document_is_printed_as_text_original_or_json(home: Path) -> None:
    assert ok(run(home, "show", "أ")) == (
        "افتتاح المكتبة\nبريد المشرق · رنا · 2016-12-03\n\n"
        "افتتحت البلدية المكتبة العامة.\n\nوفيها كتب كثيرة.\n"
    )
    raw = ok(run(home, "show", "أ", "--raw"))
    assert raw == "افتتاح المكتبة | بريد المشرق\nافتتحت البلدية المكتبة العامة.\n"
    assert ok(run(home, "show", "ب", "--raw")) == "أسعار القمح.\n"
    document = msgspec.json.decode(ok(run(home, "show", "أ", "--json")), type=Document)
    assert (document.id, document.source, document.date) == ("أ", "بريد المشرق", "2016-12-03")


def test_an_unknown_document_is_exit_code_1(home: Path) -> None:
    result = run(home, "show", "قزحستان")
    assert ok(result, 1) == ""
    assert result.stderr == "There is no document قزحستان in the archive.\n"
