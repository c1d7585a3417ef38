"""What is refused at opening: foreign schemas, logs of other files; and who may read the file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.archive import Archive, ArchiveError
from corpus.document import Document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "archive.sqlite"
    with Archive(path) as archive:
        archive.add([Document(id="a", text="وصلت السفينة")])
    return path


FOREIGN = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM ingests; END",
    "a temporary name": "CREATE TRIGGER u BEFORE DELETE ON documents BEGIN SELECT 1; END",
    "a view": "CREATE VIEW v AS SELECT text FROM documents",
    "a table": "CREATE TABLE notes (text)",
    "an index": "CREATE INDEX more ON documents (author)",
    "a generated column": "ALTER TABLE documents ADD COLUMN g AS (upper(title))",
    "statistics": "ANALYZE",
}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("statement", FOREIGN.values(), ids=FOREIGN)
def test_an_archive_of_another_schema_is_not_opened(
    path: Path, statement: str, read_only: bool
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="other tables, triggers or views"):
        Archive(path, read_only=read_only)
    assert path.read_bytes() == before


def test_a_view_in_the_place_of_a_table_is_not_opened(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE ingests")
        connection.execute("CREATE VIEW ingests AS SELECT 1")
        connection.commit()
    with pytest.raises(ArchiveError, match="(ingests)"):
        Archive(path)


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "home" / "archive.sqlite"
        with Archive(path) as archive:
            archive.add([Document(text="نص")])
            modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert set(modes) >= {"archive.sqlite", "archive.sqlite-wal", "archive.sqlite-shm"}
    assert set(modes.values()) == {0o600}


def test_deleted_text_is_overwritten_whatever_sqlite_was_built_with(path: Path) -> None:
    with Archive(path) as archive:
        (mode,) = archive._connection.execute("PRAGMA secure_delete").fetchone()
    assert mode == 1
