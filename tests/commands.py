"""Run warraq commands, in this process or in a new one."""

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
    """Run a command in this process; unexpected exceptions propagate."""
    return CliRunner().invoke(
        main, ["--home", str(home), *arguments], catch_exceptions=False, **options
    )


def process(*arguments: str | bytes, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a new process."""
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
