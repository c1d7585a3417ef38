"""The file with the state of stored queries: locked during a run, replaced at its end.

Its first line is a JSON object with the version of the format and a digest of the second, which is
the state.
"""

from __future__ import annotations

import fcntl
import os
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from corpus.durable import sync
from corpus.messages import WarraqError
from search.alerts.state import AlertState

STATE_FORMAT: Final = 1
"""The version of the format."""


class StateError(WarraqError):
    """A state that cannot be continued."""


class _Head(msgspec.Struct, frozen=True):
    format: int
    digest: str = ""


class StateFile:
    """A state file, within a ``with`` block locked against other runs.

    The lock is on a file beside it, whose name ends in ``.lock`` and which stays, since the state
    file itself is replaced. Raises StateError where another run has the lock.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))

    def __enter__(self) -> Self:
        self._lock = self._beside(".lock").open("ab")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise StateError("alert_state_in_use", path=str(self.path)) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.close()

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)

    def read(self) -> AlertState | None:
        """The state, None if there is no file; raises StateError where it cannot be used."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return None
        first, _, body = data.partition(b"\n")
        try:
            head = msgspec.json.decode(first, type=_Head)
            if head.format != STATE_FORMAT:
                raise StateError(
                    "alert_state_of_other_version",
                    path=str(self.path),
                    found=head.format,
                    expected=STATE_FORMAT,
                )
            if head.digest == _digest(body):
                return msgspec.json.decode(body, type=AlertState)
        except msgspec.DecodeError:
            pass
        raise StateError("alert_state_damaged", path=str(self.path))

    def replace(self, state: AlertState) -> None:
        """Put a state in the place of the file, durable when this returns."""
        body = msgspec.json.encode(state)
        head = msgspec.json.encode(_Head(STATE_FORMAT, _digest(body)))
        new = self._beside(".new")
        with new.open("wb") as file:
            file.write(head + b"\n" + body)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
        sync(self.path.parent)


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
