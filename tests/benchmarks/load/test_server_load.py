"""The load benchmark of a server and its report."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.load.server_load import (
    WORKERS,
    FrontEndCost,
    LoadReport,
    LoadRun,
    WorkerResources,
    WrkSummary,
    count_answered,
    drive,
    front_end,
    read_resources,
    report,
    served,
    targets_of,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def counting() -> Iterator[tuple[str, list[str]]]:
    """A server that records the requested paths; yields its address and the paths."""
    requested: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requested.append(self.path)
            self.send_response(404 if "bad" in self.path else 200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # wrk disconnects in the middle of an answer when its time is over

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", requested
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(not shutil.which("wrk"), reason="wrk is not installed")
def test_targets_are_requested_in_turn(counting: tuple[str, list[str]]) -> None:
    address, requested = counting
    targets = [*targets_of("/", ["تدمر", "ب"]), "/bad"]
    driven = drive("wrk", address, targets, connections=1, seconds=1)
    first = targets.index(requested[0])
    assert requested[:6] == [targets[(first + turn) % 3] for turn in range(6)]
    assert 0 < driven.requests <= len(requested)
    assert abs(driven.errors - driven.requests / 3) < 2
    assert 0 < driven.p50 <= driven.p95 <= driven.p99


def test_resources_and_answers_of_a_server(sample_home: Path) -> None:
    with served(sample_home) as (address, server):
        before = count_answered(address)
        held = read_resources(server, 0)
    assert before == 0
    assert held.rss > 10_000_000
    assert held.files > WORKERS


def test_the_front_end_excludes_the_engine(sample_home: Path) -> None:
    page, api = front_end(sample_home, ["مدينة", "كتاب"], rounds=1)
    assert (page.path, api.path) == ("page", "API")
    for one in (page, api):
        assert 0 < one.front < one.whole
        assert one.front <= one.front_95


def test_the_report() -> None:
    driven = WrkSummary(requests=900, seconds=3.0, bytes=1, p50=1.25, p95=2, p99=3, errors=0)
    text = report(
        LoadReport(
            machine="Here.",
            documents=86_000,
            queries=2,
            front=[FrontEndCost(path="page", whole=9, engine=7, front=1.5, front_95=2)],
            loads=[LoadRun(path="API", connections=8, driven=driven)],
            resources=[WorkerResources(requests=1000, rss=123_000_000, files=40)],
        )
    )
    assert "86,000 documents, 2 queries" in text
    assert "| API, 8 connections |        300 |" in text
    assert "| 1,000" in text
