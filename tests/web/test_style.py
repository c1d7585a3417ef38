"""The style sheet and the size of the static files, checked without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "web" / "static"
CSS, LIST_CSS = (
    (STATIC / f"{name}.css").read_text(encoding="utf-8") for name in ("warraq", "list")
)
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
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
    ("foreground", "background", "least"),
    [
        ("text", "background", 7),
        ("text", "surface", 7),
        ("text", "mark", 4.5),
        ("muted", "background", 4.5),
        ("muted", "surface", 4.5),
        ("accent", "background", 4.5),
        ("accent", "surface", 4.5),
        ("accent", "mark", 4.5),
        ("accent-strong", "background", 4.5),
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-strong", 4.5),
        ("border-strong", "background", 3),
        ("border-strong", "surface", 3),
    ],
)
def test_texts_and_outlines_have_the_contrast_of_wcag_aa(
    theme: dict[str, str], foreground: str, background: str, least: float
) -> None:
    assert contrast(theme[foreground], theme[background]) >= least


def test_both_themes_have_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("css", [CSS, LIST_CSS], ids=["warraq.css", "list.css"])
def test_properties_are_logical_and_not_physical(css: str) -> None:
    sides = "left|right|top|bottom"
    assert re.findall(r":[^;{}]*(?<![\w-])(?:left|right)(?![\w-])", css) == []
    physical = rf"(?<![\w-])((?:margin|padding|border)-(?:{sides})|{sides}|width|height|float)\s*:"
    assert re.findall(physical, re.sub(r"@media \([^)]*\)", "", css)) == []


def test_marks_do_not_separate_joined_letters() -> None:
    rules = re.findall(r"(?:^|[\s,])mark[^{,]*\{([^}]*)\}", CSS)
    assert rules
    for rule in rules:
        names = set(re.findall(r"([\w-]+)\s*:", rule))
        assert names <= {"background", "color", "outline"}


def test_static_files_of_a_page_are_small() -> None:
    scripts = ["warraq.js", "kept.js", "document.js", "copy.js"]
    names = ["warraq.css", *scripts, "wordmark.svg", "favicon.svg"]
    weight = sum((STATIC / name).stat().st_size for name in names)
    weight += sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    assert weight < 90_000
