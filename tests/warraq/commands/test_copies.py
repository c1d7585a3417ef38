"""``warraq copies``, and commands with ``--collapse``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import json_of, ok, run
from tests.copied_texts import printed
from tests.homes import add_to


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    stories = (printed(number, number, first_day=10 - number) for number in range(1, 4))
    add_to(folder, [each for story in stories for each in story])
    return folder


def test_groups_are_listed_the_earliest_first(home: Path) -> None:
    lines = ok(run(home, "copies")).splitlines()
    assert lines[0] == "3 documents in 3 sources; first: صحيفة 0 · 2015-08-07 · story3-0"
    assert lines[1].split("  ")[1:] == [
        "100%",
        "ميناء 3 في الصحيفة 0 · صحيفة 0 · 2015-08-07 · story3-0",
    ]
    assert lines[4].startswith("2 documents in 2 sources; first: صحيفة 0 · 2015-08-08")
    assert lines[-1] == "2 groups of copies, 5 documents found in them"


def test_groups_of_a_query(home: Path) -> None:
    found = json_of(run(home, "copies", 'مصدر:"صحيفة 2"', "--json"))
    assert [(each["documents"], each["matching"]) for each in found["groups"]] == [(3, 1)]
    assert len(found["groups"][0]["copies"]) == 3
    line = ok(run(home, "copies", "--source", "صحيفة 2")).splitlines()[0]
    assert line.startswith("3 documents in 3 sources, 1 of them found; first")
    assert json_of(run(home, "copies", "--min", "3", "--json"))["total"] == 1
    by_size = json_of(run(home, "copies", "--order", "size", "--limit", "1", "--json"))
    assert [each["documents"] for each in by_size["groups"]] == [3]
    assert "0 groups" in ok(run(home, "copies", "--min", "9"), 1)


def test_commands_count_texts(home: Path) -> None:
    lines = ok(run(home, "search", "ميناء", "--collapse", "copies")).splitlines()
    assert lines[0] == "6 documents, 3 texts"
    assert sum("in 3 sources; first" in line for line in lines) == 1
    close = ok(run(home, "search", "ميناء", "--collapse", "copies", "--matches", "close"))
    assert close.startswith("6 close matches, 3 texts, of 6 documents, 3 texts\n")
    rows = ok(run(home, "export", "ميناء", "--collapse", "copies")).splitlines()
    assert len(rows) == 3
    timeline = json_of(
        run(home, "timeline", "ميناء", "--by", "year", "--collapse=copies", "--json")
    )
    assert [each["documents"] for each in timeline["bins"]] == [3]


def test_a_batch_ranks_texts(home: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text(json.dumps({"id": "q", "text": "ميناء"}), encoding="utf-8")
    hits = ok(run(home, "batch", str(queries), "--collapse", "copies")).splitlines()
    assert len(hits) == 3
    counts = json.loads(ok(run(home, "batch", str(queries), "--collapse", "copies", "--counts")))
    assert counts["documents"] == 3
