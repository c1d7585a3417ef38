"""Stock Whoosh: default codec, words split by a regular expression, positions, texts stored."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import index  # noqa: F401  # silences the warnings of compiling whoosh

# isort: split
from whoosh import fields
from whoosh.analysis import LowercaseFilter, RegexTokenizer
from whoosh.index import create_in, open_dir
from whoosh.query import Or, Term

from benchmarks.speed.engines import RESULTS, Open, OpenEngine, Steps
from benchmarks.speed.engines.articles import WORD, read_articles, words


def build(documents: Path, home: Path) -> Steps:
    """Add every document through one writer and commit once."""
    text = fields.TEXT(analyzer=RegexTokenizer(WORD) | LowercaseFilter(), phrase=True, stored=True)
    schema = fields.Schema(id=fields.ID(stored=True), title=text, body=text)
    started = time.perf_counter()
    writer = create_in(str(home), schema).writer()
    for article in read_articles(documents):
        writer.add_document(id=article.id, title=article.title, body=article.text)
    writer.commit()
    return {"all": time.perf_counter() - started}


def index_bytes(home: Path) -> None:
    """Unknown: index and texts share files."""


@contextmanager
def _open(home: Path) -> Iterator[OpenEngine]:
    with open_dir(str(home)).searcher() as searcher:

        def search(text: str) -> list[str]:
            query = Or([Term(field, word) for word in words(text) for field in ("title", "body")])
            return [hit["id"] for hit in searcher.search(query, limit=RESULTS)]

        yield OpenEngine(search)


WAYS: Final[Mapping[str, Open]] = {"ranking": _open}
