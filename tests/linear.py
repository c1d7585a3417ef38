"""Whether work grows in proportion to what it is given."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_SLACK = 0.1
_TRIES = 4


def assert_linear(work: Callable[[str], object], text: str) -> None:
    """Hold the processor time of a text against that of its quarter: four times, and not sixteen.

    Only the ratio within one run counts. Chance makes a run dearer and never cheaper, so one
    proportionate try of a few is proof; the collector's walks over the whole process are left out.
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
    assert any(whole <= 8 * quarter + _SLACK for whole, quarter in tries), (
        "dearer than in proportion"
    )
