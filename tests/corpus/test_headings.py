"""What names a document that has no title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.headings import BEGINNING_CODE_POINTS, beginning_of, bracketed, heading_of

LONG = "أعلنت بلدية وادي السنديان صباح اليوم عن افتتاح السوق القديم بعد ترميم دام ثلاث سنوات كاملة"


def test_a_document_with_a_title_has_no_beginning() -> None:
    assert beginning_of("عنوان", LONG) == ""
    assert heading_of("عنوان\n ثان", LONG) == "عنوان ثان"


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("", ""),
        (" \n\u200f ", ""),
        ("سوق الزيت.", "سوق الزيت."),
        ("\n\tسوق\r\n  الزيت\n", "سوق الزيت"),
        (LONG, "أعلنت بلدية وادي السنديان صباح اليوم عن افتتاح السوق القديم بعد ترميم دام ثلاث…"),
        ("ب" * 100, "ب" * 79 + "…"),
        (
            "في الدار، " * 20,
            "في الدار، " * 7 + "في الدار…",
        ),
    ],
)
def test_the_first_words_are_cut_after_a_word(text: str, beginning: str) -> None:
    assert beginning_of(" \u200f", text) == beginning


def test_a_beginning_is_in_brackets() -> None:
    assert heading_of("", "سوق الزيت") == "[سوق الزيت]"
    assert bracketed("") == ""


@given(st.text(max_size=600))
def test_a_beginning_is_one_short_line(text: str) -> None:
    beginning = beginning_of("", text)
    assert len(beginning) <= BEGINNING_CODE_POINTS
    assert beginning.splitlines() in ([], [beginning])
    assert "".join(beginning.removesuffix("…").split()) in "".join(
        letter
        for letter in text
        if letter > "\x1f"
        and not letter.isspace()
        and letter not in "\x7f"
        and not "\x80" <= letter <= "\x9f"
    )
