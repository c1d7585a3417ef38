"""The tutorials: every command of their console blocks runs in order and prints what is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.docs.pages import DOCS, blocks
from tests.homes import ROOT
from warraq.cli import main


def steps(page: Path) -> list[tuple[str, list[str]]]:
    """The commands of a page with the lines that are shown beneath each."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks(page, "console"):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def pattern(shown: list[str]) -> str:
    """The output that is shown, where … alone on a line is any lines, within one any letters."""
    lines = [r"(?:.*\n)*?" if line == "…" else _one_line(line) for line in shown]
    return "".join(lines)


def _one_line(line: str) -> str:
    return ".*".join(re.escape(piece) for piece in line.split("…")) + r"\n"


@pytest.mark.parametrize("name", ["tutorial.md", "tutorial.ar.md"])
def test_every_command_prints_what_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    commands = steps(DOCS / name)
    assert len(commands) >= 12
    for command, shown in commands:
        program, *words = shlex.split(command)
        assert program == "warraq"
        result = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), *words])
        assert result.exit_code in (0, 1), result.output
        assert re.fullmatch(pattern(shown), result.output), (command, result.output)
