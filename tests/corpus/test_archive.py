"""The archive: ids, changes, faults, several processes."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import fields
from corpus.addresses import address_key
from corpus.archive import Archive, ArchiveError, Outcome
from corpus.document import Document, Refusal
from corpus.fields import KEYWORD_FIELDS, KeywordField
from corpus.identity import identify
from corpus.messages import Message, render
from corpus.schema import connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "archive.sqlite"


def document(text: str = "نص", **fields: Any) -> Document:
    return Document(text=text, **fields)


def faults(archive: Archive) -> list[str]:
    return [render(fault, "en") for fault in archive.verify()]


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_every_field_of_a_document_is_kept(path: Path) -> None:
    given_ = Document(
        id="خبر-1",
        title="عنوان <b>",
        text="قبل\0بعد\r\n\ufeffأَحْمَد ـــ \u202e😀",
        date="2016-12",
        source="صحيفة",
        author="كاتبة",
        url="javascript:alert(1)",
        section="ثقافة",
        extra={"category": "كتب", "n": [1, 2.5, {"أ": None}], "big": 10**40},
        original="كل شيء " * 50,
        encoding="windows-1256",
        removed=("تعليق", "\\xd8"),
    )
    with Archive(path) as archive:
        assert archive.add([given_]) == [Outcome("خبر-1", "added")]
    with Archive(path, read_only=True) as archive:
        kept = archive.get("خبر-1")
        assert kept is not None
        assert kept.added_at is not None
        assert kept.added_at.endswith("Z")
        assert msgspec.structs.replace(kept, added_at=None) == given_
        (row,) = archive.rows([1, 2, 99]).values()
        assert (row.number, row.id, row.text) == (1, "خبر-1", given_.text)
        assert archive.get("لا شيء") is None


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts=st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_any_text_is_kept(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    with Archive(tmp_path_factory.mktemp("a") / "archive.sqlite") as archive:
        for title, text in texts:
            (outcome,) = archive.add([Document(title=title, text=text, original=title)])
            kept = archive.get(outcome.id)
            assert kept is not None
            assert (kept.title, kept.text, kept.original) == (title, text, title)


# Keyword fields

STORED = tuple(each for each in KEYWORD_FIELDS if each.name in ("source", "author", "section"))
SHELF = KeywordField(name="shelf", arabic_name="رفوف", english_label="shelf", arabic_label="الرف")


@pytest.mark.parametrize(
    ("extra", "shelf"),
    [
        ({"shelf": "كتب"}, "كتب"),
        ({"shelf": "  كتب\n\u00a0"}, "كتب"),
        ({"shelf": "\"} \\ '; DROP"}, "\"} \\ '; DROP"),
        ({"shelf": " "}, None),
        ({"shelf": ""}, None),
        ({"shelf": 7}, None),
        ({"shelf": None}, None),
        ({"shelf": ["كتب"]}, None),
        ({"shelf": {"shelf": "كتب"}}, None),
        ({"Shelf": "كتب"}, None),
        ({}, None),
    ],
)
def test_a_declared_keyword_field_is_read_from_extra(
    path: Path, extra: dict[str, Any], shelf: str | None
) -> None:
    declared = (*STORED, SHELF)
    with Archive(path, keyword_fields=declared) as archive:
        archive.add([document(id="a", source="س", section="ثقافة", extra=extra)])
        expected = {"source": "س", "author": None, "section": "ثقافة", "shelf": shelf}
        assert archive.rows([1])[1].keywords == expected
        assert archive.headings(["a"])["a"].keywords == expected
        with archive.snapshot() as view:
            assert [row.keywords for row in view.changes(0)] == [expected]


def test_a_row_has_the_keyword_fields_of_the_table(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "KEYWORD_FIELDS", STORED)
    with Archive(path) as archive:
        archive.add([document(id="a", source="س", author="ع", extra={"shelf": "كتب"})])
        (row,) = archive.rows([1]).values()
        assert row.keywords == {"source": "س", "author": "ع", "section": None}
        assert (row.source, row.author, row.section) == ("س", "ع", None)
        heading = archive.headings(["a"])["a"]
        assert (heading.source, heading.author, heading.section) == ("س", "ع", None)
    monkeypatch.setattr(fields, "KEYWORD_FIELDS", (SHELF,))
    with Archive(path, read_only=True) as archive:
        assert archive.rows([1])[1].keywords == {"shelf": "كتب"}


@pytest.mark.parametrize("name", ["", "a b", "a'b", 'a"b', "Source", "قسم"])
def test_a_field_name_is_plain_ascii(name: str) -> None:
    with pytest.raises(ValueError, match="not a field name"):
        KeywordField(name=name, arabic_name="", english_label="", arabic_label="")


# Ids


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ({"id": "1"}, {"id": "1"}, "unchanged"),
        ({"id": "1"}, {"id": "1", "text": "آخر"}, "replaced"),
        ({"id": "1"}, {"id": "1", "date": "2016"}, "replaced"),
        ({"id": "1"}, {"id": "1", "extra": {"a": 1}}, "replaced"),
        ({"id": "1"}, {"id": "1", "encoding": "windows-1256"}, "unchanged"),
        ({"id": "1", "source": "أ"}, {"id": "1", "source": "ب"}, "added"),
        ({"url": "u"}, {"url": "u", "text": "آخر"}, "replaced"),
        ({"url": "u", "source": "أ"}, {"url": "u", "source": "ب"}, "added"),
        ({"url": "u"}, {"url": "v"}, "added"),
        ({}, {}, "unchanged"),
        ({}, {"section": "ثقافة"}, "replaced"),
        ({}, {"text": "آخر"}, "added"),
        ({"source": "أ"}, {"source": "ب"}, "added"),
        ({"id": "a/b c"}, {"id": "a/b c", "text": "آخر"}, "replaced"),
        ({"extra": {"a": 1, "b": 2}}, {"extra": {"b": 2, "a": 1}}, "unchanged"),
    ],
)
@pytest.mark.parametrize("batches", [1, 2])
def test_a_document_is_added_replaced_or_unchanged(
    path: Path, first: dict[str, Any], second: dict[str, Any], status: str, batches: int
) -> None:
    documents = [Document(**{"text": "نص", **fields}) for fields in (first, second)]
    with Archive(path) as archive:
        if batches == 1:
            outcomes = archive.add(documents)
        else:
            outcomes = archive.add(documents[:1]) + archive.add(documents[1:])
        assert statuses(outcomes) == ["added", status]
        assert archive.count() == (2 if status == "added" else 1)
        assert (outcomes[0].id == outcomes[1].id) == (status != "added")
        # Adding all of it again changes nothing.
        before = archive.sequence
        again = archive.add([documents[1]])
        assert statuses(again) == ["unchanged"]
        assert archive.sequence == before


@pytest.mark.parametrize(
    "given_id",
    [
        "1234#0",
        "a/b",
        "a//b/",
        "a b",
        "x" * 500,
        "a\0b",
        "?q=1",
        "n\nl",
        "خبر/٧",
        "%2F",
        "&amp;",
        "." * 3,
    ],
)
def test_a_given_id_is_kept_unchanged(path: Path, given_id: str) -> None:
    with Archive(path) as archive:
        assert archive.add([document(id=given_id)]) == [Outcome(given_id, "added")]
        assert archive.add([document(id=given_id)]) == [Outcome(given_id, "unchanged")]
        kept = archive.get(given_id)
        assert kept is not None
        assert (kept.id, kept.extra) == (given_id, {})


@pytest.mark.parametrize("given_id", ["..", ".", " ", "\n", "x" * 501])
def test_an_id_that_no_address_can_have_is_kept_in_extra(path: Path, given_id: str) -> None:
    with Archive(path) as archive:
        (outcome,) = archive.add([document(id=given_id)])
        assert outcome.id.isalnum()
        kept = archive.get(outcome.id)
        assert kept is not None
        assert kept.extra == {"id_as_read": given_id}


@pytest.mark.parametrize(
    "fields",
    [{"id": "1234#0"}, {"id": "a/b", "source": "أ"}, {"url": "https://example.org/خبر#top"}],
)
def test_a_document_keeps_the_id_that_an_earlier_version_gave(
    path: Path, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    given = document(**fields)
    earlier = identify(given)[-1]
    with Archive(path) as archive:
        monkeypatch.setattr("corpus.archive.identify", lambda _: (earlier,))
        archive.add([given])
        monkeypatch.undo()
        assert archive.add([given]) == [Outcome(earlier, "unchanged")]
        assert archive.count() == 1


ADDRESS = "https://example.org/خبر"
SAME_ADDRESS = (
    "https://example.org/%D8%AE%D8%A8%D8%B1",
    "https://example.org/%d8%ae%d8%a8%d8%b1",
    "https://example.org/خبر#top",
    "HTTPS://EXAMPLE.ORG/خبر",
    "https://example.org:443/خبر",
)


@pytest.mark.parametrize("other", SAME_ADDRESS)
@pytest.mark.parametrize("id_", ["", "7"])
def test_an_address_written_in_another_way_changes_nothing(
    path: Path, other: str, id_: str
) -> None:
    with Archive(path) as archive:
        (first,) = archive.add([document(id=id_, url=ADDRESS)])
        assert archive.add([document(id=id_, url=other)]) == [Outcome(first.id, "unchanged")]
        (changed,) = archive.add([document("نص آخر", id=id_, url=other)])
        assert changed == Outcome(first.id, "replaced")
        kept = archive.get(first.id)
        assert kept is not None
        assert kept.url == ADDRESS
        assert archive.verify() == []


def test_two_sources_with_one_id_keep_stable_ids(path: Path) -> None:
    one, other = document(id="1", source="أ"), document(id="1", source="ب")
    with Archive(path) as archive:
        first, second = archive.add([one, other])
        assert first.id == "1"
        assert second.id.startswith("1~")
        archive.delete(["1"])
        assert archive.add([other]) == [Outcome(second.id, "unchanged")]
        assert archive.add([one]) == [Outcome("1", "added")]


def test_documents_read_from_the_archive_are_unchanged_when_added_again(path: Path) -> None:
    with Archive(path) as archive:
        archive.add(
            [
                document("أول", url="u", source="أ"),
                document("ثان", id="1", source="أ"),
                document("ثالث", id="1", source="ب"),
                document("رابع"),
            ]
        )
        everything = [archive.get(name) for name in archive.ids()]
        outcomes = archive.add(kept for kept in everything if kept is not None)
        assert statuses(outcomes) == ["unchanged"] * 4


# Numbers, sequences, changes


def test_arrivals_by_sequence_and_by_day(path: Path) -> None:
    with Archive(path) as archive:
        archive.add([document("أ", id="1"), document("ب", id="2"), document("ج", id="3")])
        archive.add([document("د", id="1")])
        assert archive.changed_between(0, 9) == [(1, 4), (2, 2), (3, 3)]
        assert archive.changed_between(2, 3) == [(3, 3)]
        assert [archive.last_number(sequence) for sequence in (0, 1, 2, 9)] == [0, 0, 2, 3]
        assert archive.first_number_of("2001-01-01") == 1
        assert archive.first_number_of("9999-01-01") is None


def test_a_replaced_document_keeps_its_number_and_gets_a_new_sequence(path: Path) -> None:
    with Archive(path) as archive:
        archive.add([document("أول", id="a", original="س"), document("ثان", id="b")])
        before = archive.get("a")
        archive.add([document("جديد", id="a")])
        after = archive.get("a")
        assert before is not None
        assert after is not None
        assert (after.text, after.original, after.added_at) == ("جديد", None, before.added_at)
        assert archive.numbers() == [(1, 3), (2, 2)]
        assert [row.id for row in archive.changes(0)] == ["b", "a"]
        assert [row.id for row in archive.changes(2)] == ["a"]
        assert archive.number("a") == 1
        assert archive.number("c") is None


def test_a_number_is_never_reused(path: Path) -> None:
    with Archive(path) as archive:
        archive.add([document("أول", id="a"), document("ثان", id="b")])
        assert archive.delete(["b", "nobody", "b"]) == ["b"]
        assert archive.deleted(0) == [2]
        assert archive.deleted(archive.sequence) == []
        archive.add([document("ثان", id="b")])
        assert archive.numbers() == [(1, 1), (3, 4)]
        assert archive.sequence == 4


def test_a_snapshot_sees_one_state(path: Path) -> None:
    with Archive(path) as archive:
        archive.add(document(f"نص {n}", id=f"d{n}") for n in range(10))
        with archive.snapshot() as view:
            changes = view.changes(0)
            next(changes)
            archive.add([document("جديد", id="d5"), document("جديد", id="new")])
            archive.delete(["d9"])
            assert [row.text for row in changes] == [f"نص {n}" for n in range(1, 10)]
            assert (view.sequence, view.deleted(0), view.count()) == (10, [], 10)
        assert (archive.sequence, archive.deleted(0), archive.count()) == (13, [10], 10)


def test_ids_counts_and_dates_are_listed(path: Path) -> None:
    with Archive(path) as archive:
        assert archive.date_span() == (None, None)
        archive.add(
            [
                document("أول", id="a", source="س", date="2016-12"),
                document("ثان", id="b", source="س", date="2014"),
                document("ثالث", id="c", source="ع"),
                document("رابع", id="d"),
            ]
        )
        assert list(archive.ids()) == ["a", "b", "c", "d"]
        assert list(archive.ids("س")) == ["a", "b"]
        assert archive.source_counts() == [("س", 2), (None, 1), ("ع", 1)]
        assert archive.date_span() == ("2014", "2016-12")
        assert archive.count() == 4
        assert archive.delete(archive.ids("س")) == ["a", "b"]
        assert archive.purge() == 0
        assert archive.verify() == []


def test_the_ingest_log_lists_counts_and_refusals(path: Path) -> None:
    refusal = Refusal(
        path="x.jsonl",
        line=5,
        message=Message.of("field_not_a_string", key="title", kind="number"),
    )
    with Archive(path) as archive:
        outcomes = archive.add([document("أول"), document("أول")])
        archive.note(["x.jsonl"], Counter(each.status for each in outcomes), [refusal])
        archive.note(["y"])
        newest, oldest = archive.ingests()
        assert newest.paths == ("y",)
        assert (oldest.added, oldest.replaced, oldest.unchanged, oldest.refused) == (1, 0, 1, 1)
        assert oldest.refusals == (refusal,)


@pytest.mark.parametrize(
    ("logged", "message"),
    [
        ({"reason": "It has no text."}, Message.of("as_given", sentence="It has no text.")),
        (
            {"reason": "It is odd.", "code": "unknown_here", "params": {"n": 1}},
            Message.of("as_given", sentence="It is odd."),
        ),
        (
            {"reason": "x", "code": "line_too_long", "params": {"megabytes": 20}},
            Message.of("line_too_long", megabytes=20),
        ),
        (
            {"reason": "It is odd.", "code": "line_too_long", "params": {}},
            Message.of("as_given", sentence="It is odd."),
        ),
    ],
)
def test_a_logged_refusal_without_a_known_code_keeps_its_sentence(
    path: Path, logged: dict[str, Any], message: Message
) -> None:
    with Archive(path) as archive:
        archive.note(["x"])
        entry = msgspec.json.encode([{"path": "x", "line": 5, **logged}])
        archive._connection.execute("UPDATE ingests SET refusals = ?", (entry,))
        (found,) = archive.ingests()
        assert found.refusals == (Refusal(path="x", line=5, message=message),)


def test_a_logged_refusal_has_its_sentence_code_and_parameters(path: Path) -> None:
    message = Message.of("line_too_long", megabytes=20)
    with Archive(path) as archive:
        archive.note(["x"], refusals=[Refusal(path="x", line=5, message=message)])
        ((entry,),) = archive._connection.execute("SELECT refusals FROM ingests")
        assert msgspec.json.decode(entry) == [
            {
                "path": "x",
                "line": 5,
                "reason": "The line is longer than 20 MB.",
                "code": "line_too_long",
                "params": {"megabytes": 20},
            }
        ]


# Faults


def test_a_batch_is_added_whole_or_not_at_all(path: Path) -> None:
    with Archive(path) as archive:
        archive.add([document("أول", id="a")])
        with pytest.raises(UnicodeEncodeError):
            archive.add([document("ثان", id="b"), document("\ud800", id="c")])
        assert list(archive.ids()) == ["a"]
        assert archive.sequence == 1
        archive.add([document("ثان", id="b")])
        assert list(archive.ids()) == ["a", "b"]


def test_a_full_disk_loses_only_the_batch(path: Path) -> None:
    with Archive(path) as archive:
        archive.add([document("أول", id="a")])
        pages = archive._connection.execute("PRAGMA page_count").fetchone()[0]
        archive._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(ArchiveError, match="full"):
            archive.add([document("ثان", id="b"), document("x" * 100_000, id="c")])
        assert list(archive.ids()) == ["a"]
        assert archive.verify() == []


def test_a_reader_needs_an_existing_archive(path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive"):
        Archive(path, read_only=True)
    assert not path.parent.exists()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="folder"):
        Archive(tmp_path)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="cannot be made"):
        Archive(tmp_path / "file" / "archive.sqlite")


@pytest.mark.parametrize("read_only", [False, True])
def test_a_foreign_file_is_not_changed(path: Path, read_only: bool) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database at all, " * 100)
    with pytest.raises(ArchiveError, match="not an archive of warraq"):
        Archive(path, read_only=read_only)
    assert path.read_bytes() == b"this is no database at all, " * 100


@pytest.mark.parametrize("read_only", [False, True])
def test_a_foreign_database_is_not_changed(path: Path, read_only: bool) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="not an archive of warraq"):
        Archive(path, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["cut", "zeros"])
def test_a_damaged_file_is_an_error(path: Path, damage: str) -> None:
    with Archive(path) as archive:
        archive.add(document(f"نص {n} " * 200, id=f"d{n}") for n in range(200))
    data = path.read_bytes()
    half = len(data) // 2
    path.write_bytes(data[:half] if damage == "cut" else data[:4096] + bytes(len(data) - 4096))
    with pytest.raises(ArchiveError), Archive(path, read_only=True) as archive:
        list(archive.changes(0))


def test_a_changed_text_is_found(path: Path) -> None:
    """SQLite does not notice it; the hash of the document does."""
    with Archive(path) as archive:
        archive.add(document(f"نص {n} " * 20, id=f"d{n}", original=f"<p>{n}") for n in range(40))
        assert archive.verify() == []
        archive._connection.execute("UPDATE documents SET text = 'x' || text WHERE id = 'd7'")
        archive._connection.execute("UPDATE documents SET title = 3 WHERE id = 'd8'")
        archive._connection.execute("UPDATE originals SET original = x'00' WHERE number = 10")
        assert faults(archive) == [
            "The document “d7” of the archive is not what was added.",
            "The document “d8” of the archive is not what was added.",
            "The document “d9” of the archive has a damaged original.",
        ]
        archive._connection.execute("UPDATE documents SET text = ''")
        assert faults(archive)[-1] == "More documents of the archive may be damaged."


@pytest.mark.parametrize("column", ["added_at", "encoding", "removed"])
def test_a_change_of_other_columns_is_found(path: Path, column: str) -> None:
    with Archive(path) as archive:
        archive.add([document("أول", id="a")])
        archive.add([document("ثان", id="a")])
        assert archive.verify() == []
        archive._connection.execute(f"UPDATE documents SET {column} = '[\"x\"]'")
        assert faults(archive) == ["The document “a” of the archive is not what was added."]
        archive._connection.execute("UPDATE documents SET hash = substr(hash, 1, 16)")
        assert archive.verify() == []  # as in early archives
        assert [each.status for each in archive.add([document("ثان", id="a")])] == ["unchanged"]


def test_lost_changes_are_found(path: Path) -> None:
    with Archive(path) as archive:
        archive.add([document("نص", id="a"), document("نص ثان", id="b")])
        archive._connection.execute("UPDATE state SET value = 1 WHERE name = 'sequence'")
        assert faults(archive) == [
            f"{path} lacks the last change that was reported as kept; "
            "restore a newer copy or add again what is missing.",
            "The archive counts 1 change, but its documents have number 2.",
        ]


def test_a_missing_archive_is_created_only_on_request(path: Path) -> None:
    path.parent.mkdir()
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Archive(path, create=False)
    path.touch()
    for read_only in (False, True):
        with pytest.raises(ArchiveError, match="is empty; restore it"):
            Archive(path, create=False, read_only=read_only)
    assert path.stat().st_size == 0


def test_a_new_identity_is_kept(path: Path) -> None:
    with Archive(path) as archive:
        before = archive.identity
        archive.renew_identity()
        renewed = archive.identity
    with Archive(path) as archive:
        assert archive.identity == renewed != before


def test_a_reader_that_cannot_share_memory_sees_what_is_added(path: Path) -> None:
    """As in a folder that it may not write: it checks whether the file has changed."""
    with Archive(path) as archive:
        archive.add([document("أول", id="a")])
    with Archive(path, read_only=True) as reader:
        reader._connection.close()
        reader._connection = connection._opened(path, "mode=ro&immutable=1")
        reader._unshared = connection.file_state(path)
        assert list(reader.ids()) == ["a"]
        with Archive(path) as archive:
            archive.add([document("ثان", id="b")])
            assert list(reader.ids()) == ["a", "b"]


# Several processes

ADDER = """
import sys
from pathlib import Path
from corpus import fields
from corpus.archive import Archive
from corpus.document import Document
from corpus.identity import identify
path, name, batches = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Archive(path) as archive:
    for batch in range(batches):
        ids = [f"{name}-{batch}-{n}" for n in range(20)]
        archive.add(Document(id=id, text=f"text {id} " * 20) for id in ids)
        print(*ids, flush=True)
"""


def adder(path: Path, name: str, batches: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ADDER, path, name, str(batches)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_add_at_once_and_a_reader_reads(path: Path) -> None:
    with adder(path, "a", 30) as one, adder(path, "b", 30) as other:
        assert one.stdout is not None
        one.stdout.readline()
        readings = []
        while one.poll() is None or other.poll() is None:
            with Archive(path, read_only=True) as archive:
                readings.append(archive.count())
        assert (one.communicate()[1], other.communicate()[1]) == ("", "")
    assert readings == sorted(readings)
    with Archive(path) as archive:
        assert archive.count() == archive.sequence == 1200
        assert sorted(sequence for _, sequence in archive.numbers()) == list(range(1, 1201))


@pytest.mark.parametrize("after", [1, 3, 8])
def test_reported_documents_survive_kill_9(path: Path, after: int) -> None:
    with adder(path, "k", 10_000) as process:
        assert process.stdout is not None
        reported = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        reported += process.stdout.readlines()
    ids = {name for line in reported if line.endswith("\n") for name in line.split()}
    assert len(ids) >= 20 * after
    with Archive(path) as archive:
        kept = set(archive.ids())
        assert ids <= kept
        assert len(kept) % 20 == 0
        assert archive.verify() == []
        assert statuses(archive.add([document("جديد", id="new")])) == ["added"]


def test_one_archive_is_for_one_thread(path: Path) -> None:
    errors: list[Exception] = []

    def count(archive: Archive) -> None:
        try:
            archive.count()
        except ArchiveError as error:
            errors.append(error)

    with Archive(path) as archive:
        thread = threading.Thread(target=count, args=(archive,))
        thread.start()
        thread.join()
    assert len(errors) == 1


def test_a_copy_keeps_its_identity(path: Path) -> None:
    with Archive(path) as archive:
        archive.add([document()])
        identity = archive.identity
    copy = path.with_name("copy.sqlite")
    shutil.copy(path, copy)
    with Archive(copy) as archive, Archive(path.with_name("new.sqlite")) as new:
        assert archive.identity == identity != new.identity


def test_documents_are_found_by_their_current_addresses(path: Path) -> None:
    key = address_key("http://www.example.org/1/")
    moved = address_key("http://www.example.org/2")
    assert key is not None
    assert moved is not None
    with Archive(path) as archive:
        archive.add([document(id="أ", url="https://example.org/1"), document(id="ب", url="x:y")])
        assert archive.addressed(key) == {1: "https://example.org/1"}
        archive.add([document(id="أ", url="https://example.org/2")])
        assert archive.addressed(key) == {}
        assert archive.addressed(moved) == {1: "https://example.org/2"}
        assert faults(archive) == []
        archive.delete(["أ"])
        assert archive.addressed(moved) == {}
        archive.purge()
        assert faults(archive) == []


@pytest.mark.parametrize("change", ["DELETE FROM addresses", "UPDATE addresses SET page = 1"])
def test_addresses_that_are_not_those_of_the_documents_are_a_fault(path: Path, change: str) -> None:
    with Archive(path) as archive:
        archive.add([document(url="https://example.org/1")])
        archive._connection.execute(change)
        assert faults(archive) == [
            "Documents of the archive are found by other addresses than their own; restore a copy."
        ]
