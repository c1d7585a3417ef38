"""Function words."""

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
def test_particles_pronouns_and_auxiliaries_are_function_words(word: str) -> None:
    assert is_function_word(fold(word))


@pytest.mark.parametrize(
    "word",
    [
        *("وزير", "بنك", "ولي", "فهم", "كتاب", "بيروت", "لبنان", "فريق", "كلية", "منطقة", "تدمر"),
        *("ولد", "فنان", "بلدية", "كرة", "لغة", "iPhone", "عليا", "ملك", "2016"),
    ],
)
def test_content_words_are_not_function_words(word: str) -> None:
    assert not is_function_word(fold(word))
