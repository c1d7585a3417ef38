"""Similar documents: recall of known copies, and time.

Run ``python -m benchmarks.quality.similar``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from arabic.lexicon import load_lexicon
from benchmarks.judged_homes import prepare
from benchmarks.judged_sets import Qrels, load
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.reporting import machine, table
from benchmarks.speed.query_timing import Spread
from search.engine import Engine
from search.similar import Similar

_FIRST: Final = 10
_ARTICLE: Final = 2
_COPY: Final = 1


class ArticleWithCopies(NamedTuple):
    """An article of the judged set and the articles judged to be its copies."""

    id: str
    copies: frozenset[str]


class CopyFigures(NamedTuple):
    """The figures over an archive.

    ``copies`` counts the judged copies of ``articles``, at most ten each. ``found`` is the share
    of them among the first ten results, ``labelled`` the share of the found ones that the answer
    labels as copies, ``confirmed`` the share of labelled documents that are judged copies;
    ``times`` are milliseconds.
    """

    documents: int
    articles: int
    copies: int
    found: float
    labelled: float
    confirmed: float
    times: Spread


def with_copies(qrels: Qrels) -> list[ArticleWithCopies]:
    """The articles that have copies, in id order."""
    found = {
        own: ArticleWithCopies(
            own, frozenset(each for each, grade in grades.items() if grade == _COPY)
        )
        for grades in qrels.values()
        for own, grade_of_own in grades.items()
        if grade_of_own == _ARTICLE
    }
    return [found[own] for own in sorted(found) if found[own].copies]


def first_ids(found: Similar) -> list[str]:
    """The ids of the ten best copies and hits by score."""
    ranked = sorted((*found.copies, *found.hits), key=lambda each: -each.score)
    return [each.id for each in ranked[:_FIRST]]


def measure(home: Path, articles: Sequence[ArticleWithCopies]) -> CopyFigures:
    """Request the similar documents of each article; skips articles missing from the archive."""
    load_lexicon()  # as `warraq serve` does at start
    times: list[float] = []
    wanted = found = labelled = all_labelled = 0
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
            labelled += len(article.copies & copies)
            all_labelled += len(copies)
        documents = engine.info.documents
    return CopyFigures(
        documents=documents,
        articles=len(times),
        copies=wanted,
        found=found / max(1, wanted),
        labelled=labelled / max(1, found),
        confirmed=labelled / max(1, all_labelled),
        times=Spread.of(times),
    )


def report(where: str, measured: CopyFigures) -> str:
    """Render the figures as Markdown."""
    head = ("documents", "articles", "their copies", "found in the first 10", "labelled as copies")
    row = (
        f"{measured.documents:,}",
        f"{measured.articles:,}",
        f"{measured.copies:,}",
        f"{measured.found:.1%}",
        f"{measured.labelled:.1%}",
        f"{measured.confirmed:.1%}",
        *(f"{each:.1f}" for each in (measured.times.median, measured.times.p95)),
    )
    times = ("of labelled, judged copies", "median, ms", "95 %")
    return f"{where}\n\n{table((*head, *times), [row])}"


@benchmark(section="similar")
def main(shared: Path, work: Path, output: Output) -> None:
    """Measure how many known copies the similar documents contain, and the time."""
    where = machine()
    judged = load(shared, "headlines")
    home = prepare(judged, work, print_progress)
    articles = with_copies(judged.qrels)
    print_progress(f"headlines: requesting the similar documents of {len(articles):,} articles …")
    text = report(where, measure(home.path, articles))
    output.write(text)


if __name__ == "__main__":
    main()
