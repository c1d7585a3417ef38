"""Groups of copies: how many judged copies are grouped with their article, how much of the shorter
text the pairs of a group share, and the size of the file.

Run ``python -m benchmarks.quality.copies``; ``--read`` lists pairs to be read by eye.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

import click
import numpy as np

from benchmarks.judged_homes import prepare
from benchmarks.judged_sets import Qrels, load
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.quality.similar import with_copies
from benchmarks.reporting import BadInput, machine, table
from corpus.archive import Archive
from index.copies.groups import NO_GROUP, CopyGroups
from index.copies.texts import TextShingler
from index.generation import COPIES
from index.kernels import count_shared
from index.reader import IndexReader
from search.engine import archive_path

SAMPLED: Final = 1_000
"""Pairs of one group that are compared."""

LOW: Final = 0.4
"""Containment below which a pair is to be read by eye."""

_SEED: Final = 15
_READ: Final = 200


class GroupFigures(NamedTuple):
    """The figures over an archive.

    ``grouped`` is the share of ``judged`` copies in the group of their article; ``low`` the share
    of pairs within groups with a containment below ``LOW``; ``size`` the bytes of the file for each
    byte of the texts.
    """

    documents: int
    judged: int
    grouped: float
    groups: int
    members: int
    low: float
    size: float


class ComparedPair(NamedTuple):
    """Two documents of one group by their ids, with their containment."""

    containment: float
    one: str
    other: str


def judged_pairs(qrels: Qrels) -> Iterator[tuple[str, str]]:
    """Each article with each of its judged copies."""
    for article in with_copies(qrels):
        yield from ((article.id, copy) for copy in sorted(article.copies))


def sampled_pairs(groups: CopyGroups, size: int) -> list[tuple[int, int]]:
    """Random pairs of documents of one group, all pairs alike."""
    pairs = [
        pair
        for group in range(len(groups))
        for pair in combinations(groups.members(group).tolist(), 2)
    ]
    return random.Random(_SEED).sample(pairs, min(size, len(pairs)))


def compare(
    archive: Archive, reader: IndexReader, pairs: Sequence[tuple[int, int]]
) -> list[ComparedPair]:
    """The pairs with their containment, the lowest first."""
    shingler = TextShingler()
    found = []
    for pair in pairs:
        numbers = [int(reader.numbers[document]) for document in pair]
        rows = archive.rows(numbers)
        sets = shingler.read([rows[number].text for number in numbers]).shingles
        shared = int(count_shared(*sets, np.array([0]), np.array([1]))[0])
        containment = shared / max(1, int(sets.sizes.min()))
        found.append(ComparedPair(containment, *(rows[number].id for number in numbers)))
    return sorted(found)


def share_grouped(archive: Archive, reader: IndexReader, pairs: Sequence[tuple[str, str]]) -> float:
    """The share of pairs of ids whose documents are in one group."""
    places = {number: place for place, number in enumerate(reader.numbers.tolist())}
    group = reader.copies.group
    found = 0
    for ids in pairs:
        one, other = (group[places[number]] for number in archive_numbers(archive, ids))
        found += bool(one == other != NO_GROUP)
    return found / max(1, len(pairs))


def archive_numbers(archive: Archive, ids: Iterable[str]) -> list[int]:
    """The numbers of documents; raises BadInput for one that the archive lacks."""
    found = []
    for each in ids:
        number = archive.number(each)
        if number is None:
            raise BadInput(f"The archive lacks the judged document {each}.")
        found.append(number)
    return found


def measure(home: Path, pairs: Sequence[tuple[str, str]]) -> tuple[GroupFigures, str]:
    """The figures of a home, and the pairs to be read by eye as text."""
    with (
        Archive(archive_path(home), read_only=True) as archive,
        closing(IndexReader.current(home)) as reader,
    ):
        groups = reader.copies
        compared = compare(archive, reader, sampled_pairs(groups, SAMPLED))
        texts = sum(len(row.text.encode()) for row in archive.changes(0))
        figures = GroupFigures(
            documents=archive.count(),
            judged=len(pairs),
            grouped=share_grouped(archive, reader, pairs),
            groups=len(groups),
            members=int((groups.group != NO_GROUP).sum()),
            low=sum(pair.containment < LOW for pair in compared) / max(1, len(compared)),
            size=(reader.folder / COPIES).stat().st_size / texts,
        )
        return figures, to_read(archive, compared[:_READ])


def to_read(archive: Archive, pairs: Sequence[ComparedPair]) -> str:
    """Pairs with the dates and titles of their documents."""
    lines = []
    for containment, *ids in pairs:
        headings = archive.headings(ids)
        lines.append(f"{containment:.2f}")
        lines += [f"    {each}  {headings[each].date}  {headings[each].title}" for each in ids]
    return "\n".join(lines)


def report(where: str, figures: GroupFigures) -> str:
    """Render the figures as Markdown."""
    head = ("documents", "judged", "grouped", "groups", "in groups", f"below {LOW}", "size")
    row = (
        *(f"{figures.documents:,}", f"{figures.judged:,}", f"{figures.grouped:.1%}"),
        *(f"{figures.groups:,}", f"{figures.members:,}"),
        *(f"{figures.low:.1%}", f"{figures.size:.3f}"),
    )
    return f"{where}\n\n{table(head, [row])}"


@benchmark(section="copies", as_json=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A home with the judged articles; by default one is built of them.",
)
@click.option("--read", "reads", is_flag=True, help="List the pairs that share the least.")
def main(home: Path | None, reads: bool, shared: Path, work: Path, output: Output) -> None:
    """Measure groups of copies."""
    judged = load(shared, "headlines")
    path = home or prepare(judged, work, print_progress).path
    figures, pairs = measure(path, list(judged_pairs(judged.qrels)))
    output.write(report(machine(), figures), figures)
    if reads:
        click.echo(pairs)


if __name__ == "__main__":
    main()
