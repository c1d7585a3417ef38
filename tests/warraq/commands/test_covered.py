"""``warraq covered``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from search.limits import LIMITS
from tests.drafts import CRANES, CRANES_COPY, DRAFT, NEW_SENTENCE, QUOTATION, UNKNOWN_DRAFT
from tests.homes import SAMPLE
from warraq.cli import main


def run(home: Path, *words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "covered", *words], input=text)


def test_a_covered_draft_is_answered_by_its_verdict_first(sample_home: Path) -> None:
    found = run(sample_home, "-", text=DRAFT)
    assert found.exit_code == 0, found.output
    lines = found.stdout.splitlines()
    assert lines[0].startswith("Covered: 2 articles in 2 sources since 2017-10-03")
    assert lines[1].startswith("Searched: 66 documents, 2012-10-27 to ")
    (share,) = (line for line in lines if line.startswith("  57%"))
    assert CRANES in share
    assert f"       copies: {CRANES_COPY}" in lines
    assert any(line.startswith("first  ") and CRANES in line for line in lines)
    assert any(line.startswith(f"       “{QUOTATION}” in {CRANES}") for line in lines)
    assert lines[-1] == f"       “{NEW_SENTENCE.removesuffix('.')}”"


def test_a_draft_that_is_not_covered_is_exit_code_1(sample_home: Path) -> None:
    found = run(sample_home, "-", text=UNKNOWN_DRAFT)
    assert found.exit_code == 1
    assert found.stdout.startswith("Not found in 66 documents; ")


def test_what_is_not_known_is_exit_code_3(sample_home: Path) -> None:
    found = run(sample_home, "-", text="خبر عاجل")
    assert found.exit_code == 3
    assert found.stdout.startswith("It is not known whether this is covered: ")
    assert "New in this text" not in found.stdout


def test_json_is_the_answer_of_the_api(sample_home: Path) -> None:
    found = run(sample_home, "-", "--json", text=DRAFT)
    answer = json.loads(found.stdout)
    assert answer["covered"] is True
    assert answer["verdict"]["code"] == "covered_since"
    (same,) = answer["same_text"]
    assert (same["id"], same["copies"]) == (CRANES, [CRANES_COPY])
    for passage in same["passages"]:
        assert 0 <= passage["draft"]["start"] < passage["draft"]["end"] <= len(DRAFT)


def test_a_file_of_the_archive_is_covered_by_its_document(sample_home: Path) -> None:
    (file, *_) = sorted((SAMPLE / "saved-pages").iterdir())
    found = run(sample_home, str(file))
    assert found.exit_code == 0, found.output
    assert "\n 100%  " in found.stdout


def test_a_document_of_the_archive_is_not_covered_by_itself(sample_home: Path) -> None:
    answer = json.loads(run(sample_home, "--id", CRANES, "--json").stdout)
    assert CRANES not in {each["id"] for each in (*answer["same_text"], *answer["same_story"])}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name a FILE"),
        (("-", "--id", CRANES), "Name a FILE"),
        (("--id", "nowhere"), "There is no document nowhere"),
        (("no-such-file.txt",), "There is no text to compare in no-such-file.txt"),
        (("--id", CRANES, "--limit", "0"), "from 1 to 100, not 0"),
        (("--id", CRANES, "--date", "yesterday"), "yesterday"),
    ],
)
def test_bad_arguments_are_exit_code_2(
    sample_home: Path, words: tuple[str, ...], sentence: str
) -> None:
    found = run(sample_home, *words)
    assert found.exit_code == 2, found.output
    assert sentence in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize(("extra", "code"), [(0, 3), (1, 2)])
def test_the_length_of_a_draft(sample_home: Path, extra: int, code: int) -> None:
    text = "أ" * (LIMITS.covered_code_points + extra)
    assert run(sample_home, "-", text=text).exit_code == code
