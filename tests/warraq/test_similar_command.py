"""``warraq similar``: of a file, of standard input, of a document of the archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.homes import SAMPLE
from warraq.cli import main

ID = "2bc0ff7fba9bc418574e"


def run(home: Path, *words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "similar", *words], input=given)


def test_a_file_of_the_archive_is_its_own_copy(sample_home: Path) -> None:
    (file, *_) = sorted((SAMPLE / "saved-pages").iterdir())
    found = run(sample_home, str(file), "--limit", "2")
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("= 100%  ")
    assert found.stdout.splitlines()[-1].startswith("sought by: ")


def test_standard_input_and_json(sample_home: Path) -> None:
    found = run(sample_home, "-", "--json", given="صور تدمر ومتحفها في أرشيف واحد")
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert "تدمر" in answer["words"]
    assert any("تدمر" in each["title"] for each in answer["hits"])


def test_a_document_of_the_archive_leaves_itself_out(sample_home: Path) -> None:
    answer = json.loads(run(sample_home, "--id", ID, "--json").stdout)
    assert ID not in {each["id"] for each in (*answer["hits"], *answer["copies"])}


def test_what_is_like_nothing_is_exit_code_1(sample_home: Path) -> None:
    found = run(sample_home, "-", given="قصقوصبلاشبيه")
    assert (found.exit_code, found.stdout) == (1, "")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Name a FILE"),
        (("-", "--id", ID), 2, "Name a FILE"),
        (("--id", "nowhere"), 1, "There is no document nowhere"),
        (("no-such-file.txt",), 2, "There is no text to compare in no-such-file.txt"),
        (("--id", ID, "--limit", "0"), 2, "from 1 to 50, not 0"),
        (("--id", ID, "--limit", "51"), 2, "from 1 to 50, not 51"),
    ],
)
def test_what_cannot_be_compared(
    sample_home: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    found = run(sample_home, *words, given="")
    assert found.exit_code == code
    assert said in found.output
