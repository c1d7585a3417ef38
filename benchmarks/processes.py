"""Processes that the benchmarks start in the root of the project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from benchmarks.memory import watch_peak

ROOT: Final = Path(__file__).parents[1]

_Record = TypeVar("_Record", bound=msgspec.Struct)


def module(name: str, *arguments: str) -> list[str]:
    """The command line that runs a Python module."""
    return [sys.executable, "-W", "ignore", "-m", name, *arguments]


def run_watched(name: str, record: type[_Record], *arguments: str) -> tuple[_Record, int]:
    """Run a module to its end.

    Returns the record that it prints and the peak memory in bytes of its process tree (0 if it
    started no process). Raises CalledProcessError if it fails.
    """
    command = module(name, *arguments)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        with watch_peak(process.pid) as peak:
            output, _ = process.communicate()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    return msgspec.json.decode(output, type=record), peak.bytes
