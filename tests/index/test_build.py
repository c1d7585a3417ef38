"""Building: only changes are read, and every way to the same documents gives the same index."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

import index.build
from arabic.analyzer import WordClass
from corpus.archive import Archive
from corpus.document import Document
from corpus.messages import Message
from index import generation
from index.build import day_number, update
from index.reader import IndexReader
from index.verify import verify
from search.engine import Engine, archive_path
from tests.homes import ROOT, MakeHome, add_to, delete_from
from tests.index.contents import QUERIES, answers, build, found, segment_count

_PICK = random.Random(1)
NONSENSE = ["".join(_PICK.choices("بتجحخدرزسشصطعفقكلمنه", k=5)) for _ in range(300)]


def random_document(number: int, words: int = 40) -> Document:
    """A document of words that are in no lexicon, and one that only it has."""
    text = " ".join(random.Random(number).choices(NONSENSE, k=words))
    return Document(id=f"d{number}", title=f"خبر {number}", text=f"{text} وحيد{'ب' * number}")


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2016-12-03", 20161203),
        ("2016-12", 20161200),
        ("2016", 20160000),
        ("", 0),
        (None, 0),
    ],
)
def test_a_date_is_a_day_number(date: str | None, day: int) -> None:
    assert day_number(date) == day


def test_a_build_reads_only_changes(make_home: MakeHome) -> None:
    home = make_home([random_document(1), random_document(2)])
    seen: list[int] = []
    with Archive(archive_path(home)) as archive:
        archive.add([random_document(2), random_document(3), random_document(4)])
        report = update(archive, home, progress=seen.append)
        again = update(archive, home)
    assert (report.indexed, report.removed, report.manifest.documents) == (2, 0, 4)
    assert seen == [2]
    assert (again.indexed, again.removed) == (0, 0)
    assert again.manifest == report.manifest


def test_a_replaced_document_is_found_by_its_new_text_only(make_home: MakeHome) -> None:
    home = make_home(
        [
            Document(id="أ", text="افتتاح المكتبة"),
            random_document(1),
            random_document(2),
            random_document(3),
        ]
    )
    assert found(home, "المكتبة") == ("أ",)
    add_to(home, [Document(id="أ", text="افتتاح الملعب")])
    assert found(home, "المكتبة") == ()
    assert found(home, "الملعب") == ("أ",)
    assert len(found(home, "افتتاح")) == 1


def test_a_deleted_document_is_not_found(make_home: MakeHome) -> None:
    home = make_home(
        [
            Document(id="أ", text="افتتاح المكتبة"),
            random_document(1),
            random_document(2),
            random_document(3),
        ]
    )
    delete_from(home, ["أ"])
    for query in ("المكتبة", '"افتتاح المكتبة"', "افت*", "المكتبه~1", '"المكتبة افتتاح"~3'):
        assert found(home, query) == ()
    assert set(found(home, "*")) == {"d1", "d2", "d3"}
    assert "أ" not in found(home, "NOT خبر")


def test_documents_can_be_added_after_all_are_deleted(make_home: MakeHome) -> None:
    home = make_home([random_document(1), random_document(2)])
    delete_from(home, ["d1", "d2"])
    assert found(home, "*") == ()
    add_to(home, [random_document(3)])
    assert found(home, "خبر") == ("d3",)


def test_an_empty_archive_has_an_empty_index(make_home: MakeHome) -> None:
    home = make_home([])
    assert found(home, "*") == found(home, "كتاب") == found(home, "كت*") == ()


def test_a_document_without_a_word_is_found_by_its_fields(make_home: MakeHome) -> None:
    home = make_home([Document(id="أ", title="؟!", text="…", source="صحيفة", date="2016")])
    assert found(home, "source:صحيفة") == found(home, "date:2016") == found(home, "*") == ("أ",)
    assert found(home, "كتاب") == ()


@pytest.mark.slow
def test_many_small_additions_keep_few_segments(make_home: MakeHome) -> None:
    home = make_home([random_document(0)])
    most = 0
    for number in range(1, 40):
        add_to(home, [random_document(number, words=5)])
        most = max(most, segment_count(home))
    assert most <= 5
    assert len(found(home, "خبر")) == 40


def test_a_mostly_deleted_segment_is_merged(make_home: MakeHome) -> None:
    home = make_home([random_document(number) for number in range(20)])
    delete_from(home, [f"d{number}" for number in range(15)])
    add_to(home, [random_document(30)])
    with closing(IndexReader.current(home)) as index:
        assert index.size == 6


@pytest.fixture(scope="module")
def stepwise(
    sample_documents: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Document]]:
    """A home after additions, changes and deletions, and the documents it should have."""
    home = tmp_path_factory.mktemp("stepwise")
    for start, end in ((0, 20), (20, 50), (50, 51), (51, 66)):
        add_to(home, sample_documents[start:end])
    changed = [
        msgspec.structs.replace(document, text=document.text.upper() + " وبالمكتبات")
        for document in sample_documents[10:14]
    ]
    add_to(home, changed)
    delete_from(home, [document.id for document in sample_documents[40:60:4]])
    gone = {document.id for document in sample_documents[40:60:4]}
    whole = [*sample_documents[:10], *changed, *sample_documents[14:]]
    return home, [document for document in whole if document.id not in gone]


@pytest.mark.slow
def test_a_rebuild_gives_the_same_answers(
    stepwise: tuple[Path, list[Document]], make_home: MakeHome
) -> None:
    """Answers are the same after many changes, after a rebuild, and for all documents at once."""
    home, documents = stepwise
    before = answers(home, QUERIES)
    assert sum(bool(ids) for ids, _ in before) >= len(QUERIES) - 2
    report = build(home, from_scratch=True)
    assert report.indexed == len(documents)
    after = answers(home, QUERIES)
    for query, one, other in zip(QUERIES, before, after, strict=True):
        assert one == other, query
    at_once = answers(make_home(documents), QUERIES)
    for query, one, other in zip(QUERIES, before, at_once, strict=True):
        assert dict(zip(*one, strict=True)) == pytest.approx(
            dict(zip(*other, strict=True)), rel=1e-3
        ), query


def test_words_of_deleted_documents_are_not_counted(
    stepwise: tuple[Path, list[Document]],
) -> None:
    home, _ = stepwise
    with closing(Engine.open(home)) as engine:
        before = engine.stats()
    build(home, from_scratch=True)
    with closing(Engine.open(home)) as engine:
        after = engine.stats()
    assert (before.words, before.indexed) == (after.words, after.indexed)


def test_new_classes_do_not_change_the_postings(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a new version of the analyzer only the vocabulary is rebuilt."""
    home = make_home([Document(id="أ", text="مكتبة"), Document(id="ب", text="مكنسة")])
    assert found(home, "مكنسة") == ("ب",)
    folder = generation.current(home)
    assert folder is not None
    monkeypatch.setattr(index.build, "ANALYZER_VERSION", "999")
    monkeypatch.setattr(
        index.build, "classify", lambda form, *_: WordClass(form, form[:2], form[:1])
    )
    report = build(home)
    assert (report.indexed, report.manifest.classes_version) == (0, "999")
    assert found(home, "مكنسة") == ("ب", "أ")
    rebuilt = generation.current(home)
    assert rebuilt is not None
    assert rebuilt != folder
    assert build(home).manifest == report.manifest


def test_another_tokenizer_needs_a_rebuild(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home([random_document(1), random_document(2)])
    monkeypatch.setattr(index.build, "FORMS_VERSION", "999")
    report = build(home)
    assert (report.indexed, report.manifest.forms_version) == (2, "999")
    assert len(found(home, "خبر")) == 2


def test_an_index_of_another_archive_is_rebuilt(make_home: MakeHome) -> None:
    home, other = (
        make_home([random_document(1), random_document(2)]),
        make_home([random_document(3)]),
    )
    archive_path(home).write_bytes(archive_path(other).read_bytes())
    assert build(home).indexed == 1
    assert found(home, "*") == ("d3",)


def test_an_archive_restored_from_a_copy_is_reindexed(make_home: MakeHome) -> None:
    home = make_home([random_document(1)])
    copy = archive_path(home).read_bytes()
    add_to(home, [random_document(2)])
    archive_path(home).write_bytes(copy)
    assert build(home).indexed == 1
    assert found(home, "*") == ("d1",)


@pytest.mark.parametrize("pattern", ["vocabulary.arrays", "warraq_*.arrays"])
def test_a_build_takes_over_no_damage(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    home = make_home([random_document(number) for number in range(20)])
    right = found(home, NONSENSE[0])
    monkeypatch.setattr(generation, "_ALWAYS_READ", 0)  # as if the files were large
    folder = generation.current(home)
    assert folder is not None
    (path,) = folder.glob(pattern)
    before, content = path.stat(), path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 255]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    reported: list[Message] = []
    with Archive(archive_path(home)) as archive:
        assert (
            update(archive, home, on_rebuild=reported.append).indexed == 0
        )  # nothing is to be built
        archive.add([Document(id="آخر", text="سفينة")])
        assert update(archive, home, on_rebuild=reported.append).indexed == 21
        assert verify(archive, home) == []
    assert [message.code for message in reported] == ["index_rebuilt"]
    assert found(home, NONSENSE[0]) == right


WRITER = """
import sys
from pathlib import Path
from tests.homes import add_to
from corpus.document import Document
from corpus.messages import Message
home, name = Path(sys.argv[1]), sys.argv[2]
for number in range(6):
    add_to(home, [Document(id=f"{name}{number}", text=f"كلمة {name} {number}")])
"""


def test_two_writers_at_once_both_succeed(make_home: MakeHome) -> None:
    home = make_home([random_document(1)])
    command = [sys.executable, "-W", "ignore::SyntaxWarning", "-c", WRITER, str(home)]
    writers = [
        subprocess.Popen([*command, name], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for name in ("س", "ص")
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    assert len(found(home, "كلمة")) == 12
    assert len(found(home, "س")) == len(found(home, "ص")) == 6


def test_a_waiting_writer_names_the_one_that_writes(make_home: MakeHome) -> None:
    """A writer in another process holds the lock until its standard input ends."""
    home = make_home([random_document(1)])
    holder = subprocess.Popen(
        [
            *(sys.executable, "-W", "ignore::SyntaxWarning", "-c"),
            "import sys; from pathlib import Path; from index import generation\n"
            "with generation.writing(Path(sys.argv[1])): print('held', flush=True); input()",
            str(home),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "held\n"
        messages: list[Message] = []

        def on_wait(message: Message) -> None:
            messages.append(message)
            assert holder.stdin is not None
            holder.stdin.write("\n")
            holder.stdin.flush()

        with Archive(archive_path(home)) as archive:
            archive.add([random_document(2)])
            update(archive, home, on_wait=on_wait)
    assert messages == [Message.of("waiting_for_process", process=str(holder.pid))]
    assert len(found(home, "خبر")) == 2


def test_a_killed_build_leaves_the_current_generation(make_home: MakeHome) -> None:
    home = make_home([random_document(number) for number in range(10)])
    with Archive(archive_path(home)) as archive:
        archive.add([random_document(number, words=400) for number in range(10, 300)])
    before = generation.current(home)
    script = (
        "import sys; from pathlib import Path; from corpus.archive import Archive\n"
        "from index.build import update; from search.engine import archive_path\n"
        "home = Path(sys.argv[1]); archive = Archive(archive_path(home))\n"
        "print('ready', flush=True); update(archive, home, from_scratch=True)"
    )
    pick = random.Random(9)
    killed = 0
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-W", "ignore::SyntaxWarning", "-c", script, str(home)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as builder:
            assert builder.stdout is not None
            assert builder.stdout.readline() == "ready\n"
            time.sleep(pick.uniform(0.0, 0.25))
            builder.send_signal(signal.SIGKILL)
        killed += builder.returncode == -signal.SIGKILL
        with closing(IndexReader.current(home)) as index:
            assert index.manifest.documents in (10, 300)
    assert killed
    after = generation.current(home)
    assert after is not None
    if after == before:
        assert len(found(home, "خبر")) == 10
    build(home)
    assert len(found(home, "خبر")) == 300
    assert len(list(generation.folder_of(home).glob("generation-*"))) == 1
