"""Files of arrays: reading gives what was written, and damage is reported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import (
    FORMAT_VERSION,
    Array,
    ArrayFile,
    DamagedError,
    distinct,
    ranges,
    smallest,
    write_arrays,
)

ARRAYS: dict[str, Array] = {
    "small": np.arange(5, dtype=np.uint8),
    "empty": np.zeros(0, np.uint32),
    "عربي": np.array([-1, 2**62], np.int64),
    "floats": np.linspace(0, 1, 1_000, dtype=np.float32),
}


def written(path: Path, arrays: dict[str, Array] = ARRAYS) -> Path:
    with path.open("wb") as file:
        write_arrays(file, arrays)
    return path


def test_reading_gives_the_arrays_that_were_written(tmp_path: Path) -> None:
    file = ArrayFile(written(tmp_path / "a.arrays"))
    assert list(file) == list(ARRAYS)
    assert len(file) == len(ARRAYS)
    for name, array in ARRAYS.items():
        assert file[name].dtype == array.dtype
        np.testing.assert_array_equal(file[name], array)
        assert not file[name].flags.writeable
    assert "absent" not in file


def test_arrays_are_aligned(tmp_path: Path) -> None:
    file = ArrayFile(written(tmp_path / "a.arrays"))
    addresses = [array.ctypes.data % 64 for array in file.values() if len(array)]
    assert addresses == [0, 0, 0]


def test_a_file_without_arrays(tmp_path: Path) -> None:
    assert dict(ArrayFile(written(tmp_path / "a.arrays", {}))) == {}


def test_a_file_cut_anywhere_is_damaged(tmp_path: Path) -> None:
    path = written(tmp_path / "a.arrays")
    whole = path.read_bytes()
    for size in range(0, len(whole) - 64, 61):
        cut = tmp_path / f"{size}.arrays"
        cut.write_bytes(whole[:size])
        with pytest.raises(DamagedError, match=rf"^{size}\.arrays "):
            ArrayFile(cut)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (0, "is not a file of this index"),
        (8, f"has format {FORMAT_VERSION ^ 0xFF}, this program reads {FORMAT_VERSION}"),
        (12, "has a damaged directory"),
        (30, "has a damaged directory"),
    ],
)
def test_a_changed_byte_before_the_arrays_is_reported(
    tmp_path: Path, place: int, sentence: str
) -> None:
    path = written(tmp_path / "a.arrays")
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DamagedError, match=sentence):
        ArrayFile(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ArrayFile(tmp_path / "absent.arrays")


def test_no_file_is_left_open(tmp_path: Path) -> None:
    path = written(tmp_path / "a.arrays")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(50):
        ArrayFile(path)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2


@pytest.mark.parametrize(
    ("top", "dtype"),
    [(0, "u1"), (255, "u1"), (256, "u2"), (65_535, "u2"), (65_536, "u4"), (2**32, "u8")],
)
def test_the_narrowest_type(top: int, dtype: str) -> None:
    assert smallest(np.array([0, top], np.int64)).dtype == np.dtype(dtype)
    assert smallest(np.array([0, top], np.int64)).tolist() == [0, top]


def test_the_narrowest_type_of_an_empty_array() -> None:
    assert smallest(np.zeros(0, np.int64)).dtype == np.uint8


runs = st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 9)), max_size=20)


@given(runs)
def test_ranges(pairs: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in pairs], np.int64)
    lengths = np.array([length for _, length in pairs], np.int64)
    expected = [start + step for start, length in pairs for step in range(length)]
    assert ranges(starts, lengths).tolist() == expected


@given(st.lists(st.integers(-5, 2**40), max_size=30))
def test_distinct_values(values: list[int]) -> None:
    assert distinct(np.array(values, np.int64)).tolist() == sorted(set(values))
