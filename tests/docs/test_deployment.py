"""deployment.md: the commands of backup, restore, upgrade and moving work in their order."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.docs.pages import blocks
from tests.homes import ROOT
from warraq.cli import main

PAGE = ROOT / "docs" / "deployment.md"


def commands_of(heading: str) -> list[list[str]]:
    """The words of the lines of a section that begin with ``warraq``."""
    text = PAGE.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for block in blocks_of(text) for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("warraq ")]


def blocks_of(text: str) -> list[str]:
    return [block.partition("```")[0] for block in text.split("```sh\n")[1:]]


def test_every_block_of_commands_is_in_a_section_that_is_run_or_named() -> None:
    headings = ("Backup and restore", "Upgrading", "Moving to another machine")
    run = sum(len(commands_of(heading)) for heading in headings)
    lines = [line for block in blocks(PAGE, "sh") for line in block.splitlines()]
    assert run == sum(line.startswith("warraq ") for line in lines) >= 10


def test_the_commands_work_in_their_order(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    for heading in ("Backup and restore", "Upgrading", "Moving to another machine"):
        for number, words in enumerate(commands_of(heading)):
            if heading.startswith("Moving") and words[0] == "backup":
                words.append("--overwrite")
            if heading.startswith("Moving") and number == 1:
                home = tmp_path / "other"  # the other machine
            result = CliRunner().invoke(main, ["--home", str(home), *words])
            assert result.exit_code == 0, (words, result.output)
