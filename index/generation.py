"""Generations of an index: each a folder of its own, switched by one atomic rename.

A build writes a new folder beside the one readers use, where unchanged files are hard links to the
old ones, syncs it, and renames the file that names the current generation. An old generation stays
as long as a reader holds its lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

import msgspec

from index.arrays import FORMAT_VERSION, DamagedError

MANIFEST: Final = "manifest.json"
VOCABULARY: Final = "vocabulary.arrays"
_CURRENT: Final = "CURRENT"
_LOCK: Final = "lock"
_PREFIX: Final = "generation-"
_READING: Final = "reading.lock"
_BLOCK: Final = 1 << 20


class FileCheck(msgspec.Struct, frozen=True):
    """Size in bytes and BLAKE2b digest of a file."""

    size: int
    digest: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation is made of.

    ``format`` is that of the files, ``forms_version`` and ``classes_version`` are those of the
    analyzer, ``archive`` is the identity of the archive it was built from and ``sequence`` how far;
    ``words`` counts the words of all documents and ``classified_words`` those that there were when
    the classes of all forms were last worked out together.
    """

    format: int
    generation: int
    built_at: str
    forms_version: str
    classes_version: str
    archive: str
    sequence: int
    documents: int
    words: int
    classified_words: int
    files: dict[str, FileCheck] = {}


def folder_of(home: Path) -> Path:
    """Where the index of a home lies."""
    return home / "index"


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_file(path: Path) -> FileCheck:
    """The size and digest of a file as it is now."""
    digest = hashlib.blake2b(digest_size=16)
    size = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return FileCheck(size, digest.hexdigest())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation; raises DamagedError where it or a file's size is wrong."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise DamagedError(f"{MANIFEST} of {folder.name} cannot be read: {error}") from error
    if manifest.format != FORMAT_VERSION:
        raise DamagedError(
            f"{folder.name} was made by another version of warraq: its format is "
            f"{manifest.format}, this one reads {FORMAT_VERSION}"
        )
    for name, check in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise DamagedError(f"{name} of {folder.name} is missing")
        if path.stat().st_size != check.size:
            raise DamagedError(
                f"{name} of {folder.name} has {path.stat().st_size} bytes instead of {check.size}"
            )
    return manifest


def current(home: Path) -> Path | None:
    """The folder of the current generation, or None where nothing was built yet."""
    try:
        name = (folder_of(home) / _CURRENT).read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DamagedError(f"{_CURRENT} cannot be read: {error}") from error
    if not name.startswith(_PREFIX) or "/" in name:
        raise DamagedError(f"{_CURRENT} does not name a generation")
    return folder_of(home) / name


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep a generation from being removed while it is read."""
    file = hold(folder)
    try:
        yield
    finally:
        file.close()


def hold(folder: Path) -> IO[bytes]:
    """A shared lock on a generation, held until the file is closed."""
    try:
        file = (folder / _READING).open("rb")
    except OSError as error:
        raise DamagedError(f"{folder.name} cannot be opened: {error.strerror}") from error
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


@contextlib.contextmanager
def writing(home: Path, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """The one writer's lock; waits for another writer and says who holds it."""
    folder = folder_of(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait is not None:
                on_wait(file.read().strip() or "another process")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}\n")
        file.flush()
        yield


def _numbered(folder: Path) -> list[tuple[int, Path]]:
    found = []
    for path in folder.glob(f"{_PREFIX}*"):
        suffix = path.name.removeprefix(_PREFIX)
        if suffix.isdecimal():
            found.append((int(suffix), path))
    return sorted(found)


def start(home: Path, base: Path | None) -> tuple[int, Path]:
    """A new folder, holding hard links to the files of ``base``; call it as the writer."""
    folder = folder_of(home)
    numbered = _numbered(folder)
    number = numbered[-1][0] + 1 if numbered else 1
    fresh = folder / f"{_PREFIX}{number:08d}"
    fresh.mkdir(mode=0o700)
    (fresh / _READING).touch(mode=0o600)
    if base is not None:
        for path in base.iterdir():
            if path.is_file() and path.name not in (_READING, MANIFEST, VOCABULARY):
                os.link(path, fresh / path.name)
    return number, fresh


def finish(home: Path, folder: Path, manifest: Manifest, known: dict[str, FileCheck]) -> Manifest:
    """Check and sync every file of a new generation, then make it the current one.

    ``known`` has the checks of files that were linked from the generation before.
    """
    files = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name == _READING or path.name.endswith("LOCK"):
            continue
        carried = known.get(path.name)
        if carried is None or path.stat().st_nlink == 1:
            _sync(path)
            carried = check_file(path)
        files[path.name] = carried
    whole = msgspec.structs.replace(manifest, files=files)
    (folder / MANIFEST).write_bytes(msgspec.json.encode(whole))
    _sync(folder / MANIFEST)
    _sync(folder)
    root = folder_of(home)
    pointer = root / f"{_CURRENT}.new"
    pointer.write_text(folder.name + "\n", "ascii")
    _sync(pointer)
    pointer.replace(root / _CURRENT)
    _sync(root)
    return whole


def sweep(home: Path) -> None:
    """Remove generations that are neither current nor held by a reader; call it as the writer.

    Nothing is removed where it cannot be told which one is current.
    """
    try:
        keep = current(home)
    except DamagedError:
        return
    for _, path in _numbered(folder_of(home)):
        if path == keep:
            continue
        try:
            with (path / _READING).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        except FileNotFoundError:
            pass  # a build was killed before it made the lock
        shutil.rmtree(path, ignore_errors=True)


def now() -> str:
    """The time of the clock, ISO in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
