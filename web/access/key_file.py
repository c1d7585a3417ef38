"""The keys of a home, in a file beside the archive.

The file is not a part of the archive: its schema stays exact, and a backup that is passed on has no
keys. Every change replaces the file, so that a server notices it by its inode at the next request.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from web.access.keys import InvalidKeyError, Key, Right, make_key, read_name
from web.access.limits import ACCESS_LIMITS
from web.access.private_files import (
    PrivateFileError,
    locked_folder,
    read_private,
    write_private,
)

NAME: Final = "keys.json"
_VERSION: Final = 1

_Stamp = tuple[int, int, int, int]


class _Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    keys: tuple[Key, ...]


class KeyFile:
    """The keys in the file of a home, read again when it has changed; for all threads."""

    def __init__(self, home: Path) -> None:
        self._path = home / NAME
        self._known: tuple[_Stamp, tuple[Key, ...]] | None = None

    def read(self) -> tuple[Key, ...]:
        """Return the current keys in the order in which they were added.

        :raises PrivateFileError: the file is damaged, or not private.
        """
        stamp = self._stamp()
        if stamp is None:
            return ()
        known = self._known
        if known is None or known[0] != stamp:
            # A file that is replaced in between is read again at the next call.
            self._known = known = (stamp, self._load())
        return known[1]

    def add(self, name: str, may: Iterable[Right], limit: int | None = None) -> tuple[Key, str]:
        """Add a key; return it with its secret, which is kept nowhere.

        :raises InvalidKeyError: the name cannot be used or is in use, or there are too many keys.
        :raises PrivateFileError: the file cannot be read or written.
        """
        key, secret = make_key(name, may, limit)
        with locked_folder(self._path.parent):
            keys = self._load()
            if any(each.name == key.name for each in keys):
                raise InvalidKeyError("key_exists", name=key.name)
            if len(keys) >= ACCESS_LIMITS.keys:
                raise InvalidKeyError("too_many_keys", most=ACCESS_LIMITS.keys)
            self._write((*keys, key))
        return key, secret

    def revoke(self, name: str) -> Key:
        """Remove a key, and with it its sessions.

        :raises InvalidKeyError: there is no key of this name.
        :raises PrivateFileError: the file cannot be read or written.
        """
        wanted = read_name(name)
        with locked_folder(self._path.parent):
            keys = self._load()
            revoked = next((each for each in keys if each.name == wanted), None)
            if revoked is None:
                raise InvalidKeyError("no_such_key", name=wanted)
            self._write(tuple(each for each in keys if each is not revoked))
        return revoked

    def _stamp(self) -> _Stamp | None:
        try:
            found = os.stat(self._path, follow_symlinks=False)  # noqa: PTH116 - once a request
        except FileNotFoundError:
            return None
        except OSError as error:
            problem = error.strerror or type(error).__name__
            raise PrivateFileError("file_failed", path=str(self._path), problem=problem) from None
        return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns

    def _load(self) -> tuple[Key, ...]:
        content = read_private(self._path, ACCESS_LIMITS.key_file_bytes)
        if content is None:
            return ()
        try:
            found = msgspec.json.decode(content, type=_Content)
        except msgspec.DecodeError:
            found = None
        if found is None or found.version != _VERSION:
            raise PrivateFileError("key_file_damaged", path=str(self._path))
        return found.keys

    def _write(self, keys: tuple[Key, ...]) -> None:
        content = _Content(version=_VERSION, keys=keys)
        write_private(self._path, msgspec.json.format(msgspec.json.encode(content)) + b"\n")
