"""Free memory that a process keeps instead of giving it back to the system."""

from __future__ import annotations

import ctypes
from typing import Final

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of mallopt(3)
_KEPT_BYTES: Final = 16 << 20


def keep_free_memory() -> None:
    """Have glibc keep some free memory: each search has arrays of a number a document, and would
    get zeroed pages for them again."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return  # another C library
    mallopt(_TRIM_THRESHOLD, _KEPT_BYTES)
    mallopt(_MMAP_THRESHOLD, _KEPT_BYTES // 4)
