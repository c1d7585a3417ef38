"""Queries per second of ``warraq batch`` with one and several processes.

Run ``python -m benchmarks.speed.batch``.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from benchmarks.judged_homes import prepare
from benchmarks.judged_sets import load
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.processes import ROOT, module
from benchmarks.reporting import machine, table, times
from benchmarks.speed.query_timing import KINDS

WAYS: Final[Mapping[str, Sequence[str]]] = {
    "100 hits a query, trec": ("--format", "trec"),
    "counts at every level, csv": ("--format", "csv", "--counts", "--levels"),
}
"""The measured outputs and their command-line options."""


class BatchTiming(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of the whole command per round, and the digests of its output."""

    way: str
    workers: int
    seconds: list[float]
    digests: frozenset[str]


def measure(
    home: Path, queries: Path, workers: Sequence[int], rounds: int, folder: Path
) -> list[BatchTiming]:
    """Run the command for every output and number of workers, alternating in each round."""
    taken: dict[tuple[str, int], list[float]] = {}
    digests: dict[tuple[str, int], set[str]] = {}
    for _ in range(rounds):
        for way, options in WAYS.items():
            for count in workers:
                seconds, digest = _timed(home, queries, count, options, folder / "out")
                taken.setdefault((way, count), []).append(seconds)
                digests.setdefault((way, count), set()).add(digest)
    return [
        BatchTiming(way=way, workers=count, seconds=seconds, digests=frozenset(digests[way, count]))
        for (way, count), seconds in taken.items()
    ]


def _timed(
    home: Path, queries: Path, workers: int, options: Sequence[str], output: Path
) -> tuple[float, str]:
    command = [
        *module("warraq", "--home", str(home), "batch", str(queries), *options),
        *("--workers", str(workers), "--output", str(output)),
    ]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    digest = blake2b(output.read_bytes(), digest_size=16).hexdigest()
    output.unlink()
    return seconds, digest


def report(measured: Sequence[BatchTiming], queries: int) -> str:
    """Render the figures as a Markdown table."""
    head = [
        f"{queries:,} queries",
        "processes",
        "seconds: median",
        "least",
        "queries/s",
        "× one process",
        "identical output",
    ]
    rows = []
    for batch in measured:
        alone = next(each for each in measured if each.way == batch.way)
        median = statistics.median(batch.seconds)
        same = len({digest for each in (alone, batch) for digest in each.digests}) == 1
        rows.append(
            [
                batch.way,
                str(batch.workers),
                f"{median:.2f}",
                f"{min(batch.seconds):.2f}",
                f"{queries / median:,.0f}",
                times(statistics.median(alone.seconds) / median),
                "yes" if same else "**no**",
            ]
        )
    return table(head, rows)


def write_queries(path: Path, shared: Path) -> int:
    """Write the headlines and keywords as queries with unique ids; returns their number."""
    records: list[dict[str, Any]] = [
        {"id": f"{kind}-{query.id}", "text": query.text}
        for kind in KINDS
        for query in load(shared, kind).queries
    ]
    path.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    return len(records)


@benchmark(section="batch")
@click.option("--rounds", default=3, show_default=True, help="Runs of each command.")
@click.option("--most", default=2, show_default=True, help="Largest number of processes.")
def main(rounds: int, most: int, shared: Path, work: Path, output: Output) -> None:
    """Time ``warraq batch`` over the headlines archive and compare its outputs."""
    home = prepare(load(shared, "headlines"), work, print_progress)
    where = machine()
    with tempfile.TemporaryDirectory(prefix="warraq-batch-") as name:
        queries = Path(name) / "queries.jsonl"
        count = write_queries(queries, shared)
        print_progress(f"running {count:,} queries …")
        measured = measure(home.path, queries, range(1, most + 1), rounds, Path(name))
    text = f"{where} {len(home.ids):,} documents.\n\n{report(measured, count)}"
    output.write(text)


if __name__ == "__main__":
    main()
