"""What is refused at opening: foreign schemas, logs of other files; and who may read the file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive, ArchiveError
from corpus.document import Document
from corpus.schema import log_path, reported
from corpus.schema.log_match import read_file_state
from corpus.schema.stamp import name_of
from corpus.schema.state_page import NotAStateError, page_size, read_state
from corpus.schema.transactions import reported_transaction


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
    with pytest.raises(ArchiveError, match=r"\(ingests\)"):
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
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert set(modes) >= {"archive.sqlite", "archive.sqlite-wal", "archive.sqlite-shm"}
    assert set(modes.values()) == {0o600}


def test_deleted_text_is_overwritten_whatever_sqlite_was_built_with(path: Path) -> None:
    with Archive(path) as archive:
        (mode,) = archive._connection.execute("PRAGMA secure_delete").fetchone()
    assert mode == 1


READER = """
import resource, sys
from pathlib import Path
from corpus.archive import Archive
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
with Archive(Path(sys.argv[1]), read_only=True) as archive:
    print(archive.count(), archive.get("a").text == "وصلت السفينة")
"""


def test_an_archive_on_a_full_disk_can_be_read(path: Path) -> None:
    """SQLite cannot make the file for the memory that it shares with writers."""
    assert not path.with_name("archive.sqlite-shm").exists()
    ran = subprocess.run(
        [sys.executable, "-c", READER, path], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "1 True\n"


# Logs


KEEPER = """
import sys
from pathlib import Path
from corpus.archive import Archive
with Archive(Path(sys.argv[1]), read_only=True) as archive:
    print(archive.count(), flush=True)
    sys.stdin.readline()
"""


@contextmanager
def opened_elsewhere(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Keep an archive open in another process, perhaps within a read."""
    program = KEEPER
    if reading:
        program = program.replace("print(", "archive._execute('BEGIN'); print(")
    keeper = subprocess.Popen(
        [sys.executable, "-c", program, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline()
        yield
        keeper.communicate("\n")
    assert keeper.returncode == 0


def documents(name: str, count: int = 30) -> list[Document]:
    return [Document(id=f"{name}{n}", text=f"نص {name} {n} " * 100) for n in range(count)]


def leftover(path: Path, name: str) -> bytes:
    """Add documents and return the log that a process killed now would leave behind."""
    with Archive(path) as archive:
        archive.add(documents(name))
        return log_path(path).read_bytes()


def test_the_file_alone_is_whole_after_a_checkpoint(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with opened_elsewhere(path):
        with Archive(path) as archive:
            archive.add(documents("b"))
            assert archive.checkpoint() == 0
        shutil.copyfile(path, copy)
    with Archive(copy, read_only=True) as archive:
        assert archive.count() == 31
        assert archive.verify() == []


def test_a_reader_that_blocks_the_checkpoint_is_reported(path: Path) -> None:
    with opened_elsewhere(path, reading=True), Archive(path) as archive:
        archive.add(documents("b"))
        remaining = archive.checkpoint(0.1)
        assert remaining == log_path(path).stat().st_size > 0
    with Archive(path) as archive:
        assert archive.checkpoint() == 0


CHECKPOINTER = """
import fcntl, sys, time
shared_memory = open(sys.argv[1] + "-shm", "r+b")
fcntl.lockf(shared_memory, fcntl.LOCK_EX, 1, 121)  # what SQLite locks for a checkpoint
print("locked", flush=True)
time.sleep(0.5)
"""


def test_the_checkpoint_of_another_process_is_waited_for(path: Path) -> None:
    """SQLite gives up at once where another process moves changes of the log."""
    with Archive(path) as archive:
        archive.add(documents("b"))
        with subprocess.Popen(
            [sys.executable, "-c", CHECKPOINTER, path], stdout=subprocess.PIPE
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline()
            assert archive.checkpoint(30) == 0


def test_each_change_of_the_stamp_is_reported(path: Path) -> None:
    """Else a file that other processes changed twice would look exchanged."""

    def is_reported() -> bool:
        last, state = reported.read(path), read_file_state(path)
        return last is not None and state is not None and last.stamp == name_of(state)

    with Archive(path) as archive:
        archive.add(documents("b"))
        archive.delete(["a"])
        assert archive.purge() == 0
        assert is_reported()
        with reported_transaction(archive._connection, path):
            assert is_reported()


def test_a_copy_without_its_log_is_found_out(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with Archive(path) as archive:
        archive.add(documents("b"))
        shutil.copyfile(path, copy)
    with Archive(copy, read_only=True) as archive:
        assert archive.count() == 1
        assert [each.code for each in archive.verify()] == ["archive_copied_without_log"]
    with Archive(copy) as archive:
        archive.checkpoint()
        assert archive.verify() == []  # reported once; its next additions are its own


def test_a_file_that_lost_its_log_is_found_out(path: Path) -> None:
    with Archive(path) as archive:
        archive.add(documents("b"))
        data = path.read_bytes()
    path.write_bytes(data)
    with Archive(path, read_only=True) as archive:
        (fault,) = archive.verify()
    assert (fault.code, fault.params["changes"]) == ("archive_lacks_reported", 30)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("copy_of", ["an older state", "a later state", "another archive"])
def test_a_log_of_another_file_is_not_replayed(
    path: Path, tmp_path: Path, copy_of: str, read_only: bool
) -> None:
    """Also where the copy has the same identity and the same number of changes."""
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(path, copy)
    if copy_of == "another archive":
        copy.unlink()
    if copy_of != "an older state":
        with Archive(copy) as archive:
            archive.add(documents("c"))
            archive.add(documents("d", 1))
    with Archive(path) as archive:
        archive.add(documents("b"))
        archive.add(documents("e", 1))
    log = leftover(path, "f")
    good = copy.read_bytes()
    path.write_bytes(good)
    log_path(path).write_bytes(log)
    with pytest.raises(ArchiveError, match=r"is not the log of .*nothing was changed"):
        Archive(path, read_only=read_only)
    assert (path.read_bytes(), log_path(path).read_bytes()) == (good, log)
    log_path(path).unlink()
    with Archive(path) as archive:
        assert [each for each in archive.verify() if each.code != "archive_lacks_reported"] == []


@pytest.mark.parametrize("moved", [False, True])
def test_the_own_log_of_a_file_is_replayed(path: Path, moved: bool) -> None:
    """What a killed process leaves: the changes of the log are in the file in part, or not yet."""
    with Archive(path) as archive:
        archive.add(documents("b"))
        if moved:
            archive._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        archive.add(documents("c"))
        file, log = path.read_bytes(), log_path(path).read_bytes()
    path.write_bytes(file)
    log_path(path).write_bytes(log)
    with Archive(path, read_only=True) as archive:
        assert archive.count() == 61
        assert [each.code for each in archive.verify()] == []


def test_a_log_of_an_earlier_version_is_replayed(path: Path) -> None:
    def without_stamp() -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DELETE FROM state WHERE name = 'stamp'")
            connection.commit()

    without_stamp()
    with opened_elsewhere(path):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE state SET value = 2 WHERE name = 'sequence'")
            connection.commit()
        file, log = path.read_bytes(), log_path(path).read_bytes()
    for ending in ("-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
    path.write_bytes(file)
    log_path(path).write_bytes(log)
    with Archive(path, read_only=True) as archive:
        assert archive.sequence == 2


@pytest.mark.parametrize("kept", [0, 31, 32, 600, 4_000])
def test_a_log_without_a_transaction_is_no_log(path: Path, kept: int) -> None:
    """As a process leaves it that was killed while it wrote the first page."""
    other = path.with_name("other.sqlite")
    shutil.copyfile(path, other)
    log = leftover(other, "b")
    log_path(path).write_bytes(log[:kept])
    with Archive(path) as archive:
        assert archive.count() == 1
        archive.add(documents("c"))
        assert archive.verify() == []


def test_bytes_that_are_no_log_are_no_log(path: Path) -> None:
    log_path(path).write_bytes(b"x" * 9_000)
    with Archive(path) as archive:
        archive.add(documents("c"))
        assert archive.verify() == []


@pytest.mark.parametrize("data", [b"", b"x" * 512, b'{"identity": "x", "sequence": 99}'])
def test_a_damaged_record_of_what_was_reported_is_not_used(path: Path, data: bytes) -> None:
    reported.path_of(path).write_bytes(data)
    with Archive(path) as archive:
        assert archive.verify() == []
        archive.add(documents("c"))
        found = reported.read(path)
        assert found is not None
        assert (found.identity, found.sequence) == (archive.identity, 31)


def test_a_file_removed_beside_its_log_is_not_made_again(path: Path) -> None:
    log = leftover(path, "b")
    path.unlink()
    log_path(path).write_bytes(log)
    with pytest.raises(ArchiveError, match="is not the log of"):
        Archive(path)
    assert log_path(path).read_bytes() == log
    assert not path.exists()


def test_a_rollback_journal_of_another_file_is_not_replayed(path: Path) -> None:
    journal = path.with_name("archive.sqlite-journal")
    other = path.with_name("other.sqlite")
    shutil.copyfile(path, other)
    connection = sqlite3.connect(other, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("INSERT INTO originals VALUES (9, zeroblob(90000))")
    data = other.with_name("other.sqlite-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    journal.write_bytes(data)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=r"-journal is not the log of"):
        Archive(path)
    assert (path.read_bytes(), journal.read_bytes()) == (before, data)


@pytest.mark.parametrize("how", ["moved", "written"])
def test_a_file_replaced_while_it_is_open_elsewhere_is_not_opened(
    path: Path, tmp_path: Path, how: str
) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(path, copy)
    with Archive(path) as archive:
        archive.add(documents("b"))
    with opened_elsewhere(path):
        with Archive(path) as archive:
            archive.add(documents("c"))
            archive.checkpoint()
        if how == "moved":
            copy.rename(path)
        else:
            path.write_bytes(copy.read_bytes())
        before = path.read_bytes()
        for read_only in (False, True):
            with pytest.raises(ArchiveError, match="was replaced while another process"):
                Archive(path, read_only=read_only)
        assert path.read_bytes() == before
    with Archive(path) as archive:
        assert [each.code for each in archive.verify()] == ["archive_lacks_reported"]


@given(
    rows=st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
        st.one_of(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=90),
            st.integers(-(2**63), 2**63 - 1),
        ),
        max_size=8,
    )
)
def test_the_table_of_the_state_is_read_from_its_page(rows: dict[str, str | int]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE state (name TEXT PRIMARY KEY, value) WITHOUT ROWID")
            connection.executemany("INSERT INTO state VALUES (?, ?)", rows.items())
            connection.commit()
        data = path.read_bytes()
    size = page_size(data)
    assert read_state(data[size : 2 * size]) == rows


@given(st.binary(max_size=200), st.integers(0, 199), st.integers(0, 255))
def test_a_damaged_page_is_no_state(data: bytes, place: int, byte: int) -> None:
    changed = bytearray(b"\x0a" + data)
    changed[place % len(changed)] = byte
    with suppress(NotAStateError):
        read_state(bytes(changed))
