"""``python -m benchmarks.soak``: many clients of every kind at a server.

Exits with 1 if an answer failed, differed from that asked alone, or something grew.
"""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from benchmarks.growth import collection
from benchmarks.growth.sized_homes import prepare
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.reporting import machine, table
from benchmarks.soak.campaign import Soak, SoakPlan, run
from benchmarks.soak.held import Held
from benchmarks.soak.kinds import make_kinds

OPTIONS: Final = ("--workers", "2", "--private", "--rate", "off")
_DOCUMENTS: Final = 40_000
_MEGABYTE: Final = 1_000_000
_GROWTH: Final = 1.1
"""Anonymous memory at the end, over that in the middle, when caches are full."""

_SHOWN: Final = 20


def faults(soak: Soak) -> list[str]:
    """Return everything that must not be, one line each."""
    found = [
        f"{each.client}, {each.behaviour}: {each.asked.method} {each.asked.target[:120]}:"
        f" {each.fault}"
        for each in soak.outcomes
        if each.fault
    ]
    found += [f"differs from the answer asked alone: {target}" for target in soak.differing]
    found += [f"log: {line}" for line in soak.log.splitlines()]
    return found + _grown(soak.held)


def _grown(held: Sequence[Held]) -> list[str]:
    first, middle, last = held[0], held[len(held) // 2], held[-1]
    found = []
    if [each.pid for each in first.processes] != [each.pid for each in last.processes]:
        return ["a process has ended"]
    for number, process in enumerate(last.processes):
        if process.anonymous > _GROWTH * middle.processes[number].anonymous:
            found.append(f"process {number} has grown since the middle")
        if process.files > first.processes[number].files:
            found.append(f"process {number} has more open files than before")
    if last.serving_files > middle.serving_files:
        found.append("there are more files in the serving folder")
    if last.home_files != first.home_files:
        found.append("there are other files in the home")
    return found


def report(soak: Soak) -> str:
    """Render the figures of a soak."""
    done = len(soak.outcomes)
    read = sorted(each.seconds * 1000 for each in soak.outcomes if each.behaviour == "reads")
    statuses = Counter(each.status for each in soak.outcomes)
    middle, high = statistics.median(read), read[-1 - len(read) // 100]
    compared = sum(each.status == 200 and bool(each.digest) for each in soak.outcomes)
    lines = [
        f"{machine()} {soak.documents:,} documents, {soak.clients} clients,"
        f" {done:,} requests in {soak.seconds:,.0f} s ({done / soak.seconds:,.0f} a second).",
        f"Clients that read at once waited {middle:,.0f} ms (median), {high:,.0f} ms (99 %);"
        f" {compared:,} whole answers compared, {len(soak.differing):,} differ.",
        table(
            ["status", "answers"],
            [
                [str(each or "none awaited"), f"{count:,}"]
                for each, count in sorted(statuses.items())
            ],
        ),
        _behaviours(soak),
        _held(soak.held),
    ]
    wrong = faults(soak)
    lines += [f"{len(wrong):,} faults.", *wrong[:_SHOWN]]
    return "\n\n".join(lines)


def _behaviours(soak: Soak) -> str:
    counted = Counter((each.client, each.behaviour) for each in soak.outcomes)
    wrong = Counter((each.client, each.behaviour) for each in soak.outcomes if each.fault)
    rows = [
        [f"{client}, {behaviour}", f"{count:,}", f"{wrong[client, behaviour]:,}"]
        for (client, behaviour), count in sorted(counted.items())
    ]
    return table(["clients", "requests", "faults"], rows)


def _held(held: Sequence[Held]) -> str:
    rows = [
        [
            f"{each.requests:,}",
            " + ".join(f"{one.anonymous / _MEGABYTE:,.0f}" for one in each.processes),
            " + ".join(str(one.files) for one in each.processes),
            str(each.serving_files),
            str(each.home_files),
        ]
        for each in held
    ]
    head = ["after requests", "MB of arbiter + workers", "open files", "serving folder", "home"]
    return table(head, rows)


@benchmark(section="soak")
@click.option("--documents", default=_DOCUMENTS, show_default=True, help="Number of documents.")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Serve this home instead.",
)
@click.option("--requests", default=50_000, show_default=True)
@click.option("--clients", default=20, show_default=True)
@click.option("--minutes", default=30.0, show_default=True, help="No request is sent after them.")
def main(
    documents: int,
    home: Path | None,
    requests: int,
    clients: int,
    minutes: float,
    output: Output,
    **folders: Path,
) -> None:
    """Send requests of every kind by clients of every behaviour to a real server."""
    work = folders["work"]
    work.mkdir(parents=True, exist_ok=True)
    if home is None:
        sources = collection.corpora(folders["shared"])
        home = prepare(sources, documents, work, print_progress).path
    plan = SoakPlan(
        requests=requests,
        clients=clients,
        seconds=minutes * 60,
        options=OPTIONS,
        kinds=make_kinds(home),
    )
    soak = run(home, work, plan, print_progress)
    output.write(report(soak))
    if faults(soak):
        sys.exit(1)


if __name__ == "__main__":
    main()
