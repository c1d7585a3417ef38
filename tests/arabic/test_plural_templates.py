"""Templates of broken plurals."""

from __future__ import annotations

import pytest

from arabic.folding import fold
from arabic.plural_templates import match_templates, possible_singulars


def singulars(word: str) -> set[str]:
    """All forms that can be the singular of a word by its shape alone."""
    return {
        possible.form
        for template, radicals in match_templates(word)
        for possible in possible_singulars(template, radicals)
    }


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("أقلام", {"قلم", "قالم"}),
        ("مناشير", {"منشور", "منشار"}),
        ("رؤوس", {"رأس"}),
        ("أمراء", {"أمير"}),
        ("آمال", {"أمل"}),
        ("قضايا", {"قضية"}),
    ],
)
def test_possible_singulars(plural: str, expected: set[str]) -> None:
    assert {fold(word) for word in expected} <= singulars(plural)


def test_radicals_that_a_singular_lacks_are_weak() -> None:
    assert fold("باب") in singulars("أبواب")
    assert fold("كاب") not in singulars("أكتاب")


def test_equal_radicals_are_contracted() -> None:
    assert fold("حق") in singulars("حقوق")
    assert fold("قل") not in singulars("قلوب")


def test_a_hamza_can_have_any_seat() -> None:
    assert {fold(word) for word in ("بأر", "بئر", "بؤر")} <= singulars("بئار")


@pytest.mark.parametrize("word", ["مواطن", "تواصل", "قطار جديد", "x"])
def test_words_without_a_template_for_them(word: str) -> None:
    shapes = {template.plural for template, _ in match_templates(word)}
    assert not shapes & {"1وا23", "12اء3", "12ا34"}
