"""The kernels of scoring: compiled, or their numpy twins (see ``index.kernels.selection``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.kernels.selection import use_compiled

COMPILED: Final = use_compiled("search.matching.kernels.compiled")

if TYPE_CHECKING or COMPILED:
    from search.matching.kernels.compiled import (
        add,
        leading,
        mark,
        saturate,
        side_by_side,
        take,
        threshold,
        within_reach,
    )
else:
    from search.matching.kernels.numpy_scoring import (
        add,
        leading,
        mark,
        saturate,
        side_by_side,
        take,
        threshold,
        within_reach,
    )

__all__ = [
    "COMPILED",
    "add",
    "leading",
    "mark",
    "saturate",
    "side_by_side",
    "take",
    "threshold",
    "within_reach",
]
