"""A server under load, and the cost of its front end beside the engine.

Run ``python -m benchmarks.load``. It needs ``wrk`` and installs it from Debian's packages if it
runs as root.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

import click
import msgspec

from benchmarks.growth import collection
from benchmarks.growth.sized_homes import prepare
from benchmarks.judged_sets import load
from benchmarks.memory import children, resident
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.processes import ROOT, module
from benchmarks.reporting import BadInput, machine, percentile_95, save_figures, table
from benchmarks.speed.query_timing import KINDS, select_questions
from corpus.archive import Archive
from search.engine import Engine, archive_path
from search.request import Request

SIZE: Final = 86_000
PATHS: Final = {"page": "/", "API": "/api/v1/search"}
WORKERS: Final = 2
CONNECTIONS: Final = (2, 8)

_MEGABYTE: Final = 1_000_000
_SCRIPT: Final = """
local at = 0
local targets = {}
function init(arguments)
  for line in io.lines(arguments[1]) do targets[#targets + 1] = line end
end
function request()
  at = at % #targets + 1
  return wrk.format("GET", targets[at])
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\\n{"requests":%d,"seconds":%f,"bytes":%d,"p50":%f,"p95":%f,"p99":%f,"errors":%d}\\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


class WrkSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The summary of a ``wrk`` run; percentiles of the latency in milliseconds."""

    requests: int
    seconds: float
    bytes: int
    p50: float
    p95: float
    p99: float
    errors: int


class LoadRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run of ``wrk`` on a path with a number of concurrent connections."""

    path: str
    connections: int
    driven: WrkSummary


class FrontEndCost(msgspec.Struct, frozen=True, kw_only=True):
    """Median milliseconds of requests in one process.

    ``whole`` is the request, ``engine`` the search alone, ``front`` the request without the
    engine's time in it, ``front_95`` its 95th percentile.
    """

    path: str
    whole: float
    engine: float
    front: float
    front_95: float


class WorkerResources(msgspec.Struct, frozen=True, kw_only=True):
    """Memory (bytes) and open files of all workers after a number of requests."""

    requests: int
    rss: int
    files: int


class LoadReport(msgspec.Struct, frozen=True, kw_only=True):
    """All measurements."""

    machine: str
    documents: int
    queries: int
    front: list[FrontEndCost]
    loads: list[LoadRun]
    resources: list[WorkerResources]


def find_wrk() -> str:
    """Find or install ``wrk``. Raises BadInput if it cannot be installed."""
    found = shutil.which("wrk")
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        print_progress("installing wrk …")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=False, **quiet)  # type: ignore[call-overload]
        found = shutil.which("wrk")
    if found is None:
        raise BadInput("wrk is not installed; install it with: apt-get install wrk.")
    return found


def drive(
    wrk: str, address: str, targets: Sequence[str], connections: int, seconds: int
) -> WrkSummary:
    """Request targets of a server in turn for some seconds with ``wrk``."""
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        script, listed = Path(name) / "turn.lua", Path(name) / "targets"
        script.write_text(_SCRIPT, "ascii")
        listed.write_text("\n".join(targets) + "\n", "ascii")
        words = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
        output = subprocess.run(
            [*words, "-s", str(script), address, "--", str(listed)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    return msgspec.json.decode(output.splitlines()[-1], type=WrkSummary)


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """Start a server of a home; yields its address and process id."""
    words = ["--home", str(home), "serve", "--port", "0", "--workers", str(WORKERS)]
    command = module("warraq", *words)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip().rstrip("/"), process.pid
        finally:
            process.terminate()


def front_end(home: Path, texts: Sequence[str], rounds: int = 3) -> list[FrontEndCost]:
    """Time each text in the engine, the page and the API in this process.

    The first round is not timed. The minimum over ``rounds`` counts for each text, because it is
    least affected by other load.
    """
    from web.app import create_app
    from web.http.request_timing import AnsweredRequest

    seen: list[AnsweredRequest] = []
    app = create_app(partial(Engine.open, home), observers=[seen.append])
    engine = app.extensions["warraq"].engine()
    client = app.test_client()
    alone: list[float] = []
    for turn in range(rounds + 1):
        if turn == 1:
            seen.clear()
            alone.clear()
        for text in texts:
            started = time.perf_counter()
            engine.search(Request(query=text, operator="any"))
            alone.append(time.perf_counter() - started)
            for path in PATHS.values():
                client.get(path, query_string={"q": text, "operator": "any"})
    app.extensions["warraq"].close()
    found = []
    for name, path in PATHS.items():
        own = [one for one in seen if one.route == path]
        whole = _minimum([one.seconds for one in own], len(texts))
        front = _minimum([one.seconds - one.engine_seconds for one in own], len(texts))
        found.append(
            FrontEndCost(
                path=name,
                whole=statistics.median(whole),
                engine=statistics.median(_minimum(alone, len(texts))),
                front=statistics.median(front),
                front_95=percentile_95(front),
            )
        )
    return found


def _minimum(seconds: Sequence[float], texts: int) -> list[float]:
    """The minimum of each text in milliseconds; ``seconds`` holds round after round."""
    return [min(seconds[text::texts]) * 1000 for text in range(texts)]


def read_resources(server: int, requests: int) -> WorkerResources:
    """Read memory and open files of the workers. Raises OSError if one has ended."""
    workers = children(server)
    return WorkerResources(
        requests=requests,
        rss=sum(resident(worker).rss for worker in workers),
        files=sum(len([*Path(f"/proc/{worker}/fd").iterdir()]) for worker in workers),
    )


def count_answered(address: str) -> int:
    """Count the requests for pages and the API with status 200 from ``/metrics``."""
    opener = build_opener(ProxyHandler({}))
    with opener.open(f"{address}/metrics", timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    counted = ('route="/",status="200"', 'route="/api/v1/search",status="200"')
    return sum(
        int(float(line.rsplit(" ", 1)[1]))
        for line in lines
        if line.startswith("warraq_requests_total") and any(each in line for each in counted)
    )


def targets_of(path: str, texts: Sequence[str], **more: str) -> list[str]:
    """Build request targets for texts, any of whose words may match."""
    return [f"{path}?{urlencode({'q': text, 'operator': 'any', **more})}" for text in texts]


def run(
    shared: Path, work: Path, size: int, queries: int, seconds: int, requests: Sequence[int]
) -> LoadReport:
    """Measure the front end, the load, and resources after each number of requests."""
    wrk = find_wrk()
    where = machine()
    home = prepare(collection.corpora(shared), size, work, print_progress)
    with Archive(archive_path(home.path), read_only=True) as archive:
        ids = frozenset(archive.ids())
    questions = [select_questions(load(shared, kind), ids, queries) for kind in KINDS]
    texts = [question.text for pair in zip(*questions, strict=True) for question in pair]
    print_progress(f"running {len(texts)} queries in this process …")
    front = front_end(home.path, texts)
    loads: list[LoadRun] = []
    with served(home.path) as (address, _):
        for name, path in PATHS.items():
            targets = targets_of(path, texts)
            drive(wrk, address, targets, WORKERS, seconds)  # warm-up
            for connections in CONNECTIONS:
                print_progress(f"{name}, {connections} connections …")
                driven = drive(wrk, address, targets, connections, seconds)
                loads.append(LoadRun(path=name, connections=connections, driven=driven))
    resources: list[WorkerResources] = []
    # One hit per answer keeps requests cheap.
    both = [targets_of(path, texts, limit="1") for path in PATHS.values()]
    targets = [target for pair in zip(*both, strict=True) for target in pair]
    with served(home.path) as (address, server):
        for wanted in sorted(requests):
            print_progress(f"up to {wanted:,} requests …")
            while (done := count_answered(address)) < wanted:
                drive(wrk, address, targets, WORKERS, 5)
            resources.append(read_resources(server, done))
    return LoadReport(
        machine=where,
        documents=home.collection.documents,
        queries=len(texts),
        front=front,
        loads=loads,
        resources=resources,
    )


def report(measured: LoadReport) -> str:
    """Render the figures as Markdown."""
    front = [
        [one.path, *(f"{value:.2f}" for value in (one.whole, one.engine, one.front, one.front_95))]
        for one in measured.front
    ]
    loads = [
        [
            f"{one.path}, {one.connections} connections",
            f"{one.driven.requests / one.driven.seconds:,.0f}",
            *(f"{value:.1f}" for value in (one.driven.p50, one.driven.p95, one.driven.p99)),
            str(one.driven.errors),
        ]
        for one in measured.loads
    ]
    held = [
        [f"{one.requests:,}", f"{one.rss / _MEGABYTE:,.0f}", str(one.files)]
        for one in measured.resources
    ]
    return "\n\n".join(
        [
            f"{measured.machine} {measured.documents:,} documents, {measured.queries} queries,"
            f" {WORKERS} workers.",
            table(["ms a request", "whole", "engine alone", "front end", "95 % of it"], front),
            table(["under load", "requests/s", "50 % ms", "95 %", "99 %", "errors"], loads),
            table(["after requests", "MB of the workers", "open files"], held),
        ]
    )


@benchmark(section="load", as_json=True)
@click.option("--size", type=click.IntRange(min=1), default=SIZE, show_default=True)
@click.option(
    "--queries", type=click.IntRange(min=1), default=100, show_default=True, help="Of each kind."
)
@click.option(
    "--seconds", type=click.IntRange(min=1), default=20, show_default=True, help="Of each run."
)
@click.option(
    "--requests",
    type=click.IntRange(min=1),
    multiple=True,
    default=(1_000, 50_000),
    show_default=True,
    help="Read memory after this many requests; may be repeated.",
)
def main(
    size: int,
    queries: int,
    seconds: int,
    requests: tuple[int, ...],
    shared: Path,
    work: Path,
    output: Output,
) -> None:
    """LoadRun a server with wrk and measure the cost of its front end."""
    measured = run(shared, work, size, queries, seconds, requests)
    save_figures(work, "load", measured)
    text = report(measured)
    output.write(text, measured)


if __name__ == "__main__":
    main()
