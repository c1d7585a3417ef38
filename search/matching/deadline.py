"""The deadline of a request: its parts ask for the time at each step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias, TypeVar

CheckTime: TypeAlias = Callable[[], None]
"""Is called before each step, and raises OutOfTime where the time is over."""


STEPS: Final = 1_024
"""Short steps between two checks."""

_T = TypeVar("_T")


class OutOfTime(Exception):
    """The deadline has passed."""


class Deadline:
    """A deadline that is ``seconds`` away, on a clock."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self.passed = False

    def check(self) -> None:
        """Raise OutOfTime once the deadline has passed."""
        if self._clock() > self._end:
            self.passed = True
            raise OutOfTime


def no_deadline() -> None:
    """Allows every step."""


def checked(values: Iterable[_T], check_time: CheckTime) -> Iterator[_T]:
    """The values of a long loop; the time is checked after each thousand."""
    for count, value in enumerate(values):
        if not count % STEPS:
            check_time()
        yield value
