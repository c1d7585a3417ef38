"""Files, folders and standard input as streams of bytes."""

from __future__ import annotations

import gzip
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import sources
from corpus.document import Refusal
from corpus.limits import InputLimits
from corpus.sources import (
    SourceError,
    StreamLine,
    as_utf8,
    find_files,
    open_stream,
    read_lines,
    read_whole,
)


def test_a_folder_is_read_sorted_from_the_top(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden/x.txt", ".x", "c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("نص")
    found = [str(path).removeprefix(f"{tmp_path}/") for path in find_files([tmp_path])]
    assert found == ["a/1.txt", "a/2.txt", "b.txt", "c.txt"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("نص")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    found = list(find_files([tmp_path]))
    assert found[0] == str(tmp_path / "a" / "x.txt")
    assert [type(item) for item in found[1:]] == [Refusal]


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3_000, f"{'x' * 300}/y", "x" * 70_000])
def test_a_name_that_is_too_long_is_refused_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    good = tmp_path / "a.txt"
    good.write_text("نص")
    bad, read_after = find_files([tmp_path / name, good])
    assert isinstance(bad, Refusal)
    assert "too long" in bad.reason
    assert read_after == str(good)


def test_special_files_in_a_folder_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone").symlink_to("nowhere")
    reasons = [item.reason for item in find_files([tmp_path]) if isinstance(item, Refusal)]
    assert reasons == ["There is no such file.", "It is not a regular file."]


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"x" * 100_000,))
    writer.start()
    with open_stream(str(pipe)) as stream:
        assert len(read_whole(stream)) == 100_000
    writer.join()


def test_gzip_is_detected_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_bytes(gzip.compress(b"one\n") + gzip.compress(b"two\n"))
    with open_stream(str(path)) as stream:
        assert list(read_lines(stream)) == [StreamLine(1, b"one\n"), StreamLine(2, b"two\n")]


@pytest.mark.parametrize("cut", [5, 30, -4])
def test_a_truncated_gzip_file_is_an_error(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(os.urandom(1000))[:cut])
    with pytest.raises(SourceError, match="gzip"), open_stream(str(path)) as stream:
        read_whole(stream)


def test_a_damaged_gzip_file_is_an_error(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(b"word " * 1000))
    data[len(data) // 2] ^= 0xFF
    path = tmp_path / "x.gz"
    path.write_bytes(data)
    with pytest.raises(SourceError, match="gzip"), open_stream(str(path)) as stream:
        read_whole(stream)


def test_a_file_that_changes_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("أول")
    opened = open_stream(str(path))
    opened.__enter__()
    path.write_text("ثان أطول")
    with pytest.raises(SourceError, match="changed"):
        opened.__exit__(None, None, None)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux")
def test_a_read_error_is_reported() -> None:
    with (
        pytest.raises(SourceError, match="cannot be read"),
        open_stream("/proc/self/mem") as stream,
    ):
        read_whole(stream)


@pytest.fixture
def nobody() -> Iterator[None]:
    """Run as a user who may not read every file, unlike root."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(65_534)
    yield
    os.seteuid(own)


def test_a_file_without_read_permission_is_an_error(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "x.txt"
    path.touch(mode=0)
    request.getfixturevalue("nobody")
    with pytest.raises(SourceError, match="permission"), open_stream(str(path)) as stream:
        read_whole(stream)


def test_a_line_past_the_limit_has_a_number_but_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "INPUT_LIMITS", InputLimits(line_bytes=10))
    stream = io.BytesIO(b"short\n" + b"x" * 10 + b"\nend")
    assert list(read_lines(stream)) == [
        StreamLine(1, b"short\n"),
        StreamLine(2, None),
        StreamLine(3, b"end"),
    ]


def test_a_file_past_the_limit_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "INPUT_LIMITS", InputLimits(line_bytes=10))
    assert read_whole(io.BytesIO(b"x" * 10)) == b"x" * 10
    with pytest.raises(SourceError, match="longer"):
        read_whole(io.BytesIO(b"x" * 11))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_conversion_to_utf_8_keeps_the_text(codec: str) -> None:
    text = "سطر أول\nسطر ثان 😀\n" * 20_000
    stream = as_utf8(io.BytesIO(("\ufeff" + text).encode(codec)), codec)
    assert stream.read().decode() == text
