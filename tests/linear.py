"""An assertion that CPU time grows linearly with the input."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_SLACK = 0.1
_TRIES = 4


def assert_linear(work: Callable[[str], object], text: str) -> None:
    """Compare the CPU time of a text with that of its first quarter; quadratic work fails.

    The ratio may be 8 at most. Noise only adds time, so one good ratio of several tries suffices.
    Garbage collection is disabled, because its time depends on the whole process.
    """

    def cost(given: str) -> float:
        gc.collect()
        gc.disable()
        try:
            started = time.process_time()
            work(given)
            return time.process_time() - started
        finally:
            gc.enable()

    tries = ((cost(text), cost(text[: len(text) // 4])) for _ in range(_TRIES))
    assert any(whole <= 8 * quarter + _SLACK for whole, quarter in tries), "more than linear"
