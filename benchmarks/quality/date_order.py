"""The order of dates: how many of the first ten documents are about an event, among all matches and
among the close ones.

Run ``python -m benchmarks.quality.date_order --home HOME`` over news of July and August 2015.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import click
import numpy as np

from arabic.folding import fold
from arabic.tokenizer import words
from benchmarks.options import Output, benchmark
from benchmarks.quality.date_order_events import EVENTS, Event
from benchmarks.reporting import BadInput, machine, table
from corpus.archive import DocumentRow
from search.engine import Engine
from search.request import Matches, Request, Sort

FIRST: Final = 10
LEAST_MATCHES: Final = FIRST + 1
"""Matches of a query that is counted: of fewer, any order has all of them at the beginning."""

LEAST_ABOUT: Final = 3
"""Documents about an event whose query is counted."""

BEGINNING: Final = 90
"""Words of title and text among which a document about an event names it."""

OFTEN: Final = 3
"""Occurrences of names by which a document names an event elsewhere."""

_MOST: Final = 10_000


class Shares(NamedTuple):
    """The shares of ``DateOrderFigures`` for one event."""

    oldest: float
    newest: float
    listed: float
    recall: float


class DateOrderFigures(NamedTuple):
    """The means over ``queries`` for the matches that are listed.

    ``oldest`` and ``newest`` are the shares of documents about the event among the first ten,
    ``listed`` is the share of all matches, ``recall`` that of all matches about the event.
    """

    matches: Matches
    queries: int
    oldest: float
    newest: float
    listed: float
    recall: float


def is_about(event: Event, row: DocumentRow) -> bool:
    """Whether a document of the time of an event names it in its title or among the first words of
    its text, or often."""
    if row.date is not None and row.date < event.first_day:
        return False
    forms = [fold(word) for word in words(f"{row.title} {row.text}")]
    beginning, whole = " ".join(forms[:BEGINNING]), " ".join(forms)
    begins = all(any(name in beginning for name in names) for names in _names(event))
    return begins or all(sum(map(whole.count, names)) >= OFTEN for names in _names(event))


def _names(event: Event) -> list[list[str]]:
    return [
        [" ".join(map(fold, name.split())) for name in names.split("|")] for names in event.names
    ]


def measure(engine: Engine, events: Iterable[Event]) -> list[DateOrderFigures]:
    """The figures of all matches and of the close ones, over the events with enough matches and
    documents about them."""
    shares: dict[Matches, list[Shares]] = {"all": [], "close": []}
    for event in events:
        found = _listed(engine, event, "oldest", "all")
        rows = engine.rows(found)
        about = {number: is_about(event, rows[number]) for number in found}
        if len(found) >= LEAST_MATCHES and sum(about.values()) >= LEAST_ABOUT:
            for matches, of_events in shares.items():
                of_events.append(_shares(engine, event, matches, about))
    return [
        DateOrderFigures(matches, len(each), *np.mean(each, axis=0).tolist())
        for matches, each in shares.items()
        if each
    ]


def _shares(engine: Engine, event: Event, matches: Matches, about: Mapping[int, bool]) -> Shares:
    oldest = _listed(engine, event, "oldest", matches)
    newest = _listed(engine, event, "newest", matches)
    recall = sum(about[number] for number in oldest) / sum(about.values())
    listed = len(oldest) / len(about)
    return Shares(_share(about, oldest[:FIRST]), _share(about, newest[:FIRST]), listed, recall)


def _listed(engine: Engine, event: Event, sort: Sort, matches: Matches) -> list[int]:
    request = Request(query=event.query, limit=_MOST, sort=sort, matches=matches)
    return list(engine.rank_numbers(request, _MOST).numbers)


def _share(about: Mapping[int, bool], numbers: Sequence[int]) -> float:
    return sum(about[number] for number in numbers) / len(numbers)


def report(where: str, figures: Sequence[DateOrderFigures]) -> str:
    """Render the figures as Markdown."""
    head = ("matches", "queries", "about, oldest ten", "newest ten", "listed", "recall")
    rows = [
        (each.matches, f"{each.queries}", *(f"{share:.1%}" for share in each[2:]))
        for each in figures
    ]
    return f"{where}\n\n{table(head, rows)}"


@benchmark(section="date order", as_json=True, data=False)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    required=True,
    help="A home with news of July and August 2015.",
)
def main(home: Path, work: Path, output: Output) -> None:  # noqa: ARG001
    """Measure the first ten documents in the order of dates."""
    with closing(Engine.open(home)) as engine:
        figures = measure(engine, EVENTS)
    if not figures:
        raise BadInput("The archive has too few documents about the events.")
    output.write(report(machine(), figures), *figures)


if __name__ == "__main__":
    main()
