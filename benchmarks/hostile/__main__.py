"""Ask every bad query there is, thousands of generated ones and misspelt headlines.

Run it as ``python -m benchmarks.hostile``. Exits with 1 where one of them is neither answered nor
refused in time.
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
from benchmarks.growth.homes import prepare
from benchmarks.hostile.asking import (
    ADDRESSES,
    OVERHEAD_SECONDS,
    Asked,
    Door,
    Kind,
    campaign,
    faults,
)
from benchmarks.hostile.queries import HEAVY, generated, mutated
from benchmarks.judged import load
from benchmarks.options import benchmark, say
from benchmarks.report import Section, machine, table
from search.limits import LIMITS
from tests.search.bad_queries import BAD_QUERIES
from warraq.progress import meter

_DOCUMENTS: Final = 86_000
_SLOWEST: Final = 10
_SHOWN: Final = 60


def percentile(values: Sequence[float], share: float) -> float:
    """The value that at least this share do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]


def shown(query: str) -> str:
    """A query as a cell of a table: cut, with what shows nothing spelt out."""
    text = "".join(
        letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}" for letter in query[:_SHOWN]
    )
    text = text.replace("|", "\\|").replace("`", "ˋ")
    return f"`{text}{'…' if len(query) > _SHOWN else ''}` ({len(query):,})"


def report(asked: Sequence[Asked]) -> str:
    """The figures of a campaign."""
    parts = [_outcomes(asked), _refusals(asked), _slowest(asked)]
    wrong = faults(asked)
    if wrong:
        rows = [[shown(one.query), one.door, one.options, _wrong(one)] for one in wrong[:50]]
        parts.append(table(["neither answered nor refused in time", "by", "with", "why"], rows))
    return "\n\n".join(parts)


def _wrong(one: Asked) -> str:
    if one.fault is None:
        return f"{one.milliseconds:,.0f} ms"
    return one.fault.strip().splitlines()[-1]


def _outcomes(asked: Sequence[Asked]) -> str:
    rows = []
    for kind in get_args(Kind):
        for door in get_args(Door):
            some = [one for one in asked if (one.kind, one.door) == (kind, door)]
            if not some:
                continue
            took = [one.milliseconds for one in some]
            refused = sum(one.refused is not None for one in some)
            wrong = len(faults(some))
            answered = sum(one.refused is None and one.fault is None for one in some)
            rows.append(
                [
                    f"{kind}, {door}",
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
    head = ["queries, by", "asked", "answered", "in part", "refused", "neither"]
    return table([*head, "ms: median", "95 %", "99 %", "99.9 %", "most"], rows)


def _refusals(asked: Sequence[Asked]) -> str:
    counted = Counter(one.refused for one in asked if one.refused and one.door != "page")
    rows = [[told.replace("|", "\\|"), f"{count:,}"] for told, count in counted.most_common()]
    return table(["refused: parameter and sentence", "queries"], rows)


def _slowest(asked: Sequence[Asked]) -> str:
    rows = [
        [
            shown(one.query),
            one.kind,
            one.door,
            one.options.replace("|", "\\|"),
            f"{one.milliseconds:,.0f}",
            "in part" if one.timed_out else "refused" if one.refused else f"{one.total:,}",
        ]
        for one in sorted(asked, key=lambda one: -one.milliseconds)[:_SLOWEST]
    ]
    return table(["the slowest (code points)", "", "by", "with", "ms", "documents"], rows)


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@benchmark(section="hostile")
@click.option("--documents", default=_DOCUMENTS, show_default=True, help="The archive's size.")
@click.option("--generate", default=10_000, show_default=True, help="Generated queries.")
@click.option("--mutate", default=1_000, show_default=True, help="Headlines with slips.")
def main(
    documents: int,
    generate: int,
    mutate: int,
    shared: Path,
    work: Path,
    into: Section | None,
) -> None:
    """Ask them all over an archive of all corpora, through the engine and the application."""
    home = prepare(collection.corpora(shared), documents, work, say)
    say("generating the queries …")
    headlines = [query.text for query in load(shared, "headlines").queries]
    queries: list[tuple[Kind, Sequence[str]]] = [
        ("listed", BAD_QUERIES),
        ("heavy", HEAVY),
        ("generated", generated(generate)),
        ("mutated", mutated(headlines, mutate)),
    ]
    where = machine()
    files = _descriptors()
    with meter("asked", None, "queries", 1_000) as shown_:
        asked = campaign(home.path, queries, progress=shown_.show)
    grown = _descriptors() - files
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000
    unlike = len({one.query for one in asked})
    text = (
        f"{where}\n\n{home.collection.documents:,} documents; {unlike:,} different queries and "
        f"{len(ADDRESSES)} addresses. In time is {LIMITS.search_seconds:g} s for a search and "
        f"{OVERHEAD_SECONDS:g} s beside it. Open files more at the end than at the beginning: "
        f"{grown}; the most memory: {peak:,.0f} MB.\n\n{report(asked)}"
    )
    click.echo(text)
    if into is not None:
        into.replace(text)
    wrong = faults(asked)
    for one in wrong:
        say(f"{one.kind} {one.door} {one.query[:1_100]!a} {one.options}: {one.fault or 'late'}")
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
