"""Whether the logs beside an archive file are its own, checked before SQLite opens the file.

SQLite replays ``FILE-wal`` and ``FILE-journal`` into whatever file has that name: a copy that was
put over an archive with a log left beside it would be corrupted. Format of the logs:
https://sqlite.org/fileformat2.html (3 the rollback journal, 4 the write-ahead log).
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from corpus.messages import Message
from corpus.schema import open_files, reported
from corpus.schema.stamp import NO_FILE, name_of, stamp_of
from corpus.schema.state_page import STATE_PAGE, NotAStateError, State, page_size, read_state

_HEADER: Final = struct.Struct(">IIIIQII")  # magic, format, page size, number, salts, checksums
_FRAME: Final = struct.Struct(">IIQII")  # page, pages after a commit, salts, checksums
_LOG_MAGIC: Final = (0x377F0682, 0x377F0683)
_JOURNAL: Final = struct.Struct(">8sIIIII")  # magic, records, nonce, pages, sector and page bytes
_JOURNAL_MAGIC: Final = bytes.fromhex("d9d505f920a163d7")
_HEADER_BYTES: Final = 100  # of page 1; switching to a write-ahead log changes nothing after them
_ATTEMPTS: Final = 20
_PAUSE_SECONDS: Final = 0.05


def log_path(path: Path) -> Path:
    """The write-ahead log of an archive file."""
    return path.with_name(f"{path.name}-wal")


def log_bytes(path: Path) -> int:
    """The size of the write-ahead log of an archive file, 0 if it has none."""
    try:
        return log_path(path).stat().st_size
    except OSError:
        return 0


def log_fault(path: Path) -> Message | None:
    """Why an archive file cannot be opened with the logs beside it, None where it can.

    Reads the file and its logs without SQLite and changes nothing. Call it between
    ``open_files.enter`` and ``open_files.leave``.
    """
    fault = _fault(path)
    for _ in range(_ATTEMPTS - 1):
        if fault is None:
            break
        # A writer may have emptied the log between one reading and the other, or report later.
        time.sleep(_PAUSE_SECONDS)
        fault = _fault(path)
    return fault


def _fault(path: Path) -> Message | None:
    if not _matches(path):
        return Message.of("archive_log_foreign", path=str(path), log=str(log_path(path)))
    journal = path.with_name(f"{path.name}-journal")
    if not _journal_matches(path, journal):
        return Message.of("archive_log_foreign", path=str(path), log=str(journal))
    if _replaced_while_open(path):
        return Message.of("archive_replaced_while_open", path=str(path))
    return None


def read_file_state(path: Path) -> State | None:
    """The table ``state`` of a file without its log; None where it has none that can be read."""
    try:
        descriptor = open_files.descriptor_of(path)
        size = page_size(os.pread(descriptor, _HEADER_BYTES, 0))
        return read_state(os.pread(descriptor, size, (STATE_PAGE - 1) * size))
    except (OSError, NotAStateError):
        return None


def _file_name(path: Path) -> str | None:
    """The stamp of a file without its log, None where it is no archive."""
    state = read_file_state(path)
    if state is not None:
        return name_of(state)
    try:
        descriptor = open_files.descriptor_of(path)
        size = page_size(os.pread(descriptor, _HEADER_BYTES, 0))
        # A new archive: its tables are in the log only.
        return NO_FILE if os.fstat(descriptor).st_size <= size else None
    except (OSError, NotAStateError):
        return None


def _matches(path: Path) -> bool:
    """Whether the log is empty, or has the stamp of the file among those before and after its
    transactions."""
    states = _log_states(path)
    first = next(states, None)
    if first is None:
        return True
    name = _file_name(path)
    stamp = stamp_of(first)
    if stamp is None:
        # Written by an earlier version, which names no state: the file must be as old.
        state = read_file_state(path)
        return name == NO_FILE or (state is not None and _may_precede(state, first))
    return name in (stamp.before, stamp.now) or any(name == name_of(state) for state in states)


def _may_precede(state: State, later: State) -> bool:
    return (
        stamp_of(state) is None
        and state.get("identity") == later.get("identity")
        and int(state.get("sequence", 0)) <= int(later.get("sequence", 0))
    )


def _log_states(path: Path) -> Iterator[State]:
    """The table ``state`` after each transaction of the log, from the first on."""
    try:
        descriptor = os.open(log_path(path), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        header = os.pread(descriptor, _HEADER.size, 0)
        if len(header) < _HEADER.size:
            return
        magic, _, size, _, salts, *_ = _HEADER.unpack(header)
        if magic not in _LOG_MAGIC:
            return
        at = _HEADER.size
        while len(frame := os.pread(descriptor, _FRAME.size, at)) == _FRAME.size:
            page, _, own_salts, *_ = _FRAME.unpack(frame)
            if own_salts != salts:
                return
            if page == STATE_PAGE:
                try:
                    yield read_state(os.pread(descriptor, size, at + _FRAME.size))
                except NotAStateError:
                    return  # torn, so it was never committed
            at += _FRAME.size + size
    finally:
        os.close(descriptor)


def _journal_matches(path: Path, journal: Path) -> bool:
    """Whether a rollback journal is empty, or that of switching this file to a write-ahead log,
    the only one that warraq writes."""
    try:
        with journal.open("rb") as file:
            magic, _, _, pages, sector, size = _JOURNAL.unpack(file.read(_JOURNAL.size))
            if magic != _JOURNAL_MAGIC:
                return True
            file.seek(sector)
            record = file.read(4 + size + 4)
            only = not file.read(1)
    except (OSError, struct.error):
        return True
    if pages == 0:
        return True
    if not only or record[:4] != b"\0\0\0\1":
        return False
    try:
        first = os.pread(open_files.descriptor_of(path), size, 0)
    except OSError:
        return False
    return first[_HEADER_BYTES:] == record[4 + _HEADER_BYTES : 4 + size]


def _replaced_while_open(path: Path) -> bool:
    """Whether the file is not the one that other processes have open, whose log is empty.

    Their shared memory would describe this file wrongly.
    """
    if log_bytes(path) or not path.with_name(f"{path.name}-shm").exists():
        return False
    last = reported.read(path)
    state = read_file_state(path)
    if last is None or state is None:
        return False
    stamp = stamp_of(state)
    names = {name_of(state)} if stamp is None else {stamp.before, stamp.now}
    return last.stamp not in names and open_files.is_shared(path)
