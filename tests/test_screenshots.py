"""The pictures of the pages: every page has them, and they are all there."""

from __future__ import annotations

from tests.screenshots import PICTURES, ROOT, WIDTHS, file_name, listing, themes

FOLDER = ROOT / "docs" / "screenshots"
TEMPLATES = ROOT / "web" / "templates"


def test_every_page_has_a_picture() -> None:
    pages = {
        path.stem
        for path in TEMPLATES.glob("*.html")
        if '{% extends "base.html" %}' in path.read_text(encoding="utf-8")
    }
    assert {picture.template for picture in PICTURES.values()} == pages


def test_every_picture_is_there_and_no_other() -> None:
    made = {
        file_name(name, suffix, theme)
        for name in PICTURES
        for suffix in WIDTHS
        for theme in themes(name)
    }
    assert {path.name for path in FOLDER.glob("*.png")} == made


def test_the_pictures_are_listed() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == listing()


def test_a_picture_is_no_heavier_than_need_be() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 4_000_000
