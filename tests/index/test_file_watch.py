"""Files of an open index that change are found before anything is answered from them."""

from __future__ import annotations

import gc
import mmap
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Document
from index import file_watch
from index.arrays import ArrayFile, DamagedError
from index.generation import VOCABULARY, digest_of, folder_of
from index.reader import IndexReader
from tests.homes import MakeHome, add_to, overwrite

DOCUMENTS = [
    Document(id=f"د{number}", title=f"عنوان {number % 3}", text=f"ميناء الصيد رقم {number}")
    for number in range(20)
]


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    return make_home(DOCUMENTS)


@pytest.fixture
def index(home: Path) -> Iterator[IndexReader]:
    with closing(IndexReader.current(home)) as index:
        yield index


def inverted(content: bytes) -> bytes:
    return bytes(byte ^ 255 for byte in content)


def flip(path: Path, at: int) -> None:
    """Change all bits of one byte and set the modification time back."""
    overwrite(path, at, inverted(path.read_bytes()[at : at + 1]))


def files_of(index: IndexReader) -> list[Path]:
    return sorted(index.folder.glob("*.arrays"))


def open_files() -> int:
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir()))


def is_found(index: IndexReader) -> bool:
    try:
        index.check_files()
    except DamagedError:
        return True
    return False


def test_an_unchanged_index_is_sound(index: IndexReader) -> None:
    for _ in range(3):
        index.check_files()


def test_a_changed_byte_in_any_array_is_found(home: Path) -> None:
    with closing(IndexReader.current(home)) as index:
        places = [
            (path, name, (span.start + span.stop) // 2)
            for path in files_of(index)
            for name, span in ArrayFile(path).spans.items()
            if span
        ]
    assert len(places) > 30
    for path, name, at in places:
        with closing(IndexReader.current(home)) as index:
            index.check_files()
            flip(path, at)
            with pytest.raises(DamagedError, match="is not what was written"):
                index.check_files()
            flip(path, at)
            assert is_found(index), f"{name}: what was read of it may have been kept"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_that_differ_are_found_and_equal_ones_are_not(
    home: Path, data: st.DataObject
) -> None:
    with closing(IndexReader.current(home)) as index:
        path = data.draw(st.sampled_from(files_of(index)), "file")
        at = data.draw(st.integers(0, path.stat().st_size - 1), "place")
        content = path.read_bytes()[at:]
        written = data.draw(st.binary(min_size=1, max_size=300), "bytes")[: len(content)]
        before = overwrite(path, at, written)
        assert is_found(index) == (before != written)
        overwrite(path, at, before)


def test_a_changed_head_or_padding_is_found(home: Path) -> None:
    for at in (0, 9, 30, -1):
        with closing(IndexReader.current(home)) as index:
            path = index.folder / VOCABULARY
            place = at % path.stat().st_size
            flip(path, place)
            assert is_found(index)
            flip(path, place)


def test_the_second_write_to_a_page_through_a_mapping_is_found(home: Path) -> None:
    with closing(IndexReader.current(home)) as index:
        path = files_of(index)[0]
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as mapping:
        mapping[700] ^= 255
        mapping[700] ^= 255  # the page is written to, and the content is the same
        with closing(IndexReader.current(home)) as index:
            index.check_files()
            mapping[701] ^= 255
            assert is_found(index)


def test_a_file_that_was_cut_short_is_found(home: Path, index: IndexReader) -> None:
    path = files_of(index)[0]
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(DamagedError, match="bytes instead of"):
        index.check_files()


def test_a_file_whose_attributes_change_is_read_and_is_sound(
    index: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def count(blocks: Iterable[bytes]) -> str:
        read.append(digest_of(blocks))
        return read[-1]

    monkeypatch.setattr(file_watch, "digest_of", count)
    for path in files_of(index):
        path.chmod(0o640)
        content = path.read_bytes()
        overwrite(path, 0, content)
        os.utime(path)
    index.check_files()
    assert len(read) == len(files_of(index))


def test_a_change_after_one_of_attributes_is_found(index: IndexReader) -> None:
    path = files_of(index)[0]
    path.chmod(0o640)
    index.check_files()
    flip(path, 500)
    assert is_found(index)


def refuse(*_: object) -> str:
    raise AssertionError("the file was read")


def test_a_build_that_links_the_files_does_not_make_them_read(
    home: Path, index: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = [path.stat().st_ctime_ns for path in files_of(index)]
    add_to(home, [Document(id="آخر", title="آخر", text="سفينة")])
    assert [path.stat().st_ctime_ns for path in files_of(index)] != changed
    monkeypatch.setattr(file_watch, "digest_of", refuse)
    index.check_files()


def test_a_file_that_another_takes_the_place_of_stays_open(index: IndexReader) -> None:
    path = files_of(index)[0]
    other = path.with_suffix(".other")
    other.write_bytes(bytes(path.stat().st_size))
    before = index.numbers.tolist()
    other.replace(path)
    index.check_files()
    assert index.numbers.tolist() == before


def test_a_file_that_cannot_be_read_is_a_fault(
    index: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> Iterator[bytes]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(file_watch, "blocks_of", fail)
    for _ in index.read_again():
        pass
    with pytest.raises(DamagedError, match="Input/output error"):
        index.check_files()


class TestChangesWithoutATime:
    """What a disk changes by itself; simulated by a state that stays the same."""

    @pytest.fixture(autouse=True)
    def keep_states(self, monkeypatch: pytest.MonkeyPatch) -> None:
        state = file_watch._State(0, 0, 0, 0)
        monkeypatch.setattr(file_watch._State, "of", lambda _: state)

    def test_reading_again_finds_them(self, index: IndexReader) -> None:
        for _ in index.read_again():
            index.check_files()
        flip(files_of(index)[-1], 900)
        index.check_files()
        assert sum(1 for _ in index.read_again()) == len(files_of(index))
        assert is_found(index)

    def test_reading_again_ends_when_the_index_is_closed(self, home: Path) -> None:
        index = IndexReader.current(home)
        steps = index.read_again()
        next(steps)
        index.close()
        assert list(steps) == []


def test_a_state_is_not_kept_within_a_step_of_the_clock(
    index: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    files_of(index)[0].chmod(0o640)
    index.check_files()
    assert waited


def test_no_file_is_left_open(home: Path) -> None:
    before = open_files()
    with closing(IndexReader.current(home)) as index:
        index.check_files()
    del index
    assert open_files() == before


def test_a_reader_that_fails_to_open_leaves_no_file_open(home: Path) -> None:
    with closing(IndexReader.current(home)) as index:
        path = files_of(index)[0]
    flip(path, 300)
    before = open_files()
    with pytest.raises(DamagedError):
        IndexReader.current(home)
    assert open_files() == before
    assert folder_of(home).exists()
