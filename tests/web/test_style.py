"""The style sheet and the weight of a page: what can be checked without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "web" / "static"
CSS = (STATIC / "warraq.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink", "leaf", 7),
        ("ink", "mark", 4.5),
        ("faded", "paper", 4.5),
        ("faded", "leaf", 4.5),
        ("rubric", "paper", 4.5),
        ("rubric", "leaf", 4.5),
        ("rubric", "mark", 4.5),
        ("rubric-deep", "paper", 4.5),
        ("on-rubric", "rubric", 4.5),
        ("on-rubric", "rubric-deep", 4.5),
        ("edge", "paper", 3),
        ("edge", "leaf", 3),
    ],
)
def test_contrasts_of_wcag_aa(theme: dict[str, str], front: str, ground: str, least: float) -> None:
    assert contrast(theme[front], theme[ground]) >= least


def test_both_themes_have_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_only_logical_properties() -> None:
    sides = "left|right|top|bottom"
    physical = rf"(?<![\w-])((?:margin|padding|border)-(?:{sides})|{sides}|width|height|float)\s*:"
    assert re.findall(physical, re.sub(r"@media \([^)]*\)", "", CSS)) == []


def test_marks_do_not_part_joined_letters() -> None:
    rules = re.findall(r"(?:^|[\s,])mark[^{,]*\{([^}]*)\}", CSS)
    assert rules
    for rule in rules:
        names = set(re.findall(r"([\w-]+)\s*:", rule))
        assert names <= {"background", "color", "outline"}


def test_the_shared_weight_of_a_page() -> None:
    asked = ["warraq.css", "warraq.js", "reading.js", "wordmark.svg", "favicon.svg"]
    weight = sum((STATIC / name).stat().st_size for name in asked)
    weight += sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    assert weight < 80_000
