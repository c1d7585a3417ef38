"""The analyzer alone: agreement with gold sets, speed, memory, determinism.

Run ``python -m benchmarks.quality.analyzer``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from benchmarks.options import Output, benchmark, print_progress
from benchmarks.quality.analyzer_measures import (
    HASH_SEEDS,
    LEMMAS,
    LEMMAS_AND_NAMES,
    ROOTS,
    STEMS,
    THREADS,
    Measured,
    Running,
    run,
)
from benchmarks.quality.gold_words import CLITICS
from benchmarks.reporting import machine, table

MEGABYTE: Final = 1_000_000

_GOLD: Final = (LEMMAS, LEMMAS_AND_NAMES, STEMS, ROOTS)


def _percent(value: float) -> str:
    return f"{value:.1%}".replace("%", " %")


def targets(measured: Measured) -> str:
    """Render the targets beside the measured values."""
    ours = {(one.gold, one.analyzer): one.f1 for one in measured.agreements}
    share = {one.analyzer: one.share for one in measured.meetings}
    names = ("warraq", "warraq, no archive")
    rows: list[Sequence[str]] = [
        *(
            (f"lemma pairs, F1 ({name})", ".62", ".68", f"{ours[LEMMAS, name]:.3f}")
            for name in names
        ),
        *(
            (f"clitic pairs in one stem ({name})", "97 %", "99.5 %", _percent(share[name]))
            for name in names
        ),
    ]
    if measured.running is not None:
        rows += _running_rows(measured.running)
    return table(("what", "at least", "aim", "measured"), rows)


def _rate(words: float, seconds: float) -> str:
    return f"{words / seconds:,.0f}"


def _running_rows(found: Running) -> list[Sequence[str]]:
    cold, offsets = found.cold, found.offsets
    same = len(set(found.digests.values())) == 1
    return [
        (
            "words a second, cold, as the builder calls it",
            "600,000",
            "1,500,000",
            _rate(cold["words"], cold["seconds"]),
        ),
        (
            "words a second with offsets, warm: texts highlighted",
            "300,000",
            "1,000,000",
            _rate(offsets["words"], offsets["seconds"]),
        ),
        (
            "words a second with offsets, warm: words analysed",
            "300,000",
            "1,000,000",
            _rate(offsets["analyzed_words"], offsets["analyzed_seconds"]),
        ),
        (
            "MB above the bare interpreter, caches full",
            "150",
            "80",
            f"{found.memory['resident_bytes'] / MEGABYTE:,.0f}",
        ),
        (
            "the same, at the peak",
            "150",
            "80",
            f"{found.memory['peak_bytes'] / MEGABYTE:,.0f}",
        ),
        (
            f"same output: {len(HASH_SEEDS)} hash seeds, 2 processes, {THREADS} threads",
            "identical",
            "identical",
            "identical" if same else f"{len(set(found.digests.values()))} different",
        ),
    ]


def _running_notes(found: Running) -> list[str]:
    cold, offsets, memory = found.cold, found.offsets, found.memory
    return [
        f"- Cold: {cold['words']:,.0f} words, {cold['terms']:,.0f} spellings, "
        f"{cold['forms']:,.0f} forms. Loading the lexicon {cold['lexicon_seconds']:.2f} s, words "
        f"to terms {cold['terms_seconds']:.2f} s, classes of all forms "
        f"{cold['classes_seconds']:.2f} s; {cold['cpu_seconds']:.2f} s of processor in all, which "
        f"is {_rate(cold['words'], cold['cpu_seconds'])} words a second.",
        f"- With offsets: {offsets['words']:,.0f} words in texts that `snippet.mark` "
        f"processes, and {offsets['analyzed_words']:,.0f} words passed to `analyze` one by one, "
        f"each for the second time; {_rate(offsets['words'], offsets['cpu_seconds'])} and "
        f"{_rate(offsets['analyzed_words'], offsets['analyzed_cpu_seconds'])} words a second of "
        "processor.",
        f"- Memory: {memory['words']:,.0f} spellings analysed and highlighted; "
        f"{memory['analyzer_bytes'] / MEGABYTE:,.0f} MB before snippets are imported. Resident "
        "memory and its peak from /proc.",
        f"- Same output: one digest of {found.forms:,} words at every level, with and without the "
        "counts of their archive.",
    ]


def agreements(measured: Measured) -> str:
    """Render the scores of each analyzer on each gold set."""
    rows = [
        (
            one.gold,
            one.analyzer,
            f"{one.words:,}",
            f"{one.precision:.3f}",
            f"{one.recall:.3f}",
            f"{one.f1:.3f}",
        )
        for one in sorted(measured.agreements, key=lambda one: _GOLD.index(one.gold))
    ]
    return table(("pairs of words", "analyzer", "words", "precision", "recall", "F1"), rows)


def clitics(measured: Measured) -> str:
    """Render the share of pairs with one stem for each clitic."""
    names = [one.analyzer for one in measured.meetings]
    rows = []
    for clitic in CLITICS:
        pairs = measured.meetings[0].pairs.get(clitic, 0)
        if pairs:
            shares = (_percent(one.share_of(clitic)) for one in measured.meetings)
            rows.append((clitic, f"{pairs:,}", *shares))
    whole = sum(measured.meetings[0].pairs.values())
    rows.append(("all", f"{whole:,}", *(_percent(one.share) for one in measured.meetings)))
    return table(("clitic", "pairs", *names), rows)


def errors(measured: Measured) -> str:
    """List the pairs with two stems, a line for each analyzer and clitic."""
    lines = []
    for one in measured.meetings[1:]:
        for clitic in CLITICS:
            apart = "، ".join(pair.whole for pair in one.apart if pair.clitic == clitic)
            lines.append(f"{one.analyzer}, {clitic}: {apart or 'none'}")
    return "\n".join(lines)


def report(measured: Measured) -> str:
    """Render the figures as Markdown."""
    other_clitics, other_rests = measured.left_out
    parts = [machine(), "", targets(measured), ""]
    if measured.running is not None:
        parts += [*_running_notes(measured.running), ""]
    parts += [
        agreements(measured),
        "",
        clitics(measured),
        "",
        f"- Excluded: {other_clitics} pairs of other clitic combinations (فال, وب …), and "
        f"{other_rests} whose rest is a pronoun, one letter or not Arabic (بها, لنا).",
    ]
    return "\n".join(parts)


@benchmark(section="analyzer", as_json=True)
@click.option("--fast", is_flag=True, help="Skip speed, memory and determinism.")
@click.option(
    "--errors", "with_errors", is_flag=True, help="Print the clitic pairs with two stems."
)
def main(fast: bool, with_errors: bool, shared: Path, work: Path, output: Output) -> None:
    """Measure the analyzer: gold sets, clitics, speed, memory, determinism."""
    measured = run(shared, work, print_progress, fast=fast)
    text = report(measured)
    output.write(text, measured)
    if with_errors:
        click.echo("\n" + errors(measured))
    if measured.running is not None and len(set(measured.running.digests.values())) > 1:
        click.echo("The output for the same words differs between runs.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
