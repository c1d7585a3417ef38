"""What an archive last reported as kept, in a small file beside it.

The archive file cannot tell that its last changes are missing: a copy without its log looks whole.
The record is written after each transaction, before its documents are reported. It is one block
that is overwritten in place, so a full disk does not prevent it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import zlib
from pathlib import Path
from typing import Final

import msgspec

from corpus.durable import sync
from corpus.schema.stamp import name_of, read_rows

_BLOCK: Final = 512  # bytes that a disk writes whole or not at all
_NO_CHECKSUM: Final = 0


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """The last state of an archive whose changes were reported."""

    identity: str
    sequence: int
    stamp: str
    checksum: int = _NO_CHECKSUM


def path_of(archive: Path) -> Path:
    """The file beside an archive file."""
    return archive.with_name(f"{archive.name}-reported")


def read(archive: Path) -> Reported | None:
    """What was last reported; None where nothing was, or the record is damaged."""
    try:
        found = msgspec.json.decode(path_of(archive).read_bytes()[:_BLOCK], type=Reported)
    except (OSError, msgspec.DecodeError):
        return None
    return found if found.checksum == _checksum(found) else None


def write(archive: Path, connection: sqlite3.Connection) -> None:
    """Record the current state of an open archive, durably.

    A record that cannot be written is left unchanged; the documents are kept all the same.
    """
    with contextlib.suppress(OSError):
        path = path_of(archive)
        is_new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # With the lock, the last to write has read the latest state.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            os.pwrite(descriptor, _encoded(connection), 0)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            sync(path.parent)


def _encoded(connection: sqlite3.Connection) -> bytes:
    state = read_rows(connection)
    record = Reported(
        identity=str(state["identity"]), sequence=int(state["sequence"]), stamp=name_of(state)
    )
    whole = msgspec.structs.replace(record, checksum=_checksum(record))
    return msgspec.json.encode(whole).ljust(_BLOCK - 1) + b"\n"


def _checksum(record: Reported) -> int:
    return zlib.crc32(f"{record.identity} {record.sequence} {record.stamp}".encode())
