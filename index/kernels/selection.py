"""The switch between compiled kernels and their numpy twins, for every package of kernels."""

from __future__ import annotations

import os
from importlib import import_module


def use_compiled(module: str) -> bool:
    """Whether a package takes its kernels from a compiled module.

    ``WARRAQ_KERNEL=numpy`` in the environment asks for numpy; without a C compiler at install
    there is no compiled module.
    """
    if os.environ.get("WARRAQ_KERNEL") == "numpy":
        return False
    try:
        import_module(module)
    except ImportError:
        return False
    return True
