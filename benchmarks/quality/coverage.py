"""Coverage: whether the sources of drafts are found, what is not there is said to be missing, and
articles about one event come together; and the time of a check.

Run ``python -m benchmarks.quality.coverage``, with ``--home`` for an archive of the three corpora
that was built before.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import click
import msgspec

from arabic.lexicon import load_lexicon
from benchmarks.judged_homes import DocumentSet, prepare_documents
from benchmarks.judged_sets import Half, lines
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.quality.coverage_drafts import excerpt, is_source, rewrite
from benchmarks.quality.coverage_events import STORY_EVENTS, StoryEvent
from benchmarks.reporting import BadInput, machine, percentile_95, table
from corpus.archive import Archive
from corpus.document import Document
from index.reader import IndexReader
from search.coverage.answer import Coverage
from search.engine import Engine, archive_path
from search.similar import forms_of, overlap, shingles

DRAFTS: Final = 300
RECALL_AT: Final = 20
PRECISION_AT: Final = 10
TIMED: Final = 100
TIMED_WORDS: Final = 600
_COPY: Final = 0.5
_WORDS: Final = 20_000


class _Passage(msgspec.Struct):
    text: str


class DraftFigures(NamedTuple):
    """Over ``drafts`` of one kind: the share whose source, or a copy of it, is first under same
    text (None: they have no source), and the shares that are said to be covered, not covered, and
    neither."""

    kind: str
    drafts: int
    first: float | None
    covered: float
    not_covered: float
    unknown: float


class StoryFigures(NamedTuple):
    """Over ``drafts`` of events: recall among the first twenty documents of the same story, of at
    most twenty, precision among the first ten, and how many are listed, without the draft and its
    copies."""

    half: Half
    events: int
    drafts: int
    recall: float
    precision: float
    listed: float


class TimeFigures(NamedTuple):
    """The time of a check of ``words`` words, in milliseconds, over ``checks`` checks."""

    documents: int
    checks: int
    words: int
    median: float
    p95: float


class _StoryResult(NamedTuple):
    recall: float
    precision: float
    listed: int


def sources_of(engine: Engine, ids: Sequence[str], random: Random) -> list[Document]:
    """Random documents that drafts are made from."""
    found: list[Document] = []
    for name in random.sample(ids, len(ids)):
        document = engine.document(name)
        if document is not None and is_source(document.text):
            found.append(document)
            if len(found) == DRAFTS:
                break
    return found


def measure_drafts(
    engine: Engine, sources: Sequence[Document], random: Random
) -> list[DraftFigures]:
    """The figures of rewritten articles and of excerpts."""
    words = [word for each in sources for word in each.text.split()]
    words = random.sample(words, min(_WORDS, len(words)))
    rewritten = [rewrite(each.text, words, random) for each in sources]
    excerpts = [excerpt(each.text, random) for each in sources]
    return [
        _draft_figures("rewritten", engine, rewritten, sources),
        _draft_figures("two sentences", engine, excerpts, sources),
    ]


def measure_absent(engine: Engine, texts: Sequence[str]) -> DraftFigures:
    """The figures of texts that the archive does not have."""
    return _draft_figures("encyclopedia", engine, texts, ())


def _draft_figures(
    kind: str, engine: Engine, drafts: Sequence[str], sources: Sequence[Document]
) -> DraftFigures:
    answers = [engine.covered(draft) for draft in drafts]
    first = [_is_first(engine, *each) for each in zip(answers, sources, strict=False)]
    return DraftFigures(
        kind,
        len(drafts),
        _mean(first) if first else None,
        _mean(answer.covered is True for answer in answers),
        _mean(answer.covered is False for answer in answers),
        _mean(answer.covered is None for answer in answers),
    )


def _is_first(engine: Engine, answer: Coverage, source: Document) -> bool:
    """Whether the first document with the same text is the source, or has most of its text."""
    if not answer.same_text:
        return False
    first = answer.same_text[0]
    if source.id in (first.id, *first.copies):
        return True
    document = engine.document(first.id)
    if document is None:
        return False
    return overlap(*(shingles(forms_of(each.text)) for each in (source, document))) >= _COPY


class CopyIds:
    """The groups of copies of a home by the ids of documents."""

    def __init__(self, home: Path) -> None:
        with (
            closing(IndexReader.current(home)) as index,
            Archive(archive_path(home), read_only=True) as archive,
        ):
            self._groups: dict[str, frozenset[str]] = {}
            for group in range(len(index.copies)):
                numbers = index.numbers[index.copies.members(group)].tolist()
                ids = frozenset(archive.ids_of(numbers).values())
                self._groups |= dict.fromkeys(ids, ids)

    def of(self, document: str) -> frozenset[str]:
        """A document and its copies."""
        return self._groups.get(document, frozenset((document,)))


def measure_stories(engine: Engine, copies: CopyIds, half: Half) -> StoryFigures:
    """The figures of the events of one half."""
    events = [each for each in STORY_EVENTS if each.half == half]
    results = [
        _story_result(engine, copies, event, document)
        for event in events
        for draft in event.drafts
        if (document := engine.document(draft)) is not None
    ]
    if not results:
        raise BadInput("The archive has none of the judged articles.")
    recall, precision, listed = map(_mean, zip(*results, strict=True))
    return StoryFigures(half, len(events), len(results), recall, precision, listed)


def _story_result(
    engine: Engine, copies: CopyIds, event: StoryEvent, draft: Document
) -> _StoryResult:
    """The result of a draft that is pasted without its date."""
    answer = engine.covered(draft.text)
    by_score = sorted(answer.same_story, key=lambda each: -each.score)
    own = copies.of(draft.id)
    listed = [group for each in by_score if (group := copies.of(each.id)) != own][:RECALL_AT]
    wanted = {copies.of(each) for each in event.ids()} - {own}
    about = [group in wanted for group in listed[:PRECISION_AT]]
    return _StoryResult(
        len(wanted & set(listed)) / min(RECALL_AT, len(wanted)),
        _mean(about) if about else 1.0,
        len(listed),
    )


def measure_times(engine: Engine, documents: Sequence[Document]) -> TimeFigures:
    """The time of checks of texts of 600 words, each made of several documents."""
    words = [word for document in documents for word in document.text.split()]
    starts = range(0, len(words) - TIMED_WORDS, TIMED_WORDS)[:TIMED]
    times = []
    for start in starts:
        draft = " ".join(words[start : start + TIMED_WORDS])
        started = time.perf_counter()
        engine.covered(draft)
        times.append((time.perf_counter() - started) * 1000)
    return TimeFigures(
        engine.info.documents,
        len(times),
        TIMED_WORDS,
        statistics.median(times),
        percentile_95(times),
    )


def passages_of(shared: Path, random: Random) -> list[str]:
    """Random passages of an encyclopedia."""
    path = shared / "judged" / "wiki_passages" / "docs.jsonl.gz"
    texts = [msgspec.json.decode(line, type=_Passage).text for line in lines([path])]
    return random.sample(texts, DRAFTS)


def report(
    where: str,
    drafts: Sequence[DraftFigures],
    stories: Sequence[StoryFigures],
    times: Sequence[TimeFigures],
) -> str:
    """Render the figures as Markdown."""
    draft_rows = [(each.kind, f"{each.drafts}", *map(_percent, each[2:])) for each in drafts]
    story_rows = [
        (
            f"{each.events}",
            f"{each.drafts}",
            f"{each.recall:.3f}",
            f"{each.precision:.3f}",
            f"{each.listed:.1f}",
        )
        for each in stories
    ]
    time_rows = [
        (f"{each.documents:,}", f"{each.checks}", f"{each.words}", *map("{:.0f}".format, each[3:]))
        for each in times
    ]
    return "\n\n".join(
        (
            where,
            table(
                ("drafts", "", "source first", "covered", "not covered", "not known"), draft_rows
            ),
            table(("events", "drafts", "recall at 20", "precision at 10", "listed"), story_rows),
            table(("documents", "checks", "words", "median, ms", "95 %"), time_rows),
        )
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _ids(home: Path) -> list[str]:
    with Archive(archive_path(home), read_only=True) as archive:
        return sorted(archive.ids())


@benchmark(section="coverage", as_json=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A home of the three corpora (default: build one).",
)
@click.option(
    "--large",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A larger home, where only the time is measured.",
)
@click.option("--half", type=click.Choice(("a", "b")), default="b", show_default=True)
def main(
    shared: Path, work: Path, home: Path | None, large: Path | None, half: Half, output: Output
) -> None:
    """Measure what a check of coverage finds, and its time."""
    if home is None:
        files = sorted((shared / "corpora").glob("*.jsonl.gz"))
        home = prepare_documents(DocumentSet("coverage", files), work, print_progress).path
    load_lexicon()  # as `warraq serve` does at start
    random = Random(f"coverage {half}")
    with closing(Engine.open(home)) as engine:
        sources = sources_of(engine, _ids(home), random)
        print_progress(f"checking drafts of {len(sources)} documents …")
        times = [measure_times(engine, sources)]
        drafts = measure_drafts(engine, sources, random)
        drafts.append(measure_absent(engine, passages_of(shared, random)))
        stories = [measure_stories(engine, CopyIds(home), half)]
    if large is not None:
        with closing(Engine.open(large)) as engine:
            times.append(measure_times(engine, sources))
    output.write(report(machine(), drafts, stories, times), *drafts, *stories, *times)


if __name__ == "__main__":
    main()
