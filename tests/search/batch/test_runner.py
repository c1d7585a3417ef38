"""A batch gives the same lines with any number of processes, and continues after a stop."""

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
from corpus.messages import Message, WarraqError
from index.worker_process import WorkerError
from search.batch.checkpoint import QueryProblem
from search.batch.formats import BatchError, Format, Query
from search.batch.results import BatchOptions, answer_query
from search.batch.runner import results_of, run_batch, workers_for
from search.engine import Engine, EngineError
from search.limits import LIMITS
from search.request import LEVELS, BadRequest, Request
from tests.commands import PYTHON, ok, run
from tests.homes import ROOT, MakeHome, add_to

pytestmark = pytest.mark.slow

WORDS = ("سوق", "القمح", "المكتبة", "تدمر", "وزير", "الميناء", "صدى", "كتاب", "النهر", "مدينة")
LONG = "ك" * 100


def queries(count: int) -> list[Query]:
    """Queries of two words; of 50 one is refused and one finds nothing."""
    odd = {7: LONG, 11: "zzzz"}
    return [
        Query(
            f"q{number}",
            odd.get(number % 50, f"{WORDS[number % 10]} {WORDS[number // 10 % 10]}"),
        )
        for number in range(count)
    ]


def batch_options(
    *,
    format: Format = "jsonl",  # noqa: A002
    columns: tuple[str, ...] = (),
    counts: bool = False,
    **options: Any,
) -> BatchOptions:
    default = Request(query="", plain=True, operator="any")
    return BatchOptions(
        request=msgspec.structs.replace(default, **options),
        format=format,
        columns=columns,
        counts=counts,
    )


def lines(engine: Engine, options: BatchOptions, *texts: str) -> list[Any]:
    queries = [Query(f"q{n}", text) for n, text in enumerate(texts, 1)]
    text = "".join(answer_query(engine, options, query).lines for query in queries)
    if options.format == "jsonl":
        return [msgspec.json.decode(line) for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text)))


# Results


def test_hits_with_columns(sample_engine: Engine) -> None:
    columns: tuple[str, ...] = ("text", "title", "date", "source", "author", "section", "url")
    (row,) = lines(sample_engine, batch_options(columns=columns, limit=1), "متحف تدمر")
    document = sample_engine.document(row["document"])
    assert document is not None
    assert list(row) == ["query", "document", "rank", "score", *columns]
    assert row["text"] == "متحف تدمر"
    for column in columns[1:]:
        assert row[column] == getattr(document, column)


def test_counts_are_those_of_a_search(sample_engine: Engine) -> None:
    options = batch_options(counts=True, levels=True, limit=1)
    (row,) = lines(sample_engine, options, "مكتبة")
    found = sample_engine.search(Request(query="مكتبة", levels=True))
    levels = {each.level: each.documents for each in found.levels}
    others = {"query": "q1", "text": "مكتبة", "documents": found.total, "relation": "exact"}
    assert row == others | levels


def test_filters_and_query_syntax_are_those_of_a_search(sample_engine: Engine) -> None:
    def total(text: str, **options: Any) -> int:
        (row,) = lines(sample_engine, batch_options(counts=True, limit=1, **options), text)
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


def test_a_refused_query_has_a_line_in_json_and_in_counts(sample_engine: Engine) -> None:
    sentence = answer_query(sample_engine, batch_options(), Query("q", LONG)).refused
    (row,) = lines(sample_engine, batch_options(), LONG)
    assert row == {
        "query": "q1",
        "error": sentence,
        "code": "word_too_long",
        "most": 64,
        "found": 100,
    }
    assert list(row)[:3] == ["query", "error", "code"]
    assert lines(sample_engine, batch_options(format="csv"), LONG) == []
    assert lines(sample_engine, batch_options(format="trec"), LONG) == []
    counted = lines(
        sample_engine, batch_options(format="csv", counts=True, levels=True), "zzzz", LONG
    )
    assert counted == [
        ["q1", "zzzz", "0", "exact", *["0"] * len(LEVELS), ""],
        ["q2", LONG, "", "", *[""] * len(LEVELS), sentence],
    ]


def test_a_query_out_of_time_is_reported(sample_home: Path) -> None:
    limits = msgspec.structs.replace(LIMITS, search_seconds=0.0)
    engine = Engine.open(sample_home, limits=limits)
    (row,) = lines(engine, batch_options(), "تدمر")
    assert row == {"query": "q1", "timed_out": True}
    assert answer_query(engine, batch_options(format="csv"), Query("q", "تدمر")).timed_out
    (count,) = lines(engine, batch_options(counts=True, levels=True), "تدمر")
    assert (count["relation"], count["root"]) == ("at_least", None)
    engine.close()


def test_a_title_is_never_a_formula(make_home: MakeHome) -> None:
    home = make_home([Document(id="=1", title="=HYPERLINK(1)\r\n@x", text="خبر")])
    engine = Engine.open(home)
    options = batch_options(format="csv", columns=("title", "text"), limit=1)
    text = answer_query(engine, options, Query("+1", "خبر")).lines
    (row,) = csv.reader(io.StringIO(text, newline=""))
    assert row[:3] == ["'+1", "'=1", "1"]
    assert row[4:] == ["'=HYPERLINK(1)\r\n'@x", "خبر"]
    engine.close()


@pytest.mark.parametrize(
    ("options", "error", "code"),
    [
        (batch_options(limit=0), BadRequest, "limit_out_of_range"),
        (batch_options(after="غدا"), BadRequest, "not_a_date"),
        (batch_options(after="2017", before="2016"), BadRequest, "dates_reversed"),
        (batch_options(levels=True), BatchError, "levels_need_counts"),
        (batch_options(counts=True, format="trec"), BatchError, "trec_has_hits_only"),
        (batch_options(columns=("title",), format="trec"), BatchError, "trec_has_hits_only"),
        (batch_options(columns=("title",), counts=True), BatchError, "counts_have_no_columns"),
    ],
)
def test_invalid_options_are_refused(
    sample_home: Path, tmp_path: Path, options: BatchOptions, error: type[WarraqError], code: str
) -> None:
    with pytest.raises(error) as refused:
        run_batch(sample_home, options, queries(2), tmp_path / "out")
    assert refused.value.message.code == code
    assert not list(tmp_path.iterdir())


def test_an_id_with_white_space_is_refused_in_trec(sample_home: Path) -> None:
    spaced = [Query("a b", "سوق")]
    with pytest.raises(BatchError) as refused:
        run_batch(sample_home, batch_options(format="trec"), spaced, io.BytesIO())
    assert refused.value.message == Message.of("query_id_has_space", id="a b")
    run_batch(sample_home, batch_options(), spaced, io.BytesIO())


# Processes


@pytest.mark.parametrize("written", ["jsonl", "csv", "trec"])
def test_the_lines_are_the_same_with_any_number_of_processes(
    sample_home: Path, written: Format
) -> None:
    outputs, problems = [], []
    for workers in (1, 2, 3):
        output = io.BytesIO()
        options = batch_options(format=written, limit=5)
        problems.append(run_batch(sample_home, options, queries(120), output, workers=workers))
        outputs.append(output.getvalue())
    assert outputs[0] == outputs[1] == outputs[2]
    assert len(outputs[0].splitlines()) > 120
    assert problems[0] == problems[1] == problems[2]
    assert [problem.query for problem in problems[0]] == ["q7", "q57", "q107"]


def test_few_queries_stay_in_one_process() -> None:
    assert [workers_for(count, None) for count in (1, 499)] == [1, 1]
    assert workers_for(10_000, None) >= 1
    assert [workers_for(count, 4) for count in (1, 16, 17, 1_000)] == [1, 1, 2, 4]
    assert workers_for(10**6, 10**6) == 32


def test_one_state_of_the_index_answers_all_queries(make_home: MakeHome) -> None:
    home = make_home([Document(id="1", text="سوق")])
    engine = Engine.open(home, follow=False)
    chunks = results_of(queries(40), engine, batch_options(), 1)
    before = next(chunks)
    add_to(home, [Document(id="2", text="سوق سوق")])
    after = [result for results in chunks for result in results]
    found = "".join(result.lines for result in (*before, *after))
    assert '"document":"1"' in found
    assert '"document":"2"' not in found
    with pytest.raises(EngineError) as refused:
        list(results_of(queries(40), engine, batch_options(), 2))
    assert refused.value.message.code == "index_renewed"
    engine.close()


def test_a_process_that_ends_is_reported(sample_home: Path) -> None:
    engine = Engine.open(sample_home, follow=False)
    others = set(children(os.getpid()))
    answered = results_of(queries(4_000), engine, batch_options(), 2)
    next(answered)
    worker = next(child for child in children(os.getpid()) if child not in others)
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(WorkerError):
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
    """More queries than can be answered before a signal arrives."""
    path = tmp_path / "queries.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, queries(6_000))))
    return path


EVERY_CHUNK = """
import search.batch.checkpoint
from warraq.cli import main
search.batch.checkpoint._INTERVAL = 0.0
main()
"""


def begun(home: Path, many: Path, workers: str, output: Path) -> subprocess.Popen[str]:
    """A run that has answered some queries, in its own process group, with frequent checkpoints."""
    process = subprocess.Popen(
        [
            *(
                sys.executable,
                "-W",
                "ignore::SyntaxWarning",
                "-c",
                EVERY_CHUNK,
                "--home",
                str(home),
            ),
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
    run_batch(sample_home, batch_options(limit=100), queries(6_000), output, workers=1)
    return output.getvalue()


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_continues(
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
        # Its standard error is closed when its last worker has ended.
        _, errors = process.communicate(timeout=60)
    assert not output.exists()
    assert "Traceback" not in errors
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert errors.splitlines()[-1].endswith("run the same command again to continue.")
    kept = (tmp_path / "out.jsonl.journal").read_bytes()
    result = run(sample_home, "batch", str(many), "--workers", workers, "--output", str(output))
    ok(result, 1)
    assert kept.count(b'"queries":') > 1
    assert output.read_bytes() == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "queries.jsonl"]
    assert result.stderr.count("q57: A word of a query has up to") == 1
    assert "5,880 queries answered, 120 refused." in result.stderr


def test_an_interrupted_run_to_a_stream_recommends_a_file(sample_home: Path, many: Path) -> None:
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
    assert errors.splitlines()[-1].endswith("with --output FILE a run can be continued.")
    assert "Traceback" not in errors


def test_a_run_over_another_index_does_not_continue(
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
    assert "exists already" in result.stderr


def test_refused_queries_are_reported(sample_home: Path) -> None:
    (problem,) = run_batch(sample_home, batch_options(), queries(8), io.BytesIO())
    assert isinstance(problem, QueryProblem)
    assert problem.query == "q7"


class Calls:
    """A progress that keeps its calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []

    def start(self, done: int) -> None:
        self.calls.append(("start", done))

    def show(self, done: int) -> None:
        self.calls.append(("show", done))


def test_progress_counts_the_queries_of_the_run(sample_home: Path) -> None:
    progress = Calls()
    run_batch(sample_home, batch_options(), queries(40), io.BytesIO(), progress=progress)
    assert progress.calls == [("start", 0), ("show", 16), ("show", 32), ("show", 40)]
