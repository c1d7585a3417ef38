"""``warraq alerts``."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from corpus.document import Document
from tests.commands import PYTHON, ok, run
from tests.homes import ROOT, add_to

WHEAT = '{"id": "قمح", "query": "القمح"}\n'
MARKET = '{"id": "سوق", "query": "سوق", "source": "أسواق"}\n'
BAD = '{"id": "bad", "query": "?"}\n'


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.jsonl"
    path.write_text(WHEAT + MARKET, "utf-8")
    return path


def test_alerts_as_text(home: Path, queries: Path) -> None:
    first = run(home, "alerts", str(queries))
    assert ok(first, 1) == ""
    assert first.stderr == (
        "2 queries, 2 of them new, asked of 0 documents that arrived up to change 3; 0 alerts.\n"
    )
    new = Document(id="د", text="القمح في\nسوق القرية\x1b[31m", source="أسواق", date="2018")
    add_to(
        home, [new, Document(id="هـ", title="سعر القمح", text="ارتفع", url="https://x.example/")]
    )
    result = run(home, "alerts", str(queries))
    assert ok(result) == (
        "قمح: 2 new documents for القمح\n"
        "  القمح في سوق القرية␛[31m\n"
        "    أسواق · 2018 · د\n"
        "  سعر القمح\n"
        "    https://x.example/\n"
        "سوق: 1 new document for سوق\n"
        "  القمح في سوق القرية␛[31m\n"
        "    أسواق · 2018 · د\n"
    )
    assert result.stderr == ""
    again = run(home, "alerts", str(queries))
    assert (ok(again, 1), again.stderr) == ("", "")


def test_alerts_as_lines_and_as_a_feed(home: Path, queries: Path, tmp_path: Path) -> None:
    found = {}
    for options in (("--json",), ("--format", "jsonl")):
        state = str(tmp_path / options[-1])
        text = ok(run(home, "alerts", str(queries), *options, "--state", state, "--since", "0"))
        found[options] = [msgspec.json.decode(line) for line in text.splitlines()]
    lines, same = found.values()
    assert lines == same
    assert [(line["query"], line["document"]) for line in lines] == [
        ("قمح", "ب"),
        ("سوق", "ب"),
        ("سوق", "ج"),
    ]
    feed = ok(run(home, "alerts", str(queries), "--format", "atom", "--since", "2001-01"))
    assert len(ElementTree.fromstring(feed).findall("{http://www.w3.org/2005/Atom}entry")) == 3
    assert queries.with_name("queries.jsonl.state").exists()


def test_snippets_show_where_a_query_matches(home: Path, queries: Path) -> None:
    text = "افتتح المعرض أمس. " * 40 + "وقال التاجر إن القمح رخيص."
    add_to(home, [Document(id="د", title="معرض", text=text, source="أسواق")])
    found = ok(run(home, "alerts", str(queries), "--since", "3", "--snippets"))
    assert found.splitlines()[:3] == [
        "قمح: 1 new document for القمح",
        "  معرض",
        "    أسواق · د",
    ]
    assert "القمح رخيص" in found


def test_one_refused_query_does_not_stop_the_others(home: Path, queries: Path) -> None:
    queries.write_text('{"id": "bad", "query": "ك*"}\n' + WHEAT, "utf-8")
    result = run(home, "alerts", str(queries), "--since", "0")
    assert ok(result).startswith("قمح: 1 new document")
    assert "bad: A prefix with * needs" in result.stderr
    ok(run(home, "alerts", str(queries)), 2)


def test_a_bad_line_stops_all(home: Path, queries: Path) -> None:
    queries.write_text(WHEAT + '{"id": "x", "text": "قمح"}\n', "utf-8")
    result = run(home, "alerts", str(queries), "--since", "0")
    assert ok(result, 2) == ""
    assert "queries.jsonl:2: This line is not a stored query" in result.stderr
    assert not queries.with_name("queries.jsonl.state").exists()


def test_standard_input_needs_a_named_state(home: Path, tmp_path: Path) -> None:
    result = run(home, "alerts", "-", input=WHEAT.encode())
    assert "--state FILE" in result.stderr
    ok(result, 2)
    options = ("--state", str(tmp_path / "state"), "--since", "0")
    assert ok(run(home, "alerts", "-", *options, input=WHEAT.encode()))


@pytest.mark.parametrize("options", [("--since", "yesterday"), ("--format", "csv")])
def test_bad_options(home: Path, queries: Path, options: tuple[str, str]) -> None:
    ok(run(home, "alerts", str(queries), *options), 2)


def test_a_source_without_documents_is_named_once(home: Path, queries: Path) -> None:
    queries.write_text('{"id": "1", "query": "قمح", "source": "لا أحد"}\n', "utf-8")
    assert "No document has the source" in run(home, "alerts", str(queries)).stderr
    assert run(home, "alerts", str(queries)).stderr == ""


def test_a_damaged_state_is_refused(home: Path, queries: Path) -> None:
    state = queries.with_name("queries.jsonl.state")
    run(home, "alerts", str(queries))
    state.write_bytes(state.read_bytes()[:-2])
    result = run(home, "alerts", str(queries))
    assert ok(result, 2) == ""
    assert "is damaged" in result.stderr


def test_ctrl_c_keeps_the_state(home: Path, queries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("search.alerts.runner.fold_copies", interrupt)
    result = run(home, "alerts", str(queries), "--since", "0")
    assert ok(result, 130) == ""
    assert "the state is unchanged" in result.stderr
    assert not queries.with_name("queries.jsonl.state").exists()


# Killed runs


@pytest.fixture
def many(home: Path, tmp_path: Path) -> Path:
    """A file of 300 queries, each answered by 200 new documents: more than a pipe holds."""
    path = tmp_path / "many.jsonl"
    path.write_text("".join(f'{{"id": "{n}", "query": "قمح"}}\n' for n in range(300)), "utf-8")
    ok(run(home, "alerts", str(path)), 1)
    add_to(home, [Document(id=f"new {n}", text=f"قمح {n}") for n in range(200)])
    return path


def started(home: Path, queries: Path, output: int) -> subprocess.Popen[bytes]:
    arguments = ("--home", str(home), "alerts", str(queries), "--json")
    return subprocess.Popen(
        [*PYTHON, *arguments], stdout=output, stderr=subprocess.DEVNULL, cwd=ROOT
    )


def test_a_killed_run_is_repeated_whole(home: Path, many: Path) -> None:
    state = many.with_name("many.jsonl.state")
    before = state.read_bytes()
    with started(home, many, subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        # Its output is larger than the pipe, so that it still writes.
        busy = run(home, "alerts", str(many))
        assert ok(busy, 2) == ""
        assert "Another run" in busy.stderr
        process.kill()
    assert state.read_bytes() == before
    assert len(ok(run(home, "alerts", str(many), "--json")).splitlines()) == 60_000
    assert ok(run(home, "alerts", str(many), "--json"), 1) == ""


def test_a_closed_pipe_loses_nothing(home: Path, many: Path) -> None:
    with started(home, many, subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        process.stdout.close()
    assert process.returncode == 141
    assert len(ok(run(home, "alerts", str(many), "--json")).splitlines()) == 60_000


@pytest.mark.faults
def test_runs_killed_at_any_moment_lose_nothing(home: Path, many: Path, tmp_path: Path) -> None:
    """What a killed run wrote as whole lines and what the next one writes are all pairs."""
    pick = random.Random(7)
    state, path = many.with_name("many.jsonl.state"), tmp_path / "output"
    before = state.read_bytes()
    for _ in range(6):
        state.write_bytes(before)
        with path.open("wb") as output, started(home, many, output.fileno()) as process:
            time.sleep(pick.uniform(0.5, 2.5))
            process.kill()
        *lines, _ = path.read_bytes().split(b"\n")
        result = run(home, "alerts", str(many), "--json")
        lines += result.stdout.encode().splitlines()
        rows = [msgspec.json.decode(line) for line in lines]
        assert len({(row["query"], row["document"]) for row in rows}) == 60_000
