"""The limits of keys and sign-ins in one table; docs/limits.md repeats it."""

from __future__ import annotations

from typing import Final

import msgspec


class AccessLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers that bound keys and sign-ins; the text after each says what."""

    keys: int = 1_000
    """Keys of a home."""

    key_name: int = 64
    """Code points of the name of a key."""

    key_rate: int = 1_000_000
    """Requests a minute that the limit of a key may allow."""

    key_file_bytes: int = 1_000_000
    """Size of the file of keys."""

    session_seconds: int = 604_800
    """Time after a sign-in until its session ends."""

    window_seconds: int = 900
    """Time in which failed sign-ins are counted."""

    failures_of_address: int = 10
    """Failed sign-ins of one client address in this time."""

    failures: int = 1_000
    """Failed sign-ins of all clients in this time."""

    next_characters: int = 8_000
    """Length of the address that a sign-in returns to."""


ACCESS_LIMITS: Final = AccessLimits()
