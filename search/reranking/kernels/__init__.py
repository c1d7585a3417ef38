"""The kernels over the matches of a few documents: compiled, or their numpy twins (see
``index.kernels.selection``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.kernels.selection import use_compiled

COMPILED: Final = use_compiled("search.reranking.kernels.compiled")

if TYPE_CHECKING or COMPILED:
    from search.reranking.kernels.compiled import (
        best_windows,
        covered,
        early,
        in_titles,
        occurrences,
        run_lengths,
        run_worths,
        saturated,
    )
else:
    from search.reranking.kernels.numpy_matches import (
        best_windows,
        covered,
        early,
        in_titles,
        occurrences,
        run_lengths,
        run_worths,
        saturated,
    )

__all__ = [
    "COMPILED",
    "best_windows",
    "covered",
    "early",
    "in_titles",
    "occurrences",
    "run_lengths",
    "run_worths",
    "saturated",
]
