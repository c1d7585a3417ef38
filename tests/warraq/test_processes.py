"""The program as processes: names that are no text, pipes that close, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner

from corpus.document import Document
from search.engine import archive_path
from tests.commands import PYTHON, json_of, process, run
from tests.homes import MakeHome
from warraq.cli import main


def test_every_command_has_help_and_is_listed() -> None:
    assert isinstance(main, click.Group)
    listed = CliRunner().invoke(main, ["--help"]).output
    for name, command in main.commands.items():
        assert name in listed
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "workers":
                assert parameter.help or parameter.show_default, (name, parameter.name)
    assert {"add", "search", "batch", "show", "delete", "analyze", "stats", "rebuild", "serve"} <= (
        main.commands.keys()
    )


def test_as_a_process(sample_home: Path) -> None:
    found = process("--home", str(sample_home), "search", "تدمر", "--limit", "2")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("5 documents\n1. ")
    assert "\x1b" not in found.stdout
    absent = process("search", "zzzz", env={**os.environ, "WARRAQ_HOME": str(sample_home)})
    assert (absent.returncode, absent.stdout) == (1, "")
    bad = process("--home", str(sample_home), "search", "تدمر", "--before", "قبل الأمس")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr.count("\n") == 1


BYTES = "تدمر".encode("cp1256")


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ((b"search", BYTES), (1,)),
        ((b"search", b"--json", BYTES), (1,)),
        ((b"search", "تدمر".encode(), b"--json", b"--source", BYTES), (1,)),
        ((b"search", "تدمر".encode(), b"--after", BYTES), (2,)),
        ((b"show", BYTES), (1,)),
        ((b"delete", BYTES), (1,)),
        ((b"delete", b"--yes", b"--source", BYTES), (1,)),
        ((b"analyze", BYTES), (1,)),
        ((b"batch", BYTES), (2,)),
        ((b"add", b"--json", BYTES), (2,)),
    ],
    ids=lambda value: ascii(value[0]),
)
def test_bytes_that_are_no_text(
    make_home: MakeHome, arguments: tuple[bytes, ...], codes: tuple[int, ...]
) -> None:
    """A name or a word in another encoding, as a shell hands it over."""
    home = make_home([Document(text="كتاب")])
    found = CliRunner().invoke(
        main, ["--home", str(home), *map(os.fsdecode, arguments)], catch_exceptions=False
    )
    assert found.exit_code in codes, found.stderr


def test_files_whose_names_are_no_text(tmp_path: Path) -> None:
    """Read as any other; what is kept and shown of the name is what can be."""
    folder = tmp_path / os.fsdecode(BYTES)
    folder.mkdir()
    (folder / os.fsdecode(BYTES + b".jsonl")).write_text('{"id": "1", "text": "كتاب"}\n{bad\n')
    command = ["--home", str(tmp_path / "home"), "add", "--json", "--source", os.fsdecode(BYTES)]
    found = process(*command, os.fsencode(folder))
    assert found.returncode == 0, found.stderr
    report = msgspec.json.decode(found.stdout)
    assert report["added"] == 1
    assert "\ufffd" in report["refused"][0]["path"]


def test_a_reader_that_goes_away(sample_home: Path) -> None:
    """As in ``warraq search … | head -1``."""
    shell = ["bash", "-c", 'set -o pipefail; "$@" | head -c 1 >/dev/null', "-", *PYTHON]
    found = subprocess.run(
        [*shell, "--home", str(sample_home), "search", "من", "--limit", "100", "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in found.stderr


def test_ctrl_c_keeps_what_was_added(tmp_path: Path) -> None:
    """Interrupted in the middle, run again: nothing lost, nothing twice."""
    file, home = tmp_path / "many.jsonl", tmp_path / "home"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(4_000):
            lines.write(f'{{"id": "{number}", "text": "{"خبر قصير عن السوق " * 40}{number}"}}\n')
    with subprocess.Popen(
        [*PYTHON, "--home", str(home), "add", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as adding:
        while not archive_path(home).exists():
            time.sleep(0.02)
        time.sleep(0.1)
        adding.send_signal(signal.SIGINT)
        _, errors = adding.communicate(timeout=60)
    assert adding.returncode in (0, 130)
    if adding.returncode:
        assert "are safe in the archive" in errors
        assert "Traceback" not in errors
    found = json_of(run(home, "add", str(file), "--json"))
    assert found["added"] + found["unchanged"] == 4_000
    assert found["documents"] == 4_000
    assert json_of(run(home, "search", "السوق", "--limit", "1", "--json"))["total"] == 4_000
