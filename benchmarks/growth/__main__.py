"""Speed, size and memory as functions of the archive's size: ``python -m benchmarks.growth``."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from benchmarks.growth import collection
from benchmarks.growth.build_process import Added, unique_word
from benchmarks.growth.report import Grown, GrowthReport, report
from benchmarks.growth.serving import bare, served
from benchmarks.growth.sized_homes import GrownHome, prepare, run_step
from benchmarks.judged_sets import load
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.processes import ROOT, module
from benchmarks.reporting import machine, save_figures
from benchmarks.speed.query_timing import KINDS, other_texts, select_questions, time_alternately
from corpus.archive import Archive
from index.generation import folder_of
from search.engine import archive_path

SIZES: Final = (10_000, 20_000, 40_000, 86_000, 344_000)
_ADDED: Final = 6
_COMMANDS: Final = 3
_SERVED: Final = 200


def run(
    shared: Path, work: Path, sizes: Sequence[int], queries: int, *, rebuild: bool
) -> GrowthReport:
    """Measure every size in ascending order."""
    where = machine()
    sources = collection.corpora(shared)
    homes = [
        prepare(sources, size, work, print_progress, rebuild=rebuild) for size in sorted(set(sizes))
    ]
    with Archive(archive_path(homes[-1].path), read_only=True) as archive:
        ids = frozenset(archive.ids())
    questions, warming = [], []
    for kind in KINDS:
        judged = load(shared, kind)
        chosen = select_questions(judged, ids, queries)
        questions += chosen
        warming += other_texts(judged, chosen)
    texts = [*warming, *(question.text for question in questions)][:_SERVED]
    print_progress(f"running {len(questions):,} queries in {len(homes)} sizes …")
    modes = {str(home.path): ("warraq", home.path) for home in homes}
    timings, _ = time_alternately(modes, warming, questions)
    sizes_measured = []
    for home in homes:
        print_progress(f"{home.collection.documents:,}: adding single documents, serving …")
        findable, commands = _added(home, work)
        sizes_measured.append(
            Grown(
                collection=home.collection,
                archive=home.archive,
                index=home.index,
                archive_bytes=_bytes(home.path) - _bytes(folder_of(home.path)),
                index_bytes=_bytes(folder_of(home.path)),
                timings=[one for one in timings if one.name == str(home.path)],
                findable=findable,
                commands=commands,
                served=served(home.path, texts),
            )
        )
    return GrowthReport(machine=where, sizes=sizes_measured, bare=bare(texts))


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _added(home: GrownHome, work: Path) -> tuple[list[float], list[float]]:
    """Add single documents to a copy of a home.

    Returns the seconds until each is findable, and the seconds of whole commands.
    """
    with tempfile.TemporaryDirectory(prefix="growth-", dir=work) as name:
        copy = Path(name) / "home"
        shutil.copytree(home.path, copy)
        added, _ = run_step(Added, "add", str(copy), str(_ADDED))
        commands = []
        for number in range(_COMMANDS):
            text = Path(name) / f"{number}.txt"
            text.write_text(f"خبر قصير عن {unique_word()}.", "utf-8")
            command = module("warraq", "--home", str(copy), "add", str(text))
            started = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            commands.append(time.perf_counter() - started)
    return added.seconds, commands


def _sizes(_context: click.Context, _option: Any, given: str | None) -> tuple[int, ...]:
    if given is None:
        return SIZES
    try:
        sizes = tuple(int(size) for size in given.split(","))
    except ValueError:
        sizes = ()
    if not sizes or min(sizes) < 1:
        raise click.BadParameter("numbers of documents separated by commas, such as 10000,40000")
    return sizes


@benchmark(section="growth", as_json=True)
@click.option(
    "--sizes",
    callback=_sizes,
    metavar="N,N",
    help=f"Numbers of documents (default: {','.join(map(str, SIZES))}).",
)
@click.option(
    "--queries",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    help="Queries of each kind.",
)
@click.option("--anew", "rebuild", is_flag=True, help="Rebuild every home.")
def main(
    sizes: tuple[int, ...],
    queries: int,
    rebuild: bool,
    shared: Path,
    work: Path,
    output: Output,
) -> None:
    """Measure how speed, size and memory grow with the archive."""
    measured = run(shared, work, sizes, queries, rebuild=rebuild)
    save_figures(work, "growth", measured)
    text = report(measured)
    output.write(text, measured)


if __name__ == "__main__":
    main()
