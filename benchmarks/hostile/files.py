"""Add thousands of hostile files, a good one in each batch, and ask for the documents they give.

Run ``python -m benchmarks.hostile.files``. Exits with 1 if a command ends with a traceback or with
another exit code than 1, a good document is lost, a file or an answer takes too long, a process
uses too much memory, or a page fails.
"""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

import click
import msgspec

from benchmarks.background import repeated
from benchmarks.faults.command import run
from benchmarks.hostile.bad_contents import ARABIC
from benchmarks.hostile.bad_files import write_files
from benchmarks.hostile.timed_add import BatchResult, timed_add
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.reporting import machine, table
from corpus.archive import Archive
from search.engine import Engine, archive_path
from warraq.printable import visible
from web.app import create_app

MEMORY_BYTES: Final = 700_000_000
"""Memory that a process may use."""

FILE_SECONDS: Final = 2.0
"""Processor time that reading one file may take; a file may have 20 MB, or be a stream of lines."""

PAGE_SECONDS: Final = 2.5
"""Processor time of one answer: the time of a search, and a quarter."""

STOP_SECONDS: Final = 10.0
"""Processor time after which an answer is stopped, so that the campaign ends."""

_BATCH: Final = 200
_GOOD: Final = "قافلة"
_SLOWEST: Final = 10
_PAGES: Final = 400
_PAUSE: Final = 0.002


class FileOutcomes(NamedTuple):
    """What a campaign saw."""

    files: int
    documents: int
    refused: Counter[str]
    peak: int
    slowest: list[tuple[str, float]]
    pages: Counter[int]
    faults: list[str]


def campaign(folder: Path, count: int, *, seed: int = 1, pages: int = _PAGES) -> FileOutcomes:
    """Add ``count`` hostile files in batches, then show documents, and verify the home."""
    home = folder / "home"
    faults: list[str] = []
    refused: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    peak = 0
    batches = range(0, count, _BATCH)
    for batch, first in enumerate(batches):
        there = folder / f"batch{batch}"
        there.mkdir()
        write_files(there, min(_BATCH, count - first), seed + batch)
        good = f'{{"id": "good{batch}", "text": "{_GOOD} {batch}"}}\n'
        (there / "zzz.jsonl").write_text(good, "utf-8")
        with _changing(there / "changing.jsonl"):
            ended = timed_add(home, there)
        faults += [f"batch {batch}: {fault}" for fault in _batch_faults(ended)]
        peak = max(peak, ended.peak)
        seconds |= ended.seconds
        refused += Counter(_codes(ended.output))
        shutil.rmtree(there)
        print_progress(f"{first + _BATCH:,} files, {peak / 1_000_000:,.0f} MB")
    slowest = sorted(seconds.items(), key=lambda each: -each[1])[:_SLOWEST]
    faults += [f"{name} took {spent:.1f} s" for name, spent in slowest if spent > FILE_SECONDS]
    with Archive(archive_path(home), read_only=True) as archive:
        documents = list(archive.ids())
    lost = {f"good{batch}" for batch in range(len(batches))} - set(documents)
    faults += [f"{name} is lost" for name in sorted(lost)]
    verified = run("--home", str(home), "verify")
    if verified.code:
        faults.append(f"verify: {verified.output}")
    statuses = _show(home, documents[:: max(1, len(documents) // pages)], faults)
    return FileOutcomes(count, len(documents), refused, peak, slowest, statuses, faults)


def _batch_faults(ended: BatchResult) -> Iterator[str]:
    if "Traceback" in ended.output:
        yield ended.output[-2_000:]
    elif ended.code != 1:  # some files of a batch are refused, and at least one is not
        yield f"exit code {ended.code}: {ended.output[-500:]}"
    if ended.peak > MEMORY_BYTES:
        yield f"{ended.peak / 1_000_000:,.0f} MB"
    if visible(ended.output) != ended.output:
        yield "the output has control characters"


def _codes(output: str) -> Iterator[str]:
    """The codes of the refusals; with ``--json`` the last line has them."""
    lines = output.splitlines()
    if lines and lines[-1].startswith("{"):
        for refusal in msgspec.json.decode(lines[-1])["refused"]:
            yield refusal["code"]


@contextmanager
def _changing(path: Path) -> Iterator[None]:
    """A file that grows and shrinks all the time."""

    def change() -> None:
        with path.open("ab") as file:
            file.write(b'{"text": "x"}\n' * 999)
            if file.tell() > 1_000_000:
                file.truncate(0)

    path.touch()
    with repeated(change, _PAUSE):
        yield


def _show(home: Path, ids: list[str], faults: list[str]) -> Counter[int]:
    """Ask for documents in every form and search for their words; collect the statuses."""
    statuses: Counter[int] = Counter()
    app = create_app(partial(Engine.open, home))
    client = app.test_client()
    for address in _addresses(ids):
        started = time.process_time()
        try:
            with _stopped_after(STOP_SECONDS):
                answer = client.get(address)
        except _StoppedError:
            faults.append(f"{address} was stopped after {STOP_SECONDS:.0f} s")
            continue
        statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            faults.append(f"{address}: status {answer.status_code}")
        spent = time.process_time() - started
        if spent > PAGE_SECONDS:
            faults.append(f"{address} took {spent:.1f} s")
    app.extensions["warraq"].close()
    return statuses


class _StoppedError(BaseException):
    """An answer took too long; no handler of exceptions catches it."""


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Stop what runs in this thread after some seconds of a processor."""

    def stop(*_: object) -> None:
        raise _StoppedError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _addresses(ids: list[str]) -> Iterator[str]:
    for name in ids:
        part = quote(name.encode("utf-8", "surrogatepass"), safe="")
        for form in ("", ".bib", ".ris", "/original", f"/explain?q={ARABIC[0]}"):
            yield f"/documents/{part}{form}"
        yield f"/api/v1/documents/{part}"
    for word in (*ARABIC, "*", f"{ARABIC[1]} OR {ARABIC[4]}"):
        for path in ("/", "/api/v1/search", "/search.atom", "/api/v1/export"):
            yield f"{path}?q={quote(word)}"


def report(seen: FileOutcomes) -> str:
    """Render the figures of a campaign, then what was wrong."""
    statuses = ", ".join(f"{code}: {count:,}" for code, count in sorted(seen.pages.items()))
    parts = [
        machine(),
        f"{seen.files:,} files gave {seen.documents:,} documents. Peak memory of `add`: "
        f"{seen.peak / 1_000_000:,.0f} MB. Answers about the documents by status: {statuses}.",
        table(("refused", "times"), [(code, f"{n:,}") for code, n in seen.refused.most_common()]),
        table(
            ("slowest files, by their batch", "s of a processor"),
            [(f"`{name}`", f"{spent:.2f}") for name, spent in seen.slowest],
        ),
    ]
    if seen.faults:
        parts += ["Faults:", "\n".join(f"- {fault}" for fault in seen.faults)]
    return "\n\n".join(parts)


@benchmark(section="hostile-files", data=False)
@click.option("--files", "count", default=10_000, show_default=True, help="Files to add.")
@click.option("--seed", default=1, show_default=True, help="Other files for another number.")
def main(count: int, seed: int, work: Path, output: Output) -> None:  # noqa: ARG001
    """Add hostile files of every kind and show the documents."""
    with tempfile.TemporaryDirectory(prefix="warraq-hostile-") as folder:
        seen = campaign(Path(folder), count, seed=seed)
    output.write(report(seen))
    if seen.faults:
        sys.exit(1)


if __name__ == "__main__":
    main()
