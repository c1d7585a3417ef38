"""Schema versions: archives of earlier versions open, and newer ones are refused."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from corpus.addresses import address_key
from corpus.archive import Archive, ArchiveError, Outcome
from corpus.document import Document, Refusal
from corpus.messages import Message
from corpus.schema import current_version, migrations

FIXTURES = Path(__file__).parents[1] / "fixtures"
IDS = ["harbour-1", "library-1", "0967c1e23822c6d86fd0", "b35e30230ed23a0fa9f2"]


def faults(archive: Archive) -> list[str]:
    """The codes of the faults, but for the deletion in the fixture, made before purges."""
    return [each.code for each in archive.verify() if each.code != "deletions_unfinished"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the archive of version 1."""
    return Path(shutil.copy(FIXTURES / "archive-1.db", tmp_path / "archive.sqlite"))


def add_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE documents ADD COLUMN language TEXT")


def fail_after_a_change(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE documents SET title = ''")
    connection.execute("SELECT no_such_column FROM documents")


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return found
    finally:
        connection.close()


def test_every_version_has_a_fixture() -> None:
    found = sorted(path.name for path in FIXTURES.glob("archive-*.db"))
    assert found == [f"archive-{number}.db" for number in range(1, current_version() + 1)]


@pytest.mark.parametrize(
    "fixture", sorted(FIXTURES.glob("archive-*.db")), ids=lambda path: path.stem
)
def test_an_archive_of_every_version_opens_and_takes_documents(
    fixture: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(fixture, tmp_path / "archive.sqlite"))
    with Archive(path) as archive:
        assert faults(archive) == []
        assert list(archive.ids()) == IDS
        assert archive.add([Document(id="new", text="نص")]) == [Outcome("new", "added")]
        assert faults(archive) == []
    with Archive(path, read_only=True) as archive:
        assert list(archive.ids()) == [*IDS, "new"]
        assert archive.deleted(0) == [3]


def test_an_archive_of_version_1_is_read(path: Path) -> None:
    with Archive(path) as archive:
        assert archive.sequence == 7
        library = archive.get("library-1")
        assert library is not None
        assert "سبعة آلاف كتاب" in library.text
        assert library.date == "2016"
        assert library.extra == {"category": "كتب", "date_as_read": "رمضان 1437"}
        page = archive.get(IDS[3])
        assert page is not None
        assert (page.source, page.encoding) == ("صحيفة الضفة", "windows-1256")
        assert page.removed[-1] == "تعليق"
        newest, oldest = archive.ingests()
        assert (newest.paths, newest.replaced) == (("again.jsonl",), 1)
        assert (oldest.added, oldest.refused) == (5, 1)
        reason = 'It has no text: "text" is missing or empty.'
        message = Message.of("as_given", sentence=reason)
        assert oldest.refusals == (Refusal(path="news.jsonl", line=4, message=message),)


def test_a_writer_migrates_an_older_archive(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_column))
    with Archive(path) as archive:
        assert list(archive.ids()) == IDS
        assert faults(archive) == []
        archive._connection.execute("SELECT language FROM documents")
        assert archive.add([Document(id="new", text="نص")]) == [Outcome("new", "added")]
    assert version(path) == current_version()
    with Archive(path, read_only=True) as archive:
        assert list(archive.ids()) == [*IDS, "new"]


def test_a_new_archive_gets_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_column))
    path = tmp_path / "archive.sqlite"
    with Archive(path) as archive:
        archive._connection.execute("SELECT language FROM documents")
    assert version(path) == current_version()


def test_the_documents_of_version_1_are_found_by_their_addresses(path: Path) -> None:
    with Archive(path) as archive:
        key = address_key("http://www.example.org/harbour/1/#top")
        assert key is not None
        assert archive.addressed(key) == {1: "https://example.org/harbour/1"}
        assert archive.sources_of_site(key.site) == [("نشرة المينا", 1)]


def test_reading_an_older_archive_recommends_a_rebuild(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_column))
    with pytest.raises(ArchiveError, match=r"version 1.*reads version 3; run `warraq rebuild`"):
        Archive(path, read_only=True)
    assert path.read_bytes() == before


def test_a_failing_step_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, fail_after_a_change))
    with pytest.raises(ArchiveError, match="no_such_column"):
        Archive(path)
    monkeypatch.undo()
    assert version(path) == current_version()
    with Archive(path) as archive:
        assert faults(archive) == []
        assert list(archive.ids()) == IDS


def test_steps_before_a_failing_step_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", (*steps, fail_after_a_change))
    with pytest.raises(ArchiveError):
        Archive(path)
    assert version(path) == 1 + len(steps)
    monkeypatch.setattr(migrations, "STEPS", steps)
    with Archive(path, read_only=True) as archive:
        assert faults(archive) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_an_archive_of_a_newer_version_is_refused(path: Path, read_only: bool) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="has archive version 99, but this warraq reads"):
        Archive(path, read_only=read_only)
    assert path.read_bytes() == before
