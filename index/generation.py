"""Generations of an index: each a folder of its own, switched by one atomic rename.

A build writes a new folder beside the one that readers use, where unchanged files are hard links to
the old ones, syncs it, and renames the file CURRENT, which names the current generation. An old
generation is kept while a reader holds a lock on it.

Locks are on the folders themselves, so no lock file can be lost. A finished file is stamped: its
modification time is set to one that the manifest records. A file with its stamp is trusted, any
other is compared with its digest, so that opening an index reads little and still refuses a changed
file.
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
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, Self

import msgspec

from corpus.durable import sync
from corpus.messages import Message
from index.arrays import FORMAT_VERSION, DamagedError
from index.segment import keyword_names

MANIFEST: Final = "manifest.json"
VOCABULARY: Final = "vocabulary.arrays"
COPIES: Final = "copies.arrays"
_POINTER: Final = "CURRENT"
_LOCK: Final = "lock"
_HOLDER: Final = "process "
_PREFIX: Final = "generation-"
_BLOCK: Final = 1 << 20
DIGEST_BYTES: Final = 16
_ALWAYS_READ: Final = 1 << 16  # bytes up to which a file is compared with its digest at every open
_SECOND: Final = 1_000_000_000
_ATTEMPTS: Final = 5


class FileCheck(msgspec.Struct, frozen=True):
    """Size in bytes, BLAKE2b digest and modification time (nanoseconds) of a file."""

    size: int
    digest: str
    modified: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation consists of.

    ``format`` is that of the files, ``forms_version`` and ``classes_version`` are those of the
    analyzer, ``archive`` is the identity of its archive and ``sequence`` the last change of the
    archive that it has; ``words`` counts the words of all documents, ``classified_words`` the words
    there were when all forms were last classified together. ``keyword_fields`` names the keyword
    columns; a manifest that does not record them has the three of the first version.
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
    keyword_fields: tuple[str, ...] = ("source", "author", "section")
    files: dict[str, FileCheck] = {}


def folder_of(home: Path) -> Path:
    """The folder of the index of a home."""
    return home / "index"


class _Sealed(msgspec.Struct, frozen=True):
    """A manifest on disk, with the digest of its bytes."""

    format: int
    digest: str = ""
    manifest: msgspec.Raw = msgspec.Raw()


def digest_of(blocks: Iterable[bytes]) -> str:
    """The BLAKE2b digest of bytes that are given block by block."""
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def blocks_of(descriptor: int) -> Iterator[bytes]:
    """The content of an open file in blocks of a MiB; does not move its place."""
    place = 0
    while block := os.pread(descriptor, _BLOCK, place):
        yield block
        place += len(block)


def check_file(path: Path) -> FileCheck:
    """The size, digest and modification time of a file."""
    with path.open("rb") as file:
        digest = digest_of(blocks_of(file.fileno()))
        found = os.fstat(file.fileno())
        return FileCheck(found.st_size, digest, found.st_mtime_ns)


@lru_cache(maxsize=256)
def _known_digest(path: Path, *_identity: int) -> str:
    """The digest of a file, read once for each identity of the file."""
    return check_file(path).digest


def file_message(code: str, path: Path, **params: str | int) -> Message:
    """A message about a file of a generation."""
    return Message(code, {"file": path.name, "generation": path.parent.name, **params})


def _file_fault(path: Path, check: FileCheck) -> Message | None:
    """What is wrong with a file, or None where it has its stamp or its digest."""
    try:
        return _difference(path, check)
    except FileNotFoundError:
        return file_message("index_file_missing", path)
    except OSError as error:
        return file_message("index_file_unreadable", path, reason=_reason(error))


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _difference(path: Path, check: FileCheck) -> Message | None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        return file_message("index_file_not_regular", path)
    if found.st_size != check.size:
        return file_message("index_file_size_wrong", path, found=found.st_size, expected=check.size)
    if found.st_mtime_ns == check.modified and found.st_size > _ALWAYS_READ:
        return None
    identity = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    small = found.st_size <= _ALWAYS_READ
    digest = check_file(path).digest if small else _known_digest(path, *identity)
    if digest != check.digest:
        return file_message("index_file_changed", path)
    return None


def _read_sealed(folder: Path) -> _Sealed:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Sealed)
    except (OSError, msgspec.DecodeError) as error:
        raise _unreadable_manifest(folder, error) from error


def _unreadable_manifest(folder: Path, error: Exception) -> DamagedError:
    return DamagedError(file_message("index_file_unreadable", folder / MANIFEST, reason=str(error)))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation.

    Raises DamagedError where it, or any file that it names, is not what was written, and for a
    generation of another format or of other keyword fields than ``corpus.fields`` has. Files with
    their stamp are trusted, except small ones; ``index.verify`` reads every byte.
    """
    sealed = _read_sealed(folder)
    if sealed.format != FORMAT_VERSION:
        raise DamagedError(
            "generation_format_unknown",
            generation=folder.name,
            found=sealed.format,
            expected=FORMAT_VERSION,
        )
    if digest_of([bytes(sealed.manifest)]) != sealed.digest:
        raise DamagedError(file_message("index_file_changed", folder / MANIFEST))
    try:
        manifest = msgspec.json.decode(sealed.manifest, type=Manifest)
    except msgspec.DecodeError as error:
        raise _unreadable_manifest(folder, error) from error
    if set(manifest.keyword_fields) != set(keyword_names()):
        raise DamagedError(
            "generation_fields_differ",
            generation=folder.name,
            found=manifest.keyword_fields,
            expected=keyword_names(),
        )
    for name, check in manifest.files.items():
        fault = _file_fault(folder / name, check)
        if fault is not None:
            raise DamagedError(fault)
    return manifest


def changed_files(folder: Path, manifest: Manifest) -> Iterator[Message]:
    """Messages about the files of a generation that are not what was written, from every byte."""
    for name, check in manifest.files.items():
        path = folder / name
        try:
            if check_file(path).digest != check.digest:
                yield file_message("index_file_changed", path)
        except OSError as error:
            yield file_message("index_file_unreadable", path, reason=_reason(error))


class _Pointer(NamedTuple):
    """The content of CURRENT: the name of a generation and the digest of its manifest."""

    name: str
    digest: str


def _pointer(home: Path) -> _Pointer | None:
    try:
        words = (folder_of(home) / _POINTER).read_text("ascii").split()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DamagedError("pointer_unreadable", file=_POINTER, reason=str(error)) from error
    if len(words) != 2 or not words[0].startswith(_PREFIX) or "/" in words[0]:
        raise DamagedError("pointer_invalid", file=_POINTER)
    return _Pointer(*words)


def current(home: Path) -> Path | None:
    """The folder of the current generation, or None where nothing was built yet.

    Raises DamagedError where CURRENT or the manifest of the generation cannot be read.
    """
    pointer = _pointer(home)
    for attempt in range(_ATTEMPTS):
        if pointer is None:
            return None
        folder = folder_of(home) / pointer.name
        try:
            if _read_sealed(folder).digest == pointer.digest:
                return folder
            raise DamagedError(
                "pointer_mismatch", file=_POINTER, manifest=MANIFEST, generation=folder.name
            )
        except DamagedError:
            # A build may have switched generations between reading the one and the other.
            before, pointer = pointer, _pointer(home)
            if pointer == before or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


class FolderLock:
    """A lock on a folder, until it is closed."""

    def __init__(self, folder: Path, kind: int) -> None:
        self._descriptor: int | None = None
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(self._descriptor, kind)
        except BaseException:
            self.close()
            raise
        _LOCKS.add(self)

    def close(self) -> None:
        """Release the lock; closing twice is allowed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


_LOCKS: Final[weakref.WeakSet[FolderLock]] = weakref.WeakSet()


def _release_locks() -> None:
    """Give no locks to forked processes: one that outlives its parent would never release them."""
    for lock in list(_LOCKS):
        lock.close()


os.register_at_fork(after_in_child=_release_locks)


def lock_for_reading(folder: Path) -> FolderLock:
    """A lock that keeps a generation from being removed while it is read.

    Raises DamagedError where the folder cannot be opened.
    """
    try:
        return FolderLock(folder, fcntl.LOCK_SH)
    except OSError as error:
        raise DamagedError(
            "generation_unopened", generation=folder.name, reason=_reason(error)
        ) from error


def lock_current(home: Path) -> tuple[Path, FolderLock] | None:
    """The current generation with its lock, or None where nothing was built yet."""
    while (folder := current(home)) is not None:
        try:
            lock = lock_for_reading(folder)
        except DamagedError:
            if current(home) == folder:
                raise
            continue
        if current(home) == folder:
            return folder, lock
        lock.close()
    return None


@contextlib.contextmanager
def writing(home: Path, on_wait: Callable[[Message], None] | None = None) -> Iterator[None]:
    """Hold the lock of the one writer.

    While another writer holds it, waits, and gives ``on_wait`` a message that says which process.
    """
    folder = folder_of(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    note = folder / _LOCK
    try:
        lock = FolderLock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if on_wait is not None:
            on_wait(_waiting_for(note))
        lock = FolderLock(folder, fcntl.LOCK_EX)
    with lock:
        note.write_text(f"{_HOLDER}{os.getpid()}\n", "ascii")
        yield


def _waiting_for(note: Path) -> Message:
    try:
        holder = note.read_text("ascii").strip()
    except (OSError, ValueError):
        holder = ""
    if holder.startswith(_HOLDER):
        return Message.of("waiting_for_process", process=holder.removeprefix(_HOLDER))
    return Message.of("waiting_for_writer")


def _numbered(folder: Path) -> list[tuple[int, Path]]:
    found = []
    for path in folder.glob(f"{_PREFIX}*"):
        suffix = path.name.removeprefix(_PREFIX)
        if suffix.isdecimal():
            found.append((int(suffix), path))
    return sorted(found)


def start(home: Path, base: Path | None) -> tuple[int, Path]:
    """The number and folder of a new generation, with hard links to the files of ``base``.

    Call it while ``writing``.
    """
    folder = folder_of(home)
    numbered = _numbered(folder)
    number = numbered[-1][0] + 1 if numbered else 1
    fresh = folder / f"{_PREFIX}{number:08d}"
    fresh.mkdir(mode=0o700)
    if base is not None:
        for path in base.iterdir():
            if path.is_file() and path.name not in (MANIFEST, VOCABULARY, COPIES):
                os.link(path, fresh / path.name)
    return number, fresh


def _stamped(path: Path) -> FileCheck:
    """Set the modification time of a file to a whole second in the past, which no later change can
    have, and sync it."""
    stamp = (time.time_ns() // _SECOND - 2) * _SECOND
    os.utime(path, ns=(stamp, stamp))
    sync(path)
    return check_file(path)


def _carried(path: Path, check: FileCheck) -> FileCheck:
    """The check of a file of the previous generation; a copied file gets its stamp back."""
    fault = _file_fault(path, check)
    if fault is not None:
        raise DamagedError(fault)
    if path.stat().st_mtime_ns != check.modified:
        os.utime(path, ns=(check.modified, check.modified))
    return check


def finish(home: Path, folder: Path, manifest: Manifest, known: dict[str, FileCheck]) -> Manifest:
    """Check and sync every file of a new generation, then make it the current one.

    ``known`` has the checks of the files of the previous generation. Returns the manifest with
    the checks of all files. Raises DamagedError where a linked file is no longer what was written.
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
    sealed = _Sealed(whole.format, digest_of([encoded]), msgspec.Raw(encoded))
    (folder / MANIFEST).write_bytes(msgspec.json.encode(sealed))
    sync(folder / MANIFEST)
    sync(folder)
    root = folder_of(home)
    pointer = root / f"{_POINTER}.new"
    pointer.write_text(f"{folder.name} {sealed.digest}\n", "ascii")
    sync(pointer)
    pointer.replace(root / _POINTER)
    sync(root)
    return whole


def discard(home: Path, folder: Path) -> None:
    """Remove the folder of a build that failed, unless it failed after the switch."""
    with contextlib.suppress(DamagedError):
        if current(home) == folder:
            return
    shutil.rmtree(folder, ignore_errors=True)


def sweep(home: Path) -> None:
    """Remove generations that are neither current nor locked by a reader; call it while
    ``writing``.

    Removes nothing where the current one is unknown.
    """
    try:
        kept = current(home)
    except DamagedError:
        return
    for _, path in _numbered(folder_of(home)):
        if path == kept:
            continue
        with contextlib.suppress(BlockingIOError), FolderLock(path, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(path, ignore_errors=True)


def earlier(folder: Path) -> list[Path]:
    """The folders of the generations before one, complete or not."""
    return [path for _, path in _numbered(folder.parent) if path.name < folder.name]


def remove_earlier(home: Path) -> int:
    """Remove every generation but the current one, even one that a process reads; call it while
    ``writing``.

    Returns how many are still read: their files have no name any more, and are gone from the disk
    when the process opens the current generation or ends. Removes nothing where the current one is
    unknown.
    """
    try:
        kept = current(home)
    except DamagedError:
        return 0
    still_read = 0
    for _, path in _numbered(folder_of(home)):
        if path != kept:
            still_read += _is_read(path)
            shutil.rmtree(path, ignore_errors=True)
    sync(folder_of(home))
    return still_read


def _is_read(folder: Path) -> bool:
    try:
        FolderLock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return True
    return False


def now() -> str:
    """The current time in UTC, ISO."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
