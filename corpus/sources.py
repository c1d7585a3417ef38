"""Where documents come from: files, folders and standard input as streams of bytes."""

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

LINE_LIMIT: Final = 20_000_000
"""Bytes of the longest line and of the longest file that is one document, markup included."""

STANDARD_INPUT: Final = "-"
_BUFFER: Final = 1 << 18
_GZIP: Final = b"\x1f\x8b\x08"


class SourceError(Exception):
    """A source that cannot be read; the message is one sentence."""


class Line(NamedTuple):
    """One line of a stream: its number from 1, and its bytes or None where it is too long."""

    number: int
    data: bytes | None


def shown(path: str | Path) -> str:
    """Spell a path so that it can be printed and stored; odd bytes of a name become U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def walk(paths: Sequence[str | Path]) -> Iterator[str | Refusal]:
    """Name the files of ``paths`` in order, each folder from its top, sorted by name.

    Symbolic links are followed and every folder is entered once, so a loop ends. Hidden files and
    folders inside a folder are passed over. What cannot be read comes as a Refusal.
    """
    entered: set[tuple[int, int]] = set()
    for path in paths:
        name = os.fspath(path)
        if "\0" in name:
            yield Refusal(path=shown(name), reason="No file name has a NUL character in it.")
        elif name == STANDARD_INPUT or not Path(name).is_dir():
            yield name
        else:
            yield from _walk_folder(name, entered)


def _walk_folder(top: str, entered: set[tuple[int, int]]) -> Iterator[str | Refusal]:
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            found = Path(path).stat()
            if not stat.S_ISDIR(found.st_mode):
                if stat.S_ISREG(found.st_mode):
                    yield path
                else:
                    yield Refusal(path=shown(path), reason="It is no regular file.")
                continue
            if (found.st_dev, found.st_ino) in entered:
                continue
            entered.add((found.st_dev, found.st_ino))
            names = [entry.name for entry in os.scandir(path) if not entry.name.startswith(".")]
        except OSError as error:
            yield Refusal(path=shown(path), reason=_sentence(error))
            continue
        waiting.extend(str(Path(path) / name) for name in sorted(names, reverse=True))


@contextmanager
def open_stream(path: str) -> Iterator[IO[bytes]]:
    """Open a file, or standard input for ``-``, unpacking gzip as it is read.

    The stream can be peeked at. Raises SourceError where the file cannot be opened, and on leaving
    where it changed while it was read.
    """
    try:
        if path == STANDARD_INPUT:
            yield _unpacked(_peekable(sys.stdin.buffer))
            return
        with Path(path).open("rb", buffering=_BUFFER) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                yield _unpacked(_peekable(file))
                return
            yield _unpacked(file)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise SourceError(_sentence(error)) from error
    except (EOFError, zlib.error) as error:
        raise SourceError("The gzip file is damaged or cut short.") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError("The file changed while it was read; add it again.")


def peek(stream: IO[bytes], size: int) -> bytes:
    """Look at up to ``size`` bytes ahead without taking them; ``size`` is at most 256 KiB."""
    assert isinstance(stream, io.BufferedReader)
    return stream.peek(size)[:size]


def as_utf8(stream: IO[bytes], encoding: str) -> IO[bytes]:
    """Recode a stream to UTF-8 while it is read; what cannot be decoded becomes U+FFFD."""
    return io.BufferedReader(_Recoder(stream, encoding), _BUFFER)


def read_whole(stream: IO[bytes]) -> bytes:
    """Read a stream that is one document.

    Raises SourceError past LINE_LIMIT bytes, without holding more than that.
    """
    data = stream.read(LINE_LIMIT + 1)
    if len(data) > LINE_LIMIT:
        raise SourceError(f"The file is longer than {LINE_LIMIT // 1_000_000} MB; split it.")
    return data


def lines(stream: IO[bytes]) -> Iterator[Line]:
    """Split a stream into lines, each with its end; one past LINE_LIMIT is skipped unheld."""
    number = 0
    while data := stream.readline(LINE_LIMIT + 1):
        number += 1
        if len(data) <= LINE_LIMIT:
            yield Line(number, data)
            continue
        while data and not data.endswith(b"\n"):
            data = stream.readline(_BUFFER)
        yield Line(number, None)


def _unpacked(stream: IO[bytes]) -> IO[bytes]:
    if not peek(stream, 3).startswith(_GZIP):
        return stream
    return _peekable(cast("IO[bytes]", gzip.GzipFile(fileobj=stream, mode="rb")))


def _peekable(stream: IO[bytes]) -> IO[bytes]:
    """Buffer a stream so that a peek sees much: a pipe gives few bytes at a time."""
    return io.BufferedReader(_Filling(stream), _BUFFER)


class _Filling(io.RawIOBase):
    """A raw stream over another that fills the buffer it is given unless the end comes first."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Recoder(io.RawIOBase):
    """A raw stream of UTF-8 over a stream in another character set."""

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


def _sentence(error: OSError) -> str:
    if isinstance(error, gzip.BadGzipFile):
        return "The gzip file is damaged."
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, PermissionError):
        return "The file may not be read: permission denied."
    return f"The file cannot be read: {error.strerror or error}."
