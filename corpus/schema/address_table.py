"""The table of an archive that finds documents by their addresses.

``corpus.addresses.address_key`` makes its keys: a change of them needs a step that fills the table
again.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from corpus.addresses import address_key

_TABLE: Final = """
CREATE TABLE addresses (
  site INTEGER NOT NULL,
  page INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (site, page, number)
) WITHOUT ROWID
"""


def create_addresses(connection: sqlite3.Connection) -> None:
    """Create the table, and fill it with the addresses of all documents."""
    connection.execute(_TABLE)
    rows = connection.execute("SELECT number, url FROM documents WHERE url IS NOT NULL")
    keyed = ((address_key(url), number) for number, url in rows if isinstance(url, str))
    # In order, so that no page of the tree is split.
    found = sorted((*key, number) for key, number in keyed if key is not None)
    connection.executemany("INSERT INTO addresses VALUES (?, ?, ?)", found)


def add_address(connection: sqlite3.Connection, number: int, url: str | None) -> None:
    """Add the address of a document, if it is one of the web."""
    key = None if url is None else address_key(url)
    if key is not None:
        connection.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)", (*key, number))


def remove_address(connection: sqlite3.Connection, number: int, url: str | None) -> None:
    """Remove the address of a document."""
    key = None if url is None else address_key(url)
    if key is not None:
        connection.execute(
            "DELETE FROM addresses WHERE site = ? AND page = ? AND number = ?", (*key, number)
        )
