"""The systemd units: systemd accepts them, they are confined, and their commands exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import click
import pytest

from tests.homes import ROOT
from warraq.cli import main

UNITS = sorted((ROOT / "deploy").glob("*.service")) + sorted((ROOT / "deploy").glob("*.timer"))
SERVICES = [path for path in UNITS if path.suffix == ".service"]
PROGRAM = "/opt/warraq/bin/warraq"
EXPOSURE_MOST = {"warraq.service": 1.5, "warraq-add.service": 0.5, "warraq-backup.service": 0.5}
"""The largest exposure of each service, 0 (safe) to 10, by ``systemd-analyze security``."""

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed"
)


class Directives(ConfigParser):
    """A unit file; a name that occurs again keeps its last value."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None, delimiters="=")
        self.optionxform = str  # type: ignore[assignment, method-assign]
        self.read(path, "utf-8")


def command_of(path: Path) -> list[str]:
    """The words after ``warraq`` of a service, with the options of the example of its settings."""
    text = Directives(path)["Service"]["ExecStart"]
    found = re.search(rf"{PROGRAM} ([^']*)", text)
    assert found
    example = re.search(r"^# For example: WARRAQ_SERVE_OPTIONS=(.*)$", path.read_text(), re.M)
    return shlex.split(found[1].replace("$WARRAQ_SERVE_OPTIONS", example[1] if example else ""))


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_runs_a_command(path: Path) -> None:
    name, *words = command_of(path)
    command = main.commands[name]
    context = command.make_context(name, words, parent=click.Context(main), resilient_parsing=True)
    assert context.command.name in ("serve", "add", "backup")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_is_stopped_before_it_takes_the_machine(path: Path) -> None:
    service: Any = Directives(path)["Service"]
    assert service["User"] == "warraq"
    assert service["MemoryMax"].endswith("G")
    assert int(service["TasksMax"]) <= 128
    assert service["StateDirectoryMode"] == "0700"
    assert service["UMask"] == "0077"


def test_all_services_are_confined_alike() -> None:
    parts = {path.read_text().partition("# The same in every unit")[2] for path in SERVICES}
    common = {part.partition("\n[Install]")[0].strip() for part in parts}
    assert len(common) == 1
    assert "ProtectSystem=strict" in common.pop()


def test_every_timer_has_its_service() -> None:
    timers = {path.stem for path in UNITS if path.suffix == ".timer"}
    assert timers == {"warraq-add", "warraq-backup"}
    assert timers <= {path.stem for path in SERVICES}


@needs_systemd
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """The program is not installed here: a copy of the units names one that is."""
    for path in UNITS:
        text = path.read_text("utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / path.name).write_text(text, "utf-8")
    names = [str(tmp_path / path.name) for path in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    for timer in (path for path in UNITS if path.suffix == ".timer"):
        moment = Directives(timer)["Timer"]["OnCalendar"]
        asked = subprocess.run(["systemd-analyze", "calendar", moment], capture_output=True)
        assert asked.returncode == 0


@needs_systemd
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_systemd_finds_a_service_confined(path: Path) -> None:
    most = str(int(EXPOSURE_MOST[path.name] * 10))
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={most}", str(path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout.splitlines()[-1]
