"""Files, folders and standard input as streams of bytes."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from corpus.document import Refusal
from corpus.limits import INPUT_LIMITS
from corpus.messages import Message, WarraqError

STANDARD_INPUT: Final = "-"
_BUFFER: Final = 1 << 18
_GZIP: Final = b"\x1f\x8b\x08"


class SourceError(WarraqError):
    """A file or stream cannot be read."""


class StreamLine(NamedTuple):
    """One line of a stream: its number from 1, and its bytes, None if it is too long."""

    number: int
    data: bytes | None


def printable_path(path: str | Path) -> str:
    """A path as text that can be printed and stored; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def find_files(paths: Sequence[str | Path]) -> Iterator[str | Refusal]:
    """Find the files of ``paths`` in order, and the files inside folders, sorted by name.

    Symbolic links are followed; every folder is read once, so a loop of links ends. Hidden files
    and folders inside a folder are skipped. A path that cannot be read gives a Refusal.
    """
    visited: set[tuple[int, int]] = set()
    for path in paths:
        name = os.fspath(path)
        if "\0" in name:
            yield Refusal(path=printable_path(name), message=Message("file_name_with_nul"))
            continue
        try:
            is_folder = name != STANDARD_INPUT and Path(name).is_dir()
        except OSError as error:
            yield Refusal(path=printable_path(name), message=_message(error))
            continue
        if is_folder:
            yield from _find_in_folder(name, visited)
        else:
            yield name


def _find_in_folder(top: str, visited: set[tuple[int, int]]) -> Iterator[str | Refusal]:
    pending = [top]
    while pending:
        path = pending.pop()
        try:
            found = Path(path).stat()
            if not stat.S_ISDIR(found.st_mode):
                if stat.S_ISREG(found.st_mode):
                    yield path
                else:
                    yield Refusal(path=printable_path(path), message=Message("file_not_regular"))
                continue
            if (found.st_dev, found.st_ino) in visited:
                continue
            visited.add((found.st_dev, found.st_ino))
            names = [entry.name for entry in os.scandir(path) if not entry.name.startswith(".")]
        except OSError as error:
            yield Refusal(path=printable_path(path), message=_message(error))
            continue
        pending.extend(str(Path(path) / name) for name in sorted(names, reverse=True))


@contextmanager
def open_stream(path: str) -> Iterator[IO[bytes]]:
    """Open a file, or standard input for ``-``, and decompress gzip while it is read.

    The stream can be peeked at. Raises SourceError if the file cannot be opened, and on exit if it
    has changed while it was read.
    """
    try:
        if path == STANDARD_INPUT:
            yield _decompressed(_peekable(sys.stdin.buffer))
            return
        with Path(path).open("rb", buffering=_BUFFER) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                yield _decompressed(_peekable(file))
                return
            yield _decompressed(file)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise SourceError(_message(error)) from error
    except (EOFError, zlib.error) as error:
        raise SourceError("gzip_cut") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError("file_changed")


@contextmanager
def open_data(data: bytes) -> Iterator[IO[bytes]]:
    """Open bytes that are in memory like a file, gzip decompressed; nothing is written to disk.

    Raises SourceError for damaged gzip, and for more than ``line_bytes`` in it.
    """
    try:
        whole = read_whole(_decompressed(_peekable(io.BytesIO(data))))
    except gzip.BadGzipFile as error:
        raise SourceError("gzip_damaged") from error
    except (EOFError, zlib.error) as error:
        raise SourceError("gzip_cut") from error
    yield _peekable(io.BytesIO(whole))


def peek(stream: IO[bytes], size: int) -> bytes:
    """The next bytes of a stream without consuming them, ``size`` at most, up to 256 KiB."""
    assert isinstance(stream, io.BufferedReader)
    return stream.peek(size)[:size]


def as_utf8(stream: IO[bytes], encoding: str) -> IO[bytes]:
    """Convert a stream to UTF-8 while it is read; invalid bytes become U+FFFD."""
    return io.BufferedReader(_Recoder(stream, encoding), _BUFFER)


def read_whole(stream: IO[bytes]) -> bytes:
    """Read a stream that is one document, at most ``line_bytes``; raises SourceError beyond."""
    data = stream.read(INPUT_LIMITS.line_bytes + 1)
    if len(data) > INPUT_LIMITS.line_bytes:
        raise SourceError("file_too_long", megabytes=INPUT_LIMITS.line_bytes // 1_000_000)
    return data


def read_lines(stream: IO[bytes]) -> Iterator[StreamLine]:
    """Read the lines of a stream with their line ends; a line past ``line_bytes`` is not kept."""
    number = 0
    while data := stream.readline(INPUT_LIMITS.line_bytes + 1):
        number += 1
        if len(data) <= INPUT_LIMITS.line_bytes:
            yield StreamLine(number, data)
            continue
        while data and not data.endswith(b"\n"):
            data = stream.readline(_BUFFER)
        yield StreamLine(number, None)


def _decompressed(stream: IO[bytes]) -> IO[bytes]:
    if not peek(stream, 3).startswith(_GZIP):
        return stream
    return _peekable(cast("IO[bytes]", gzip.GzipFile(fileobj=stream, mode="rb")))


def _peekable(stream: IO[bytes]) -> IO[bytes]:
    """Buffer a stream so that a peek gives many bytes, though a pipe gives few at a time."""
    return io.BufferedReader(_FullReads(stream), _BUFFER)


class _FullReads(io.RawIOBase):
    """A raw stream whose reads fill the buffer, except at the end of the stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Recoder(io.RawIOBase):
    """A raw stream of UTF-8 from a stream in another character set."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ready = b""
        self._start = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            data = self._stream.read(_BUFFER)
            text = self._decoder.decode(data, final=not data)
            if self._start and text:
                text, self._start = text.removeprefix("\ufeff"), False
            self._ready = text.encode()
            if not data:
                break
        part, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def _message(error: OSError) -> Message:
    match error:
        case gzip.BadGzipFile():
            return Message("gzip_damaged")
        case FileNotFoundError():
            return Message("file_missing")
        case PermissionError():
            return Message("file_forbidden")
        case _:
            return Message.of("file_unreadable", problem=error.strerror or str(error))
