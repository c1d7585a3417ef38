"""The program as a process: arguments that are not UTF-8, closed pipes, signals."""

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


def test_every_command_is_listed_and_has_help() -> None:
    assert isinstance(main, click.Group)
    listed = CliRunner().invoke(main, ["--help"]).output
    for name, command in main.commands.items():
        assert name in listed
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "workers":
                assert parameter.help or parameter.show_default, (name, parameter.name)


def test_output_and_exit_codes_of_a_process(sample_home: Path) -> None:
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
def test_arguments_that_are_not_utf_8(
    make_home: MakeHome, arguments: tuple[bytes, ...], codes: tuple[int, ...]
) -> None:
    """A name or a word in another encoding, as a shell passes it."""
    home = make_home([Document(text="كتاب")])
    found = CliRunner().invoke(
        main, ["--home", str(home), *map(os.fsdecode, arguments)], catch_exceptions=False
    )
    assert found.exit_code in codes, found.stderr


def test_a_file_name_that_is_not_utf_8_is_read(tmp_path: Path) -> None:
    """Bytes of the name that are not UTF-8 are shown as U+FFFD."""
    folder = tmp_path / os.fsdecode(BYTES)
    folder.mkdir()
    (folder / os.fsdecode(BYTES + b".jsonl")).write_text('{"id": "1", "text": "كتاب"}\n{bad\n')
    command = ["--home", str(tmp_path / "home"), "add", "--json", "--source", os.fsdecode(BYTES)]
    found = process(*command, os.fsencode(folder))
    assert found.returncode == 1, found.stderr
    report = msgspec.json.decode(found.stdout)
    assert report["added"] == 1
    assert "\ufffd" in report["refused"][0]["path"]


def test_a_closed_pipe_is_not_an_error(sample_home: Path) -> None:
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


def test_documents_added_before_ctrl_c_are_kept(tmp_path: Path) -> None:
    """Interrupted and run again: no document is lost or added twice."""
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
