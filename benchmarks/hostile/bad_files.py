"""Hostile files: bad contents in every encoding and container, bad names, and what is no file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import socket
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from benchmarks.hostile.bad_contents import MAKERS

_ENCODINGS: Final = (
    *("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    *("cp1256", "iso8859-6", "utf-7", "cp1252", "utf-32-be"),
)
_SPARSE_BYTES: Final = 400_000_000
_LONGEST_NAME: Final = 255
_SLOWLY_PACKED: Final = 4_000
_NAMES: Final = (
    b"new\nline",
    b"esc\x1b[31m",
    b"\xff\xfe\xc3",
    "\u202egpj.".encode(),
    b"-dash",
    b"; rm x",
    b"a" * 240,
    "خ".encode() * 120,
    b"\xe2\x80\xa8",
    b"con",
    b"x.gz.gz",
    b"%s%n",
)

Alteration = Callable[[bytes, random.Random], bytes]


def _same(data: bytes, _: random.Random) -> bytes:
    return data


def _cut(data: bytes, pick: random.Random) -> bytes:
    return data[: pick.randrange(len(data) + 1)]


def _flipped(data: bytes, pick: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(changed), pick.choice((1, 9, 99)))):
        changed[pick.randrange(len(changed))] = pick.randrange(256)
    return bytes(changed)


def _with_garbage(data: bytes, pick: random.Random) -> bytes:
    return data + pick.randbytes(pick.choice((1, 40, 4_000)))


def _doubled(data: bytes, _: random.Random) -> bytes:
    return data + data


def _zipped(data: bytes, _: random.Random) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("../x.jsonl"), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _tarred(data: bytes, _: random.Random) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as file:
        member = tarfile.TarInfo("/etc/x.jsonl")
        member.size = len(data)
        file.addfile(member, io.BytesIO(data))
    return gzip.compress(written.getvalue(), 1, mtime=0)


_CONTAINERS: Final[dict[str, Alteration]] = {
    "": _same,
    ".gz": lambda data, _: gzip.compress(data, 1, mtime=0),
    ".zip": _zipped,
    ".tar.gz": _tarred,
    ".bz2": lambda data, _: bz2.compress(data[:_SLOWLY_PACKED], 1),
    ".xz": lambda data, _: lzma.compress(data[:_SLOWLY_PACKED], preset=0),
    ".zst": lambda data, _: b"\x28\xb5\x2f\xfd\x04\x00\x01" + data,
}
_OFTEN: Final = ("", "", "", ".gz", ".gz")
_ALTERATIONS: Final = (_same, _same, _same, _cut, _flipped, _with_garbage, _doubled)


def _content(pick: random.Random) -> tuple[str, bytes]:
    """An extension, which may be wrong, and bytes."""
    extension = pick.choice(tuple(MAKERS))
    coding = pick.choice(_ENCODINGS)
    written = MAKERS[extension](pick)
    handler = "surrogatepass" if coding.startswith("utf") and coding != "utf-7" else "replace"
    data = pick.choice(_ALTERATIONS)(written.encode(coding, handler), pick)
    for _ in range(pick.choice((1, 1, 1, 2))):
        container = pick.choice((*_CONTAINERS, *_OFTEN))
        extension += container
        data = pick.choice(_ALTERATIONS)(_CONTAINERS[container](data, pick), pick)
    if pick.random() < 0.2:
        extension = pick.choice((*MAKERS, "pdf", "docx", "xml", "json", "", "jsonl.gz", "csv.gz"))
    return extension, data


def _link_to_itself(path: Path, _: random.Random) -> None:
    path.symlink_to(path.name)


def _link(path: Path, pick: random.Random) -> None:
    target = ("/dev/zero", "/dev/full", "/dev/tty", "..", ".", "/nowhere", "/proc/self/mem")
    path.symlink_to(pick.choice(target))


def _fifo(path: Path, _: random.Random) -> None:
    os.mkfifo(path)


def _socket(path: Path, _: random.Random) -> None:
    with suppress(OSError), socket.socket(socket.AF_UNIX) as bound:  # a name may be too long
        bound.bind(str(path))


def _folder(path: Path, _: random.Random) -> None:
    path.mkdir()
    (path / "inner.jsonl").mkdir()


def _unreadable(path: Path, _: random.Random) -> None:
    path.write_bytes(b'{"text": "x"}')
    path.chmod(0)


def _sparse(path: Path, pick: random.Random) -> None:
    path.write_bytes(
        pick.choice((b"", b'{"text": "x"}\n', b"text,title\n", b"<html>", b"\xd9\x81"))
    )
    os.truncate(path, _SPARSE_BYTES)


def _empty(path: Path, _: random.Random) -> None:
    path.touch()


_SPECIAL: Final = (_link_to_itself, _link, _link, _fifo, _socket, _folder, _unreadable, _empty)
_SPECIAL_SHARE: Final = 0.06
_SPARSE_SHARE: Final = 0.001


def write_files(folder: Path, count: int, seed: int) -> list[Path]:
    """Write ``count`` hostile files into a folder; the same ones for the same seed."""
    pick = random.Random(seed)
    paths = []
    for number in range(count):
        extension, data = _content(pick)
        stem = f"{number}".encode()
        if pick.random() < 0.1:
            stem += pick.choice(_NAMES)
        end = f".{extension}".encode()
        name = stem[: _LONGEST_NAME - len(end)] + end
        path = folder / os.fsdecode(name)
        draw = pick.random()
        if draw < _SPARSE_SHARE:
            _sparse(path, pick)
        elif draw < _SPECIAL_SHARE:
            pick.choice(_SPECIAL)(path, pick)
        else:
            path.write_bytes(data)
        paths.append(path)
    return paths
