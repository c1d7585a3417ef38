"""Whether work grows in proportion to what it is given."""

from __future__ import annotations

import time
from collections.abc import Callable

_SLACK = 0.1


def assert_linear(work: Callable[[str], object], text: str) -> None:
    """Hold the processor time of a text against that of its half: twice it, and not four times.

    Only the ratio within one run counts; a tenth of a second is left to chance.
    """

    def cost(given: str) -> float:
        costs = []
        for _ in range(2):
            started = time.process_time()
            work(given)
            costs.append(time.process_time() - started)
        return min(costs)

    assert cost(text) <= 3 * cost(text[: len(text) // 2]) + _SLACK
