"""The engines that are compared: warraq, stock Whoosh and SQLite FTS5, each built from the same
lines of JSON and asked the same words."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import batched
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

import index  # noqa: F401  # silences the warnings that whoosh gives when it is compiled
from corpus.archive import Archive
from corpus.ingest import BATCH_DOCUMENTS, ingest
from corpus.readers import read
from index.build import update
from search.answer import Request
from search.engine import Engine, archive_path

RESULTS: Final = 10
"""Documents asked for a query."""

Steps = dict[str, float]
"""Seconds of each step of a build, in order."""

Search = Callable[[str], list[str]]
"""From the text of a query to the ids of the best documents."""


class Contestant(NamedTuple):
    """An engine of the comparison.

    ``build(documents, home)`` takes a file of JSON lines into an empty folder; ``open(home)``
    gives its search; ``rounds`` says how often it can be built within reason.
    """

    label: str
    rounds: int
    build: Callable[[Path, Path], Steps]


class _Article(msgspec.Struct):
    """A line of the documents, for the engines that have no reader of their own."""

    id: str
    title: str = ""
    text: str = ""


_WORD: Final = re.compile(r"\w+")


def _articles(documents: Path) -> Iterator[_Article]:
    decoder = msgspec.json.Decoder(_Article)
    with documents.open("rb") as lines:
        yield from map(decoder.decode, lines)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


# warraq


def _build_warraq(documents: Path, home: Path) -> Steps:
    started = time.perf_counter()
    with Archive(archive_path(home)) as archive:
        for _ in ingest(archive, read([documents])):
            pass
        archived = time.perf_counter()
        update(archive, home)
    return {"archive": archived - started, "index": time.perf_counter() - archived}


def _request(text: str) -> Request:
    return Request(query=text, limit=RESULTS, operator="any", plain=True)


def _open_ranking(home: Path) -> Search:
    engine = Engine.open(home)
    return lambda text: list(engine.rank(_request(text)).ids)


def _open_answering(home: Path) -> Search:
    engine = Engine.open(home)
    return lambda text: [hit.id for hit in engine.search(_request(text)).hits]


# Whoosh


def _build_whoosh(documents: Path, home: Path) -> Steps:
    from whoosh import fields
    from whoosh.analysis import LowercaseFilter, RegexTokenizer
    from whoosh.index import create_in

    analyzer = RegexTokenizer(r"\w+") | LowercaseFilter()
    text = fields.TEXT(analyzer=analyzer, phrase=True, stored=True)
    schema = fields.Schema(id=fields.ID(stored=True), title=text, body=text)
    started = time.perf_counter()
    writer = create_in(str(home), schema).writer()
    for article in _articles(documents):
        writer.add_document(id=article.id, title=article.title, body=article.text)
    writer.commit()
    return {"add and index": time.perf_counter() - started}


def _open_whoosh(home: Path) -> Search:
    from whoosh.index import open_dir
    from whoosh.query import Or, Term

    searcher = open_dir(str(home)).searcher()

    def search(text: str) -> list[str]:
        query = Or([Term(field, word) for word in _words(text) for field in ("title", "body")])
        return [hit["id"] for hit in searcher.search(query, limit=RESULTS)]

    return search


# SQLite FTS5


def _database(home: Path) -> Path:
    return home / "articles.sqlite"


def _build_fts5(documents: Path, home: Path) -> Steps:
    started = time.perf_counter()
    connection = sqlite3.connect(_database(home), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE VIRTUAL TABLE articles USING fts5"
        "(id UNINDEXED, title, body, tokenize = 'unicode61 remove_diacritics 2')"
    )
    for batch in batched(_articles(documents), BATCH_DOCUMENTS):
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO articles VALUES (?, ?, ?)",
            [(article.id, article.title, article.text) for article in batch],
        )
        connection.execute("COMMIT")
    connection.execute("INSERT INTO articles (articles) VALUES ('optimize')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return {"add and index": time.perf_counter() - started}


def _open_fts5(home: Path) -> Search:
    connection = sqlite3.connect(f"file:{_database(home)}?mode=ro", uri=True)

    def search(text: str) -> list[str]:
        query = " OR ".join(f'"{word}"' for word in _words(text))
        rows = connection.execute(
            "SELECT id FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?",
            (query, RESULTS),
        )
        return [row[0] for row in rows]

    return search


CONTESTANTS: Final[Mapping[str, Contestant]] = {
    "warraq": Contestant("warraq", 3, _build_warraq),
    "fts5": Contestant("SQLite FTS5", 3, _build_fts5),
    "whoosh": Contestant("Whoosh 2.7.4", 1, _build_whoosh),
}


class Asked(NamedTuple):
    """A way of asking a contestant; with ``afresh`` it is opened anew before every query."""

    label: str
    contestant: str
    open: Callable[[Path], Search]
    afresh: bool = False


WAYS: Final[Mapping[str, Asked]] = {
    "warraq": Asked("warraq, ranking", "warraq", _open_ranking),
    "warraq-afresh": Asked("warraq, empty caches", "warraq", _open_ranking, afresh=True),
    "warraq-answers": Asked("warraq, with snippets", "warraq", _open_answering),
    "fts5": Asked("SQLite FTS5", "fts5", _open_fts5),
    "whoosh": Asked("Whoosh 2.7.4", "whoosh", _open_whoosh),
}
