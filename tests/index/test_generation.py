"""Generations: switched at once, kept while they are read, and mended when damaged."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from corpus.archive import Archive
from corpus.document import Document
from index.arrays import FORMAT_VERSION, DamagedError
from index.build import update
from index.generation import (
    FileCheck,
    Manifest,
    check_file,
    current,
    finish,
    folder_of,
    held,
    read_manifest,
    start,
    sweep,
    writing,
)
from index.reader import IndexReader
from search.answer import Request
from search.engine import Engine, EngineError, archive_path
from tests.homes import MakeHome, add_to

DOCUMENTS = (
    Document(id="أ", title="مكتبة المدينة", text="افتتحت البلدية مكتبة جديدة."),
    Document(id="ب", title="سوق المدينة", text="ارتفعت أسعار القمح في السوق."),
)


def blank(number: int) -> Manifest:
    """A manifest of a generation that holds nothing of an archive."""
    fields = [field for field in msgspec.structs.fields(Manifest) if field.required]
    empty = {field.name: 0 if field.type is int else "" for field in fields}
    return msgspec.convert({**empty, "format": FORMAT_VERSION, "generation": number}, Manifest)


def built(home: Path, base: Path | None = None, **files: str) -> Path:
    """A generation of files of our own, made the current one."""
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


def test_there_is_none_before_the_first_build(tmp_path: Path) -> None:
    assert current(tmp_path) is None
    with pytest.raises(FileNotFoundError):
        IndexReader.current(tmp_path)


def test_a_generation_is_current_only_when_it_is_finished(tmp_path: Path) -> None:
    first = built(tmp_path, terms="كتاب")
    with writing(tmp_path):
        _, second = start(tmp_path, first)
        assert current(tmp_path) == first
        finish(tmp_path, second, blank(2), {})
    assert current(tmp_path) == second
    assert [first.name, second.name] == ["generation-00000001", "generation-00000002"]


def test_unchanged_files_are_links_to_the_generation_before(tmp_path: Path) -> None:
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
    assert check_file(folder / "terms") == FileCheck(8, files["terms"].digest)


def test_sweeping_keeps_what_is_current_or_read(tmp_path: Path) -> None:
    first = built(tmp_path, terms="١")
    second = built(tmp_path, terms="٢")
    third = built(tmp_path, terms="٣")
    with writing(tmp_path), held(first):
        sweep(tmp_path)
        assert (first.exists(), second.exists(), third.exists()) == (True, False, True)
    sweep(tmp_path)
    assert (first.exists(), third.exists()) == (False, True)


def test_sweeping_takes_what_a_killed_build_left(tmp_path: Path) -> None:
    """At any moment: an empty folder, one with its lock, one with files and no manifest."""
    folder = built(tmp_path, terms="١")
    for number, names in enumerate(((), ("reading.lock",), ("reading.lock", "terms")), 7):
        orphan = folder_of(tmp_path) / f"generation-{number:08d}"
        orphan.mkdir()
        for name in names:
            (orphan / name).touch()
    sweep(tmp_path)
    assert [path.name for path in folder_of(tmp_path).glob("generation-*")] == [folder.name]


def test_the_index_is_closed_to_others(make_home: MakeHome) -> None:
    """Opening an index unpickles, so nobody else may write there."""
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


def test_an_engine_notices_a_new_generation_by_itself(make_home: MakeHome) -> None:
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
    _replaced(path, b"../generation-00000001\n")


def absent_generation(path: Path) -> None:
    _replaced(path, b"generation-00000099\n")


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
    ("reading.lock", missing),
    *(("CURRENT", damage) for damage in (emptied, garbage, another_name, absent_generation)),
]


@pytest.mark.parametrize(
    ("pattern", "damage"), DAMAGES, ids=[f"{pattern} {do.__name__}" for pattern, do in DAMAGES]
)
def test_damage_is_told_and_mended_by_a_rebuild(
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
def test_damage_is_mended_by_the_next_addition(
    make_home: MakeHome, pattern: str, damage: Callable[[Path], None]
) -> None:
    home = make_home(DOCUMENTS)
    damage(of_kind(home, pattern))
    add_to(home, [Document(id="ج", text="مدينة ثالثة")])
    assert ids(home, "المدينة") == {"أ", "ب", "ج"}


def test_an_index_that_is_gone_is_made_anew(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    (folder_of(home) / "CURRENT").unlink()
    with pytest.raises(EngineError, match="no index yet; make it with `warraq rebuild`"):
        Engine.open(home)
    with Archive(archive_path(home)) as archive:
        assert update(archive, home).indexed == 2
    assert ids(home, "المدينة") == {"أ", "ب"}


def test_an_open_engine_outlives_damage_to_the_next_generation(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    with closing(Engine.open(home)) as engine:
        add_to(home, [Document(id="ج", text="مدينة ثالثة")])
        emptied(of_kind(home, "vocabulary.arrays"))
        engine._checked -= 1.0
        assert engine.rank(Request(query="المدينة")).total == 2


def test_an_index_of_an_older_program_is_made_anew(make_home: MakeHome) -> None:
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


def test_a_manifest_of_another_shape_is_damage(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    path = of_kind(home, "manifest.json")
    fields = msgspec.json.decode(path.read_bytes())
    del fields["sequence"]
    path.write_bytes(msgspec.json.encode(fields))
    with pytest.raises(DamagedError, match=r"manifest\.json of generation-00000001 cannot be read"):
        read_manifest(current_folder(home))
