"""Run listed bad queries, thousands of generated ones and mutated headlines.

Run ``python -m benchmarks.hostile``. Exits with 1 if a query is neither answered nor refused within
the time limit.
"""

from __future__ import annotations

import resource
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, get_args

import click

from benchmarks.growth import collection
from benchmarks.growth.sized_homes import prepare
from benchmarks.hostile.campaign import (
    ADDRESSES,
    OVERHEAD_SECONDS,
    EntryPoint,
    Kind,
    QueryOutcome,
    campaign,
    faults,
)
from benchmarks.hostile.queries import HEAVY, generated, mutated
from benchmarks.judged_sets import load
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.reporting import machine, table
from search.limits import LIMITS
from tests.search.bad_queries import BAD_QUERIES
from warraq.progress import meter

_DOCUMENTS: Final = 86_000
_SLOWEST: Final = 10
_SHOWN: Final = 60


def percentile(values: Sequence[float], share: float) -> float:
    """The percentile for a share from 0 to 1 by the nearest-rank method."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]


def render_query(query: str) -> str:
    """Render a query as a table cell: shortened, non-printing characters escaped."""
    text = "".join(
        letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}" for letter in query[:_SHOWN]
    )
    text = text.replace("|", "\\|").replace("`", "ˋ")
    return f"`{text}{'…' if len(query) > _SHOWN else ''}` ({len(query):,})"


def report(outcomes: Sequence[QueryOutcome]) -> str:
    """Render the figures of a campaign."""
    parts = [_outcomes(outcomes), _refusals(outcomes), _slowest(outcomes)]
    wrong = faults(outcomes)
    if wrong:
        rows = [
            [render_query(one.query), one.entry, one.options, _wrong(one)] for one in wrong[:50]
        ]
        parts.append(
            table(
                ["neither answered nor refused in time", "entry point", "options", "reason"], rows
            )
        )
    return "\n\n".join(parts)


def _wrong(one: QueryOutcome) -> str:
    if one.fault is None:
        return f"{one.milliseconds:,.0f} ms"
    return one.fault.strip().splitlines()[-1]


def _outcomes(outcomes: Sequence[QueryOutcome]) -> str:
    rows = []
    for kind in get_args(Kind):
        for entry in get_args(EntryPoint):
            some = [one for one in outcomes if (one.kind, one.entry) == (kind, entry)]
            if not some:
                continue
            took = [one.milliseconds for one in some]
            refused = sum(one.refused is not None for one in some)
            wrong = len(faults(some))
            answered = sum(one.refused is None and one.fault is None for one in some)
            rows.append(
                [
                    f"{kind}, {entry}",
                    f"{len(some):,}",
                    f"{answered:,}",
                    f"{sum(one.timed_out for one in some):,}",
                    f"{refused:,}",
                    f"{wrong:,}" if not wrong else f"**{wrong:,}**",
                    f"{statistics.median(took):.1f}",
                    *(f"{percentile(took, share):,.0f}" for share in (0.95, 0.99, 0.999)),
                    f"{max(took):,.0f}",
                ]
            )
    head = ["queries, by", "outcomes", "answered", "in part", "refused", "neither"]
    return table([*head, "ms: median", "95 %", "99 %", "99.9 %", "maximum"], rows)


def _refusals(outcomes: Sequence[QueryOutcome]) -> str:
    counted = Counter(one.refused for one in outcomes if one.refused and one.entry != "page")
    rows = [[text.replace("|", "\\|"), f"{count:,}"] for text, count in counted.most_common()]
    return table(["refused: parameter and message", "queries"], rows)


def _slowest(outcomes: Sequence[QueryOutcome]) -> str:
    rows = [
        [
            render_query(one.query),
            one.kind,
            one.entry,
            one.options.replace("|", "\\|"),
            f"{one.milliseconds:,.0f}",
            "in part" if one.timed_out else "refused" if one.refused else f"{one.total:,}",
        ]
        for one in sorted(outcomes, key=lambda one: -one.milliseconds)[:_SLOWEST]
    ]
    return table(["slowest (code points)", "", "entry point", "options", "ms", "documents"], rows)


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@benchmark(section="hostile")
@click.option("--documents", default=_DOCUMENTS, show_default=True, help="Number of documents.")
@click.option("--generate", default=10_000, show_default=True, help="Generated queries.")
@click.option("--mutate", default=1_000, show_default=True, help="Mutated headlines.")
def main(
    documents: int,
    generate: int,
    mutate: int,
    shared: Path,
    work: Path,
    output: Output,
) -> None:
    """Run the campaign over an archive of all corpora."""
    home = prepare(collection.corpora(shared), documents, work, print_progress)
    print_progress("generating the queries …")
    headlines = [query.text for query in load(shared, "headlines").queries]
    queries: list[tuple[Kind, Sequence[str]]] = [
        ("listed", BAD_QUERIES),
        ("heavy", HEAVY),
        ("generated", generated(generate)),
        ("mutated", mutated(headlines, mutate)),
    ]
    where = machine()
    files = _descriptors()
    with meter("outcomes", None, "queries", 1_000) as shown_:
        outcomes = campaign(home.path, queries, progress=shown_.show)
    grown = _descriptors() - files
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000
    distinct = len({one.query for one in outcomes})
    text = (
        f"{where}\n\n{home.collection.documents:,} documents; {distinct:,} different queries and "
        f"{len(ADDRESSES)} addresses. The time limit is {LIMITS.search_seconds:g} s for a search "
        f"plus {OVERHEAD_SECONDS:g} s. Additional open files at the end: {grown}; peak memory: "
        f"{peak:,.0f} MB.\n\n{report(outcomes)}"
    )
    output.write(text)
    wrong = faults(outcomes)
    for one in wrong:
        print_progress(
            f"{one.kind} {one.entry} {one.query[:1_100]!a} {one.options}: {one.fault or 'late'}"
        )
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
