"""The guides to a check of coverage: their commands run on their draft and print what is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.limits import LIMITS
from tests.docs.pages import DOCS, blocks
from tests.docs.test_tutorial import pattern, steps
from tests.drafts import DRAFT
from tests.homes import ROOT
from warraq.cli import main

GUIDES = ["coverage.md", "coverage.ar.md"]


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_prints_what_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("corpus").symlink_to(ROOT / "corpus")
    (draft,) = blocks(DOCS / name, "text")
    Path("draft.txt").write_text(draft, encoding="utf-8")
    commands = steps(DOCS / name)
    assert len(commands) == 3
    for command, shown in commands:
        program, *words = shlex.split(command)
        assert program == "warraq"
        result = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), *words])
        assert result.exit_code == 0, result.output
        assert re.fullmatch(pattern(shown), result.stdout), (command, result.stdout)


@pytest.mark.parametrize("name", GUIDES)
def test_the_draft_and_its_limit_are_those_of_the_tests(name: str) -> None:
    assert blocks(DOCS / name, "text") == [DRAFT]
    assert f"{LIMITS.covered_code_points:,}" in (DOCS / name).read_text(encoding="utf-8")
