"""The list of question words."""

from __future__ import annotations

from arabic.question_words import QUESTION_WORDS


def test_question_words_are_listed_with_conjunctions() -> None:
    assert {"ما", "وما", "فما", "اين", "وكيف", "فهل", "اي", "لمن"} <= QUESTION_WORDS
    assert {"ماهو", "وماهي", "وين", "ليش", "كيفاش", "ازاي", "شنو", "امتي"} <= QUESTION_WORDS
    assert not {"ايه", "الام", "علام", "منهم", "بكم", "وليه"} & QUESTION_WORDS
    assert not {"في", "الي", "علي", "عن", "لا", "ان", "ماء", "امن"} & QUESTION_WORDS
