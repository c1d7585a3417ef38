"""Query nodes for the other names of a month."""

from __future__ import annotations

from arabic.month_mentions import NEEDS_NUMBER
from search.query.month_synonyms import leaves_of_name
from search.query.nodes import Phrase, Word


def test_a_month_name_is_matched_after_every_clitic() -> None:
    assert [leaf.text for leaf in leaves_of_name("مايو", None)] == [
        "مايو",
        "ومايو",
        "بمايو",
        "لمايو",
        "وبمايو",
        "ولمايو",
    ]
    assert next(iter(leaves_of_name("آب", "title"))) == Word("آب", "exact", "title")
    assert next(iter(leaves_of_name("تشرين الأول", None))) == Phrase("تشرين الأول", level="form")


def test_an_ambiguous_month_name_is_matched_beside_a_day_or_year() -> None:
    for name in NEEDS_NUMBER:
        assert list(leaves_of_name(name, None)) == []
        assert list(leaves_of_name(name, None, before="معركة", after="المجيدة")) == []
    texts = [leaf.text for leaf in leaves_of_name("ماي", None, before="٨", after="1945")]
    assert texts == ["٨ ماي", "ماي 1945"]
