"""Full-text search over Arabic archives: ``warraq.open`` for Python, ``warraq.cli`` for a shell.

Importing this package is cheap: the search engine is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from corpus.messages import WarraqError
    from search.engine import Engine
    from search.request import Request

__all__ = ["Engine", "Request", "WarraqError", "open"]

_MODULES: Final = {
    "Engine": "search.engine",
    "Request": "search.request",
    "WarraqError": "corpus.messages",
}


def open(home: str | Path) -> Engine:  # noqa: A001
    """Open the archive and the index in the folder ``home``, read-only.

    Use one engine per thread, open it after a fork, and close it. Raises ``EngineError``, a
    ``WarraqError``, if there is no archive, or no index that can be read.
    """
    from search.engine import Engine

    return Engine.open(Path(home))


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
