"""``warraq similar``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.homes import SAMPLE
from warraq.cli import main

ID = "2bc0ff7fba9bc418574e"


def run(home: Path, *words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "similar", *words], input=text)


def test_a_file_in_the_archive_has_a_copy_there(sample_home: Path) -> None:
    (file, *_) = sorted((SAMPLE / "saved-pages").iterdir())
    found = run(sample_home, str(file), "--limit", "2")
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("= 100%  ")
    assert found.stdout.splitlines()[-1].startswith("searched for: ")


def test_standard_input_is_compared(sample_home: Path) -> None:
    found = run(sample_home, "-", "--json", text="صور تدمر ومتحفها في أرشيف واحد")
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert "تدمر" in answer["words"]
    assert any("تدمر" in each["title"] for each in answer["hits"])


def test_a_document_is_not_similar_to_itself(sample_home: Path) -> None:
    answer = json.loads(run(sample_home, "--id", ID, "--json").stdout)
    assert ID not in {each["id"] for each in (*answer["hits"], *answer["copies"])}


def test_no_similar_document_is_exit_code_1(sample_home: Path) -> None:
    found = run(sample_home, "-", text="قصقوصبلاشبيه")
    assert (found.exit_code, found.stdout) == (1, "")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Name a FILE"),
        (("-", "--id", ID), 2, "Name a FILE"),
        (("--id", "nowhere"), 1, "There is no document nowhere"),
        (("no-such-file.txt",), 2, "There is no text to compare in no-such-file.txt"),
        (("--id", ID, "--limit", "0"), 2, "from 1 to 50, not 0"),
        (("--id", ID, "--limit", "51"), 2, "from 1 to 50, not 51"),
    ],
)
def test_bad_arguments_are_refused(
    sample_home: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    found = run(sample_home, *words, text="")
    assert found.exit_code == code
    assert sentence in found.output
