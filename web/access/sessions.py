"""Sessions of readers who signed in: the id of their key, signed with a secret of the home."""

from __future__ import annotations

import secrets
from hashlib import sha256
from pathlib import Path
from typing import Final

from itsdangerous import BadSignature, TimestampSigner

from web.access.keys import Key
from web.access.limits import ACCESS_LIMITS
from web.access.private_files import (
    PrivateFileError,
    locked_folder,
    read_private,
    write_private,
)

NAME: Final = "session-secret"
_BYTES: Final = 32


class Sessions:
    """Signs and reads the tokens of sessions; for all threads."""

    def __init__(self, secret: bytes) -> None:
        self._signer = TimestampSigner(
            secret, salt="warraq.session", key_derivation="hmac", digest_method=sha256
        )

    def sign(self, key: Key) -> str:
        """Return the token of a session that begins now."""
        return self._signer.sign(key.id).decode("ascii")

    def key_id(self, token: str) -> str | None:
        """Return the id of the key of a token; None if it has ended or was not signed here."""
        try:
            found = self._signer.unsign(token, max_age=ACCESS_LIMITS.session_seconds)
        except BadSignature:
            return None
        return found.decode("ascii", "replace")


def read_secret(home: Path) -> bytes:
    """Return the secret of a home, made at the first call.

    :raises PrivateFileError: it cannot be read or written, or is not private.
    """
    path = home / NAME
    with locked_folder(home):
        found = read_private(path, _BYTES)
        if found is None:
            found = secrets.token_bytes(_BYTES)
            write_private(path, found)
    if len(found) != _BYTES:
        raise PrivateFileError("session_secret_damaged", path=str(path))
    return found
