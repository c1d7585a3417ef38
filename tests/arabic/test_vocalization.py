"""Marks that distinguish words."""

from __future__ import annotations

import pytest

from arabic.vocalization import is_vocalized, marks_agree


@pytest.mark.parametrize(
    ("word", "vocalized"),
    [
        ("كَتَبَ", True),
        ("مدرّس", True),
        ("كتب", False),
        ("غداً", False),
        ("كتـاب", False),
        ("BBC", False),
    ],
)
def test_a_word_with_marks_other_than_fathatan_is_vocalized(word: str, vocalized: bool) -> None:
    assert is_vocalized(word) == vocalized


@pytest.mark.parametrize(
    ("spelling", "word", "agree"),
    [
        ("كتب", "كَتَبَ", True),
        ("كَتب", "كتَبَ", True),
        ("كُتب", "كَتَبَ", False),
        ("كتاب", "كتب", False),
    ],
)
def test_marks_agree_unless_they_contradict(spelling: str, word: str, agree: bool) -> None:
    assert marks_agree(spelling, word) == agree
