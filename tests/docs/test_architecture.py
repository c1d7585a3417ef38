"""ARCHITECTURE.md: every folder has a heading and a link, every module it names exists."""

from __future__ import annotations

import re

from tests.homes import ROOT
from tests.test_structure import PACKAGES

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^##+ \[([\w/]+/)\]\(\1\)$(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = dict(SECTION.findall(PAGE))


def test_every_folder_of_code_has_a_heading_with_a_link() -> None:
    folders = {
        f"{path.parent.relative_to(ROOT)}/"
        for package in PACKAGES
        for path in (ROOT / package).rglob("__init__.py")
    }
    assert folders <= set(SECTIONS)
    assert all((ROOT / name).is_dir() for name in SECTIONS)


def test_every_folder_says_what_it_is_for() -> None:
    assert [name for name, text in SECTIONS.items() if "**For**" not in text] == ["tests/"]


def test_every_module_that_is_named_is_in_its_folder() -> None:
    for folder, text in SECTIONS.items():
        for name in re.findall(r"`([a-z_/]+\.pyx?)`", text):
            assert (ROOT / folder / name).exists(), f"{folder}{name}"


def test_every_module_of_the_packages_without_parts_is_named() -> None:
    for folder in ("arabic/", "corpus/"):
        modules = {path.name for path in (ROOT / folder).glob("*.py")} - {"__init__.py"}
        assert modules <= set(re.findall(r"`([a-z_]+\.py)`", SECTIONS[folder]))
