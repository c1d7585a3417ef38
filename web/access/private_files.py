"""Small files of a home that only their owner may read, replaced as a whole."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from corpus.durable import sync
from corpus.messages import WarraqError

_MODE: Final = 0o600
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class PrivateFileError(WarraqError):
    """A private file that cannot be trusted, read or written."""


def read_private(path: Path, most: int) -> bytes | None:
    """Return the content of a file, None if there is none.

    :param most: its size in bytes at most.
    :raises PrivateFileError: it is no regular file, other users may read or change it, it is too
        large, or it cannot be read.
    """
    try:
        descriptor = os.open(path, _READ)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _failed(path, error) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid not in (os.geteuid(), 0):
            raise PrivateFileError("private_file_foreign", path=str(path))
        if found.st_mode & _OTHERS:
            raise PrivateFileError("private_file_open", path=str(path))
        if found.st_size > most:
            raise PrivateFileError("private_file_too_large", path=str(path), most=most)
        return os.read(descriptor, most + 1)
    except OSError as error:
        raise _failed(path, error) from None
    finally:
        os.close(descriptor)


def write_private(path: Path, content: bytes) -> None:
    """Replace a file in one step, durably; call it with :func:`locked_folder`.

    :raises PrivateFileError: it cannot be written; the file before it is kept.
    """
    new = path.with_name(f"{path.name}.new")
    try:
        new.unlink(missing_ok=True)  # the remains of a killed process
        descriptor = os.open(new, _WRITE | os.O_EXCL, _MODE)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is open already
            os.fchmod(descriptor, _MODE)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        new.replace(path)
        sync(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise _failed(path, error) from None


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Let one process, and one thread of it, change private files of a folder at a time.

    :raises PrivateFileError: the folder cannot be opened.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise _failed(folder, error) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _failed(path: Path, error: OSError) -> PrivateFileError:
    return PrivateFileError(
        "file_failed", path=str(path), problem=error.strerror or type(error).__name__
    )
