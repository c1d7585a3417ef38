"""Generations: switched atomically, kept while they are read, and rebuilt when damaged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from corpus.archive import Archive
from corpus.document import Document
from corpus.messages import Message
from index.arrays import FORMAT_VERSION, DamagedError
from index.build import update
from index.generation import (
    FileCheck,
    Manifest,
    check_file,
    current,
    discard,
    finish,
    folder_of,
    lock_for_reading,
    read_manifest,
    start,
    sweep,
    writing,
)
from index.reader import IndexReader, NoIndexError
from index.segment import keyword_names
from search.engine import Engine, EngineError, archive_path
from search.request import Request
from tests.homes import MakeHome, add_to

DOCUMENTS = (
    Document(id="أ", title="مكتبة المدينة", text="افتتحت البلدية مكتبة جديدة."),
    Document(id="ب", title="سوق المدينة", text="ارتفعت أسعار القمح في السوق."),
)


def blank(number: int) -> Manifest:
    """A manifest of a generation without documents."""
    fields = [field for field in msgspec.structs.fields(Manifest) if field.required]
    empty = {field.name: 0 if field.type is int else "" for field in fields}
    given = {"format": FORMAT_VERSION, "generation": number, "keyword_fields": keyword_names()}
    return msgspec.convert({**empty, **given}, Manifest)


def built(home: Path, base: Path | None = None, **files: str) -> Path:
    """A generation of the given files, made the current one."""
    with writing(home):
        number, folder = start(home, base)
        for name, text in files.items():
            (folder / name).write_text(text)
        finish(home, folder, blank(number), {})
    return folder


def current_folder(home: Path) -> Path:
    folder = current(home)
    assert folder is not None
    return folder


def test_no_generation_is_current_before_the_first_build(tmp_path: Path) -> None:
    assert current(tmp_path) is None
    with pytest.raises(NoIndexError):
        IndexReader.current(tmp_path)


def test_a_generation_is_current_only_when_it_is_finished(tmp_path: Path) -> None:
    first = built(tmp_path, terms="كتاب")
    with writing(tmp_path):
        _, second = start(tmp_path, first)
        assert current(tmp_path) == first
        finish(tmp_path, second, blank(2), {})
    assert current(tmp_path) == second
    assert [first.name, second.name] == ["generation-00000001", "generation-00000002"]


def test_unchanged_files_are_hard_links_to_the_previous_generation(tmp_path: Path) -> None:
    first = built(tmp_path, terms="كتاب")
    second = built(tmp_path, first, columns="2016")
    assert (second / "terms").samefile(first / "terms")
    assert set(read_manifest(second).files) == {"terms", "columns"}
    assert set(read_manifest(first).files) == {"terms"}


def test_the_manifest_has_size_and_digest_of_every_file(tmp_path: Path) -> None:
    folder = built(tmp_path, terms="كتاب", empty="")
    files = read_manifest(folder).files
    assert files == {name: check_file(folder / name) for name in ("terms", "empty")}
    assert files["terms"].size == 8
    assert files["terms"].digest != files["empty"].digest
    assert check_file(folder / "terms") == FileCheck(
        8, files["terms"].digest, (folder / "terms").stat().st_mtime_ns
    )


def test_sweeping_keeps_generations_that_are_current_or_read(tmp_path: Path) -> None:
    first = built(tmp_path, terms="١")
    second = built(tmp_path, terms="٢")
    third = built(tmp_path, terms="٣")
    with writing(tmp_path), lock_for_reading(first):
        sweep(tmp_path)
        assert (first.exists(), second.exists(), third.exists()) == (True, False, True)
    sweep(tmp_path)
    assert (first.exists(), third.exists()) == (False, True)


def test_sweeping_removes_the_remains_of_a_killed_build(tmp_path: Path) -> None:
    """Killed at any moment: an empty folder, one with files, one with an unfinished manifest."""
    folder = built(tmp_path, terms="١")
    for number, names in enumerate(((), ("terms",), ("terms", "manifest.json")), 7):
        orphan = folder_of(tmp_path) / f"generation-{number:08d}"
        orphan.mkdir()
        for name in names:
            (orphan / name).touch()
    sweep(tmp_path)
    assert [path.name for path in folder_of(tmp_path).glob("generation-*")] == [folder.name]


def test_other_users_cannot_open_the_index(make_home: MakeHome) -> None:
    """Opening an index unpickles, so only its owner may write to it."""
    home = make_home(DOCUMENTS)
    assert folder_of(home).stat().st_mode & 0o777 == 0o700
    assert current_folder(home).stat().st_mode & 0o777 == 0o700


def test_a_reader_keeps_answering_through_ten_switches(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    with closing(IndexReader.current(home)) as old, closing(Engine.open(home)) as engine:
        engine._checked = float("inf")  # the engine does not look for another generation
        before = engine.rank(Request(query="المدينة"))
        for number in range(10):
            add_to(home, [Document(id=f"ج{number}", text=f"مدينة أخرى {number}")])
            assert old.folder.exists()
            assert engine.rank(Request(query="المدينة")) == before
            term = old.vocabulary.terms_of_form(old.vocabulary.forms.find("المدينه") or 0)
            assert old.postings("title", term).documents.tolist() == [0, 1]
        assert len(list(folder_of(home).glob("generation-*"))) == 2

        engine._checked = float("-inf")
        assert engine.rank(Request(query="المدينة")).total == 12
        assert engine.info.generation == 11
    with Archive(archive_path(home)) as archive:
        update(archive, home)
    assert len(list(folder_of(home).glob("generation-*"))) == 1


def test_an_open_engine_notices_a_new_generation(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    with closing(Engine.open(home)) as engine:
        assert engine.rank(Request(query="قطار")).total == 0
        add_to(home, [Document(text="وصل القطار")])
        engine._checked -= 1.0
        assert engine.rank(Request(query="قطار")).total == 1


# Damage


def emptied(path: Path) -> None:
    _replaced(path, b"")


def cut(path: Path) -> None:
    content = path.read_bytes()
    _replaced(path, content[: len(content) // 2])


def one_byte_short(path: Path) -> None:
    _replaced(path, path.read_bytes()[:-1])


def missing(path: Path) -> None:
    path.unlink()


def garbage(path: Path) -> None:
    _replaced(path, b"\xff\x00garbage")


def another_name(path: Path) -> None:
    _replaced(path, b"../generation-00000001 00\n")


def absent_generation(path: Path) -> None:
    _replaced(path, b"generation-00000099 00\n")


def _replaced(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def of_kind(home: Path, pattern: str) -> Path:
    (path,) = current_folder(home).glob(pattern)
    return path


DAMAGES: list[tuple[str, Callable[[Path], None]]] = [
    *(
        (pattern, damage)
        for damage in (emptied, cut, one_byte_short, missing, garbage)
        for pattern in ("warraq_*.arrays", "vocabulary.arrays", "_warraq_*.toc")
    ),
    *(("manifest.json", damage) for damage in (emptied, cut, missing, garbage)),
    *(("CURRENT", damage) for damage in (emptied, garbage, another_name, absent_generation)),
]


@pytest.mark.parametrize(
    ("pattern", "damage"), DAMAGES, ids=[f"{pattern} {do.__name__}" for pattern, do in DAMAGES]
)
def test_damage_is_reported_and_repaired_by_a_rebuild(
    make_home: MakeHome, pattern: str, damage: Callable[[Path], None]
) -> None:
    home = make_home(DOCUMENTS)
    damage(folder_of(home) / "CURRENT" if pattern == "CURRENT" else of_kind(home, pattern))
    with pytest.raises(DamagedError):
        IndexReader.current(home)
    with pytest.raises(
        EngineError, match=r"cannot be used .*nothing of the archive is lost.*`warraq reb"
    ):
        Engine.open(home)
    with Archive(archive_path(home)) as archive:
        report = update(archive, home, from_scratch=True)
    assert report.indexed == 2
    assert ids(home, "المدينة") == {"أ", "ب"}
    assert len(list(folder_of(home).glob("generation-*"))) == 1


@pytest.mark.parametrize("damage", [emptied, cut, missing, garbage])
@pytest.mark.parametrize("pattern", ["warraq_*.arrays", "manifest.json"])
def test_damage_is_repaired_by_the_next_addition(
    make_home: MakeHome, pattern: str, damage: Callable[[Path], None]
) -> None:
    home = make_home(DOCUMENTS)
    damage(of_kind(home, pattern))
    add_to(home, [Document(id="ج", text="مدينة ثالثة")])
    assert ids(home, "المدينة") == {"أ", "ب", "ج"}


def test_a_missing_index_is_rebuilt(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    (folder_of(home) / "CURRENT").unlink()
    with pytest.raises(EngineError, match="no index yet; make it with `warraq rebuild`"):
        Engine.open(home)
    with Archive(archive_path(home)) as archive:
        assert update(archive, home).indexed == 2
    assert ids(home, "المدينة") == {"أ", "ب"}


def test_an_open_engine_survives_damage_to_the_next_generation(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    with closing(Engine.open(home)) as engine:
        add_to(home, [Document(id="ج", text="مدينة ثالثة")])
        emptied(of_kind(home, "vocabulary.arrays"))
        engine._checked -= 1.0
        answer = engine.search(Request(query="المدينة"))
        assert answer.total == 2
        assert [each for each in answer.warnings if each.code == "index_unreadable"]
        with Archive(archive_path(home)) as archive:
            update(archive, home)
        engine._checked -= 1.0
        answer = engine.search(Request(query="المدينة"))
        assert (answer.total, answer.warnings) == (3, ())


def test_an_open_engine_survives_the_loss_of_its_index(make_home: MakeHome) -> None:
    """It switches to the next generation, although that has the same name."""
    home = make_home(DOCUMENTS)
    with closing(Engine.open(home)) as engine:
        shutil.rmtree(folder_of(home))
        engine._checked -= 1.0
        answer = engine.search(Request(query="المدينة"))
        assert (answer.total, len(answer.warnings)) == (2, 1)
        add_to(home, [Document(id="ج", text="مدينة ثالثة")])
        assert current_folder(home).name == "generation-00000001"
        engine._checked -= 1.0
        answer = engine.search(Request(query="المدينة"))
        assert (answer.total, answer.warnings) == (3, ())


def test_an_index_of_an_older_format_is_rebuilt(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    path = of_kind(home, "manifest.json")
    fields = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({**fields, "format": FORMAT_VERSION - 1}))
    with pytest.raises(EngineError, match=r"another version of warraq.*`warraq rebuild`"):
        Engine.open(home)
    add_to(home, [Document(id="ج", text="مدينة ثالثة")])
    assert ids(home, "المدينة") == {"أ", "ب", "ج"}


def ids(home: Path, query: str) -> set[str]:
    with closing(Engine.open(home)) as engine:
        return set(engine.rank(Request(query=query)).ids)


def test_a_manifest_with_other_keys_is_damaged(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    path = of_kind(home, "manifest.json")
    fields = msgspec.json.decode(path.read_bytes())
    del fields["manifest"]
    path.write_bytes(msgspec.json.encode(fields))
    with pytest.raises(DamagedError, match=r"manifest\.json of generation-00000001 is not what"):
        read_manifest(current_folder(home))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["manifest.json", "CURRENT"])
def test_any_changed_byte_of_manifest_and_pointer_is_noticed(
    make_home: MakeHome, name: str
) -> None:
    home = make_home(DOCUMENTS)
    path = folder_of(home) / name if name == "CURRENT" else of_kind(home, name)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        if path.read_bytes().split() != whole.split():  # white space in CURRENT does not matter
            with pytest.raises(DamagedError):
                IndexReader.current(home)
    path.write_bytes(whole)
    IndexReader.current(home).close()


def test_a_manifest_of_another_generation_is_refused(make_home: MakeHome) -> None:
    """Manifest and pointer are whole, but do not match."""
    home = make_home(DOCUMENTS)
    path = of_kind(home, "manifest.json")
    path.write_bytes(of_kind(make_home([DOCUMENTS[0]]), "manifest.json").read_bytes())
    with pytest.raises(DamagedError, match=r"CURRENT does not match manifest\.json"):
        current(home)


# Files with their stamp are trusted; all others are read.

LARGE = "كتاب " * 20_000


def flip_bit(path: Path, keep_time: bool) -> None:
    """Flip a bit in the middle of a file, in place."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(before.st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
    if keep_time:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_changed_byte_is_noticed_by_its_modification_time(tmp_path: Path) -> None:
    folder = built(tmp_path, terms=LARGE)
    flip_bit(folder / "terms", keep_time=False)
    for _ in range(2):
        with pytest.raises(DamagedError, match=r"terms of generation-00000001 is not what was"):
            read_manifest(folder)
    flip_bit(folder / "terms", keep_time=False)  # and back
    assert set(read_manifest(folder).files) == {"terms"}


def test_only_verify_notices_a_changed_byte_under_the_same_time(tmp_path: Path) -> None:
    """Except in small files, which are read at every open."""
    folder = built(tmp_path, large=LARGE, small="كتاب")
    flip_bit(folder / "large", keep_time=True)
    check = read_manifest(folder).files["large"]
    assert check_file(folder / "large").digest != check.digest
    flip_bit(folder / "small", keep_time=True)
    with pytest.raises(DamagedError, match="small"):
        read_manifest(folder)


def test_a_copied_index_opens_and_gets_its_stamps_back(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home(DOCUMENTS)
    copy = tmp_path / "copy"
    shutil.copytree(home, copy, copy_function=shutil.copyfile)
    assert ids(copy, "المدينة") == {"أ", "ب"}
    folder = built(tmp_path / "large", terms=LARGE)
    os.utime(folder / "terms")
    assert "terms" in read_manifest(folder).files
    with writing(tmp_path / "large"):
        _, next_ = start(tmp_path / "large", folder)
        known = read_manifest(folder).files
        whole = finish(tmp_path / "large", next_, blank(2), known)
    assert whole.files["terms"] == known["terms"]
    assert (folder / "terms").stat().st_mtime_ns == known["terms"].modified


def test_a_damaged_file_is_not_carried_into_the_next_generation(tmp_path: Path) -> None:
    folder = built(tmp_path, terms=LARGE)
    known = read_manifest(folder).files
    with writing(tmp_path):
        _, fresh = start(tmp_path, folder)
        flip_bit(fresh / "terms", keep_time=False)
        with pytest.raises(DamagedError, match="not what was written"):
            finish(tmp_path, fresh, blank(2), known)
    assert current(tmp_path) == folder


# Locks


def test_the_lock_survives_the_deletion_of_its_file(tmp_path: Path) -> None:
    built(tmp_path, terms="١")
    note = folder_of(tmp_path) / "lock"
    with writing(tmp_path):
        note.unlink()
        with pytest.raises(_StoppedWaiting), writing(tmp_path, on_wait=stop):
            raise AssertionError("two writers at once")
    note.write_bytes(b"")
    built(tmp_path, terms="٢")


class _StoppedWaiting(Exception):
    """Raised instead of waiting for oneself."""


def stop(message: Message) -> None:
    assert message == Message.of("waiting_for_writer")
    raise _StoppedWaiting


def test_a_forked_process_does_not_inherit_a_lock(tmp_path: Path) -> None:
    """A worker that outlives a killed writer does not block the next writer."""
    folder = built(tmp_path, terms="١")
    stop_read, stop_write = os.pipe()
    started_read, started_write = os.pipe()
    with writing(tmp_path), lock_for_reading(folder):
        child = os.fork()
        if not child:
            os.close(stop_write)
            os.write(started_write, b"1")
            os.read(stop_read, 1)
            os._exit(0)
        assert os.read(started_read, 1)
    with writing(tmp_path, on_wait=stop):
        pass
    for descriptor in (stop_read, stop_write, started_read, started_write):
        os.close(descriptor)
    assert os.waitpid(child, 0) == (child, 0)


def test_a_build_that_fails_after_the_switch_is_kept(tmp_path: Path) -> None:
    first = built(tmp_path, terms="١")
    with writing(tmp_path):
        _, second = start(tmp_path, first)
        discard(tmp_path, second)
        assert not second.exists()
        discard(tmp_path, first)
        assert first.exists()
