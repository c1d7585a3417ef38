"""Did you mean: of real misspellings that find nothing, how often the right word is offered.

Run it as ``python -m benchmarks.spelling``. The pairs of a gold list count whose right spelling is
in the archive of the headlines and whose wrong one finds nothing there. Few wrong spellings stand
nowhere in 40,000 articles, so a second archive leaves out the documents in which a rare one stands.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import click
import msgspec
from rapidfuzz.distance import OSA

from benchmarks.gold import Spelling, read_spellings
from benchmarks.homes import prepare
from benchmarks.judged import half_of, load
from benchmarks.options import benchmark, say
from benchmarks.report import Section, machine, table
from corpus.archive import Archive
from index.build import update
from search.engine import Engine, archive_path
from search.query.nodes import words
from search.query.parser import parse
from search.query.query_words import forms
from search.request import Request

OFFERED: Final = 3
"""Suggestions that are looked at."""

RARE: Final = 50
"""A wrong spelling of no more documents is taken out of the second archive."""

UNLIKE: Final = 0.5
"""A pair whose words agree less than this, as a share of their letters, is no misspelling: the
list has words of other sentences beside each other."""

_REWORDED: Final = ("layout", "spelling", "split")

Name = Literal["as it is", "without them"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was offered for a wrong spelling: at which place the right one stands, and one of its
    stem (0: at none), and how long the search took, in milliseconds."""

    spelling: Spelling
    form: int
    stem: int
    milliseconds: float


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The outcomes of an archive; ``unlike`` are the pairs left out as no misspellings."""

    name: Name
    documents: int
    outcomes: tuple[Outcome, ...]
    unlike: tuple[Spelling, ...]


def read_forms(query: str) -> tuple[tuple[str, ...], ...]:
    """The forms of a query, those of each part by themselves: what makes two queries one."""
    return tuple(forms(leaf.text) for leaf in words(parse(query).tree))


def is_unlike(spelling: Spelling) -> bool:
    """Whether the two words of a pair are not spellings of one another."""
    wrong, right = ("".join(forms(text)) for text in (spelling.wrong, spelling.right))
    return OSA.normalized_similarity(wrong, right) < UNLIKE


def eligible(engine: Engine, spellings: Iterable[Spelling]) -> Iterator[Spelling]:
    """The pairs whose wrong spelling finds nothing at ``stem`` and whose right one does."""
    for spelling in spellings:
        found = [_total(engine, text) for text in (spelling.wrong, spelling.right)]
        if found[0] == 0 and found[1]:
            yield spelling


def outcome(engine: Engine, spelling: Spelling) -> Outcome:
    """What a search for a wrong spelling offers."""
    started = time.perf_counter()
    answer = engine.search(Request(query=spelling.wrong))
    took = (time.perf_counter() - started) * 1000
    offered = [each.query for each in answer.suggestions if each.kind in _REWORDED][:OFFERED]
    return Outcome(
        spelling=spelling,
        form=_place(read_forms(spelling.right), map(read_forms, offered)),
        stem=_place(_stems(engine, spelling.right), (_stems(engine, each) for each in offered)),
        milliseconds=took,
    )


def _place(wanted: object, offered: Iterable[object]) -> int:
    return next((place for place, found in enumerate(offered, 1) if found == wanted), 0)


def _stems(engine: Engine, query: str) -> tuple[str, ...]:
    return tuple(word.stem for word in engine.analyze(query))


def _total(engine: Engine, query: str) -> int:
    return engine.rank(Request(query=query, limit=1)).total


def run(home: Path, name: Name, spellings: Sequence[Spelling]) -> Result:
    """Ask an archive for every wrong spelling that it can be asked for."""
    engine = Engine.open(home)
    try:
        found = list(eligible(engine, spellings))
        engine.clear_caches()
        return Result(
            name=name,
            documents=engine.info.documents,
            outcomes=tuple(outcome(engine, each) for each in found if not is_unlike(each)),
            unlike=tuple(each for each in found if is_unlike(each)),
        )
    finally:
        engine.close()


@contextmanager
def without_them(home: Path, work: Path, spellings: Sequence[Spelling]) -> Iterator[Path]:
    """A copy of a home, for a while, without the documents of rare wrong spellings."""
    engine = Engine.open(home)
    try:
        taken: set[str] = set()
        for spelling in spellings:
            found = engine.rank(Request(query=spelling.wrong, limit=RARE))
            if found.total <= RARE and not is_unlike(spelling):
                taken.update(found.ids)
    finally:
        engine.close()
    copy = work / "spelling"
    shutil.rmtree(copy, ignore_errors=True)
    try:
        shutil.copytree(home, copy)
        with Archive(archive_path(copy)) as archive:
            archive.delete(sorted(taken))
            update(archive, copy)
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def report(results: Sequence[Result]) -> str:
    """The table of some archives, and what was not offered."""
    rows = []
    for result in results:
        parts = {
            "all": result.outcomes,
            **{
                half: [each for each in result.outcomes if half_of(each.spelling.wrong) == half]
                for half in ("a", "b")
            },
        }
        for half, outcomes in parts.items():
            if outcomes:
                rows.append(_row(f"{result.name} ({result.documents:,} documents)", half, outcomes))
    head = ("archive", "half", "pairs", "right form", "its stem", "first", "median", "slowest")
    lines = [table(head, rows), ""]
    for result in results:
        missed = [each.spelling for each in result.outcomes if not each.form]
        lines.append(f"Not offered, {result.name}: {_told(missed)}.")
        lines.append(f"Left out as no misspellings, {result.name}: {_told(result.unlike)}.")
    return "\n".join(lines)


def _row(name: str, half: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    def share(count: int) -> str:
        return f"{100 * count / len(outcomes):.1f} %"

    taken = [each.milliseconds for each in outcomes]
    return (
        name,
        half,
        str(len(outcomes)),
        share(sum(each.form > 0 for each in outcomes)),
        share(sum(each.stem > 0 for each in outcomes)),
        share(sum(each.form == 1 for each in outcomes)),
        f"{statistics.median(taken):.0f} ms",
        f"{max(taken):.0f} ms",
    )


def _told(spellings: Sequence[Spelling]) -> str:
    return "، ".join(f"{each.wrong} ({each.right})" for each in spellings) or "none"


@benchmark(section="spelling")
def main(shared: Path, work: Path, into: Section | None) -> None:
    """Count how often the right word is among the first three suggestions for a wrong one."""
    spellings = read_spellings(shared)
    home = prepare(load(shared, "headlines"), work, say).path
    results = [run(home, "as it is", spellings)]
    say("leaving out the documents of rare wrong spellings …")
    with without_them(home, work, spellings) as thinned:
        results.append(run(thinned, "without them", spellings))
    told = f"{report(results)}\n\n{machine()}"
    click.echo(told)
    if into is not None:
        into.replace(told)


if __name__ == "__main__":
    main()
