"""Many queries in a row: the same lines however they are answered, and nothing lost on the way."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import Result

from corpus.document import Document
from index.worker_process import WorkerError
from search.answer import BadRequest, Request
from search.batch.checkpoint import Remark
from search.batch.formats import Format, Query, RunError
from search.batch.replies import Column, Run, answer
from search.batch.runner import replies_to, run_batch, workers_for
from search.engine import Engine, EngineError
from search.limits import LIMITS
from tests.commands import PYTHON, ok, run
from tests.homes import ROOT, MakeHome, add_to

WORDS = ("سوق", "القمح", "المكتبة", "تدمر", "وزير", "الميناء", "صدى", "كتاب", "النهر", "مدينة")
LONG = "ك" * 100


def queries(count: int) -> list[Query]:
    """Queries of two words each, now and then one that is refused and one that finds nothing."""
    odd = {7: LONG, 11: "zzzz"}
    return [
        Query(
            f"q{number}",
            odd.get(number % 50, f"{WORDS[number % 10]} {WORDS[number // 10 % 10]}"),
        )
        for number in range(count)
    ]


def a_run(
    *,
    format: Format = "jsonl",  # noqa: A002
    columns: tuple[Column, ...] = (),
    counts: bool = False,
    **options: Any,
) -> Run:
    usual = Request(query="", plain=True, operator="any")
    return Run(
        request=msgspec.structs.replace(usual, **options),
        format=format,
        columns=columns,
        counts=counts,
    )


def lines(engine: Engine, asked: Run, *texts: str) -> list[Any]:
    found = [answer(engine, asked, Query(f"q{n}", text)) for n, text in enumerate(texts, 1)]
    text = "".join(reply.lines for reply in found)
    if asked.format == "jsonl":
        return [msgspec.json.decode(line) for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text)))


# What is answered


def test_hits_with_what_stands_over_them(sample_engine: Engine) -> None:
    columns: tuple[Column, ...] = ("text", "title", "date", "source", "author", "section", "url")
    (row,) = lines(sample_engine, a_run(columns=columns, limit=1), "متحف تدمر")
    document = sample_engine.document(row["document"])
    assert document is not None
    assert list(row) == ["query", "document", "rank", "score", *columns]
    assert row["text"] == "متحف تدمر"
    for column in columns[1:]:
        assert row[column] == getattr(document, column)


def test_counts_are_those_of_a_search(sample_engine: Engine) -> None:
    asked = a_run(counts=True, levels=True, limit=1)
    (row,) = lines(sample_engine, asked, "مكتبة")
    found = sample_engine.search(Request(query="مكتبة", levels=True))
    levels = {each.level: each.documents for each in found.levels}
    beside = {"query": "q1", "text": "مكتبة", "documents": found.total, "relation": "exact"}
    assert row == beside | levels


def test_filters_and_the_query_language(sample_engine: Engine) -> None:
    def total(text: str, **options: Any) -> int:
        (row,) = lines(sample_engine, a_run(counts=True, limit=1, **options), text)
        documents: int = row["documents"]
        return documents

    for request in (
        Request(query="تدمر", plain=True, after="2016", before="2017"),
        Request(query="سفينة", plain=True, sources=("نشرة الميناء", "صدى الساحل")),
        Request(query='"مياه نهر" OR مخطوط'),
        Request(query="سوق القمح", operator="all", plain=True),
        Request(query="سوق القمح", operator="any", plain=True),
    ):
        options = msgspec.structs.asdict(request)
        del options["limit"]
        text = options.pop("query")
        assert total(text, **options) == sample_engine.search(request).total > 0


def test_a_refused_query_is_a_line_where_there_is_room(sample_engine: Engine) -> None:
    sentence = answer(sample_engine, a_run(), Query("q", LONG)).refused
    assert sentence is not None
    assert sentence.startswith("A query takes up to words of 64 characters")
    assert lines(sample_engine, a_run(), LONG) == [{"query": "q1", "error": sentence}]
    assert lines(sample_engine, a_run(format="csv"), LONG) == []
    assert lines(sample_engine, a_run(format="trec"), LONG) == []
    counted = lines(sample_engine, a_run(format="csv", counts=True, levels=True), "zzzz", LONG)
    assert counted == [
        ["q1", "zzzz", "0", "exact", "0", "0", "0", "0", ""],
        ["q2", LONG, "", "", "", "", "", "", sentence],
    ]


def test_a_query_out_of_time_is_told(sample_home: Path) -> None:
    limits = msgspec.structs.replace(LIMITS, search_seconds=0.0)
    engine = Engine.open(sample_home, limits=limits)
    (row,) = lines(engine, a_run(), "تدمر")
    assert row == {"query": "q1", "timed_out": True}
    assert answer(engine, a_run(format="csv"), Query("q", "تدمر")).timed_out
    (count,) = lines(engine, a_run(counts=True, levels=True), "تدمر")
    assert (count["relation"], count["root"]) == ("at_least", None)
    engine.close()


def test_a_title_is_no_formula(make_home: MakeHome) -> None:
    home = make_home([Document(id="=1", title="=HYPERLINK(1)\r\n@x", text="خبر")])
    engine = Engine.open(home)
    asked = a_run(format="csv", columns=("title", "text"), limit=1)
    text = answer(engine, asked, Query("+1", "خبر")).lines
    (row,) = csv.reader(io.StringIO(text, newline=""))
    assert row[:3] == ["'+1", "'=1", "1"]
    assert row[4:] == ["'=HYPERLINK(1)\r\n@x", "خبر"]
    engine.close()


@pytest.mark.parametrize(
    ("asked", "error", "sentence"),
    [
        (a_run(limit=0), BadRequest, "from 1 to 10,000"),
        (a_run(after="غدا"), BadRequest, "is not a date"),
        (a_run(after="2017", before="2016"), BadRequest, "run backwards"),
        (a_run(levels=True), RunError, "--counts"),
        (a_run(counts=True, format="trec"), RunError, "jsonl or csv"),
        (a_run(columns=("title",), format="trec"), RunError, "jsonl or csv"),
        (a_run(columns=("title",), counts=True), RunError, "--column"),
    ],
)
def test_what_no_query_could_be_answered_with(
    sample_home: Path, tmp_path: Path, asked: Run, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        run_batch(sample_home, asked, queries(2), tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_an_id_that_trec_cannot_hold(sample_home: Path) -> None:
    asked = [Query("a b", "سوق")]
    with pytest.raises(RunError, match="white space"):
        run_batch(sample_home, a_run(format="trec"), asked, io.BytesIO())
    run_batch(sample_home, a_run(), asked, io.BytesIO())


# However many processes


@pytest.mark.parametrize("written", ["jsonl", "csv", "trec"])
def test_the_lines_are_the_same_however_many_processes(sample_home: Path, written: Format) -> None:
    outputs, remarks = [], []
    for workers in (1, 2, 3):
        output = io.BytesIO()
        asked = a_run(format=written, limit=5)
        remarks.append(run_batch(sample_home, asked, queries(120), output, workers=workers))
        outputs.append(output.getvalue())
    assert outputs[0] == outputs[1] == outputs[2]
    assert len(outputs[0].splitlines()) > 120
    assert remarks[0] == remarks[1] == remarks[2]
    assert [remark.query for remark in remarks[0]] == ["q7", "q57", "q107"]


def test_few_queries_stay_in_one_process() -> None:
    assert [workers_for(count, None) for count in (1, 499)] == [1, 1]
    assert workers_for(10_000, None) >= 1
    assert [workers_for(count, 4) for count in (1, 16, 17, 1_000)] == [1, 1, 2, 4]
    assert workers_for(10**6, 10**6) == 32


def test_one_state_of_the_index_answers_them_all(make_home: MakeHome) -> None:
    home = make_home([Document(id="1", text="سوق")])
    engine = Engine.open(home, follow=False)
    asked = replies_to(queries(40), engine, a_run(), 1)
    before = next(asked)
    add_to(home, [Document(id="2", text="سوق سوق")])
    after = [reply for replies in asked for reply in replies]
    found = "".join(reply.lines for reply in (*before, *after))
    assert '"document":"1"' in found
    assert '"document":"2"' not in found
    with pytest.raises(EngineError, match="was renewed as the run began"):
        list(replies_to(queries(40), engine, a_run(), 2))
    engine.close()


def test_a_process_that_ends_is_told(sample_home: Path) -> None:
    engine = Engine.open(sample_home, follow=False)
    others = set(children(os.getpid()))
    answered = replies_to(queries(4_000), engine, a_run(), 2)
    next(answered)
    worker = next(child for child in children(os.getpid()) if child not in others)
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(WorkerError, match="ended unexpectedly"):
        list(answered)
    assert set(children(os.getpid())) <= others
    engine.close()


def children(process: int) -> list[int]:
    """The processes that one has started."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text("ascii").split()]


# Interrupted


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More queries than are answered before a signal comes."""
    path = tmp_path / "queries.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, queries(6_000))))
    return path


MARKING = """
import search.batch.checkpoint
from warraq.cli import main
search.batch.checkpoint._EVERY = 0.0
main()
"""


def begun(home: Path, many: Path, workers: str, output: Path) -> subprocess.Popen[str]:
    """A run that has answered some of its queries, in a group of its own, and marks every step."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-W", "ignore::SyntaxWarning", "-c", MARKING, "--home", str(home)),
            *("batch", str(many), "--workers", workers, "--output", str(output)),
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    journal = output.with_name(f"{output.name}.journal")
    while process.poll() is None:
        if journal.exists() and journal.read_bytes().count(b"\n") > 1:
            break
        time.sleep(0.01)
    return process


@pytest.fixture(scope="module")
def expected(sample_home: Path) -> bytes:
    output = io.BytesIO()
    run_batch(sample_home, a_run(limit=100), queries(6_000), output, workers=1)
    return output.getvalue()


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_was_stopped_goes_on(
    sample_home: Path,
    many: Path,
    tmp_path: Path,
    expected: bytes,
    workers: str,
    number: signal.Signals,
) -> None:
    output = tmp_path / "out.jsonl"
    with begun(sample_home, many, workers, output) as process:
        (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
        # Its errors come to an end when its last worker has ended.
        _, errors = process.communicate(timeout=60)
    assert not output.exists()
    assert "Traceback" not in errors
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert errors.splitlines()[-1].endswith("run the same command again to go on.")
    kept = (tmp_path / "out.jsonl.journal").read_bytes()
    result = run(sample_home, "batch", str(many), "--workers", workers, "--output", str(output))
    ok(result, 1)
    assert kept.count(b'"queries":') > 1
    assert output.read_bytes() == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "queries.jsonl"]
    assert result.stderr.count("q57: A query takes up to") == 1
    assert "5,880 queries answered, 120 refused." in result.stderr


def test_a_run_into_a_stream_says_what_would_be_gone_on_with(sample_home: Path, many: Path) -> None:
    with subprocess.Popen(
        [*PYTHON, "--home", str(sample_home), "batch", str(many)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines()[-1].endswith("with --output FILE a run can be gone on with.")
    assert "Traceback" not in errors


def test_a_run_of_another_index_is_not_gone_on_with(
    make_home: MakeHome, many: Path, tmp_path: Path
) -> None:
    home = make_home([Document(id="1", text="سوق")])
    output = tmp_path / "out.jsonl"

    def again(*arguments: str) -> Result:
        return run(home, "batch", str(many), "--output", str(output), *arguments)

    with begun(home, many, "1", output) as process:
        process.kill()
    add_to(home, [Document(id="2", text="سوق")])
    result = again()
    ok(result, 2)
    assert "was begun with another state of the index" in result.stderr
    ok(again("--restart"), 1)
    assert b'"document":"2"' in output.read_bytes()
    result = again()
    ok(result, 2)
    assert "is there already" in result.stderr


def test_remarks_of_a_run(sample_home: Path) -> None:
    remarks = run_batch(sample_home, a_run(), queries(8), io.BytesIO())
    assert [type(remark) for remark in remarks] == [Remark]
    assert remarks[0].query == "q7"
