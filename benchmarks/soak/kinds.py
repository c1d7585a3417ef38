"""The kinds of clients of a private archive: with a key, with a limited one, and without one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks.soak.clients import ClientKind
from web.access.key_file import KeyFile
from web.access.keys import make_key

LIMIT: Final = 60
"""Requests a minute of a limited key."""

SHARES: Final = {"reader": 14, "limited": 2, "no key": 2, "forged key": 1, "revoked key": 1}
"""How many of 20 requests each kind sends."""

_REFUSED: Final = frozenset({401, 414})  # 414 is answered before a key is asked for


def make_kinds(home: Path) -> tuple[ClientKind, ...]:
    """Make keys in a home, and return the kinds of clients, each once for each of its shares."""
    keys = KeyFile(home)
    for key in keys.read():
        keys.revoke(key.name)
    _, reader = keys.add("reader", ("read", "operate"))
    _, limited = keys.add("limited", ("read", "operate"), LIMIT)
    _, revoked = keys.add("revoked", ("read", "operate"))
    keys.revoke("revoked")
    _, forged = make_key("reader", ("read", "operate"))
    kinds = (
        ClientKind(name="reader", headers=_bearer(reader)),
        ClientKind(name="limited", headers=_bearer(limited), more=frozenset({429})),
        ClientKind(name="no key", statuses=_REFUSED),
        ClientKind(name="forged key", headers=_bearer(forged), statuses=_REFUSED),
        ClientKind(name="revoked key", headers=_bearer(revoked), statuses=_REFUSED),
    )
    return tuple(kind for kind in kinds for _ in range(SHARES[kind.name]))


def _bearer(secret: str) -> tuple[tuple[str, str], ...]:
    return (("Authorization", f"Bearer {secret}"),)
