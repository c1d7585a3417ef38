"""A server under load, and what its front end costs beside the engine.

Run it as ``python -m benchmarks.load``. It drives ``wrk``, which it installs from Debian's packages
where it may.
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

from benchmarks.asking import KINDS, select_questions
from benchmarks.growth import collection
from benchmarks.growth.homes import prepare
from benchmarks.judged import load
from benchmarks.memory import children, resident
from benchmarks.options import benchmark, say
from benchmarks.process import ROOT, module
from benchmarks.report import BadInput, Section, keep, machine, percentile_95, table
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


class Driven(msgspec.Struct, frozen=True, kw_only=True):
    """What ``wrk`` has seen: percentiles of the latency in milliseconds."""

    requests: int
    seconds: float
    bytes: int
    p50: float
    p95: float
    p99: float
    errors: int


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One run of ``wrk`` over a path with a number of connections at once."""

    path: str
    connections: int
    driven: Driven


class FrontEnd(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of requests in one process, at the median: whole, the same of the engine alone,
    and what a request takes beside the engine's time in it (95 % at most ``front_95``)."""

    path: str
    whole: float
    engine: float
    front: float
    front_95: float


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What the workers together hold after some requests."""

    requests: int
    rss: int
    files: int


class LoadReport(msgspec.Struct, frozen=True, kw_only=True):
    """All that was measured."""

    machine: str
    documents: int
    queries: int
    front: list[FrontEnd]
    loads: list[Load]
    held: list[Held]


def find_wrk() -> str:
    """The program ``wrk``; raises BadInput where it is missing and cannot be installed."""
    found = shutil.which("wrk")
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        say("installing wrk …")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=False, **quiet)  # type: ignore[call-overload]
        found = shutil.which("wrk")
    if found is None:
        raise BadInput("The load is made with wrk, which is not here; apt-get install wrk.")
    return found


def drive(wrk: str, address: str, targets: Sequence[str], connections: int, seconds: int) -> Driven:
    """Ask a server for some targets in turn, over and over, for some seconds."""
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
    return msgspec.json.decode(output.splitlines()[-1], type=Driven)


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """The address of a server of a home, and its process."""
    words = ["--home", str(home), "serve", "--port", "0", "--workers", str(WORKERS)]
    command = module("warraq", *words)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip().rstrip("/"), process.pid
        finally:
            process.terminate()


def front_end(home: Path, texts: Sequence[str], rounds: int = 3) -> list[FrontEnd]:
    """Ask each text of the engine, the page and the API in turn, in this process, after one round
    that is not timed. The least time of a text counts, which other work of the machine disturbs
    least."""
    from web.app import create_app
    from web.http.request_timing import Seen

    seen: list[Seen] = []
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
        whole = _least([one.seconds for one in own], len(texts))
        front = _least([one.seconds - one.engine_seconds for one in own], len(texts))
        found.append(
            FrontEnd(
                path=name,
                whole=statistics.median(whole),
                engine=statistics.median(_least(alone, len(texts))),
                front=statistics.median(front),
                front_95=percentile_95(front),
            )
        )
    return found


def _least(seconds: Sequence[float], texts: int) -> list[float]:
    """The least time of each text in milliseconds, of times that lie round after round."""
    return [min(seconds[text::texts]) * 1000 for text in range(texts)]


def holding(server: int, requests: int) -> Held:
    """What the workers hold now; raises OSError where one has ended."""
    workers = children(server)
    return Held(
        requests=requests,
        rss=sum(resident(worker).rss for worker in workers),
        files=sum(len([*Path(f"/proc/{worker}/fd").iterdir()]) for worker in workers),
    )


def answered(address: str) -> int:
    """How many requests for pages and the API a server has answered well."""
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
    """The targets of requests for some texts, any of whose words may match."""
    return [f"{path}?{urlencode({'q': text, 'operator': 'any', **more})}" for text in texts]


def run(
    shared: Path, work: Path, size: int, queries: int, seconds: int, requests: Sequence[int]
) -> LoadReport:
    """Measure the front end, the load, and the memory after so many requests, rising."""
    wrk = find_wrk()
    where = machine()
    home = prepare(collection.corpora(shared), size, work, say)
    with Archive(archive_path(home.path), read_only=True) as archive:
        ids = frozenset(archive.ids())
    asked = [select_questions(load(shared, kind), ids, queries) for kind in KINDS]
    texts = [question.text for pair in zip(*asked, strict=True) for question in pair]
    say(f"asking {len(texts)} queries in this process …")
    front = front_end(home.path, texts)
    loads: list[Load] = []
    with served(home.path) as (address, _):
        for name, path in PATHS.items():
            targets = targets_of(path, texts)
            drive(wrk, address, targets, WORKERS, seconds)  # that nothing is timed cold
            for connections in CONNECTIONS:
                say(f"{name}, {connections} connections …")
                driven = drive(wrk, address, targets, connections, seconds)
                loads.append(Load(path=name, connections=connections, driven=driven))
    held: list[Held] = []
    # One hit of each, so that many requests can be made.
    both = [targets_of(path, texts, limit="1") for path in PATHS.values()]
    targets = [target for pair in zip(*both, strict=True) for target in pair]
    with served(home.path) as (address, server):
        for wanted in sorted(requests):
            say(f"up to {wanted:,} requests …")
            while (done := answered(address)) < wanted:
                drive(wrk, address, targets, WORKERS, 5)
            held.append(holding(server, done))
    return LoadReport(
        machine=where,
        documents=home.collection.documents,
        queries=len(texts),
        front=front,
        loads=loads,
        held=held,
    )


def report(measured: LoadReport) -> str:
    """The figures as Markdown."""
    front = [
        [one.path, *(f"{value:.2f}" for value in (one.whole, one.engine, one.front, one.front_95))]
        for one in measured.front
    ]
    loads = [
        [
            f"{one.path}, {one.connections} at once",
            f"{one.driven.requests / one.driven.seconds:,.0f}",
            *(f"{value:.1f}" for value in (one.driven.p50, one.driven.p95, one.driven.p99)),
            str(one.driven.errors),
        ]
        for one in measured.loads
    ]
    held = [
        [f"{one.requests:,}", f"{one.rss / _MEGABYTE:,.0f}", str(one.files)]
        for one in measured.held
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
    help="After how many to look at the memory; may be repeated.",
)
def main(
    size: int,
    queries: int,
    seconds: int,
    requests: tuple[int, ...],
    shared: Path,
    work: Path,
    as_json: bool,
    into: Section | None,
) -> None:
    """Drive a server with wrk, and measure what its front end costs."""
    measured = run(shared, work, size, queries, seconds, requests)
    keep(work, "load", measured)
    text = report(measured)
    click.echo(msgspec.json.encode(measured).decode() if as_json else text)
    if into is not None:
        into.replace(text)


if __name__ == "__main__":
    main()
