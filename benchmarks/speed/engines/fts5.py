"""SQLite FTS5 with its unicode61 tokenizer, as durable as warraq's archive, texts stored."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.speed.engines import BATCH, RESULTS, Open, OpenEngine, Steps
from benchmarks.speed.engines.articles import read_articles, words


def _database(home: Path) -> Path:
    return home / "articles.sqlite"


def build(documents: Path, home: Path) -> Steps:
    """Insert batch by batch, then merge the index into one segment."""
    started = time.perf_counter()
    with closing(sqlite3.connect(_database(home), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(
            "CREATE VIRTUAL TABLE articles USING fts5"
            "(id UNINDEXED, title, body, tokenize = 'unicode61 remove_diacritics 2')"
        )
        articles = read_articles(documents)
        while batch := list(islice(articles, BATCH)):
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO articles VALUES (?, ?, ?)",
                [(article.id, article.title, article.text) for article in batch],
            )
            connection.execute("COMMIT")
        connection.execute("INSERT INTO articles (articles) VALUES ('optimize')")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"all": time.perf_counter() - started}


def index_bytes(home: Path) -> None:
    """Unknown: index and texts share files."""


@contextmanager
def _open(home: Path) -> Iterator[OpenEngine]:
    with closing(sqlite3.connect(f"file:{_database(home)}?mode=ro", uri=True)) as connection:

        def search(text: str) -> list[str]:
            rows = connection.execute(
                "SELECT id FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?",
                (" OR ".join(f'"{word}"' for word in words(text)), RESULTS),
            )
            return [row[0] for row in rows]

        yield OpenEngine(search)


WAYS: Final[Mapping[str, Open]] = {"ranking": _open}
