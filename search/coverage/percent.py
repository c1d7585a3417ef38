"""Shares of a text in per cent, as verdicts, pages and commands state them."""

from __future__ import annotations


def whole_percent(share: float) -> int:
    """A share in whole per cent, rounded down: 100 is the whole; what is not nothing is 1 at least.

    :param share: from 0 to 1.
    """
    return max(int(100 * share), int(share > 0))
