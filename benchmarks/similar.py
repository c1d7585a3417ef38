"""Whether more like this finds the copies of an article, and how long it takes.

Run it as ``python -m benchmarks.similar``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import click

from arabic.lexicon import load_lexicon
from benchmarks.asking import Spread
from benchmarks.homes import prepare
from benchmarks.judged import Qrels, load
from benchmarks.options import benchmark, say
from benchmarks.report import Section, machine, table
from search.engine import Engine
from search.similar import Similar

_FIRST: Final = 10
_ARTICLE: Final = 2
_COPY: Final = 1


class Article(NamedTuple):
    """An article of the judged set, and the other articles that were judged to be copies of it."""

    id: str
    copies: frozenset[str]


class Likenesses(NamedTuple):
    """What was measured over some documents.

    Of the judged ``copies`` of ``articles``, up to ten each, ``found`` is the share among the first
    ten; ``told`` is the share of these that is told to be a copy, ``judged`` the share of what is
    told so that is judged so; ``times`` are milliseconds.
    """

    documents: int
    articles: int
    copies: int
    found: float
    told: float
    judged: float
    times: Spread


def with_copies(qrels: Qrels) -> list[Article]:
    """The articles that have copies, by id."""
    found = {
        own: Article(own, frozenset(each for each, grade in grades.items() if grade == _COPY))
        for grades in qrels.values()
        for own, grade_of_own in grades.items()
        if grade_of_own == _ARTICLE
    }
    return [found[own] for own in sorted(found) if found[own].copies]


def first_ids(found: Similar) -> list[str]:
    """The ids of the first ten, copies or not, by score."""
    ranked = sorted((*found.copies, *found.hits), key=lambda each: -each.score)
    return [each.id for each in ranked[:_FIRST]]


def measure(home: Path, articles: Sequence[Article]) -> Likenesses:
    """Ask for what is like each of some articles; one that is not in the archive is left out."""
    load_lexicon()  # as `warraq serve` does before it listens
    times: list[float] = []
    wanted = found = told = told_in_all = 0
    with closing(Engine.open(home)) as engine:
        for article in articles:
            document = engine.document(article.id)
            if document is None:
                continue
            started = time.perf_counter()
            answer = engine.similar(document, _FIRST)
            times.append((time.perf_counter() - started) * 1000)
            copies = {each.id for each in answer.copies}
            wanted += min(_FIRST, len(article.copies))
            found += len(article.copies & set(first_ids(answer)))
            told += len(article.copies & copies)
            told_in_all += len(copies)
        documents = engine.info.documents
    return Likenesses(
        documents=documents,
        articles=len(times),
        copies=wanted,
        found=found / max(1, wanted),
        told=told / max(1, found),
        judged=told / max(1, told_in_all),
        times=Spread.of(times),
    )


def report(where: str, measured: Likenesses) -> str:
    """The figures as Markdown."""
    head = ("documents", "articles", "their copies", "found in the first 10", "told as copies")
    row = (
        f"{measured.documents:,}",
        f"{measured.articles:,}",
        f"{measured.copies:,}",
        f"{measured.found:.1%}",
        f"{measured.told:.1%}",
        f"{measured.judged:.1%}",
        *(f"{each:.1f}" for each in (measured.times.median, measured.times.p95)),
    )
    times = ("of what is told so, judged so", "median, ms", "95 %")
    return f"{where}\n\n{table((*head, *times), [row])}"


@benchmark(section="similar")
def main(shared: Path, work: Path, into: Section | None) -> None:
    """Measure whether more like this finds the copies of articles, and how long it takes."""
    where = machine()
    judged = load(shared, "headlines")
    home = prepare(judged, work, say)
    articles = with_copies(judged.qrels)
    say(f"headlines: asking what is like {len(articles):,} articles …")
    text = report(where, measure(home.path, articles))
    click.echo(text)
    if into is not None:
        into.replace(text)


if __name__ == "__main__":
    main()
