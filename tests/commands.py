"""Running the program's commands, in this process and in one of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
from click.testing import CliRunner, Result

from tests.homes import PROGRAM, ROOT
from warraq.cli import main

PYTHON = (sys.executable, "-W", "ignore::SyntaxWarning", *PROGRAM)


def run(home: Path, *arguments: str, **options: Any) -> Result:
    """A command of the program; what it raises that is no sentence is raised here."""
    return CliRunner().invoke(
        main, ["--home", str(home), *arguments], catch_exceptions=False, **options
    )


def process(*arguments: str | bytes, **options: Any) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    return subprocess.run(
        [*PYTHON, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=ROOT,
        **options,
    )


def ok(result: Result, code: int = 0) -> str:
    assert result.exit_code == code, (result.stdout, result.stderr)
    assert "Traceback" not in result.output
    return result.stdout


def json_of(result: Result, code: int = 0) -> Any:
    return msgspec.json.decode(ok(result, code))
