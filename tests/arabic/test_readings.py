"""The readings that the lexicon allows for a word."""

from __future__ import annotations

import pytest

from arabic.folding import fold_light
from arabic.readings import find_readings, light10


@pytest.mark.parametrize(
    "word", ["مستشفى", "سيارة", "مهندس", "وبالحكومة", "فسيكتبونها", "مكتباتهم", "والمهندسين"]
)
def test_the_parts_of_a_reading_make_the_word(word: str) -> None:
    light = fold_light(word)
    found = find_readings(light)
    assert found
    assert all(reading.prefix + reading.base + reading.suffix == light for reading in found)
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("والزعفلون", "زعفل"),  # the table of Larkey, Ballesteros and Connell
        ("بالزعفل", "زعفل"),
        ("زعفلات", "زعفل"),
        ("زعفلية", "زعفل"),
        ("زعفلها", "زعفل"),
        ("لي", "لي"),
        ("ون", "ون"),
    ],
)
def test_light10_removes_its_prefixes_and_suffixes(word: str, stem: str) -> None:
    reading = light10(word)
    assert reading.entry == stem
    assert reading.prefix + reading.base + reading.suffix == word
