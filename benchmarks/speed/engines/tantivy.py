"""Tantivy with its Snowball Arabic stemmer: one level, positions, texts stored, one thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from benchmarks.speed.engines import RESULTS, Open, OpenEngine, Steps
from benchmarks.speed.engines.articles import read_articles

_ANALYZER: Final = "arabic"
_FIELDS: Final = ("title", "body")
_HEAP_BYTES: Final = 128_000_000
_STORE: Final = ".store"


def _index(home: Path) -> Path:
    return home / "index"


def _ids(home: Path) -> Path:
    return home / "ids.json"


def _analyzer() -> TextAnalyzer:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.stemmer("arabic"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True)
    for field in _FIELDS:
        builder.add_text_field(
            field, stored=True, tokenizer_name=_ANALYZER, index_option="position"
        )
    return builder.build()


def build(documents: Path, home: Path) -> Steps:
    """Add every document with a single-threaded writer, commit once, wait for merges."""
    _index(home).mkdir()
    started = time.perf_counter()
    index = tantivy.Index(_schema(), path=str(_index(home)))
    index.register_tokenizer(_ANALYZER, _analyzer())
    writer = index.writer(_HEAP_BYTES, 1)
    ids: list[str] = []
    for article in read_articles(documents):
        writer.add_document(
            tantivy.Document(id=article.id, number=len(ids), title=article.title, body=article.text)
        )
        ids.append(article.id)
    writer.commit()
    writer.wait_merging_threads()
    _ids(home).write_bytes(msgspec.json.encode(ids))
    return {"all": time.perf_counter() - started}


def index_bytes(home: Path) -> int:
    """The size of all index files except the stored documents."""
    files = [path for path in _index(home).iterdir() if path.suffix != _STORE]
    return sum(path.stat().st_size for path in files)


def _opened(home: Path) -> tuple[tantivy.Schema, TextAnalyzer, tantivy.Searcher]:
    index = tantivy.Index.open(str(_index(home)))
    return index.schema, _analyzer(), index.searcher()


def _any(schema: tantivy.Schema, terms: list[str]) -> Query:
    return Query.boolean_query(
        [
            (Occur.Should, Query.term_query(schema, field, term))
            for term in terms
            for field in _FIELDS
        ]
    )


def _all(schema: tantivy.Schema, terms: list[str]) -> Query:
    return Query.boolean_query([(Occur.Must, _any(schema, [term])) for term in terms])


@contextmanager
def _open(
    match: Callable[[tantivy.Schema, list[str]], Query], home: Path, *, count: bool = False
) -> Iterator[OpenEngine]:
    """Search; ids are read from the stored documents, and matches are counted if ``count``."""
    schema, analyzer, searcher = _opened(home)

    def search(text: str) -> list[str]:
        found = searcher.search(match(schema, analyzer.analyze(text)), RESULTS, count=count)
        return [searcher.doc(address)["id"][0] for _, address in found.hits]

    yield OpenEngine(search)


@contextmanager
def _open_column(home: Path) -> Iterator[OpenEngine]:
    """Search; document numbers are read from a column, ids from a list in memory."""
    schema, analyzer, searcher = _opened(home)
    ids = msgspec.json.decode(_ids(home).read_bytes(), type=list[str])

    def search(text: str) -> list[str]:
        found = searcher.search(_any(schema, analyzer.analyze(text)), RESULTS, count=False)
        places = [address for _, address in found.hits]
        return [ids[int(number or 0)] for number in searcher.fast_field_values("number", places)]

    yield OpenEngine(search)


WAYS: Final[Mapping[str, Open]] = {
    "ranking": partial(_open, _any),
    "count": partial(_open, _any, count=True),
    "all": partial(_open, _all),
    "column": _open_column,
}
