"""The front door of warraq: ``warraq.open`` for Python, ``warraq.cli`` for the command line."""

from __future__ import annotations

from pathlib import Path

from search.engine import Engine

__all__ = ["Engine", "open"]


def open(home: str | Path) -> Engine:  # noqa: A001
    """Open the archive and the index in the folder ``home``, read-only.

    Use one engine a thread, open it after a fork, and close it. Raises ``EngineError`` where there
    is no archive, or no index that can be read.
    """
    return Engine.open(Path(home))
