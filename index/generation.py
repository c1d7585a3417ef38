"""Generations of an index: each a folder of its own, switched by one atomic rename.

A build writes a new folder beside the one readers use, where unchanged files are hard links to the
old ones, syncs it, and renames the file that names the current generation. An old generation stays
as long as a reader holds it.

Locks are on the folders themselves, so no lock file can be lost. A finished file is stamped: its
time of change is set to a moment that the manifest has too. A file with its stamp is taken for what
was written, any other is held against its digest, so that opening an index reads little and still
refuses what was changed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
import time
import weakref
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, Self

import msgspec

from index.arrays import FORMAT_VERSION, DamagedError

MANIFEST: Final = "manifest.json"
VOCABULARY: Final = "vocabulary.arrays"
_CURRENT: Final = "CURRENT"
_LOCK: Final = "lock"
_PREFIX: Final = "generation-"
_BLOCK: Final = 1 << 20
_ALWAYS_READ: Final = 1 << 16  # files up to this size are held against their digest whenever opened
_SECOND: Final = 1_000_000_000
_ATTEMPTS: Final = 5


class FileCheck(msgspec.Struct, frozen=True):
    """Size in bytes, BLAKE2b digest and time of change (nanoseconds) of a file."""

    size: int
    digest: str
    modified: int


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


class _Sealed(msgspec.Struct, frozen=True):
    """A manifest as it lies on disk, with the digest of its bytes."""

    format: int
    digest: str = ""
    manifest: msgspec.Raw = msgspec.Raw()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def check_file(path: Path) -> FileCheck:
    """The size, digest and time of change of a file as it is now."""
    digest = hashlib.blake2b(digest_size=16)
    size = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
        return FileCheck(size, digest.hexdigest(), os.fstat(file.fileno()).st_mtime_ns)


@lru_cache(maxsize=256)
def _known_digest(path: Path, *_identity: int) -> str:
    """The digest of a file, read once as long as it stays the same file."""
    return check_file(path).digest


def _fault(path: Path, check: FileCheck) -> str | None:
    """What is wrong with a file, unless it is what was written."""
    name = f"{path.name} of {path.parent.name}"
    try:
        return _difference(path, name, check)
    except FileNotFoundError:
        return f"{name} is missing"
    except OSError as error:
        return f"{name} cannot be read: {error.strerror}"


def _difference(path: Path, name: str, check: FileCheck) -> str | None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        return f"{name} is no file"
    if found.st_size != check.size:
        return f"{name} has {found.st_size} bytes instead of {check.size}"
    if found.st_mtime_ns == check.modified and found.st_size > _ALWAYS_READ:
        return None
    identity = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    small = found.st_size <= _ALWAYS_READ
    digest = check_file(path).digest if small else _known_digest(path, *identity)
    if digest != check.digest:
        return f"{name} is not what was written"
    return None


def _read_sealed(folder: Path) -> _Sealed:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Sealed)
    except (OSError, msgspec.DecodeError) as error:
        raise DamagedError(f"{MANIFEST} of {folder.name} cannot be read: {error}") from error


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation.

    Raises DamagedError where it, or any file that it names, is not what was written. Files that
    have their stamp are believed, small ones excepted; ``index.verify`` reads every byte.
    """
    sealed = _read_sealed(folder)
    if sealed.format != FORMAT_VERSION:
        raise DamagedError(
            f"{folder.name} was made by another version of warraq: its format is "
            f"{sealed.format}, this one reads {FORMAT_VERSION}"
        )
    if _digest(bytes(sealed.manifest)) != sealed.digest:
        raise DamagedError(f"{MANIFEST} of {folder.name} is not what was written")
    try:
        manifest = msgspec.json.decode(sealed.manifest, type=Manifest)
    except msgspec.DecodeError as error:
        raise DamagedError(f"{MANIFEST} of {folder.name} cannot be read: {error}") from error
    for name, check in manifest.files.items():
        fault = _fault(folder / name, check)
        if fault is not None:
            raise DamagedError(fault)
    return manifest


class _Pointer(NamedTuple):
    """What CURRENT names: a generation and the digest of its manifest."""

    name: str
    digest: str


def _pointer(home: Path) -> _Pointer | None:
    try:
        words = (folder_of(home) / _CURRENT).read_text("ascii").split()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DamagedError(f"{_CURRENT} cannot be read: {error}") from error
    if len(words) != 2 or not words[0].startswith(_PREFIX) or "/" in words[0]:
        raise DamagedError(f"{_CURRENT} does not name a generation")
    return _Pointer(*words)


def current(home: Path) -> Path | None:
    """The folder of the current generation, or None where nothing was built yet.

    Raises DamagedError where it cannot be told which one that is.
    """
    pointer = _pointer(home)
    for attempt in range(_ATTEMPTS):
        if pointer is None:
            return None
        folder = folder_of(home) / pointer.name
        try:
            if _read_sealed(folder).digest == pointer.digest:
                return folder
            raise DamagedError(f"{_CURRENT} does not go with {MANIFEST} of {folder.name}")
        except DamagedError:
            # A switch may have come between reading the one and the other.
            before, pointer = pointer, _pointer(home)
            if pointer == before or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


class Hold:
    """A lock on a folder, until it is closed."""

    def __init__(self, folder: Path, kind: int) -> None:
        self._descriptor: int | None = None
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(self._descriptor, kind)
        except BaseException:
            self.close()
            raise
        _HOLDS.add(self)

    def close(self) -> None:
        """Let go; doing it twice is allowed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


_HOLDS: Final[weakref.WeakSet[Hold]] = weakref.WeakSet()


def _let_go() -> None:
    """Locks are not handed down: a process that outlives its parent would keep them for ever."""
    for each in list(_HOLDS):
        each.close()


os.register_at_fork(after_in_child=_let_go)


def hold(folder: Path) -> Hold:
    """Keep a generation from being removed while it is read, until what is returned is closed."""
    try:
        return Hold(folder, fcntl.LOCK_SH)
    except OSError as error:
        raise DamagedError(f"{folder.name} cannot be opened: {error.strerror}") from error


def held(home: Path) -> tuple[Path, Hold] | None:
    """The current generation, kept from being removed, or None where nothing was built yet."""
    while (folder := current(home)) is not None:
        try:
            kept = hold(folder)
        except DamagedError:
            if current(home) == folder:
                raise
            continue
        if current(home) == folder:
            return folder, kept
        kept.close()
    return None


@contextlib.contextmanager
def writing(home: Path, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """The one writer's lock; waits for another writer and says who holds it."""
    folder = folder_of(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    note = folder / _LOCK
    try:
        lock = Hold(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if on_wait is not None:
            on_wait(_holder(note) or "another process")
        lock = Hold(folder, fcntl.LOCK_EX)
    with lock:
        note.write_text(f"process {os.getpid()}\n", "ascii")
        yield


def _holder(note: Path) -> str:
    try:
        return note.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


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
    if base is not None:
        for path in base.iterdir():
            if path.is_file() and path.name not in (MANIFEST, VOCABULARY):
                os.link(path, fresh / path.name)
    return number, fresh


def _stamped(path: Path) -> FileCheck:
    """Set a file's time of change to a whole second in the past, which no later change can have,
    and sync it."""
    stamp = (time.time_ns() // _SECOND - 2) * _SECOND
    os.utime(path, ns=(stamp, stamp))
    _sync(path)
    return check_file(path)


def _carried(path: Path, check: FileCheck) -> FileCheck:
    """The check of a file of the generation before; one that was copied gets its stamp again."""
    fault = _fault(path, check)
    if fault is not None:
        raise DamagedError(fault)
    if path.stat().st_mtime_ns != check.modified:
        os.utime(path, ns=(check.modified, check.modified))
    return check


def finish(home: Path, folder: Path, manifest: Manifest, known: dict[str, FileCheck]) -> Manifest:
    """Check and sync every file of a new generation, then make it the current one.

    ``known`` has the checks of files that were linked from the generation before. Raises
    DamagedError where one of these is no longer what was written.
    """
    files = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.endswith("LOCK"):
            continue
        before = known.get(path.name)
        linked = before is not None and path.stat().st_nlink > 1
        files[path.name] = _carried(path, before) if before and linked else _stamped(path)
    whole = msgspec.structs.replace(manifest, files=files)
    encoded = msgspec.json.encode(whole)
    sealed = _Sealed(whole.format, _digest(encoded), msgspec.Raw(encoded))
    (folder / MANIFEST).write_bytes(msgspec.json.encode(sealed))
    _sync(folder / MANIFEST)
    _sync(folder)
    root = folder_of(home)
    pointer = root / f"{_CURRENT}.new"
    pointer.write_text(f"{folder.name} {sealed.digest}\n", "ascii")
    _sync(pointer)
    pointer.replace(root / _CURRENT)
    _sync(root)
    return whole


def discard(home: Path, folder: Path) -> None:
    """Remove what a build that failed has left, unless it failed after the switch."""
    with contextlib.suppress(DamagedError):
        if current(home) == folder:
            return
    shutil.rmtree(folder, ignore_errors=True)


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
        with contextlib.suppress(BlockingIOError), Hold(path, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(path, ignore_errors=True)


def now() -> str:
    """The time of the clock, ISO in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
