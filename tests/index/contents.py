"""The content of the index of a home, and its answers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from corpus.archive import Archive
from index import generation
from index.arrays import ArrayFile
from index.build import BuildReport, update
from index.whoosh_storage import segments_of
from search.engine import Engine, archive_path
from search.request import Request

QUERIES = (
    *("وبالحكومة", "المكتبة", "مكتبه", "تدمر", "واشنطن", "الصور", "من", "عام 2016", "كتب*"),
    *("form:على", "exact:على", "root:كتب", '"مدينة تدمر"', '"تدمر أرشيف"~8', "الحكومه~1"),
    *("سوق OR أسعار", "زيت -زيتون", "title:مكتبة", "source:بريد", "date:2016 عام"),
)
"""One query of every kind, for the sample archive."""


def build(home: Path, *, from_scratch: bool = False) -> BuildReport:
    """Bring the index of a home up to its archive."""
    with Archive(archive_path(home)) as archive:
        return update(archive, home, from_scratch=from_scratch)


def found(home: Path, query: str) -> tuple[str, ...]:
    """The ids that a query finds, the best first."""
    with closing(Engine.open(home)) as engine:
        return engine.rank(Request(query=query, limit=1_000)).ids


def answers(home: Path, queries: Sequence[str]) -> list[tuple[tuple[str, ...], list[float]]]:
    """The ids that queries find, with their scores."""
    with closing(Engine.open(home)) as engine:
        ranked = [engine.rank(Request(query=query, limit=1_000)) for query in queries]
    return [(answer.ids, [round(score, 4) for score in answer.scores]) for answer in ranked]


def segment_count(home: Path) -> int:
    """How many segments the index has."""
    folder = generation.current(home)
    assert folder is not None
    return len(segments_of(folder))


def contents(home: Path) -> dict[str, dict[str, list[int]]]:
    """Every array of the index: those of the vocabulary, and those of each segment in order."""
    folder = generation.current(home)
    assert folder is not None
    names = [segment.make_filename(".arrays") for segment in segments_of(folder)]
    return {
        str(place): {name: array.tolist() for name, array in ArrayFile(folder / file).items()}
        for place, file in enumerate([generation.VOCABULARY, *names])
    }
