"""Ask the engine over a few texts, in tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.document import Document
from search.answer import Answer
from search.engine import Engine
from search.request import Level, Operator, Request
from tests.homes import add_to


@contextmanager
def engine_over(home: Path, texts: Mapping[str, str]) -> Iterator[Engine]:
    """An engine over a new home with documents of these texts by id."""
    add_to(home, [Document(id=name, text=text) for name, text in texts.items()])
    with closing(Engine.open(home)) as engine:
        yield engine


def ask(
    engine: Engine,
    query: str,
    level: Level = "stem",
    operator: Operator = "all",
    *,
    after: str | None = None,
) -> Answer:
    """The answer to a query with at most 100 hits."""
    request = Request(query=query, limit=100, level=level, operator=operator, after=after)
    return engine.search(request)


def ids(answer: Answer) -> list[str]:
    """The ids of the hits in their order."""
    return [hit.id for hit in answer.hits]


def id_set(answer: Answer) -> set[str]:
    """The ids of the hits."""
    return set(ids(answer))
