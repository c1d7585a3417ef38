"""A limit of failed sign-ins, counted in a file that the workers of a server share.

The number of all failures bounds the number of addresses, and so the size of the file.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from web.access.limits import ACCESS_LIMITS, AccessLimits

NAME: Final = "failed-sign-ins"
_MODE: Final = 0o600


class _Failures(msgspec.Struct):
    """The failures of a window, by address."""

    window: int = -1
    total: int = 0
    addresses: dict[str, int] = msgspec.field(default_factory=dict)


class SignInLimit:
    """Counts failed sign-ins in fixed windows; for all threads and processes.

    :param folder: the folder of the file.
    :param clock: seconds; the same in every process.
    """

    def __init__(
        self,
        folder: Path,
        limits: AccessLimits = ACCESS_LIMITS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = folder / NAME
        self._limits = limits
        self._clock = clock

    def begin(self, address: str) -> int:
        """Count a sign-in as failed, before its key is compared.

        :return: 0 if it may be tried, else the seconds until it may.
        """
        with self._locked() as failures:
            of_address = failures.addresses.get(address, 0)
            if (
                of_address >= self._limits.failures_of_address
                or failures.total >= self._limits.failures
            ):
                return max(1, round(self._limits.window_seconds - self._time()[1]))
            failures.addresses[address] = of_address + 1
            failures.total += 1
            return 0

    def succeed(self, address: str) -> None:
        """Take back the count of a sign-in that did not fail."""
        with self._locked() as failures:
            if failures.addresses.get(address):
                failures.addresses[address] -= 1
                failures.total -= 1
                if not failures.addresses[address]:
                    del failures.addresses[address]

    def _time(self) -> tuple[int, float]:
        """The current window, and the seconds of it that have passed."""
        window, seconds = divmod(self._clock(), self._limits.window_seconds)
        return int(window), seconds

    @contextmanager
    def _locked(self) -> Iterator[_Failures]:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _MODE)
        with open(descriptor, "r+b") as file:  # noqa: PTH123 - it is open already
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            failures = _decode(file.read())
            if failures.window != (window := self._time()[0]):
                failures = _Failures(window)
            yield failures
            file.seek(0)
            file.write(msgspec.json.encode(failures))
            file.truncate()


def _decode(content: bytes) -> _Failures:
    """What was counted; nothing if a process was killed while it wrote."""
    try:
        return msgspec.json.decode(content, type=_Failures)
    except msgspec.DecodeError:
        return _Failures()
