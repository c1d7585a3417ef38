"""Keys: random secrets with a name and rights, of which only a digest is kept.

A secret has 192 random bits. Nobody can list the candidates, so that one fast hash protects it as
well as a slow one would, see docs/decisions/0016-keys.md.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Final, Literal, get_args

import msgspec

from corpus.messages import WarraqError
from web.access.limits import ACCESS_LIMITS

Right = Literal["read", "operate"]
"""What a key allows: reading the archive; metrics and the reasons of failures."""

RIGHTS: Final[tuple[Right, ...]] = get_args(Right)

PREFIX: Final = "warraq_"
"""Begins every secret, so that scanners of published files recognize one."""

_SECRET: Final = re.compile(rf"{PREFIX}[0-9a-f]{{48}}")
_SHOWN: Final = 80

Hexadecimal = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]+$")]


class InvalidKeyError(WarraqError, ValueError):
    """A key that cannot be made as asked, or does not exist."""


class Key(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key without its secret.

    ``id`` is random and names the key in sessions, so that a later key of the same name does not
    continue them. ``digest`` is the SHA-256 of the secret. ``limit`` is the number of requests a
    minute that it may make, None for that of the server. ``added_at`` is a UTC time.
    """

    name: str
    id: Hexadecimal
    digest: Hexadecimal
    may: tuple[Right, ...]
    limit: int | None
    added_at: str


def make_key(name: str, may: Iterable[Right], limit: int | None = None) -> tuple[Key, str]:
    """Return a new key and its secret.

    :param name: kept in Unicode's NFC.
    :param may: at least one right.
    :param limit: requests a minute, None for the limit of the server.
    :raises InvalidKeyError: the name is empty, too long or has characters that cannot be seen.
    """
    secret = PREFIX + secrets.token_hex(24)
    key = Key(
        name=read_name(name),
        id=secrets.token_hex(8),
        digest=digest_of(secret),
        may=tuple(right for right in RIGHTS if right in set(may)),
        limit=limit,
        added_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )
    return key, secret


def read_name(given: str) -> str:
    """Return the name of a key in NFC.

    :raises InvalidKeyError: it is empty, too long or has characters that cannot be seen.
    """
    name = unicodedata.normalize("NFC", given)
    visible = name.isprintable() and name == name.strip() and name[:1] not in ("", "-")
    if not visible or len(name) > ACCESS_LIMITS.key_name:
        raise InvalidKeyError(
            "bad_key_name", given=ascii(given[:_SHOWN])[1:-1], most=ACCESS_LIMITS.key_name
        )
    return name


def read_rights(given: str) -> tuple[Right, ...]:
    """Read rights that are separated by commas.

    :raises InvalidKeyError: one of them does not exist.
    """
    named = {each.strip() for each in given.split(",")}
    unknown = named - {*RIGHTS}
    if unknown:
        raise InvalidKeyError("unknown_right", given=min(unknown)[:_SHOWN], known=RIGHTS)
    return tuple(right for right in RIGHTS if right in named)


def digest_of(secret: str) -> str:
    """Return the digest of a secret that is kept, as hexadecimal digits."""
    return sha256(secret.encode()).hexdigest()


def find_by_secret(keys: Iterable[Key], secret: str) -> Key | None:
    """Return the key of a secret; the time does not depend on which key is found."""
    if not _SECRET.fullmatch(secret):
        return None
    digest = digest_of(secret)
    found = None
    for key in keys:
        if hmac.compare_digest(key.digest, digest):
            found = key
    return found


def find_by_id(keys: Iterable[Key], key_id: str) -> Key | None:
    """Return the key of an id that a session has."""
    return next((key for key in keys if key.id == key_id), None)
