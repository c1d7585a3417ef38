"""Verifying an index: whole, damaged, or behind its archive."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from corpus.archive import Archive
from corpus.document import Document
from corpus.messages import render
from index import build, generation
from index.array_types import Array
from index.copies.growth import grown_copies
from index.verify import verify
from search.engine import archive_path
from tests.homes import MakeHome, delete_from

DOCUMENTS = [
    Document(id="a", title="ميناء", text="وصلت السفينة إلى الميناء صباحاً."),
    Document(id="b", title="سد", text="بدأ ملء السد بعد الأمطار."),
]


def faults(home: Path) -> list[str]:
    with Archive(archive_path(home)) as archive:
        return [render(fault, "en") for fault in verify(archive, home)]


def files(home: Path) -> list[Path]:
    folder = generation.current(home)
    assert folder is not None
    return [folder / name for name in generation.read_manifest(folder).files]


def test_a_whole_home_has_no_faults(make_home: MakeHome) -> None:
    assert faults(make_home(DOCUMENTS[:1], DOCUMENTS[1:])) == []


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.999])
def test_any_changed_byte_is_noticed(make_home: MakeHome, place: float) -> None:
    home = make_home(DOCUMENTS)
    for path in files(home):
        whole = path.read_bytes()
        at = int(place * len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert faults(home), path.name
        path.write_bytes(whole)
    assert faults(home) == []


def test_an_index_behind_its_archive_is_reported(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS[:1])
    with Archive(archive_path(home)) as archive:
        archive.add(DOCUMENTS[1:])
    assert faults(home) == ["The index is behind the archive; `warraq add` brings it up to date."]


def test_a_home_without_an_index_is_reported(tmp_path: Path) -> None:
    with Archive(archive_path(tmp_path)) as archive:
        archive.add(DOCUMENTS)
    assert faults(tmp_path) == ["There is no index yet; `warraq rebuild` makes it."]


def test_a_changed_letter_of_the_archive_is_noticed(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    with Archive(archive_path(home)) as archive:
        archive._connection.execute("UPDATE documents SET title = 'سدود' WHERE id = 'b'")
    assert faults(home) == ["The document “b” of the archive is not what was added."]


def test_the_remains_of_a_killed_build_are_no_fault(make_home: MakeHome) -> None:
    home = make_home(DOCUMENTS)
    with generation.writing(home):
        generation.start(home, generation.current(home))
    assert faults(home) == []


@pytest.mark.parametrize(("name", "more"), [("documents", 1), ("words", -1)])
def test_wrong_totals_in_the_manifest_are_noticed(
    make_home: MakeHome, name: str, more: int
) -> None:
    home = make_home(DOCUMENTS)
    folder = generation.current(home)
    assert folder is not None
    manifest = generation.read_manifest(folder)
    found = getattr(manifest, name)
    wrong = msgspec.structs.replace(manifest, **{name: found + more})
    with generation.writing(home):
        _, fresh = generation.start(home, folder)
        for file in manifest.files:
            if not (fresh / file).exists():
                shutil.copyfile(folder / file, fresh / file)
        generation.finish(home, fresh, wrong, manifest.files)
    assert faults(home) == [f"The index holds {found:,} {name} instead of {found + more:,}."]


def test_a_deletion_during_a_check_is_no_fault(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It removes the generation that is read; the new one is checked."""
    home = make_home(DOCUMENTS)
    check = generation.check_file
    done: list[Path] = []

    def deleting_first(path: Path) -> generation.FileCheck:
        if not done:
            done.append(path)
            delete_from(home, ["a"])
        return check(path)

    with Archive(archive_path(home), read_only=True) as archive:
        monkeypatch.setattr(generation, "check_file", deleting_first)
        found = [each.code for each in verify(archive, home)]
    assert done
    assert found == ["deletions_unfinished"]  # the check itself still reads the log


def test_a_document_without_fingerprints_is_reported(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(*given: Any) -> dict[str, Array]:
        arrays = grown_copies(*given)
        return arrays | {"documents": arrays["documents"][:-1]}

    monkeypatch.setattr(build, "grown_copies", forgetful)
    assert faults(make_home(DOCUMENTS)) == ["The table of copies matches 1 document of 2."]
