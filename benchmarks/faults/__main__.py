"""Inject every kind of fault and check that nothing is lost: ``python -m benchmarks.faults``."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import click

from benchmarks.faults.backups import busy_backups, copy_kills
from benchmarks.faults.concurrency import readers, two_writers
from benchmarks.faults.damage import damage
from benchmarks.faults.deletions import deletions
from benchmarks.faults.disks import full_disk, limited_files, read_only_folder
from benchmarks.faults.finding import Finding, Skipped, report
from benchmarks.faults.kills import kills
from benchmarks.faults.mapped_files import mapped_files
from benchmarks.options import Output, benchmark

_LEVELS: Final = 20
_WRITERS: Final = 10
_DOCUMENTS: Final = 5_000
_SWITCHES: Final = 50
_SMALL: Final = 10  # times fewer cases

Scenario = Callable[[Path], Sequence[Finding]]


def _scenarios(
    kill: int, places: int, changes: int, switches: int, copies: int
) -> dict[str, Scenario]:
    """Each kind of fault, so often that the larger numbers of cases decide how long it takes."""
    deleted = max(1, copies // 5)
    return {
        "kill -9": lambda folder: kills(folder, kill - kill // 3),
        "kill -9 of copies": lambda folder: [copy_kills(folder, kill // 3)],
        "backups": lambda folder: [busy_backups(folder, copies)],
        "deletions": lambda folder: [deletions(folder, _DOCUMENTS, deleted)],
        "damaged files": lambda folder: damage(folder, places),
        "mapped files": lambda folder: mapped_files(folder, changes),
        "a full disk": lambda folder: [full_disk(folder, _LEVELS)],
        "a limit on files": lambda folder: [limited_files(folder, _LEVELS)],
        "a read-only folder": lambda folder: [read_only_folder(folder)],
        "two writers": lambda folder: [two_writers(folder, _WRITERS)],
        "readers": lambda folder: [readers(folder, switches)],
    }


@benchmark(section="faults", as_json=True, data=False)
@click.option("--kills", "kill", default=200, show_default=True, help="Commands to kill.")
@click.option("--bytes", "places", default=50, show_default=True, help="Bytes to change per file.")
@click.option(
    "--changes", default=20_000, show_default=True, help="Changes in mapped files after opening."
)
@click.option("--backups", "copies", default=50, show_default=True, help="Backups under add.")
@click.option("--small", is_flag=True, help="A tenth of the cases.")
def main(
    kill: int,
    places: int,
    changes: int,
    copies: int,
    small: bool,
    work: Path,  # noqa: ARG001
    output: Output,
) -> None:
    """Inject every fault that an archive must survive; exits with 1 if a promise is broken."""
    findings: list[Finding] = []
    fewer = _SMALL if small else 1
    sizes = [size // fewer for size in (kill, places, changes, _SWITCHES, copies)]
    for name, scenario in _scenarios(*sizes).items():
        click.echo(f"{name} …", err=True)
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="warraq-faults-") as folder:
            try:
                findings += scenario(Path(folder))
            except Skipped as reason:
                findings.append(Finding(fault=name, cases=0, seen=f"skipped: {reason}"))
        click.echo(f"{name}: {time.monotonic() - started:.0f} s", err=True)
    text = report(findings)
    output.write(text, findings)
    if any(finding.faults for finding in findings):
        sys.exit(1)


if __name__ == "__main__":
    main()
