"""Discovery of commands, and errors that every command reports in the same way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from search.engine import archive_path
from tests.commands import ok, run
from tests.homes import ROOT, SAMPLE
from warraq import commands
from warraq.cli import main


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("search", "سوق", "--after", "2016-99"), "is not a date"),
        (("search", "سوق", "--after", "2017", "--before", "2016"), "in reverse order"),
        (("search", "سوق", "--limit", "0"), "from 1 to 100"),
        (("search", "سوق", "--limit", "101"), "from 1 to 100"),
        (("search", "سوق", "--limit", "كثير"), "--limit"),
        (("search", "سوق", "--offset", "-1"), "."),
        (("search", "سوق", "--offset", "1000000000"), "narrow the query"),
        (("search", "سوق", "--level", "lemma"), "--level"),
        (("search", "سوق", "--sort", "random"), "--sort"),
        (("search", "سوق", "--facet", "price"), "--facet"),
        (("search", "*سوق"), "begins with *"),
        (("search", "ك" * 100), "64 characters"),
        (("search",), "QUERY"),
        (("search", "سوق", "--nosuch"), "--nosuch"),
        (("nosuch",), "nosuch"),
        (("batch", "absent.jsonl"), "absent.jsonl"),
        (("batch", __file__), "test_command_group.py:1: "),
        (("batch", __file__, "--input", "txt", "--limit", "0"), "from 1 to 10,000"),
        (("delete",), "Name the ids"),
        (("analyze", "ك" * 1_001), "1,000 characters"),
        (("suggest", "ك" * 201), "200 characters"),
        (("timeline", "سوق", "--after", "2015-02-30"), "is not a date"),
        (("suggest", "سوق", "--limit", "21"), "from 1 to 20"),
    ],
)
def test_bad_input_is_a_message_and_exit_code_2(
    home: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run(home, *arguments)
    assert ok(result, 2) == ""
    assert sentence in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        *(("search", "سوق"), ("stats",), ("rebuild",), ("show", "أ"), ("delete", "أ")),
        *(("analyze", "سوق"), ("suggest", "سوق"), ("serve",)),
    ],
)
def test_a_home_without_an_archive_is_exit_code_2(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = run(tmp_path / "home", *arguments)
    assert ok(result, 2) == ""
    assert "There is no archive in" in result.stderr
    assert not (tmp_path / "home").exists()


def test_a_damaged_archive_is_named(home: Path) -> None:
    archive_path(home).write_bytes(b"garbage" * 2_000)
    for arguments in (("search", "سوق"), ("show", "أ"), ("rebuild",), ("add", str(SAMPLE))):
        result = run(home, *arguments)
        ok(result, 2)
        assert str(archive_path(home)) in result.stderr


def test_every_module_of_the_package_is_a_command() -> None:
    modules = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}
    assert set(main.commands) == modules
    for name, command in main.commands.items():
        assert command.name == name


def test_a_command_starts_without_the_imports_of_the_others() -> None:
    script = (
        "import sys; from warraq.cli import main; main.commands['search']; "
        "print(*sys.modules, sep='\\n')"
    )
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split()
    assert "warraq.commands.search" in loaded
    packages = {name.split(".")[0] for name in loaded}
    assert not packages & {"trafilatura", "flask", "gunicorn"}
    assert "warraq.commands.add" not in loaded
