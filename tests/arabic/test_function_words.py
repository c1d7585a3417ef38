"""Function words: which words say little by themselves."""

from __future__ import annotations

import pytest

from arabic.folding import fold
from arabic.function_words import is_function_word


@pytest.mark.parametrize(
    "word",
    [
        *("في", "من", "إلى", "على", "التي", "والتي", "هذا", "وهذه", "فيها", "منهم", "عليه", "وله"),
        *("بأن", "بأنها", "لأنها", "وقد", "كانت", "و", "ب", "وفي", "بشأن", "أو", "فمن", "بينهم"),
    ],
)
def test_function_words(word: str) -> None:
    assert is_function_word(fold(word))


@pytest.mark.parametrize(
    "word",
    [
        *("وزير", "بنك", "ولي", "فهم", "كتاب", "بيروت", "لبنان", "فريق", "كلية", "منطقة", "تدمر"),
        *("ولد", "فنان", "بلدية", "كرة", "لغة", "iPhone", "عليا", "ملك", "2016"),
    ],
)
def test_words_that_say_something(word: str) -> None:
    assert not is_function_word(fold(word))
