"""Kernels of scoring: compiled, or with numpy where there was no compiler (see
``index.kernels``)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.matching.kernels.compiled import (
        COMPILED,
        add,
        mark,
        saturate,
        side_by_side,
        take,
        threshold,
    )
elif os.environ.get("WARRAQ_KERNEL") == "numpy":
    from search.matching.kernels.fallback import (
        COMPILED,
        add,
        mark,
        saturate,
        side_by_side,
        take,
        threshold,
    )
else:
    try:
        from search.matching.kernels.compiled import (
            COMPILED,
            add,
            mark,
            saturate,
            side_by_side,
            take,
            threshold,
        )
    except ImportError:
        from search.matching.kernels.fallback import (
            COMPILED,
            add,
            mark,
            saturate,
            side_by_side,
            take,
            threshold,
        )

__all__ = ["COMPILED", "add", "mark", "saturate", "side_by_side", "take", "threshold"]
