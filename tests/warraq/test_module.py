"""``import warraq``: the Python module."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import warraq
from tests.docs.pages import DOCS, blocks
from tests.homes import ROOT


def python(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-X", "utf8", *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        cwd=ROOT,
    ).stdout


def test_an_open_archive_answers_queries(sample_home: Path) -> None:
    with closing(warraq.open(sample_home)) as engine:
        assert isinstance(engine, warraq.Engine)
        answer = engine.search(warraq.Request(query="تدمر", limit=3))
        assert (answer.total, len(answer.hits)) == (5, 3)
        document = engine.document(answer.hits[0].id)
    assert document is not None
    assert "تدمر" in document.text


def test_a_home_without_an_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(warraq.WarraqError) as caught:
        warraq.open(str(tmp_path))
    assert caught.value.message.code == "no_archive"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nosuch"):
        warraq.nosuch  # noqa: B018


def test_importing_warraq_does_not_import_the_engine() -> None:
    assert python("-c", "import sys, warraq; print('search.engine' in sys.modules)") == "False\n"


@pytest.mark.parametrize("number", range(2))
def test_an_example_of_the_page_runs(sample_home: Path, tmp_path: Path, number: int) -> None:
    script = tmp_path / "example.py"
    example = blocks(DOCS / "python.md", "python")[number]
    script.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{example}", "utf-8")
    assert "تدمر" in python(str(script), str(sample_home))
