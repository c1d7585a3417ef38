"""``warraq export``: what is said where nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Document
from tests.commands import ok, run
from tests.homes import MakeHome

HEADLINE = "افتتاح جسر جديد على نهر صغير في المدينة"


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    return make_home([Document(id="bridge", text="افتتح اليوم جسر على نهر.")])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("زرافة", "Nothing was found, so nothing was written."),
        (HEADLINE, "--any writes documents with any of them."),
    ],
)
def test_an_empty_export_says_so(home: Path, query: str, said: str) -> None:
    result = run(home, "export", query)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip().endswith(said)


def test_any_of_the_words_are_exported(home: Path) -> None:
    assert '"bridge"' in ok(run(home, "export", HEADLINE, "--any"))


def test_the_answer_to_a_long_text_is_explained(home: Path) -> None:
    lines = ok(run(home, "explain", HEADLINE, "bridge")).splitlines()
    assert "Any of the words may match." in lines
    assert not [line for line in lines if line.startswith("    0.00 ")]
    other = ok(run(home, "explain", "جسر زرافة", "bridge"), 1)
    assert "would have score" in other
