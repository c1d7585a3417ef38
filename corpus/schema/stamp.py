"""Stamps: each state of an archive file has a random name, and knows the name of the one before.

Every transaction that writes renews the stamp, so two files have one stamp only if they are the
same to the byte, and the first transaction of a log names the file that the log continues.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

from corpus.schema.state_page import State

NO_FILE: Final = "0" * 32
"""The stamp before the first transaction of an archive."""

_ROW: Final = "stamp"
_NAME_LENGTH: Final = 32
_OPEN, _WHOLE = "open", "whole"


class Stamp(NamedTuple):
    """The names of a state and of the state before it.

    ``is_open`` is true from the first change of a command until its log was emptied: a copy of the
    file alone may then lack changes.
    """

    before: str
    now: str
    is_open: bool


def stamp_of(state: Mapping[str, str | int]) -> Stamp | None:
    """The stamp in the table ``state``; None in an archive that earlier versions wrote."""
    parts = str(state.get(_ROW, "")).split()
    return Stamp(parts[0], parts[1], parts[2] == _OPEN) if len(parts) == 3 else None


def name_of(state: Mapping[str, str | int]) -> str:
    """The name of a state; without a stamp it is a hash of identity and sequence."""
    stamp = stamp_of(state)
    if stamp is not None:
        return stamp.now
    unnamed = f"{state.get('identity')} {state.get('sequence')}"
    return blake2b(unnamed.encode(), digest_size=_NAME_LENGTH // 2).hexdigest()


def read_rows(connection: sqlite3.Connection) -> State:
    """The table ``state`` of an open archive."""
    return dict(connection.execute("SELECT name, value FROM state"))


def renew(connection: sqlite3.Connection, *, is_open: bool | None = None) -> None:
    """Give the state that a transaction makes a new name; call it before all other changes.

    ``is_open`` does not change if it is None.
    """
    state = read_rows(connection)
    if is_open is None:
        last = stamp_of(state)
        is_open = last is not None and last.is_open
    before = name_of(state) if state else NO_FILE
    written = f"{before} {secrets.token_hex(_NAME_LENGTH // 2)} {_OPEN if is_open else _WHOLE}"
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (_ROW, written))
