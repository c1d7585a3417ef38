"""Every page has screenshots, and all files exist."""

from __future__ import annotations

from tests.screenshots import PICTURES, ROOT, WIDTHS, file_name, listing, themes

FOLDER = ROOT / "docs" / "screenshots"
TEMPLATES = ROOT / "web" / "templates"


def test_every_page_has_a_screenshot() -> None:
    pages = {
        path.stem
        for path in TEMPLATES.glob("*.html")
        if '{% extends "base.html" %}' in path.read_text(encoding="utf-8")
    }
    assert {picture.template for picture in PICTURES.values()} == pages


def test_the_files_are_those_of_the_list() -> None:
    made = {
        file_name(name, suffix, theme)
        for name in PICTURES
        for suffix in WIDTHS
        for theme in themes(name)
    }
    assert {path.name for path in FOLDER.glob("*.png")} == made


def test_the_readme_lists_every_screenshot() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == listing()


def test_the_screenshots_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 5_000_000
