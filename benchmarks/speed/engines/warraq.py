"""warraq as on its command line: readers, archive, index, engine."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.speed.engines import RESULTS, Open, OpenEngine, Operator, Steps
from corpus.archive import Archive
from corpus.ingest import ingest
from corpus.readers import read
from index.build import update
from index.generation import folder_of
from search.engine import Engine, archive_path
from search.request import Request
from web.pages.refinements import page_facets


def build(documents: Path, home: Path) -> Steps:
    """Read the documents into the archive, then index it."""
    started = time.perf_counter()
    with Archive(archive_path(home)) as archive:
        for _ in ingest(archive, read([documents])):
            pass
        archived = time.perf_counter()
        update(archive, home)
    return {"archive": archived - started, "index": time.perf_counter() - archived}


def index_bytes(home: Path) -> int:
    """The size of the index; the texts are in the archive."""
    return sum(path.stat().st_size for path in folder_of(home).rglob("*") if path.is_file())


def _request(text: str, operator: Operator = "any") -> Request:
    return Request(query=text, limit=RESULTS, operator=operator, plain=True)


@contextmanager
def _ranking(operator: Operator, home: Path) -> Iterator[OpenEngine]:
    with closing(Engine.open(home)) as engine:

        def search(text: str) -> list[str]:
            return list(engine.rank(_request(text, operator)).ids)

        yield OpenEngine(search, engine.clear_caches)


@contextmanager
def _open_answers(home: Path) -> Iterator[OpenEngine]:
    with closing(Engine.open(home)) as engine:
        yield OpenEngine(lambda text: [hit.id for hit in engine.search(_request(text)).hits])


@contextmanager
def _open_page(home: Path) -> Iterator[OpenEngine]:
    """All that the page of an answer shows; plain words, as a query without operators."""
    with closing(Engine.open(home)) as engine:

        def search(text: str) -> list[str]:
            request = Request(
                query=text, plain=True, facets=page_facets(), levels=True, timeline="auto"
            )
            return [hit.id for hit in engine.search(request).hits]

        yield OpenEngine(search)


WAYS: Final[Mapping[str, Open]] = {
    "ranking": partial(_ranking, "any"),
    "all": partial(_ranking, "all"),
    "answers": _open_answers,
    "page": _open_page,
}
